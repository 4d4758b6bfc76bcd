"""Programmes of work and editions of the progress report, for programs."""

from datetime import date
from typing import Any, Literal, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.api import AsOf, Code, Day, Paging, PeriodCode, Rows, acting, paged
from kientoan.directives import actions
from kientoan.directives.api.reading import Parts
from kientoan.directives.api.router import router, seen_directive, unit_at
from kientoan.directives.models import Programme, ProgrammeItem, ProgressEdition
from kientoan.directives.queries import programmes, progress
from kientoan.directives.queries.programmes import Line
from kientoan.directives.rules import totals
from kientoan.directives.rules.words import ItemOrigin


class ReasonOut(Schema):
    """Why an item stands in a programme."""

    origin: ItemOrigin
    words: str
    directive: int | None = Field(description="The directive that it came with.")


class ItemOut(Schema):
    """An item of a programme."""

    number: int
    title: str
    is_key: bool
    reasons: list[ReasonOut]
    directive: int | None = Field(description="The directive that carries it out.")
    done: int = Field(description="Tasks of its directives that are done.")
    tasks: int
    elsewhere: list[int] = Field(description="Other programmes in which one of its directives stands too.")

    @classmethod
    def of(cls, line: Line) -> Self:
        """From its line."""
        item = line.item
        return cls(
            number=item.number,
            title=item.title,
            is_key=item.is_key,
            reasons=[
                ReasonOut(origin=ItemOrigin(one.origin), words=one.words, directive=one.directive_id)
                for one in item.reasons.all()
            ],
            directive=item.directive_id,
            done=line.done,
            tasks=line.tasks,
            elsewhere=sorted({other.programme_id for other in line.elsewhere}),
        )


class ProgrammeOut(Schema):
    """A programme of work."""

    id: int
    keeper: str
    name: str
    period: str
    document: int | None

    @classmethod
    def of(cls, one: Programme) -> Self:
        """From its row."""
        return cls(id=one.pk, keeper=one.keeper.code, name=one.name, period=one.period, document=one.document_id)


class ProgrammeWhole(ProgrammeOut):
    """A programme with its items."""

    items: list[ItemOut]


class ProgrammeIn(Schema):
    """A programme to make."""

    keeper: Code
    name: str = Field(min_length=1, max_length=300)
    period: PeriodCode


class ReasonIn(Schema):
    """An origin of an item."""

    origin: ItemOrigin
    words: str = Field("", max_length=300)
    directive: int | None = None


class ItemIn(Schema):
    """An item to add."""

    title: str = Field(min_length=1, max_length=500)
    is_key: bool = False
    reasons: list[ReasonIn] = Field(min_length=1, max_length=20)
    directive: int | None = Field(None, description="The directive that carries it out.")


class LinkIn(Schema):
    """Which directive carries an item out; null for none yet."""

    directive: int | None = None


def _seen(user: User, number: int) -> Programme:
    found = Programme.objects.visible_to(user).select_related("keeper").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such programme of work among those you may see."))
    return found


def _item(user: User, number: int, item: int) -> ProgrammeItem:
    found = _seen(user, number).items.select_related("programme__keeper").filter(number=item).first()
    if found is None:
        raise Http404(_("The programme has no item of this number."))
    return found


def _whole(user: User, one: Programme) -> ProgrammeWhole:
    lines = programmes.whole_of(one, user).lines
    return ProgrammeWhole(**ProgrammeOut.of(one).dict(), items=[ItemOut.of(line) for line in lines])


def _reason(user: User, given: ReasonIn) -> actions.Reason:
    directive = seen_directive(user, given.directive) if given.directive is not None else None
    return actions.Reason(given.origin, given.words, directive=directive)


