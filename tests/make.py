"""Test data, made by the same actions that people use."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import docx

from kientoan.accounts import actions as account_actions
from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.directives import actions as directive_actions
from kientoan.directives.actions import reading as reading_actions
from kientoan.directives.models import (
    Directive,
    Escalation,
    Message,
    Programme,
    ProgressEdition,
    Reading,
    Reminder,
    Task,
)
from kientoan.directives.models.runs import ReadRun
from kientoan.directives.queries.extraction import extract
from kientoan.directives.queries.progress import Asked
from kientoan.directives.rules.rhythm import Every, Rhythm
from kientoan.directives.rules.words import ItemOrigin
from kientoan.documents import actions as document_actions
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Direction, LinkKind
from kientoan.figures import actions as figure_actions
from kientoan.figures.forms import keep_paper
from kientoan.figures.models import FormIssue, FormTemplate, Indicator, Observation, Submission
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Channel, Source
from kientoan.findings import actions as finding_actions
from kientoan.findings.models import Finding
from kientoan.findings.rules import Source as FindingSource
from kientoan.meetings import actions as meeting_actions
from kientoan.meetings.models import Advice, ConclusionItem, Meeting, Proposal
from kientoan.meetings.rules.words import AdviceKind, ItemKind, Kind
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Body, Grant, Portfolio, Unit
from kientoan.orgs.rules.roles import Role
from kientoan.people import actions as people_actions
from kientoan.people.models import Holding
from kientoan.reports import actions as report_actions
from kientoan.reports.models import EditionKind, Report
from kientoan.review import actions as review_actions
from kientoan.review.models import ClassRun, Conclusion, Run, RunRequest

START = date(2010, 1, 1)
WORKING_HOURS = datetime(2017, 10, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763606060000000040001f6178d5f0000000049454e44ae426082"
)
"""The smallest picture there is."""


def operator() -> User:
    """The account of the machine itself: it reaches everything."""
    return User.objects.get(username="operator")


def account(username: str, **changes: Any) -> User:
    """An account that signs in."""
    values = {"full_name": username, **changes}
    [user] = account_actions.make_accounts(
        accounts=[account_actions.NewAccount(username=username, **values)], by=operator()
    )
    return user


def grant(user: User, role: Role, unit: Unit, day: date = START) -> User:
    """The user with a role over the unit's branch."""
    org_actions.give_grant(user=user, role=role, unit=unit, day=day, by=operator())
    return user


def unit(code: str, kind: str, parent: Unit | None = None, **changes: Any) -> Unit:
    """A unit open since 2010."""
    values = {"name": code, "day": START, "sector": "", **changes}
    return org_actions.open_unit(code=code, kind=kind, parent=parent, by=operator(), **values)


def city() -> dict[str, Unit]:
    """A small city: two districts, three communes, a few cells; codes as keys."""
    made = {"T": unit("T", "city_committee", name="Đảng bộ thành phố Lưu Sơn")}
    for code, name in (("Q1", "Đảng bộ quận Hòa Khê"), ("H2", "Đảng bộ huyện Thượng Vân")):
        made[code] = unit(code, "upper_base_committee", made["T"], name=name, sector="district")
    for code, parent, name, sector in (
        ("X1", "H2", "Đảng bộ xã Đông Thạnh", "commune"),
        ("X2", "H2", "Đảng bộ xã Tân Ngãi", "commune"),
        ("P1", "Q1", "Đảng bộ phường Thịnh Liễu", "ward"),
    ):
        made[code] = unit(code, "base_committee", made[parent], name=name, sector=sector)
    for code, parent, name in (("C1", "X1", "Chi bộ thôn 2"), ("C2", "X1", "Chi bộ thôn 10"), ("C3", "P1", "Chi bộ 1")):
        made[code] = unit(code, "cell", made[parent], name=name, sector="commune" if parent == "X1" else "ward")
    return made


def issue(units: Sequence[Unit], form: str = "half_year_commune", **changes: Any) -> FormIssue:
    """The half-year form, sent out to units for the first half of 2017."""
    values: dict[str, Any] = {"period": Period.parse("2017-H1"), "due": date(2017, 6, 20), "decision": "CV 12-CV/BTCTU"}
    return figure_actions.issue_form(
        form=FormTemplate.objects.get(code=form), units=units, by=operator(), **values | changes
    )


