"""Give the sample city's districts their work through the domain's own actions, and let each task fare as planned."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.recording import recorded
from kientoan.directives import actions
from kientoan.directives.models import Directive, Task
from kientoan.directives.queries.written import heads_of
from kientoan.directives.rules.letters import Address, Signed
from kientoan.directives.rules.words import ItemOrigin
from kientoan.documents.models import Document
from kientoan.meetings import actions as meetings
from kientoan.meetings.models import Meeting
from kientoan.meetings.rules.words import ItemKind
from kientoan.orgs.models import Body, Unit, UnitSpan
from kientoan.sample.rules import meetings as told
from kientoan.sample.rules import part, work

MOST_BELOW = 12


def give_work(*, by: User) -> tuple[int, int]:
    """Issue the invented directives to the districts and move their tasks; gives how many directives and tasks there are."""
    today = clock.today()
    top = Unit.objects.get(code=part.TOP)
    spans = UnitSpan.objects.as_of(today).filter(parent=top, sector="district").select_related("unit").by_name()
    districts = [span.unit for span in spans]
    issuer = Body.objects.as_of(today).filter(unit=top, kind="standing_board").first()
    with recorded("sample.give_work", by=by):
        conference = Meeting.objects.filter(organiser=top, notice__written=work.NUMBER).first()
        notice = conference.notice if conference else None
        given = []
        for place, order in enumerate(work.ORDERS):
            directive = _issued(order, top, districts, issuer, notice, today, by)
            actions.make_occurrences(on=today)
            for number, task in enumerate(directive.tasks.order_by("pk")):
                _fare(_fate(work.fate_of(place, number), task), task, by)
            if order.below:
                _pass_down(order, directive, today, by)
            given.append((order, directive))
        _programmes(top, given, notice, today, by)
        _urge(given[0][1], top, issuer, by)
        if conference is not None:
            _link(conference, [directive for _order, directive in given], top, by)
        _raise_late([directive for _order, directive in given], by)
    return Directive.objects.count(), Task.objects.count()


def _link(conference: Meeting, given: list[Directive], top: Unit, by: User) -> None:
    """Join each task of the conclusion to the directive that carries it out; the department's own is drafted from it."""
    items = conference.items.filter(kind=ItemKind.TASK).select_related("meeting__organiser", "meeting__notice")
    department = Body.objects.as_of(clock.today()).filter(unit=top, kind="organisation_board").first()
    for item, task in zip(items.order_by("position"), told.TASKS, strict=True):
        if task.order is not None:
            meetings.link_directive(item=item, directive=given[task.order], by=by)
            continue
        due = actions.Due(conference.held_on + timedelta(days=told.DUE_OF_OWN), "by", task.by_when, "inferred")
        made = meetings.draft_from_item(
            item=item,
            leads=[actions.Lead(top, body=department, accountable=heads_of([top], clock.today()).get(top.pk))],
            due=due,
            product_kind="decision",
            product="Dự thảo nghị quyết chuyên đề",
            proof="Tờ trình kèm dự thảo, báo cáo tiếp thu ý kiến",
            by=by,
        )
        actions.issue_directive(directive=made, by=by, on=conference.held_on + timedelta(days=4))


def _raise_late(given: list[Directive], by: User) -> None:
    """Urge one late task as often as brings it before the leaders, and let the reminders of the morning raise it."""
    today = clock.today()
    late = Task.objects.filter(directive__in=given, state="under_way", deadline__lt=today - timedelta(days=7))
    task = late.order_by("deadline", "pk").first()
    if task is None or task.deadline is None:
        return
    for days in range(told.URGED - task.urgings.count(), 0, -1):
        actions.urge_task(task=task, channel="notice", by=by, on=today - timedelta(days=days))
    morning = datetime.combine(today, time(9), tzinfo=timezone.get_current_timezone())
    actions.remind(at=morning)


def _programmes(
    top: Unit, given: list[tuple[work.Order, Directive]], notice: Document | None, today: date, by: User
) -> None:
    """The department's fourteen items and the seven that a leader urged: two lists that overlap, each item with its origins."""
    year = str(today.year)
    own = actions.make_programme(keeper=top, name="Chương trình công tác năm", period=year, by=by, document=notice)
    urged = actions.make_programme(keeper=top, name=work.URGED, period=year, by=by, document=notice)
    word = actions.Reason(ItemOrigin.URGED, "Phó Bí thư Thường trực", notice)
    for order, directive in given:
        origins = [actions.Reason(ItemOrigin.OWN)]
        if order.is_key:
            origins.append(actions.Reason(ItemOrigin.URGED, work.URGED_ALSO, notice, directive))
        actions.add_item(
            programme=own, title=order.title, reasons=origins, is_key=order.is_key, directive=directive, by=by
        )
    for title in work.OWN_WORK:
        actions.add_item(programme=own, title=title, reasons=[actions.Reason(ItemOrigin.OWN)], by=by)
    for order, directive in given[:4]:
        actions.add_item(programme=urged, title=order.title, reasons=[word], is_key=True, directive=directive, by=by)
    for title in work.URGED_MORE:
        actions.add_item(programme=urged, title=title, reasons=[word], is_key=True, by=by)


