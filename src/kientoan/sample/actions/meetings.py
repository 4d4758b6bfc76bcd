"""Let the sample city meet: a conference with its conclusion, the next one, briefings, submissions and proposals."""

from dataclasses import dataclass
from datetime import date, timedelta

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.recording import recorded
from kientoan.directives.queries.page import holders_of
from kientoan.directives.queries.written import heads_of
from kientoan.documents import actions as documents
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Direction
from kientoan.meetings import actions
from kientoan.meetings.models import Advice, Meeting, Proposal
from kientoan.meetings.rules.words import AdviceKind, ItemKind, Kind, Part, Presence
from kientoan.orgs.actions import make_portfolio
from kientoan.orgs.models import Body, Unit, UnitSpan
from kientoan.people.models import Post
from kientoan.sample.rules import meetings as told
from kientoan.sample.rules import part, work


@dataclass(frozen=True, slots=True)
class Scene:
    """Who meets: the city, its bodies, its districts with the post that answers for each and its holder's name."""

    top: Unit
    bodies: dict[str, Body]
    districts: list[Unit]
    posts: dict[int, Post]
    names: dict[int, str]
    today: date
    by: User

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)

    def asked(self) -> list[dict[str, object]]:
        """The districts' heads, as they are asked to a meeting."""
        rows: list[dict[str, object]] = []
        for unit in self.districts:
            post = self.posts.get(unit.pk)
            rows.append({"unit": unit, "post": post, "name": self.names.get(post.pk, "") if post else ""})
        return rows


def hold_meetings(*, by: User) -> tuple[int, int]:
    """Hold and plan every meeting of the sample; gives how many meetings and how many proposals and submissions there are."""
    scene = _scene(by)
    with recorded("sample.hold_meetings", by=by):
        conference = _conference(scene)
        _next(scene, conference)
        _block(scene)
        actions.plan_meeting(
            organiser=scene.top,
            kind=Kind.LEADERSHIP_BRIEFING,
            title=told.LEADERS[0],
            held_on=scene.day(told.LEADERS[1]),
            chair_post="Bí thư Thành ủy",
            by=by,
        )
        _advise(scene)
        _propose(scene, conference)
    return Meeting.objects.count(), Proposal.objects.count() + Advice.objects.count()


def _scene(by: User) -> Scene:
    today = clock.today()
    top = Unit.objects.get(code=part.TOP)
    spans = UnitSpan.objects.as_of(today).filter(parent=top, sector="district").select_related("unit").by_name()
    districts = [span.unit for span in spans]
    posts = heads_of(districts, today)
    bodies = {one.kind: one for one in Body.objects.as_of(today).filter(unit=top).order_by("-pk")}
    return Scene(top, bodies, districts, posts, holders_of(list(posts.values()), today), today, by)


def _paper(scene: Scene, written: str, kind: str, days: int, abstract: str, issuer: str = "") -> Document:
    body = scene.bodies.get(issuer or "organisation_board")
    return documents.register_document(
        keeper=scene.top,
        direction=Direction.OUT,
        kind=kind,
        dated=scene.day(days),
        written=written,
        issuer=body,
        issuer_name=body.name if body else "Ban Tổ chức Thành ủy",
        abstract=abstract,
        by=scene.by,
    )


def _conference(scene: Scene) -> Meeting:
    """The conference of a day three months ago, from its report to its notice."""
    by = scene.by
    report = _paper(scene, told.REPORT[0], "report", told.HELD - 2, told.REPORT[1])
    one = actions.plan_meeting(
        organiser=scene.top,
        kind=Kind.CONFERENCE,
        title=told.TITLE,
        held_on=scene.day(told.HELD),
        host=scene.districts[0] if scene.districts else None,
        body=scene.bodies.get("standing_board"),
        place="Hội trường nơi đăng cai",
        chair="Đỗ Quang Thành",
        chair_post=told.CHAIR_POST,
        report=report,
        report_reader="Vũ Thu Hằng, Phó Trưởng ban Tổ chức Thành ủy",
        by=by,
    )
    for title, presenter, minutes in told.AGENDA:
        actions.add_item(meeting=one, title=title, presenter=presenter, minutes=minutes, by=by)
    for written, abstract in told.PAPERS:
        kind = "guidance" if "-HD/" in written else "report"
        paper = _paper(scene, written, kind, told.HELD - 2, abstract)
        actions.add_paper(meeting=one, document=paper, by=by)
    _people(scene, one)
    actions.close(meeting=one, by=by)
    _speak(scene, one)
    _conclude(scene, one)
    return one