def answer(issue: FormIssue, **changes: int) -> dict[str, int]:
    """A right answer to a form, by code of the indicator: every balance closes, no part is above its whole."""
    codes = issue.form.items.values_list("indicator__code", flat=True)
    values = dict.fromkeys(codes, 2) | changes
    plus, minus = 3, 5
    if "members_opening" in values:
        values["members_opening"] = changes.get("members_opening", 100)
        values["members"] = changes.get("members", values["members_opening"] + 2 * plus - 2 * minus)
    return values


def answered(issue: FormIssue, unit: Unit, **changes: int) -> None:
    """The unit has answered the form rightly."""
    values = {code: str(value) for code, value in answer(issue, **changes).items()}
    figure_actions.submit_entry(submission=issue.submissions.get(unit=unit), values=values, by=operator())


def renamed(unit: Unit, name: str = "Đảng bộ xã Đông Thượng", day: date = date(2017, 6, 27)) -> Action:
    """The record of the unit's renaming."""
    org_actions.rename_unit(unit=unit, name=name, day=day, by=operator(), decision="77-QĐ/HU")
    return Action.objects.filter(verb="orgs.rename_unit").latest("at")


def clerk(unit: Unit, username: str = "nhaplieu") -> Grant:
    """The role of one who enters the unit's figures."""
    user = grant(account(username, full_name="Vũ Thị Ngần"), Role.CLERK, unit)
    return Grant.objects.get(user=user)


def seated(unit: Unit, full_name: str = "Nguyễn Văn Ẩn", title: str = "Bí thư") -> Holding:
    """A person who holds a post in the unit's committee."""
    body = org_actions.open_body(unit=unit, kind="executive_committee", name="Ban Chấp hành", day=START, by=operator())
    post = people_actions.open_post(body=body, code=f"{unit.code}.BT", title=title, day=START, by=operator())
    person = people_actions.add_person(
        unit=unit, full_name=full_name, by=operator(), born=date(1970, 3, 2), sex="m", phone="0912345678"
    )
    return people_actions.seat(post=post, person=person, day=START, by=operator(), decision="9-QĐ/HU")


def figures(unit: Unit, period: str = "2017-H1", source: Source = Source.SELF, **values: float) -> None:
    """Figures of a unit for a period, recorded as an import does; the starting list is taken over first."""
    if not Indicator.objects.exists():
        figure_actions.sync_starting_list(by=operator(), day=date(2017, 1, 1))
    codes = dict(Indicator.objects.values_list("code", "pk"))
    of = Period.parse(period)
    rows = [(unit.pk, codes[code], number_of(of), of.start, int(source), str(value)) for code, value in values.items()]
    figure_actions.import_figures(rows=rows, by=operator(), file="test", reason="thử")


def figure(unit: Unit) -> Observation:
    """One figure of a unit in the ledger: its members of the first half of 2017."""
    figures(unit, members=100)
    return Observation.objects.current().get(unit=unit, indicator__code="members")


def issue_to(unit: Unit) -> FormIssue:
    """The half-year form of the starting list, sent out to one unit."""
    figure_actions.sync_starting_list(by=operator(), day=date(2017, 6, 30))
    return issue([unit])


