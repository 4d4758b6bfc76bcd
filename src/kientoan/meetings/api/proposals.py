"""Proposals sent up, and what became of them, for programs at both ends."""

from datetime import date
from typing import Any, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Paging, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.meetings import actions
from kientoan.meetings.api.router import document_at, inside, keeper_at, named, router, seen_meeting
from kientoan.meetings.models import ConclusionItem, Proposal
from kientoan.meetings.rules.words import ProposalState
from kientoan.orgs.models import Unit


class StepOut(Schema):
    """What became of it on a day, in words that below may read."""

    state: str
    on: date
    said: str


class ProposalOut(Schema):
    """A proposal: from whom, to whom, its words, what became of it."""

    id: int
    unit: str
    sent_to: str
    text: str
    sent_on: date
    state: ProposalState
    answer: str
    answered_on: date | None
    meeting: int | None = Field(description="The meeting at which it was taken up.")
    item: int | None = Field(description="The item of the conclusion that it became.")

    @classmethod
    def of(cls, one: Proposal) -> Self:
        """From a proposal with its units."""
        return cls(
            id=one.pk,
            unit=one.unit.code,
            sent_to=one.sent_to.code,
            text=one.text,
            sent_on=one.sent_on,
            state=ProposalState(one.state),
            answer=one.answer,
            answered_on=one.answered_on,
            meeting=one.meeting_id,
            item=one.item_id,
        )


class ProposalWhole(ProposalOut):
    """A proposal with every step."""

    steps: list[StepOut]


def _seen(user: User, number: int) -> Proposal:
    found = Proposal.objects.visible_to(user).select_related("unit", "sent_to").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such proposal among those you may see."))
    return found


def _whole(user: User, number: int) -> ProposalWhole:
    one = _seen(user, number)
    steps = [StepOut(state=step.state, on=step.on, said=step.said) for step in one.steps.all()]
    return ProposalWhole(**ProposalOut.of(one).dict(), steps=steps)


class ProposalFilter(Schema):
    """Which proposals to list."""

    state: ProposalState | None = None


@router.get("/proposals", response=Rows[ProposalOut])
def list_proposals(request: HttpRequest, which: Query[ProposalFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Proposals that one's units sent or are to answer, newest first."""
    rows = Proposal.objects.visible_to(acting(request)).select_related("unit", "sent_to").order_by("-sent_on", "-pk")
    return paged(rows.filter(state=which.state) if which.state else rows, paging, ProposalOut.of)


class ProposalIn(Schema):
    """A proposal to send up."""

    unit: Code
    sent_to: Code = Field(description="A unit above; it need not be within one's own reach.")
    text: str = Field(min_length=1, max_length=20_000)
    document: int | None = None
    sent_on: Day | None = None


@router.post("/proposals", response={201: ProposalOut})
def send_proposal(request: HttpRequest, body: ProposalIn) -> Status:
    """Send a proposal up."""
    user = acting(request)
    unit = keeper_at(user, body.unit, "body.unit")
    to = Unit.objects.filter(code=body.sent_to).first()
    if to is None:
        fault = Fault(place="body.sent_to", sentence=_("There is no unit of that code."))
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    document = document_at(user, body.document, "body.document")
    made = actions.send_proposal(
        unit=unit, sent_to=to, text=body.text, document=document, sent_on=body.sent_on, by=user
    )
    return Status(201, ProposalOut.of(made))


@router.get("/proposals/{number}", response=ProposalWhole)
def get_proposal(request: HttpRequest, number: int) -> ProposalWhole:
    """A proposal with each word that came back."""
    return _whole(acting(request), number)


class TakeUpIn(Schema):
    """Where it was taken up."""

    said: str = Field("", max_length=20_000)
    meeting: int | None = None
    item: int | None = Field(None, description="An item of that meeting's conclusion.")


@router.post("/proposals/{number}/take-up", response=ProposalWhole)
def take_proposal_up(request: HttpRequest, number: int, body: TakeUpIn) -> ProposalWhole:
    """Take a proposal up: at a meeting, as an item of its conclusion, or by the office itself."""
    user = acting(request)
    found = _seen(user, number)
    meeting = seen_meeting(user, body.meeting) if body.meeting is not None else None
    items = inside(user, meeting.pk).items.all() if meeting and body.item else ConclusionItem.objects.none()
    item = named(items, body.item, "body.item")
    actions.take_up(proposal=found, meeting=meeting, item=item, said=body.said, by=user)
    return _whole(user, number)


class SaidIn(Schema):
    """What those below are to read, with the document that says so where there is one."""

    said: str = Field(max_length=20_000)
    document: int | None = None


@router.post("/proposals/{number}/pass-up", response=ProposalWhole)
def pass_proposal_up(request: HttpRequest, number: int, body: SaidIn) -> ProposalWhole:
    """Pass a proposal further up."""
    user = acting(request)
    actions.pass_up(proposal=_seen(user, number), said=body.said, by=user)
    return _whole(user, number)


@router.post("/proposals/{number}/answer", response=ProposalWhole)
def answer_proposal(request: HttpRequest, number: int, body: SaidIn) -> ProposalWhole:
    """Answer a proposal."""
    user = acting(request)
    found = _seen(user, number)
    document = document_at(user, body.document, "body.document")
    actions.answer_proposal(proposal=found, answer=body.said, document=document, by=user)
    return _whole(user, number)


@router.post("/proposals/{number}/decline", response=ProposalWhole)
def decline_proposal(request: HttpRequest, number: int, body: SaidIn) -> ProposalWhole:
    """Decline a proposal, with the reason."""
    user = acting(request)
    found = _seen(user, number)
    document = document_at(user, body.document, "body.document")
    actions.decline_proposal(proposal=found, reason=body.said, document=document, by=user)
    return _whole(user, number)
