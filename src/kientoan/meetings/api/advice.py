"""Submissions to a board and guidance within a branch, for programs."""

from typing import Any, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Paging, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.meetings import actions
from kientoan.meetings.api.proposals import StepOut
from kientoan.meetings.api.router import document_at, named, router
from kientoan.meetings.models import Advice, Meeting
from kientoan.meetings.rules.words import AdviceKind, AdviceState
from kientoan.orgs.models import Body


class AdviceOut(Schema):
    """A submission or guidance, and where it stands."""

    id: int
    keeper: str
    kind: AdviceKind
    author: int = Field(description="The advising body.")
    addressee: int
    title: str
    state: AdviceState
    authority: str = Field(description="What the table of authority says: direct, guide or request.")
    document: int | None
    meeting: int | None = Field(description="The session at which it is considered.")
    concluded_by: int | None

    @classmethod
    def of(cls, one: Advice) -> Self:
        """From an advice with its unit."""
        return cls(
            id=one.pk,
            keeper=one.keeper.code,
            kind=AdviceKind(one.kind),
            author=one.author_id,
            addressee=one.addressee_id,
            title=one.title,
            state=AdviceState(one.state),
            authority=one.authority,
            document=one.document_id,
            meeting=one.meeting_id,
            concluded_by=one.concluded_by_id,
        )


class AdviceWhole(AdviceOut):
    """A submission with every step."""

    steps: list[StepOut]


def _seen(user: User, number: int) -> Advice:
    rows = Advice.objects.visible_to(user).select_related("keeper", "author__unit", "addressee__unit", "document")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such submission among those you may see."))
    return found


def _whole(user: User, number: int) -> AdviceWhole:
    one = _seen(user, number)
    steps = [StepOut(state=step.state, on=step.on, said=step.said) for step in one.steps.all()]
    return AdviceWhole(**AdviceOut.of(one).dict(), steps=steps)


class AdviceFilter(Schema):
    """Which submissions to list."""

    kind: AdviceKind | None = None
    state: AdviceState | None = None


@router.get("/advice", response=Rows[AdviceOut])
def list_advice(request: HttpRequest, which: Query[AdviceFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Submissions and guidance, newest first."""
    rows = Advice.objects.visible_to(acting(request)).select_related("keeper").order_by("-pk")
    given = {"kind": which.kind, "state": which.state}
    return paged(rows.filter(**{name: value for name, value in given.items() if value}), paging, AdviceOut.of)


class AdviceIn(Schema):
    """A submission or guidance to prepare."""

    kind: AdviceKind
    author: int = Field(description="The advising body.")
    addressee: int = Field(description="The body that decides, or that is guided.")
    title: str = Field(min_length=1, max_length=300)
    document: int | None = None


def _body(user: User, number: int, place: str) -> Body:
    found = named(Body.objects.visible_to(user).select_related("unit"), number, place)
    if not isinstance(found, Body):
        fault = Fault(place=place, sentence=_("A value is needed."))
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    return found


@router.post("/advice", response={201: AdviceOut})
def prepare_advice(request: HttpRequest, body: AdviceIn) -> Status:
    """Prepare a submission or guidance; refused where the table of authority says that the way is another."""
    user = acting(request)
    made = actions.prepare_advice(
        kind=body.kind,
        author=_body(user, body.author, "body.author"),
        addressee=_body(user, body.addressee, "body.addressee"),
        title=body.title,
        document=document_at(user, body.document, "body.document"),
        by=user,
    )
    return Status(201, AdviceOut.of(made))


@router.get("/advice/{number}", response=AdviceWhole)
def get_advice(request: HttpRequest, number: int) -> AdviceWhole:
    """A submission on its way, with each step."""
    return _whole(acting(request), number)


class SubmitIn(Schema):
    """The paper, as it stands in the register; it may have been named before."""

    document: int | None = None


@router.post("/advice/{number}/submit", response=AdviceWhole)
def submit_advice(request: HttpRequest, number: int, body: SubmitIn) -> AdviceWhole:
    """Submit a submission."""
    user = acting(request)
    found = _seen(user, number)
    document = document_at(user, body.document, "body.document")
    actions.submit_advice(advice=found, document=document, by=user)
    return _whole(user, number)


@router.post("/advice/{number}/send", response=AdviceWhole)
def send_guidance(request: HttpRequest, number: int, body: SubmitIn) -> AdviceWhole:
    """Send guidance to the department that it is for."""
    user = acting(request)
    found = _seen(user, number)
    document = document_at(user, body.document, "body.document")
    actions.send_guidance(advice=found, document=document, by=user)
    return _whole(user, number)


class SessionIn(Schema):
    """The session at which it is considered."""

    meeting: int


@router.post("/advice/{number}/table", response=AdviceWhole)
def table_advice(request: HttpRequest, number: int, body: SessionIn) -> AdviceWhole:
    """Put a submission on the agenda of a session."""
    user = acting(request)
    found = _seen(user, number)
    meeting = named(Meeting.objects.visible_to(user), body.meeting, "body.meeting")
    actions.table_advice(advice=found, meeting=meeting, by=user)
    return _whole(user, number)


class WordIn(Schema):
    """Words of the board, with the document that says so where there is one."""

    said: str = Field("", max_length=20_000)
    document: int | None = None


@router.post("/advice/{number}/conclude", response=AdviceWhole)
def conclude_advice(request: HttpRequest, number: int, body: WordIn) -> AdviceWhole:
    """Write down the board's conclusion."""
    user = acting(request)
    found = _seen(user, number)
    document = document_at(user, body.document, "body.document")
    actions.conclude_advice(advice=found, said=body.said, concluded_by=document, by=user)
    return _whole(user, number)


@router.post("/advice/{number}/return", response=AdviceWhole)
def return_advice(request: HttpRequest, number: int, body: WordIn) -> AdviceWhole:
    """Return a submission to be done again, with the reason."""
    user = acting(request)
    actions.return_advice(advice=_seen(user, number), reason=body.said, by=user)
    return _whole(user, number)