def answer_with_photo(unit: Unit) -> Submission:
    """A unit's answer entered on its behalf from a paper, with the photo of the paper."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    submission = issue_to(unit).submissions.get()
    values = {code: str(value) for code, value in answer(submission.issue).items()}
    photo = keep_paper(SimpleUploadedFile("p.png", PNG))
    figure_actions.submit_entry(
        submission=submission, values=values, by=operator(), channel=Channel.ON_BEHALF, paper=photo
    )
    return submission


SECTIONS = (
    "context",
    "advice",
    "structure",
    "personnel",
    "base",
    "protection",
    "branch",
    "limits",
    "tasks",
    "proposals",
)


def report(unit: Unit, **changes: Any) -> Report:
    """The half-year report of a unit for the first half of 2017, opened and not yet built."""
    values: dict[str, Any] = {"period": Period.parse("2017-H1"), "day": date(2017, 6, 27), "as_of": date(2017, 6, 20)}
    return report_actions.open_report(unit=unit, by=operator(), **values | changes)


def written(report: Report) -> Report:
    """The report with each of its sections written."""
    for section in SECTIONS:
        report_actions.write_section(
            report=report, section=section, text=f"Phần {section} đã viết.", based_on=0, by=operator()
        )
    return report


def report_things(unit: Unit) -> dict[str, str]:
    """A report with an edition and one being made, and the values of their addresses."""
    of_unit = report(unit)
    edition = report_actions.build_draft(report=of_unit, by=operator())
    order = report_actions.ask_for_edition(report=of_unit, kind=EditionKind.DRAFT, by=operator())
    report_actions.fail_order(order, "x")
    return {
        "pk": str(of_unit.pk),
        "order": str(order.pk),
        "number": str(edition.number),
        "suffix": "pdf",
        "section": "limits",
        "key": "orgs.cells",
    }


def checked_report(unit: Unit) -> dict[str, str]:
    """The check of a report's own draft, and the values of its address."""
    edition = report_actions.build_draft(report=report(unit), by=operator())
    checked = report_actions.check_report(contents=edition.contents("docx"), file_name="a.docx", by=operator())
    return {"pk": str(checked.pk)}


def word_file(*paragraphs: str) -> bytes:
    """A Word file of anybody's."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def reviewed(unit: Unit, period: str = "2017-H1", as_of: date = date(2017, 6, 30)) -> Run:
    """A review of the unit's branch, with a few figures so that there is something to judge."""
    figures(unit, period, members=20, meetings_held=2, meetings_due=6)
    return review_actions.run_review(unit=unit, period=Period.parse(period), as_of=as_of, by=operator())


def classed(unit: Unit, year: int = 2016) -> ClassRun:
    """A run of the year class over the unit's branch."""
    return review_actions.run_classes(unit=unit, year=year, by=operator())


def review_asked(unit: Unit) -> RunRequest:
    """A review of the unit's branch, asked for from the page and not begun."""
    return review_actions.ask_run(unit=unit, period=Period.parse("2017-H1"), as_of=date(2017, 6, 30), by=operator())


def concluded(unit: Unit, rule: str = "K1", number: str = "12-KL/UBKTTU", day: date = date(2016, 9, 1)) -> Conclusion:
    """A conclusion about the unit."""
    return review_actions.record_conclusion(unit=unit, rule=rule, day=day, number=number, by=operator())


def directive(keeper: Unit, leads: Sequence[Unit | directive_actions.Lead], **changes: Any) -> Directive:
    """A draft that gives each of the units a task, with a product and the proof asked for."""
    values: dict[str, Any] = {
        "title": "Rà soát tổ chức đảng",
        "leads": [directive_actions.Lead(one) if isinstance(one, Unit) else one for one in leads],
        "by": operator(),
    }
    return directive_actions.draft_directive(keeper=keeper, **values | changes)


def issued(
    keeper: Unit, leads: Sequence[Unit | directive_actions.Lead], on: date = date(2017, 6, 28), **changes: Any
) -> Directive:
    """A directive that was issued."""
    drafted = directive(keeper, leads, **changes)
    return directive_actions.issue_directive(directive=drafted, on=on, by=operator())


def recurring(keeper: Unit, leads: Sequence[Unit | directive_actions.Lead], **changes: Any) -> Directive:
    """A directive of 28 June 2017 that comes back every month, by the 25th."""
    due = directive_actions.Due(rhythm=Rhythm(Every.MONTH, 25))
    return issued(keeper, leads, **{"due": due, "title": "Báo cáo tháng"} | changes)


def document(keeper: Unit, **changes: Any) -> Document:
    """A document that came in to a unit's register."""
    values: dict[str, Any] = {
        "direction": "in",
        "kind": "notice",
        "dated": date(2017, 6, 27),
        "written": "412-TB/TU",
        "issuer_name": "Thành ủy Lưu Sơn",
        "abstract": "Thông báo kết luận hội nghị sơ kết",
    }
    return document_actions.register_document(keeper=keeper, by=operator(), **values | changes)