def _people(scene: Scene, one: Meeting) -> None:
    secretary = {"name": "Lê Bích Vân", "post_text": "Chuyên viên Văn phòng Thành ủy", "part": Part.SECRETARY}
    rows = actions.ask(meeting=one, people=[secretary, *scene.asked()], by=scene.by)
    for place, row in enumerate(rows):
        away = place and place % 13 == 0
        actions.mark_presence(
            attendance=row,
            presence=Presence.ABSENT if away else Presence.PRESENT,
            because="đi học tập trung" if away else "",
            by=scene.by,
        )


def _speak(scene: Scene, one: Meeting) -> None:
    for said in told.STATEMENTS:
        if not scene.districts:
            return
        unit = scene.districts[said.district % len(scene.districts)]
        post = scene.posts.get(unit.pk)
        row = actions.add_statement(
            meeting=one,
            speaker=(scene.names.get(post.pk) if post else None) or "Đại biểu",
            post=post.title if post else "",
            unit=unit,
            issue=said.issue,
            asked_of=scene.top if said.to_city else None,
            by=scene.by,
        )
        if said.answer:
            actions.answer_statement(statement=row, answer=said.answer, on=scene.day(told.HELD), by=scene.by)


def _conclude(scene: Scene, one: Meeting) -> None:
    by = scene.by
    for kind, texts in ((ItemKind.RESULT, told.RESULTS), (ItemKind.LIMIT, told.LIMITS)):
        for text in texts:
            actions.add_conclusion(meeting=one, kind=kind, text=text, by=by)
    for task in told.TASKS:
        actions.add_conclusion(
            meeting=one, kind=ItemKind.TASK, text=task.text, lead=task.lead, by_when=task.by_when, is_key=True, by=by
        )
    actions.change_meeting(
        meeting=one,
        overall=told.OVERALL,
        response=told.RESPONSE,
        responder="Ngô Đình Khải, Trưởng ban Tổ chức Thành ủy",
        by=by,
    )
    actions.keep_face(
        meeting=one,
        org_code="TU",
        place="Trà Khang",
        signer="Đinh Công Toàn",
        recipients=["Các quận ủy, huyện ủy"],
        by=by,
    )
    actions.conclude(meeting=one, on=scene.day(told.HELD), by=by)
    actions.keep_notice(meeting=one, written=work.NUMBER, dated=scene.day(told.NOTICED), by=by)


def _next(scene: Scene, last: Meeting) -> None:
    """The conference to come, which opens with the state of every task of the last."""
    one = actions.plan_meeting(
        organiser=scene.top,
        kind=Kind.CONFERENCE,
        title=told.NEXT_TITLE,
        held_on=scene.day(told.NEXT),
        host=scene.districts[-1] if scene.districts else None,
        body=scene.bodies.get("standing_board"),
        chair="Đỗ Quang Thành",
        chair_post=told.CHAIR_POST,
        follows=last,
        by=scene.by,
    )
    actions.add_item(
        meeting=one,
        title="Kết quả thực hiện kết luận hội nghị trước",
        presenter="Ban Tổ chức Thành ủy",
        minutes=20,
        by=scene.by,
    )
    actions.add_item(meeting=one, title="Thảo luận, kết luận", minutes=60, by=scene.by)
    if rows := scene.asked():
        actions.ask(meeting=one, people=rows, by=scene.by)


def _block(scene: Scene) -> None:
    """A briefing of a block of districts, with a task that nobody was given yet and one that needs no directive."""
    units = scene.districts[-told.BLOCK_SIZE :]
    if not units:
        return
    by, (title, days) = scene.by, told.BRIEFING
    one = actions.plan_meeting(
        organiser=scene.top,
        kind=Kind.BLOCK_BRIEFING,
        title=title,
        held_on=scene.day(days),
        host=units[0],
        block=make_portfolio(name=told.BLOCK, units=units, by=by),
        chair="Ngô Đình Khải",
        chair_post="Trưởng ban Tổ chức Thành ủy",
        by=by,
    )
    for item, presenter, minutes in told.BRIEFING_AGENDA:
        actions.add_item(meeting=one, title=item, presenter=presenter, minutes=minutes, by=by)
    actions.close(meeting=one, by=by)
    actions.add_conclusion(meeting=one, kind=ItemKind.RESULT, text=told.BRIEFING_RESULT, by=by)
    items = [
        (
            actions.add_conclusion(meeting=one, kind=ItemKind.TASK, text=text, lead=lead, by_when=when, by=by),
            because,
        )
        for text, lead, when, because in told.BRIEFING_TASKS
    ]
    actions.conclude(meeting=one, on=scene.day(days), by=by)
    for task, because in items:
        if because:
            actions.say_no_directive(item=task, because=because, by=by)


