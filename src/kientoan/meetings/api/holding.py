"""Meetings planned, opened, closed, concluded and cancelled by programs; their agenda, papers and people."""

from datetime import time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Reason, acting
from kientoan.core.problems import Fault
from kientoan.meetings import actions
from kientoan.meetings.actions.running import Overtaken
from kientoan.meetings.api.reading import AgendaOut, MeetingOut, MeetingWhole, PersonOut, whole
from kientoan.meetings.api.router import document_at, keeper_at, named, router, row_of, seen_meeting, unit_at
from kientoan.meetings.models import Meeting
from kientoan.meetings.rules.words import Kind, Part, Presence
from kientoan.orgs.models import Body, Portfolio
from kientoan.people.models import Post


class Said(Schema):
    """What may be said of a meeting."""

    host: Code | None = Field(None, description="Code of the unit that hosts it, where that is another.")
    body: int | None = Field(None, description="Body in whose name it is held.")
    begins: time | None = None
    place: str = Field("", max_length=200)
    chair: str = Field("", max_length=120)
    chair_post: str = Field("", max_length=200)
    follows: int | None = Field(
        None, description="The meeting that it follows: it opens with the state of its conclusion."
    )
    report: int | None = Field(None, description="The document of the register that is read as the report.")
    report_reader: str = Field("", max_length=200)


class MeetingIn(Said):
    """A meeting to plan."""

    organiser: Code
    kind: Kind
    title: str = Field(min_length=1, max_length=300)
    held_on: Day
    block: int | None = Field(None, description="Of the briefing of a block: the portfolio whose units are all asked.")


class MeetingChange(Said):
    """What changes; what is not sent stays."""

    title: str = Field("", max_length=300)
    held_on: Day | None = None
    overall: str = Field("", max_length=20_000)
    response: str = Field("", max_length=20_000)
    responder: str = Field("", max_length=200)
    reason: Reason = ""


def _values(user: User, body: Said) -> dict[str, Any]:
    """What was sent, with the things it names."""
    found = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    if "host" in found:
        found["host"] = unit_at(user, body.host, "body.host")
    if "body" in found:
        found["body"] = named(Body.objects.visible_to(user), body.body, "body.body")
    if "follows" in found:
        found["follows"] = named(Meeting.objects.visible_to(user), body.follows, "body.follows")
    if "report" in found:
        found["report"] = document_at(user, body.report, "body.report")
    return found


@router.post("/meetings", response={201: MeetingOut})
def plan_meeting(request: HttpRequest, body: MeetingIn) -> Status:
    """Plan a meeting; the units of a block are asked at once."""
    user = acting(request)
    said = _values(user, body)
    for name in ("organiser", "kind", "title", "held_on"):
        said.pop(name)
    if said.get("block") is not None:
        said["block"] = named(Portfolio.objects.all(), body.block, "body.block")
    organiser = keeper_at(user, body.organiser, "body.organiser")
    made = actions.plan_meeting(
        organiser=organiser, kind=body.kind, title=body.title, held_on=body.held_on, by=user, **said
    )
    return Status(201, MeetingOut.of(made))


@router.post("/meetings/{number}/change", response=MeetingWhole)
def change_meeting(request: HttpRequest, number: int, body: MeetingChange) -> MeetingWhole:
    """Change what is said of a meeting, until it is concluded."""
    user = acting(request)
    said = _values(user, body)
    said.pop("reason", "")
    if said.get("held_on", 1) is None:
        fault = Fault(place="body.held_on", sentence=_("A value is needed."))
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    return _whole(actions.change_meeting(meeting=seen_meeting(user, number), by=user, reason=body.reason, **said), user)


def _whole(meeting: Meeting, user: User) -> MeetingWhole:
    return whole(seen_meeting(user, meeting.pk), user, clock.today())


@router.post("/meetings/{number}/open", response=MeetingWhole)
def open_meeting(request: HttpRequest, number: int) -> MeetingWhole:
    """Open a meeting: its minutes are taken from now on; what waits for the leaders comes onto their agenda."""
    user = acting(request)
    return _whole(actions.open_meeting(meeting=seen_meeting(user, number), by=user), user)


@router.post("/meetings/{number}/close", response=MeetingWhole)
def close_meeting(request: HttpRequest, number: int) -> MeetingWhole:
    """Close a meeting."""
    user = acting(request)
    return _whole(actions.close(meeting=seen_meeting(user, number), by=user), user)


class ConcludeIn(Schema):
    """The day of the conclusion; today without it."""

    on: Day | None = None


@router.post("/meetings/{number}/conclude", response=MeetingWhole)
def conclude_meeting(request: HttpRequest, number: int, body: ConcludeIn) -> MeetingWhole:
    """Conclude: the words are fixed, those who were asked see them, points of a briefing count as taken up."""
    user = acting(request)
    return _whole(actions.conclude(meeting=seen_meeting(user, number), by=user, on=body.on), user)


class WhyIn(Schema):
    """A reason."""

    reason: Reason


@router.post("/meetings/{number}/cancel", response=MeetingWhole)
def cancel_meeting(request: HttpRequest, number: int, body: WhyIn) -> MeetingWhole:
    """Cancel a meeting that was planned."""
    user = acting(request)
    return _whole(actions.cancel(meeting=seen_meeting(user, number), by=user, reason=body.reason), user)


class ItemIn(Schema):
    """An item of the agenda."""

    title: str = Field(min_length=1, max_length=300)
    presenter: str = Field("", max_length=200)
    minutes: int | None = Field(None, ge=1, le=600)