def resolution(unit: Unit, **changes: Any) -> Document:
    """A line of the unit's register: a resolution that it issued in 2017."""
    values: dict[str, Any] = {
        "direction": Direction.OUT,
        "kind": "resolution",
        "dated": date(2017, 7, 4),
        "written": "15-NQ/TU",
        "issuer_name": "Ban Thường vụ Thành ủy",
        "abstract": "Về củng cố tổ chức cơ sở đảng yếu kém",
    }
    return document_actions.register_document(keeper=unit, by=operator(), **values | changes)


def document_things(unit: Unit) -> dict[str, str]:
    """A document of the unit with a file, a relation and an aim, as values of addresses."""
    made, by = resolution(unit), operator()
    file = document_actions.keep_file(document=made, name="nq.txt", content=b"Dieu 1. Cung co", by=by)
    link = document_actions.add_link(document=made, kind=LinkKind.CARRIES_OUT, written="39-NQ/TW", by=by)
    aim = document_actions.add_aim(document=made, text="Không còn chi bộ yếu kém", by=by, due=date(2018, 12, 31))
    return {"key": str(made.pk), "file": str(file.pk), "link": str(link.pk), "aim": str(aim.pk)}


def task(keeper: Unit, lead: Unit | directive_actions.Lead, **changes: Any) -> Task:
    """A task that was given on 28 June 2017 and is due on 31 August."""
    due = directive_actions.Due(date(2017, 9, 1), "before", "trước ngày 01/9", "stated")
    return issued(keeper, [lead], **{"due": due} | changes).tasks.order_by("pk").first()  # type: ignore[return-value]


def written_past_the_actions(thing: Any, **fields: Any) -> None:
    """Fields changed as a slip of a programme would, recorded all the same (the database asks for it)."""
    with recorded("test.write", by=operator(), on=[thing]):
        type(thing).objects.filter(pk=thing.pk).update(**fields)


def programme(keeper: Unit) -> Programme:
    """A programme of work for 2017 with one item."""
    made = directive_actions.make_programme(keeper=keeper, name="Chương trình 2017", period="2017", by=operator())
    reasons = [directive_actions.Reason(ItemOrigin.OWN)]
    directive_actions.add_item(programme=made, title="Củng cố tổ chức đảng", reasons=reasons, by=operator())
    return made


def progress_edition(keeper: Unit) -> ProgressEdition:
    """A progress report of the unit, kept as it stood."""
    return directive_actions.keep_edition(asked=Asked(unit=keeper, as_of=date(2017, 12, 31)), by=operator())


def point(keeper: Unit, lead: Unit, **changes: Any) -> Escalation:
    """A late task that was urged four times and comes before the leaders."""
    late = task(keeper, lead, **changes)
    for _time in range(4):
        directive_actions.urge_task(task=late, channel="spoken", by=operator())
    directive_actions.remind(at=WORKING_HOURS)
    return Escalation.objects.get(task=late)


def letter(keeper: Unit, lead: Unit) -> Message:
    """A letter about a task that a worker had in hand when it died."""
    user = account(f"nguoi.nhan.{lead.code}".lower(), email="nguoi.nhan@luuson.example")
    reminded = task(keeper, lead)
    values = {"made_at": WORKING_HOURS, "not_before": WORKING_HOURS, "taken_at": WORKING_HOURS}
    made = Message.objects.create(
        key=f"test:{reminded.pk}", recipient=user, address=user.email, subject="Nhắc việc", state="doubtful", **values
    )
    Reminder.objects.create(
        task=reminded, recipient=user, rung=7, deadline=reminded.deadline, made_on=date(2017, 8, 24), message=made
    )
    return made


