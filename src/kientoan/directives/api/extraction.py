"""Texts read by programs: what they order, kept for checking, accepted and dropped."""

from datetime import date
from typing import Any, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.api import Code, Day, acting
from kientoan.directives.access import check_give
from kientoan.directives.actions import reading as actions
from kientoan.directives.api.router import router, unit_at
from kientoan.directives.models.reading import Draft, Reading
from kientoan.directives.queries.extraction import as_json, extract
from kientoan.directives.rules.words import DeadlineOp

_LONGEST = 400_000


class TextIn(Schema):
    """A text and the day as of which it is read."""

    text: str = Field(min_length=1, max_length=_LONGEST)
    day: Day | None = Field(None, description="The day of the text; today without it.")


class MeantOut(Schema):
    """A unit that words mean; `match` is exact, alias or unsure."""

    code: str
    name: str
    match: str


class FoundOut(Schema):
    """A directive found at a place of the text (code points of its NFC form)."""

    start: int
    end: int
    quote: str
    issuer: str | None
    assignee: str | None
    assignee_explicit: bool
    units: list[MeantOut]
    action: str
    deadline_text: str | None
    deadline: date | None
    deadline_op: DeadlineOp | None
    urgency: str | None
    recurrence: str | None
    status: str
    repeat_of: int | None = Field(description="Place in this list, from 0, of the directive that it says again.")
    confidence: float


class WeakOut(Schema):
    """A place that the text names as weak: a quotation to confirm and nothing more."""

    start: int
    end: int
    quote: str
    unit_path: str
    code: str | None


class StatedOut(Schema):
    """A figure that the text states."""

    start: int
    end: int
    quote: str
    value: float
    unit: str


class ExtractionOut(Schema):
    """Everything found in a text."""

    text_sha256: str
    reference_date: date
    directives: list[FoundOut]
    weak_units: list[WeakOut]
    figures: list[StatedOut]


class DraftOut(Schema):
    """A draft of a text that is checked."""

    number: int
    kind: str
    state: str
    start: int
    end: int
    quote: str
    action: str
    units: list[str]
    directive: int | None

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Shape a draft for the answer."""
        units = [row.unit.code for row in draft.units.all() if not row.helps]
        names = ("number", "kind", "state", "start", "end", "quote", "action")
        return cls(**{name: getattr(draft, name) for name in names}, units=units, directive=draft.directive_id)


class ReadingOut(Schema):
    """A text that was read, with its drafts."""

    id: int
    keeper: str
    title: str
    day: date
    text_sha256: str
    drafts: list[DraftOut]

    @classmethod
    def of(cls, one: Reading) -> Self:
        """Shape a reading for the answer."""
        drafts = [DraftOut.of(draft) for draft in one.drafts.prefetch_related("units__unit")]
        return cls(
            id=one.pk, keeper=one.keeper.code, title=one.title, day=one.day, text_sha256=one.text_sha256, drafts=drafts
        )


class ReadingIn(TextIn):
    """A text to be kept for checking, in the name of a unit."""

    keeper: Code
    title: str = Field("", max_length=200)


@router.post("/directives/extract", response=ExtractionOut)
def extract_directives(request: HttpRequest, body: TextIn) -> dict[str, Any]:
    """Find directives, places named as weak and figures in a text; nothing is kept."""
    return as_json(extract(acting(request), body.text, body.day))


@router.post("/readings", response={201: ReadingOut})
def keep_reading(request: HttpRequest, body: ReadingIn) -> Status[ReadingOut]:
    """Read a text and keep what was found for checking."""
    user = acting(request)
    keeper = unit_at(user, body.keeper, "body.keeper")
    check_give(user, keeper)
    found = extract(user, body.text, body.day or clock.today())
    made = actions.keep_reading(keeper=keeper, extraction=found, title=body.title, by=user)
    return Status(201, ReadingOut.of(made))


def _seen(user: User, number: int) -> Reading:
    found = Reading.objects.visible_to(user).select_related("keeper").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such text among those you may see."))
    return found


def _draft(user: User, reading: int, number: int) -> Draft:
    found = _seen(user, reading).drafts.filter(number=number).first()
    if found is None:
        raise Http404(_("The text has no draft of that number."))
    return found


@router.get("/readings/{number}", response=ReadingOut)
def get_reading(request: HttpRequest, number: int) -> ReadingOut:
    """A text that was read, with its drafts."""
    return ReadingOut.of(_seen(acting(request), number))


@router.post("/readings/{number}/drafts/{draft}/accept", response=DraftOut)
def accept_found(request: HttpRequest, number: int, draft: int) -> DraftOut:
    """Make a directive, not yet issued, of a draft."""
    user = acting(request)
    found = _draft(user, number, draft)
    actions.accept_found(draft=found, by=user)
    return DraftOut.of(found)


@router.post("/readings/{number}/drafts/{draft}/drop", response=DraftOut)
def drop_found(request: HttpRequest, number: int, draft: int) -> DraftOut:
    """Drop a draft."""
    user = acting(request)
    return DraftOut.of(actions.drop_found(draft=_draft(user, number, draft), by=user))


@router.post("/readings/{number}/drafts/{draft}/take-back", response=DraftOut)
def take_back_found(request: HttpRequest, number: int, draft: int) -> DraftOut:
    """Take the decision on a draft back."""
    user = acting(request)
    return DraftOut.of(actions.take_back(draft=_draft(user, number, draft), by=user))


@router.post("/readings/{number}/throw-away", response={204: None})
def drop_reading(request: HttpRequest, number: int) -> Status[None]:
    """Throw a text away; directives made of it stay."""
    user = acting(request)
    actions.drop_reading(reading=_seen(user, number), by=user)
    return Status(204, None)