def _urge(directive: Directive, top: Unit, issuer: Body | None, by: User) -> None:
    """Urging letters to two units that did nothing: three to the first, one to the second."""
    late = list(directive.tasks.filter(state="not_started", deadline__lt=clock.today()).order_by("pk")[:2])
    address = Address("", str(issuer) if issuer else "Ban Thường vụ", "Lưu Sơn", "Văn phòng")
    for number, task in enumerate(late):
        for number_of, days in enumerate(work.LETTER_DAYS[: 1 if number else None], 1):
            if task.deadline is None:
                continue
            signed = Signed(task.deadline + timedelta(days=days), 400 + number * 10 + number_of, "TU")
            actions.urge_by_letter(keeper=top, unit=task.lead, time=number_of, address=address, signed=signed, by=by)


def _issued(
    order: work.Order,
    keeper: Unit,
    units: list[Unit],
    issuer: Body | None,
    notice: Document | None,
    today: date,
    by: User,
    parent: Task | None = None,
) -> Directive:
    given = today - timedelta(days=order.given)
    due = actions.Due(rhythm=order.rhythm)
    if order.due is not None:
        due = actions.Due(given + timedelta(days=order.due), "by", "", "stated")
    heads = heads_of(units, today)
    made = actions.draft_directive(
        keeper=keeper,
        title=order.title,
        leads=[actions.Lead(unit, accountable=heads.get(unit.pk)) for unit in units],
        by=by,
        sentence=actions.Sentence(order.quote),
        due=due,
        document=notice,
        issuer=issuer,
        product_kind=order.product_kind,
        product=order.product,
        proof=order.proof,
        recurrence=order.recurrence,
        is_key=order.is_key,
        parent=parent,
    )
    return actions.issue_directive(directive=made, by=by, on=given)


def _fate(planned: str, task: Task) -> str:
    """A period of recurring work that is still under way is only begun; one gone by was done, or was not."""
    if not task.occurrence:
        return planned
    if task.deadline is None or task.deadline >= clock.today():
        return "under_way" if planned in ("on_time", "late") else "untouched"
    return "on_time" if planned in ("back", "extended", "under_way") else planned


def _fare(fate: str, task: Task, by: User) -> None:
    """Move a task as planned, on days between its giving and today."""
    given = task.issued_on or clock.today()
    last = task.deadline or given + timedelta(days=30)
    day = min(given + timedelta(days=2), clock.today())
    if fate == "untouched":
        return
    actions.acknowledge_task(task=task, by=by, on=day)
    if fate in ("on_time", "late", "awaiting", "returned"):
        late = timedelta(days=5) if fate in ("late", "returned") else timedelta(days=-3)
        sent_on = max(day, min(last + late, clock.today()))
        proof = actions.Proof(product_text=f"{40 + task.pk % 60}-BC ngày {sent_on:%d/%m/%Y}")
        sent = actions.submit_task(task=task, words="Đã thực hiện, gửi kèm sản phẩm.", proof=proof, by=by, on=sent_on)
        decided = min(sent_on + timedelta(days=3), clock.today())
        if fate in ("on_time", "late"):
            actions.accept_submission(submission=sent, by=by, late_because="Chờ thống nhất số liệu", on=decided)
        elif fate == "returned":
            actions.return_submission(submission=sent, reason="Thiếu nguyên nhân của từng tổ chức", by=by, on=decided)
    elif fate == "extended" and task.deadline:
        later = max(task.deadline, clock.today()) + timedelta(days=10)
        asked = actions.ask_extension(task=task, new_day=later, reason="Chờ kết quả kiểm tra ở cơ sở", by=by)
        actions.decide_extension(extension=asked, agreed=True, by=by)
    elif fate == "back":
        asked_back = actions.ask_hand_back(
            task=task, kind="not_ours", reason="Nội dung thuộc Đảng ủy Khối", by=by, on=day
        )
        actions.decide_hand_back(hand_back=asked_back, agreed=True, words="Đúng, đã chuyển", by=by, on=day)
    elif fate == "under_way" and task.deadline and task.deadline < clock.today():
        actions.urge_task(task=task, channel="notice", by=by)


def _pass_down(order: work.Order, directive: Directive, today: date, by: User) -> None:
    """Each district gives the work on to some of its communes."""
    for number, task in enumerate(
        directive.tasks.filter(state__in=["under_way", "awaiting", "redo"]).order_by("pk")[:4]
    ):
        spans = UnitSpan.objects.as_of(today).filter(parent=task.lead, sector__in=["commune", "ward", "town"])
        communes = [span.unit for span in spans.select_related("unit").by_name()[:MOST_BELOW]]
        issuer = Body.objects.as_of(today).filter(unit=task.lead, kind="standing_board").first()
        if not communes:
            continue
        child = _issued(order, task.lead, communes, issuer, None, today, by, parent=task)
        for place, part_of_it in enumerate(child.tasks.order_by("pk")):
            _fare(work.fate_of(number, place), part_of_it, by)