def directive_things(unit: Unit) -> dict[str, int]:
    """A draft and tasks in each state that the API acts on, given by the unit to itself."""
    given = {name: task(unit, unit, title=f"Việc {name}") for name in ("task", "sent", "asking", "suspended")}
    by = operator()
    proof = directive_actions.Proof(product_text="4-BC/ĐU")
    directive_actions.submit_task(task=given["sent"], words="Đã xong", proof=proof, by=by)
    directive_actions.ask_extension(task=given["asking"], new_day=date(2099, 1, 1), reason="Chờ", by=by)
    directive_actions.ask_hand_back(task=given["asking"], kind="not_ours", reason="Không thuộc", by=by)
    directive_actions.suspend_task(task=given["suspended"], reason="Chờ", by=by)
    return {
        "task": given["task"].pk,
        "sent_task": given["sent"].pk,
        "asking_task": given["asking"].pk,
        "suspended_task": given["suspended"].pk,
        "directive": directive(unit, [unit]).pk,
        "issued": given["task"].directive_id,
    }


def found(unit: Unit) -> Finding:
    """A finding about the unit that waits for a decision of the level above."""
    said = "Hai quý liền không họp chi bộ đủ kỳ"
    return finding_actions.propose(unit=unit, source=FindingSource.INSPECTION, said=said, by=operator())


def confirmed(unit: Unit) -> Finding:
    """A finding that the level above confirmed: whoever reaches the unit sees it."""
    return finding_actions.confirm(finding=found(unit), by=operator())


def reading(
    keeper: Unit, text: str = "Huyện ủy giao Đảng ủy xã Đông Thạnh kiểm tra chi bộ trước ngày 30/7."
) -> Reading:
    """A text that was read in a unit's name; its first draft means the commune X1 of `city()`."""
    found = extract(operator(), text, date(2017, 7, 1))
    return reading_actions.keep_reading(keeper=keeper, extraction=found, title="Kết luận", by=operator())


def read_run(keeper: Unit) -> ReadRun:
    """A file that waits to be read in a unit's name; nothing is put down."""
    return ReadRun.objects.create(
        keeper=keeper, by=operator(), started_at=clock.now(), day=date(2017, 7, 1), file_name="a.txt"
    )


def meeting(organiser: Unit, **changes: Any) -> Meeting:
    """A conference planned for 27/6/2017."""
    values: dict[str, Any] = {
        "kind": Kind.CONFERENCE,
        "title": "Sơ kết công tác tổ chức xây dựng Đảng 6 tháng đầu năm 2017",
        "held_on": date(2017, 6, 27),
        "place": "Hội trường Quận ủy Hòa Khê, Lưu Sơn",
        "by": operator(),
    }
    return meeting_actions.plan_meeting(organiser=organiser, **values | changes)


def held(organiser: Unit, **changes: Any) -> Meeting:
    """A conference that is over and not concluded yet."""
    return meeting_actions.close(meeting=meeting(organiser, **changes), by=operator())


def conclusion(of: Meeting, **changes: Any) -> ConclusionItem:
    """A task of a meeting's conclusion."""
    values: dict[str, Any] = {"kind": ItemKind.TASK, "text": "Củng cố tổ chức cơ sở đảng yếu kém"}
    return meeting_actions.add_conclusion(meeting=of, by=operator(), **values | changes)


def block(name: str, units: Sequence[Unit]) -> Portfolio:
    """A named block of units."""
    return org_actions.make_portfolio(name=name, units=list(units), by=operator())


def boards(units: dict[str, Unit]) -> dict[str, Body]:
    """The city's standing board, its organisation department, and a district's."""

    def open_body(unit: str, kind: str, name: str) -> Body:
        return org_actions.open_body(unit=units[unit], kind=kind, name=name, day=START, by=operator())

    return {
        "board": open_body("T", "standing_board", "Ban Thường vụ Thành ủy"),
        "department": open_body("T", "organisation_board", "Ban Tổ chức Thành ủy"),
        "below": open_body("H2", "organisation_board", "Ban Tổ chức Huyện ủy"),
    }


def meeting_things(organiser: Unit) -> dict[str, str]:
    """A concluded meeting with a statement and a task, as values of addresses."""
    one = held(organiser)
    said = meeting_actions.add_statement(meeting=one, speaker="Lê Thị Mận", issue="Thiếu cán bộ", by=operator())
    item = conclusion(one)
    meeting_actions.conclude(meeting=one, by=operator())
    return {"key": str(one.pk), "row": str(said.pk), "item": str(item.pk), "which": "minutes", "suffix": "docx"}


