"""Reminders, letters that are due, points for the briefing, the burden meter and the outbox, for programs."""

from datetime import date, datetime
from typing import Any, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.api import AsOf, Code, Day, Paging, Rows, acting, paged
from kientoan.core.burden import Demand
from kientoan.directives import access, actions
from kientoan.directives.api.router import router, seen_unit
from kientoan.directives.models import Escalation, Message, Reminder, Task
from kientoan.directives.models.outbox import Sending
from kientoan.directives.queries import burden, reminding


class ReminderOut(Schema):
    """That one was reminded of a task."""

    task: int
    title: str = Field(description="Of a marked directive only that there is one.")
    deadline: date
    days_before: int
    made_on: date
    seen: bool

    @classmethod
    def of(cls, one: Reminder) -> Self:
        """From its row."""
        return cls(
            task=one.task_id,
            title=reminding.title_of(one.task),
            deadline=one.deadline,
            days_before=one.rung,
            made_on=one.made_on,
            seen=one.seen_at is not None,
        )


class LetterOut(Schema):
    """An urging letter that is due."""

    keeper: str = Field(description="Code of the unit that should send it.")
    unit: str = Field(description="Code of the unit that is urged.")
    time: int = Field(description="For the how-manyth time.")
    tasks: list[int]


class PointOut(Schema):
    """A late task that comes before the leaders of the unit that gave it."""

    id: int
    task: int
    title: str
    keeper: str
    lead: str
    since: date
    urgings: int
    reason: str = Field(description="Code of the kind of reason; empty until it is explained.")
    words: str
    remedy: str
    until: date | None
    settled_on: date | None
    settled_where: str

    @classmethod
    def of(cls, one: Escalation) -> Self:
        """From its row."""
        return cls(
            id=one.pk,
            task=one.task_id,
            title=reminding.title_of(one.task),
            keeper=one.keeper.code,
            lead=one.task.lead.code,
            since=one.raised_on,
            urgings=one.urgings,
            reason=one.reason,
            words=one.words,
            remedy=one.remedy,
            until=one.until,
            settled_on=one.settled_on,
            settled_where=one.settled_where,
        )


class ExplainIn(Schema):
    """Why a task is late."""

    reason: str = Field(max_length=30, description="A code of `directives.reminding.reasons`.")
    words: str = Field(max_length=4000)
    remedy: str = Field("", max_length=2000)
    until: Day | None = None


class SettleIn(Schema):
    """At which briefing a point was taken up."""

    where: str = Field(max_length=200)
    on: Day | None = None


class BurdenFilter(AsOf):
    """The day that ends the year, and the unit below which base units are listed."""

    under: Code | None = Field(None, description="Code of a unit: only the base units of its branch.")


class LoadOut(Schema):
    """What a base unit was asked for in a year."""

    unit: str
    name: str
    counts: dict[Demand, int] = Field(description="By kind; a kind that no domain keeps is left out.")
    total: int
    askers: dict[str, int]
    like: str = Field(description="Kind and sector that it is compared with.")
    middle: float = Field(description="The median of its like.")
    place: int
    of: int

    @classmethod
    def of_load(cls, one: burden.Load) -> Self:
        """From its line of the meter."""
        return cls(
            unit=one.code,
            name=one.name,
            counts=one.counts,
            total=one.total,
            askers=dict(one.askers),
            like=one.like,
            middle=one.middle,
            place=one.place,
            of=one.of,
        )


class MessageOut(Schema):
    """A letter by e-mail and what became of it."""

    id: int
    recipient: str = Field(description="User name.")
    subject: str
    state: Sending
    made_at: datetime
    ended_at: datetime | None
    tries: int
    error: str

    @classmethod
    def of(cls, one: Message) -> Self:
        """From its row."""
        return cls(
            id=one.pk,
            recipient=one.recipient.username,
            subject=one.subject,
            state=Sending(one.state),
            made_at=one.made_at,
            ended_at=one.ended_at,
            tries=one.tries,
            error=one.error,
        )


