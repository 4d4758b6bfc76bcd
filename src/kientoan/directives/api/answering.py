"""What is done with a task by programs."""

from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Reason, acting
from kientoan.core.problems import Fault
from kientoan.directives import actions
from kientoan.directives.api.reading import TaskWhole, whole
from kientoan.directives.api.router import router, seen_task, unit_at
from kientoan.directives.models import Submission, Task
from kientoan.directives.models.answers import Channel
from kientoan.directives.rules.words import HandBackKind
from kientoan.documents.models import Document


class SubmitIn(Schema):
    """What was done, with its proof: documents of the register, or the number and date of the product."""

    words: str = Field(max_length=4000)
    documents: list[int] = Field([], max_length=50)
    product_text: str = Field("", max_length=300)
    quantity: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)


class AcceptIn(Schema):
    """Words of acceptance, and why it was late where it was."""

    words: str = Field("", max_length=1000)
    late_because: str = Field("", max_length=300)


class WhyIn(Schema):
    """A reason."""

    reason: Reason


class LaterIn(Schema):
    """A later deadline and why."""

    new_day: Day
    reason: Reason


class HandBackIn(Schema):
    """Why a task is handed back."""

    kind: HandBackKind
    reason: Reason


class DecideIn(Schema):
    """Agreed or not, in which words; what is handed back may be given to another unit."""

    agreed: bool
    words: str = Field("", max_length=1000)
    instead: Code | None = None


class UrgeIn(Schema):
    """How a unit was urged."""

    channel: Channel
    letter: str = Field("", max_length=120)
    words: str = Field("", max_length=1000)


def _answer(task: Task, user: User) -> TaskWhole:
    return whole(seen_task(user, task.pk), user)


@router.post("/tasks/{number}/acknowledge", response=TaskWhole)
def acknowledge_task(request: HttpRequest, number: int) -> TaskWhole:
    """Acknowledge receipt for the lead unit."""
    user = acting(request)
    return _answer(actions.acknowledge_task(task=seen_task(user, number), by=user), user)


@router.post("/tasks/{number}/submit", response=TaskWhole)
def submit_task(request: HttpRequest, number: int, body: SubmitIn) -> TaskWhole:
    """Send a task in as done; today decides whether it is on time."""
    user = acting(request)
    task = seen_task(user, number)
    found = {one.pk: one for one in Document.objects.visible_to(user).filter(pk__in=body.documents)}
    faults = tuple(
        Fault(place=f"body.documents.{place}", sentence=_("There is no such document among those you may see."))
        for place, key in enumerate(body.documents)
        if key not in found
    )
    if faults:
        raise Refused(_("The request has faults; nothing was done."), errors=faults)
    proof = actions.Proof(documents=list(found.values()), product_text=body.product_text)
    actions.submit_task(task=task, words=body.words, proof=proof, quantity=body.quantity, by=user)
    return _answer(task, user)


def _sent(task: Task) -> Submission:
    found = task.submissions.filter(judged="sent").first()
    if found is None:
        raise Refused(_("Nothing has been sent in that awaits a decision."))
    return found


@router.post("/tasks/{number}/accept", response=TaskWhole)
def accept_task(request: HttpRequest, number: int, body: AcceptIn) -> TaskWhole:
    """Accept what was sent in; whether it was on time is frozen."""
    user = acting(request)
    task = seen_task(user, number)
    actions.accept_submission(submission=_sent(task), words=body.words, late_because=body.late_because, by=user)
    return _answer(task, user)


@router.post("/tasks/{number}/return", response=TaskWhole)
def return_task(request: HttpRequest, number: int, body: WhyIn) -> TaskWhole:
    """Return what was sent in, with the reason."""
    user = acting(request)
    task = seen_task(user, number)
    actions.return_submission(submission=_sent(task), reason=body.reason, by=user)
    return _answer(task, user)


@router.post("/tasks/{number}/extension", response=TaskWhole)
def ask_extension(request: HttpRequest, number: int, body: LaterIn) -> TaskWhole:
    """Ask for a later deadline; the first one stays."""
    user = acting(request)
    task = seen_task(user, number)
    actions.ask_extension(task=task, new_day=body.new_day, reason=body.reason, by=user)
    return _answer(task, user)


@router.post("/tasks/{number}/extension/decide", response=TaskWhole)
def decide_extension(request: HttpRequest, number: int, body: DecideIn) -> TaskWhole:
    """Agree to the later deadline asked for, or not."""
    user = acting(request)
    task = seen_task(user, number)
    asked = task.extensions.filter(answer="asked").first()
    if asked is None:
        raise Refused(_("Nothing has been asked for that awaits a decision."))
    actions.decide_extension(extension=asked, agreed=body.agreed, words=body.words, by=user)
    return _answer(task, user)


@router.post("/tasks/{number}/hand-back", response=TaskWhole)
def ask_hand_back(request: HttpRequest, number: int, body: HandBackIn) -> TaskWhole:
    """Ask that the task be given elsewhere, or say that it is not within the unit's authority."""
    user = acting(request)
    task = seen_task(user, number)
    actions.ask_hand_back(task=task, kind=body.kind, reason=body.reason, by=user)
    return _answer(task, user)


@router.post("/tasks/{number}/hand-back/decide", response=TaskWhole)
def decide_hand_back(request: HttpRequest, number: int, body: DecideIn) -> TaskWhole:
    """Agree that the task is handed back, or not; it stays counted."""
    user = acting(request)
    task = seen_task(user, number)
    asked = task.hand_backs.filter(answer="asked").first()
    if asked is None:
        raise Refused(_("Nothing has been asked for that awaits a decision."))
    instead = actions.Lead(unit_at(user, body.instead, "body.instead")) if body.instead else None
    actions.decide_hand_back(hand_back=asked, agreed=body.agreed, words=body.words, instead=instead, by=user)
    return _answer(task, user)


@router.post("/tasks/{number}/suspend", response=TaskWhole)
def suspend_task(request: HttpRequest, number: int, body: WhyIn) -> TaskWhole:
    """Suspend a task with a reason; its time does not run."""
    user = acting(request)
    return _answer(actions.suspend_task(task=seen_task(user, number), reason=body.reason, by=user), user)


@router.post("/tasks/{number}/resume", response=TaskWhole)
def resume_task(request: HttpRequest, number: int) -> TaskWhole:
    """Let a suspended task go on."""
    user = acting(request)
    return _answer(actions.resume_task(task=seen_task(user, number), by=user), user)


@router.post("/tasks/{number}/urge", response=TaskWhole)
def urge_task(request: HttpRequest, number: int, body: UrgeIn) -> TaskWhole:
    """Keep that the unit was urged."""
    user = acting(request)
    task = seen_task(user, number)
    actions.urge_task(task=task, channel=body.channel, letter=body.letter, words=body.words, by=user)
    return _answer(task, user)