def meeting_row(organiser: Unit) -> dict[str, str]:
    """An item of the agenda of a meeting, as values of addresses."""
    one = held(organiser)
    item = meeting_actions.add_item(meeting=one, title="Thảo luận", by=operator())
    return {"key": str(one.pk), "verb": "up", "row": str(item.pk)}


def meeting_running(unit: Unit) -> dict[str, int]:
    """A running meeting with two items, a statement, someone asked, a paper and a result, as numbers of addresses."""
    by = operator()
    one = meeting_actions.open_meeting(meeting=meeting(unit), by=by)
    items = [meeting_actions.add_item(meeting=one, title=title, by=by) for title in ("Báo cáo", "Thảo luận")]
    for begun in (items[0], said := meeting_actions.add_statement(meeting=one, speaker="Lê Thị Mận", by=by)):
        begin = meeting_actions.begin_statement if begun is said else meeting_actions.begin_item
        begin(**{"statement" if begun is said else "item": begun}, by=by)
    [asked] = meeting_actions.ask(meeting=one, people=[{"name": "Vũ Bá Hòe"}], by=by)
    paper, new = (document(unit, written=f"{number}-BC/ĐU") for number in (11, 12))
    meeting_actions.add_paper(meeting=one, document=paper, by=by)
    return {
        "meeting_running": one.pk,
        "begun_item": items[0].pk,
        "item": items[1].pk,
        "statement": said.pk,
        "asked": asked.pk,
        "paper": paper.pk,
        "new_paper": new.pk,
        "result": conclusion(one, kind=ItemKind.RESULT).pk,
    }


def meeting_held(unit: Unit) -> dict[str, int]:
    """A meeting that is over, with a task to conclude that a directive carries out, and one that none does."""
    one, by = held(unit), operator()
    items = [conclusion(one, text=text) for text in ("Củng cố chi bộ", "Phát triển đảng viên")]
    orders = [issued(unit, [unit], title=title) for title in ("Việc thứ nhất", "Việc thứ hai")]
    meeting_actions.link_directive(item=items[0], directive=orders[0], by=by)
    return {
        "meeting_held": one.pk,
        "given_item": items[0].pk,
        "free_item": items[1].pk,
        "order": orders[0].pk,
        "other_order": orders[1].pk,
    }


def advice_submitted(unit: Unit) -> dict[str, int]:
    """A submission that waits for the board of the unit, and the session at which it may be considered."""
    one = submission(unit)
    paper = document(unit, kind="submission", written="31-TTr/VP", direction="out")
    meeting_actions.submit_advice(advice=one, document=paper, by=operator())
    return {"advice_submitted": one.pk, "session": meeting(unit, kind=Kind.BOARD_SESSION).pk}


def guidance(unit: Unit, to: Unit) -> dict[str, int]:
    """Guidance of the unit's office to the one of a unit below, not sent yet."""
    by = operator()
    bodies = [
        org_actions.open_body(unit=of, kind="party_office", name="Văn phòng", day=START, by=by) for of in (unit, to)
    ]
    made = meeting_actions.prepare_advice(
        kind=AdviceKind.GUIDANCE, author=bodies[0], addressee=bodies[1], title="Hướng dẫn rà soát", by=by
    )
    return {"guidance": made.pk, "guide": document(unit, kind="guidance", written="09-HD/BTC", direction="out").pk}


def proposal(unit: Unit, sent_to: Unit) -> Proposal:
    """A proposal sent up."""
    return meeting_actions.send_proposal(unit=unit, sent_to=sent_to, text="Bổ sung biên chế", by=operator())


def submission(unit: Unit) -> Advice:
    """A submission of a base committee's office to its board, being prepared."""
    bodies = [
        org_actions.open_body(unit=unit, kind=kind, name=name, day=START, by=operator())
        for kind, name in (("party_office", "Văn phòng Đảng ủy"), ("standing_board", "Ban Thường vụ Đảng ủy"))
    ]
    return meeting_actions.prepare_advice(
        kind=AdviceKind.SUBMISSION, author=bodies[0], addressee=bodies[1], title="Đề án", by=operator()
    )