@router.post("/meetings/{number}/agenda", response={201: AgendaOut})
def add_item(request: HttpRequest, number: int, body: ItemIn) -> Status:
    """Put an item at the end of the agenda."""
    user = acting(request)
    made = actions.add_item(meeting=seen_meeting(user, number), by=user, **body.dict())
    return Status(201, AgendaOut.of(made, notes=True))


class MoveIn(Schema):
    """Up or down by one place."""

    up: bool


@router.post("/meetings/{number}/agenda/{item}/move", response=list[AgendaOut])
def move_item(request: HttpRequest, number: int, item: int, body: MoveIn) -> list[AgendaOut]:
    """Change places with the item above or below."""
    user = acting(request)
    found = seen_meeting(user, number)
    actions.move_item(item=row_of(found.agenda.all(), item), up=body.up, by=user)
    return [AgendaOut.of(one, notes=True) for one in found.agenda.all()]


@router.post("/meetings/{number}/agenda/{item}/drop", response=list[AgendaOut])
def drop_item(request: HttpRequest, number: int, item: int) -> list[AgendaOut]:
    """Take an item off the agenda; a point that waited for the leaders then comes to their next briefing."""
    user = acting(request)
    found = seen_meeting(user, number)
    actions.drop_item(item=row_of(found.agenda.all(), item), by=user)
    return [AgendaOut.of(one, notes=True) for one in found.agenda.all()]


class NoteIn(Schema):
    """Notes, and the version that they change."""

    text: str = Field(max_length=100_000)
    version: int = Field(ge=0, le=2_000_000_000)


class NoteOut(Schema):
    """The version that stands now."""

    version: int


def noted(place: Any, body: NoteIn, user: User) -> NoteOut:
    """Save notes; refused with what stands there where someone else wrote since."""
    try:
        return NoteOut(version=actions.take_note(place=place, text=body.text, based_on=body.version, by=user))
    except Overtaken as overtaken:
        sentence = _("Version %(number)s stands there: %(text)s")
        said = sentence % {"number": overtaken.version, "text": overtaken.now}
        raise Refused(overtaken.sentence, errors=(Fault(place="body.version", sentence=said),)) from overtaken


@router.post("/meetings/{number}/agenda/{item}/note", response=NoteOut)
def note_item(request: HttpRequest, number: int, item: int, body: NoteIn) -> NoteOut:
    """Save what is noted under an item."""
    user = acting(request)
    return noted(row_of(seen_meeting(user, number).agenda.all(), item), body, user)


@router.post("/meetings/{number}/agenda/{item}/begin", response=AgendaOut)
def begin_item(request: HttpRequest, number: int, item: int) -> AgendaOut:
    """Start the clock of an item; the one that was under way ends."""
    user = acting(request)
    found = row_of(seen_meeting(user, number).agenda.all(), item)
    actions.begin_item(item=found, by=user)
    return AgendaOut.of(found, notes=True)


@router.post("/meetings/{number}/agenda/{item}/end", response=AgendaOut)
def end_item(request: HttpRequest, number: int, item: int) -> AgendaOut:
    """Stop the clock of an item."""
    user = acting(request)
    found = row_of(seen_meeting(user, number).agenda.all(), item)
    actions.end_item(item=found, by=user)
    return AgendaOut.of(found, notes=True)


class PaperIn(Schema):
    """A document of the register."""

    document: int


@router.post("/meetings/{number}/papers", response=MeetingWhole)
def add_paper(request: HttpRequest, number: int, body: PaperIn) -> MeetingWhole:
    """Lay a document of the register before the meeting."""
    user = acting(request)
    found = seen_meeting(user, number)
    document = document_at(user, body.document, "body.document")
    if document is not None:
        actions.add_paper(meeting=found, document=document, by=user)
    return _whole(found, user)


@router.post("/meetings/{number}/papers/{document}/remove", response=MeetingWhole)
def remove_paper(request: HttpRequest, number: int, document: int) -> MeetingWhole:
    """Take a document from the papers again."""
    user = acting(request)
    found = seen_meeting(user, number)
    paper = found.papers.filter(document_id=document).values_list("pk", flat=True).first()
    actions.remove_paper(paper=row_of(found.papers.all(), paper or 0), by=user)
    return _whole(found, user)


class PersonIn(Schema):
    """Someone to ask: a name, a post or a unit."""

    unit: Code | None = None
    post: int | None = Field(None, description="A post of the register.")
    post_text: str = Field("", max_length=200)
    name: str = Field("", max_length=120)
    part: Part = Part.MEMBER


class AskIn(Schema):
    """Who is asked to a meeting."""

    people: list[PersonIn] = Field(min_length=1, max_length=700)


@router.post("/meetings/{number}/attendance", response={201: list[PersonOut]})
def ask_people(request: HttpRequest, number: int, body: AskIn) -> Status:
    """Ask people or units to a meeting."""
    user = acting(request)
    found = seen_meeting(user, number)
    posts = Post.objects.visible_to(user).select_related("body__unit")
    people = [
        one.dict()
        | {
            "unit": unit_at(user, one.unit, f"body.people.{place}.unit"),
            "post": named(posts, one.post, f"body.people.{place}.post"),
        }
        for place, one in enumerate(body.people)
    ]
    return Status(201, [PersonOut.of(row) for row in actions.ask(meeting=found, people=people, by=user)])


class PresenceIn(Schema):
    """Whether someone came, and why not."""

    presence: Presence
    because: str = Field("", max_length=200)


@router.post("/meetings/{number}/attendance/{row}/presence", response=PersonOut)
def mark_presence(request: HttpRequest, number: int, row: int, body: PresenceIn) -> PersonOut:
    """Write down that someone came, or did not."""
    user = acting(request)
    found = row_of(seen_meeting(user, number).attendance.select_related("unit", "post"), row)
    return PersonOut.of(actions.mark_presence(attendance=found, by=user, **body.dict()))