class DecideMessageIn(Schema):
    """Whether a doubtful letter arrived (or a failed one may stay unsent); otherwise it is sent once more."""

    sent: bool


@router.get("/reminders", response=Rows[ReminderOut], summary="My reminders, the newest first")
def list_reminders(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The reminders of the token's user."""
    return paged(reminding.reminders_of(acting(request)), paging, ReminderOut.of)


@router.get("/urging-letters", response=list[LetterOut], summary="Urging letters that are due")
def list_urging_letters(request: HttpRequest) -> list[LetterOut]:
    """The letters that the user's own units should send today."""
    return [
        LetterOut(keeper=one.keeper.code, unit=one.unit.code, time=one.time, tasks=[task.pk for task in one.tasks])
        for one in reminding.letters_due(acting(request), clock.today())
    ]


@router.get("/briefing-points", response=list[PointOut], summary="Late tasks for the next leadership briefing")
def list_briefing_points(request: HttpRequest, keeper: Code | None = None) -> list[PointOut]:
    """The open points that the user may see; of one unit's leaders with `keeper`."""
    user = acting(request)
    unit = seen_unit(user, keeper) if keeper else None
    return [PointOut.of(one) for one in reminding.points(user, clock.today(), unit)]


def _seen_point(user: User, number: int) -> Escalation:
    rows = Escalation.objects.select_related("task__directive__document", "task__lead", "keeper")
    found = rows.filter(task__in=Task.objects.visible_to(user), pk=number).first()
    if found is None:
        raise Http404(_("There is no such point among those you may see."))
    return found


@router.post("/briefing-points/{number}/explain", response=PointOut, summary="Explain why a task is late")
def explain_lateness(request: HttpRequest, number: int, body: ExplainIn) -> PointOut:
    """Keep the explanation of the leading unit."""
    user = acting(request)
    point = _seen_point(user, number)
    actions.explain_lateness(
        escalation=point, reason=body.reason, words=body.words, remedy=body.remedy, until=body.until, by=user
    )
    return PointOut.of(_seen_point(user, number))


@router.post("/briefing-points/{number}/settle", response=PointOut, summary="Note that a point was taken up")
def settle_point(request: HttpRequest, number: int, body: SettleIn) -> PointOut:
    """Note at which briefing it was taken up."""
    user = acting(request)
    actions.settle_escalation(escalation=_seen_point(user, number), where=body.where, on=body.on, by=user)
    return PointOut.of(_seen_point(user, number))


@router.get("/burden", response=list[LoadOut], summary="What base units are asked for, the most burdened first")
def list_burden(request: HttpRequest, asked: Query[BurdenFilter]) -> list[LoadOut]:
    """The burden meter of the year up to the day, of the base units within reach."""
    user = acting(request)
    unit = seen_unit(user, asked.under) if asked.under else None
    return [LoadOut.of_load(one) for one in burden.loads(user, asked.day, unit)]


@router.get("/outbox", response=Rows[MessageOut], summary="Letters by e-mail")
def list_outbox(request: HttpRequest, paging: Query[Paging], state: Sending | None = None) -> dict[str, Any]:
    """The letters about tasks within reach, the newest first; in one state with `state`."""
    user = acting(request)
    access.check_give(user)
    found = reminding.outbox(user)
    return paged(found.filter(state=state) if state else found, paging, MessageOut.of)


@router.post("/outbox/{number}/decide", response=MessageOut, summary="Decide about a doubtful or failed letter")
def decide_message(request: HttpRequest, number: int, body: DecideMessageIn) -> MessageOut:
    """Say that it arrived or may stay unsent, or let it be sent once more."""
    user = acting(request)
    found = reminding.outbox(user).filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such letter among those you may see."))
    return MessageOut.of(actions.decide_message(message=found, sent=body.sent, by=user))