@router.get("/programmes", response=Rows[ProgrammeOut], summary="Programmes of work, the latest first")
def list_programmes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The programmes of units within reach."""
    return paged(Programme.objects.visible_to(acting(request)).select_related("keeper"), paging, ProgrammeOut.of)


@router.post("/programmes", response={201: ProgrammeWhole}, summary="Make a programme of work")
def make_programme(request: HttpRequest, body: ProgrammeIn) -> Status:
    """Make an empty programme of a unit for a period."""
    user = acting(request)
    keeper = unit_at(user, body.keeper, "body.keeper")
    return Status(201, _whole(user, actions.make_programme(keeper=keeper, name=body.name, period=body.period, by=user)))


@router.get("/programmes/{number}", response=ProgrammeWhole, summary="A programme with its items")
def get_programme(request: HttpRequest, number: int) -> ProgrammeWhole:
    """Each item with its origins, what carries it out, how far that is, and where lists overlap."""
    user = acting(request)
    return _whole(user, _seen(user, number))


@router.post("/programmes/{number}/items", response={201: ProgrammeWhole}, summary="Add an item")
def add_item(request: HttpRequest, number: int, body: ItemIn) -> Status:
    """Add an item with its origins; it may stand there for several."""
    user = acting(request)
    one = _seen(user, number)
    actions.add_item(
        programme=one,
        title=body.title,
        is_key=body.is_key,
        reasons=[_reason(user, given) for given in body.reasons],
        directive=seen_directive(user, body.directive) if body.directive is not None else None,
        by=user,
    )
    return Status(201, _whole(user, one))


@router.post("/programmes/{number}/items/{item}/link", response=ProgrammeWhole, summary="Say what carries an item out")
def link_item(request: HttpRequest, number: int, item: int, body: LinkIn) -> ProgrammeWhole:
    """Tie the directive that carries an item out, or untie it."""
    user = acting(request)
    row = _item(user, number, item)
    actions.link_item(
        item=row, directive=seen_directive(user, body.directive) if body.directive is not None else None, by=user
    )
    return _whole(user, row.programme)


@router.post("/programmes/{number}/items/{item}/reasons", response=ProgrammeWhole, summary="One more origin of an item")
def add_reason(request: HttpRequest, number: int, item: int, body: ReasonIn) -> ProgrammeWhole:
    """An item that a leader urges too stays one item, with one more origin."""
    user = acting(request)
    row = _item(user, number, item)
    actions.add_reason(item=row, reason=_reason(user, body), by=user)
    return _whole(user, row.programme)


class EditionOut(Schema):
    """A progress report as it was kept; its figures never change."""

    id: int
    keeper: str
    as_of: date
    since: date | None
    until: date
    counted: int
    parts: Parts
    closes: bool
    sha256: str
    number: str = Field(description="Under which it was confirmed.")
    signed_on: date | None

    @classmethod
    def of(cls, one: ProgressEdition) -> Self:
        """From its row."""
        names = ("as_of", "since", "until", "closes", "sha256", "number", "signed_on")
        return cls(
            id=one.pk,
            keeper=one.keeper.code,
            counted=one.content["counted"],
            parts=Parts.from_parts(totals.Parts(**one.content["parts"])),
            **{name: getattr(one, name) for name in names},
        )


class EditionIn(AsOf):
    """Which report to keep."""

    unit: Code
    basis: Literal["given", "received"] = "given"
    since: Day | None = None
    until: Day | None = None
    key_only: bool = False


class SignIn(Schema):
    """The number under which a report goes out."""

    number: str = Field(min_length=1, max_length=80)


def _edition(user: User, number: int) -> ProgressEdition:
    found = ProgressEdition.objects.visible_to(user).select_related("keeper").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such report among those you may see."))
    return found


@router.get("/progress/editions", response=Rows[EditionOut], summary="Progress reports as they were kept")
def list_editions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Those of units within reach, the latest first."""
    return paged(ProgressEdition.objects.visible_to(acting(request)).select_related("keeper"), paging, EditionOut.of)


@router.post("/progress/editions", response={201: EditionOut}, summary="Keep a progress report as it stands")
def keep_edition(request: HttpRequest, body: EditionIn) -> Status:
    """Keep the report of a unit, closing or not."""
    user = acting(request)
    unit = unit_at(user, body.unit, "body.unit")
    about = progress.Asked(unit, body.day, body.since, body.until, body.basis, body.key_only)
    return Status(201, EditionOut.of(actions.keep_edition(asked=about, by=user)))


@router.get("/progress/editions/{number}", response=EditionOut, summary="One progress report as it was kept")
def get_edition(request: HttpRequest, number: int) -> EditionOut:
    """Its totals, whether they close, and the number under which it was confirmed."""
    return EditionOut.of(_edition(acting(request), number))


@router.post("/progress/editions/{number}/sign", response=EditionOut, summary="Confirm a progress report")
def sign_edition(request: HttpRequest, number: int, body: SignIn) -> EditionOut:
    """Confirm it under its number; refused while its totals do not close."""
    user = acting(request)
    return EditionOut.of(actions.sign_edition(edition=_edition(user, number), number=body.number, by=user))
