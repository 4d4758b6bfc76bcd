"""Meetings read by programs: the list, one with its agenda and people, what was said, what was concluded and became of it."""

from datetime import date, datetime, time
from typing import Any, Self

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.api import AsOf, Day, Paging, Rows, acting, paged
from kientoan.core.vietnamese import fold
from kientoan.documents.models import Document
from kientoan.meetings.access import sees_inside
from kientoan.meetings.api.router import inside, router, seen_meeting, unit_at
from kientoan.meetings.models import AgendaItem, Attendance, ConclusionItem, Meeting, Statement
from kientoan.meetings.queries.agenda import waiting_for
from kientoan.meetings.queries.meeting import Carried, carried_out
from kientoan.meetings.queries.proof import Proven, proven
from kientoan.meetings.rules.words import ItemKind, Kind, Part, Presence, State


class MeetingOut(Schema):
    """A meeting: who holds it, who hosts it, when and where, how it stands."""

    id: int
    organiser: str = Field(description="Code of the unit that holds it.")
    host: str | None = Field(description="Code of the unit that hosts it, where that is another.")
    body: int | None = Field(description="Body in whose name it is held.")
    kind: Kind
    title: str
    held_on: date
    begins: time | None
    place: str
    chair: str
    chair_post: str
    state: State
    follows: int | None = Field(description="The meeting that it follows.")
    concluded_on: date | None

    @classmethod
    def of(cls, one: Meeting) -> Self:
        """From a meeting with its units."""
        names = ("title", "held_on", "begins", "place", "chair", "chair_post", "concluded_on")
        return cls(
            id=one.pk,
            organiser=one.organiser.code,
            host=one.host.code if one.host else None,
            body=one.body_id,
            kind=Kind(one.kind),
            state=State(one.state),
            follows=one.follows_id,
            **{name: getattr(one, name) for name in names},
        )


class AgendaOut(Schema):
    """An item of the agenda, with the time it was given and took; notes only for those who may see them."""

    id: int
    position: int
    title: str
    presenter: str
    minutes: int | None
    started_at: datetime | None
    ended_at: datetime | None
    point: str = Field(description="Key of the point that waited for the leaders, such as directives.escalation:12.")
    notes: str | None
    version: int = Field(description="Of the notes; a note is saved on the version that it changes.")

    @classmethod
    def of(cls, one: AgendaItem, *, notes: bool) -> Self:
        """From an item."""
        names = ("position", "title", "presenter", "minutes", "started_at", "ended_at", "point", "version")
        return cls(id=one.pk, notes=one.notes if notes else None, **{name: getattr(one, name) for name in names})


class PersonOut(Schema):
    """Someone who was asked, and whether he or she came."""

    id: int
    unit: str | None
    name: str
    post: str
    part: Part
    presence: Presence
    because: str

    @classmethod
    def of(cls, one: Attendance) -> Self:
        """From a row with its unit and post."""
        return cls(
            id=one.pk,
            unit=one.unit.code if one.unit else None,
            name=one.name,
            post=one.post_text or (one.post.title if one.post else ""),
            part=Part(one.part),
            presence=Presence(one.presence),
            because=one.because,
        )


class StatementOut(Schema):
    """A statement: who, for which unit, what it raises, who must answer, the answer."""

    id: int
    position: int
    speaker: str
    post: str
    unit: str | None
    issue: str
    asked_of: str | None
    answer: str
    answered_on: date | None
    started_at: datetime | None
    ended_at: datetime | None
    notes: str
    version: int

    @classmethod
    def of(cls, one: Statement) -> Self:
        """From a statement with its units."""
        names = ("position", "speaker", "post", "issue", "answer", "answered_on", "started_at", "ended_at")
        return cls(
            id=one.pk,
            unit=one.unit.code if one.unit else None,
            asked_of=one.asked_of.code if one.asked_of else None,
            notes=one.notes,
            version=one.version,
            **{name: getattr(one, name) for name in names},
        )


class ConclusionOut(Schema):
    """A result, a limit or a task of the conclusion."""

    id: int
    kind: ItemKind
    position: int
    text: str
    is_key: bool
    lead: str
    by_when: str
    no_directive: str

    @classmethod
    def of(cls, one: ConclusionItem) -> Self:
        """From an item."""
        names = ("position", "text", "is_key", "lead", "by_when", "no_directive")
        return cls(id=one.pk, kind=ItemKind(one.kind), **{name: getattr(one, name) for name in names})


class PointOut(Schema):
    """What waits for the leaders and comes onto the agenda of this briefing when it is opened."""

    key: str
    text: str
    since: date
    note: str


class MeetingWhole(MeetingOut):
    """A meeting with everything; what was said and concluded is null until one may see it."""

    agenda: list[AgendaOut]
    attendance: list[PersonOut]
    papers: list[int] = Field(description="Documents of the register that one may see.")
    waiting: list[PointOut]
    report: int | None
    report_reader: str
    minutes: int | None
    notice: int | None
    statements: list[StatementOut] | None
    conclusion: list[ConclusionOut] | None
    overall: str | None
    response: str | None
    responder: str | None