def _advise(scene: Scene) -> None:
    """One submission that the standing board concluded on, one that waits for its next session, and guidance to a district."""
    by, bodies = scene.by, scene.bodies
    author, board = bodies.get("organisation_board"), bodies.get("standing_board")
    if author is None or board is None:
        return
    made = []
    for place, (title, written) in enumerate(told.ADVICE):
        days = told.SESSION[1] - 8 if place == 0 else -6
        paper = _paper(scene, written, "submission", days, title)
        one = actions.prepare_advice(
            kind=AdviceKind.SUBMISSION, author=author, addressee=board, title=title, by=by, on=scene.day(days)
        )
        made.append(actions.submit_advice(advice=one, document=paper, by=by, on=scene.day(days)))
    session, following = (
        actions.plan_meeting(
            organiser=scene.top, kind=Kind.BOARD_SESSION, title=title, held_on=scene.day(days), body=board, by=by
        )
        for title, days in (told.SESSION, told.NEXT_SESSION)
    )
    held = scene.day(told.SESSION[1])
    actions.table_advice(advice=made[0], meeting=session, by=by, on=held)
    actions.add_item(meeting=session, title=made[0].title, presenter=author.name[:200], minutes=30, by=by)
    actions.close(meeting=session, by=by)
    actions.add_conclusion(meeting=session, kind=ItemKind.RESULT, text=told.SESSION_RESULT, by=by)
    actions.conclude(meeting=session, on=held, by=by)
    said, number = told.ADVICE_CONCLUDED
    kept = _paper(scene, number, "conclusion", told.SESSION[1], told.SESSION_RESULT, "standing_board")
    actions.conclude_advice(advice=made[0], said=said, concluded_by=kept, by=by, on=held)
    actions.table_advice(advice=made[1], meeting=following, by=by, on=scene.day(-5))
    _guide(scene, author)


def _guide(scene: Scene, author: Body) -> None:
    below = (
        Body.objects.as_of(scene.today).filter(unit__in=scene.districts[:1], kind="organisation_board").order_by("pk")
    )
    for to in below[:1]:
        title, written = told.GUIDANCE
        paper = _paper(scene, written, "guidance", -30, title)
        one = actions.prepare_advice(
            kind=AdviceKind.GUIDANCE, author=author, addressee=to, title=title, by=scene.by, on=scene.day(-30)
        )
        actions.send_guidance(advice=one, document=paper, by=scene.by, on=scene.day(-30))


def _propose(scene: Scene, conference: Meeting) -> None:
    """Proposals of communes to their district, one answered and one waiting; and one of a district, taken up at the conference."""
    by = scene.by
    if not scene.districts:
        return
    district = scene.districts[0]
    spans = UnitSpan.objects.as_of(scene.today).filter(parent=district, kind="base_committee")
    communes = [span.unit for span in spans.select_related("unit").by_name()[: len(told.PROPOSALS)]]
    for unit, (text, days, answer) in zip(communes, told.PROPOSALS, strict=False):
        sent = actions.send_proposal(unit=unit, sent_to=district, text=text, sent_on=scene.day(days), by=by)
        if answer:
            actions.take_up(
                proposal=sent, said="Giao ban tổ chức huyện ủy, quận ủy tham mưu", on=scene.day(days + 3), by=by
            )
            actions.answer_proposal(proposal=sent, answer=answer, on=scene.day(days + 12), by=by)
    text, days, answer = told.PROPOSAL_UP
    up = actions.send_proposal(unit=district, sent_to=scene.top, text=text, sent_on=scene.day(days), by=by)
    item = conference.items.filter(kind=ItemKind.RESULT).order_by("position")[2]
    actions.take_up(proposal=up, meeting=conference, item=item, on=scene.day(told.HELD), by=by)
    actions.answer_proposal(proposal=up, answer=answer, on=scene.day(told.NOTICED), by=by)