def whole(one: Meeting, user: User, day: date) -> MeetingWhole:
    """A meeting as far as the user may see it."""
    may = sees_inside(user, one)
    papers = list(one.papers.order_by("pk").values_list("document_id", flat=True))
    asked = [*papers, one.report_id, one.minutes_id, one.notice_id]
    seen = set(Document.objects.visible_to(user).filter(pk__in=[pk for pk in asked if pk]).values_list("pk", flat=True))

    def paper(number: int | None) -> int | None:
        return number if number in seen else None

    statements = one.statements.select_related("unit", "asked_of")
    return MeetingWhole(
        **MeetingOut.of(one).dict(),
        agenda=[AgendaOut.of(item, notes=may) for item in one.agenda.all()],
        attendance=[PersonOut.of(row) for row in one.attendance.select_related("unit", "post")],
        papers=[pk for pk in papers if pk in seen],
        waiting=[
            PointOut(key=point.key, text=point.text, since=point.since, note=point.note)
            for point in waiting_for(one, user, day)
        ],
        report=paper(one.report_id),
        report_reader=one.report_reader,
        minutes=paper(one.minutes_id),
        notice=paper(one.notice_id),
        statements=[StatementOut.of(row) for row in statements] if may else None,
        conclusion=[ConclusionOut.of(item) for item in one.items.order_by("kind", "position")] if may else None,
        overall=one.overall if may else None,
        response=one.response if may else None,
        responder=one.responder if may else None,
    )


class MeetingFilter(Schema):
    """Which meetings to list."""

    text: str = Field("", max_length=120, description="Words of the subject; accents may lack.")
    kind: Kind | None = None
    state: State | None = None
    organiser: str = Field("", max_length=40, description="Code of the unit that holds them.")
    first: Day | None = Field(None, description="Held on or after this day.")
    last: Day | None = Field(None, description="Held on or before this day.")


@router.get("/meetings", response=Rows[MeetingOut])
def list_meetings(request: HttpRequest, which: Query[MeetingFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Meetings that one may see, newest first."""
    user = acting(request)
    rows = Meeting.objects.visible_to(user).select_related("organiser", "host").order_by("-held_on", "-pk")
    given = {"kind": which.kind, "state": which.state, "held_on__gte": which.first, "held_on__lte": which.last}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if which.organiser:
        rows = rows.filter(organiser=unit_at(user, which.organiser, "query.organiser"))
    if words := fold(which.text).split():
        keys = [pk for pk, title in rows.values_list("pk", "title") if all(word in fold(title) for word in words)]
        rows = rows.filter(pk__in=keys)
    return paged(rows, paging, MeetingOut.of)


@router.get("/meetings/{number}", response=MeetingWhole)
def get_meeting(request: HttpRequest, number: int, asked: Query[AsOf]) -> MeetingWhole:
    """A meeting with its agenda, people, papers, statements and conclusion."""
    user = acting(request)
    return whole(seen_meeting(user, number), user, asked.day)


class ProofOut(Schema):
    """A unit's task that came of a conclusion, and what it sent in last."""

    task: int
    lead: str
    state: str
    time: str
    deadline: date | None
    sent_on: date | None
    words: str
    documents: list[int] = Field(description="Documents of proof that one may see.")

    @classmethod
    def of(cls, one: Proven) -> Self:
        """From a task with its last submission."""
        return cls(
            task=one.task.pk,
            lead=one.task.lead.code,
            state=one.task.now_state,
            time=one.task.now_time or "",
            deadline=one.task.now_deadline,
            sent_on=one.sent.sent_on if one.sent else None,
            words=one.sent.words if one.sent else "",
            documents=[paper.pk for paper, seen in one.documents if seen],
        )


class CarriedOut(Schema):
    """A task of the conclusion and what became of it."""

    item: ConclusionOut
    state: str = Field(
        description="done, ended (not everywhere), late, under way, drafted, none (nobody was given it) or needs none."
    )
    tasks: int
    done: int
    late: int
    directives: list[int]
    proof: list[ProofOut]

    @classmethod
    def of(cls, row: Carried, user: User, day: date) -> Self:
        """From a task of a conclusion; directives that one may not see count and are not named."""
        return cls(
            item=ConclusionOut.of(row.item),
            state=row.state,
            tasks=row.tasks,
            done=row.done,
            late=row.late,
            directives=[one.pk for one in row.directives],
            proof=[ProofOut.of(one) for one in proven(row.directives, user, day)],
        )


@router.get("/meetings/{number}/carried-out", response=list[CarriedOut])
def get_carried_out(request: HttpRequest, number: int, asked: Query[AsOf]) -> list[CarriedOut]:
    """Each task that a meeting concluded, with its directives, the units' tasks and their proof."""
    user = acting(request)
    rows = carried_out(inside(user, number), user, asked.day)
    return [CarriedOut.of(row, user, asked.day) for row in rows]
