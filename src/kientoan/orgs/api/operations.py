"""Operations on units by the API, each with its day, its decision and the hand-over record."""

from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Code, Reason, acting
from kientoan.core.problems import Fault
from kientoan.orgs import actions
from kientoan.orgs.actions import NewUnit
from kientoan.orgs.api.router import router
from kientoan.orgs.api.shapes import Dated, HeldOut, UnitOut, Versioned
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.named import unit_of, units_named


class UnitIn(Schema):
    """A unit to make."""

    code: Code
    name: str = Field(min_length=1, max_length=200)
    kind: str = Field(max_length=40)
    sector: str = Field("", max_length=40)
    parent: Code | None = Field(None, description="Code of the unit to hang it under; none for the top of a tree.")


class Opening(UnitIn, Dated):
    """A unit to open."""


class Renaming(Versioned):
    """A unit's other name."""

    name: str = Field(min_length=1, max_length=200)


class ChangeOfKind(Versioned):
    """What a unit becomes."""

    kind: str = Field(max_length=40)
    sector: str | None = Field(None, max_length=40, description="Without it the sector stays.")


class Moving(Versioned):
    """Where a unit is to hang."""

    parent: Code


class Closing(Versioned):
    """The end of a unit; `day` is the first day on which it no longer exists."""

    reason: Reason = ""


class Merging(Versioned):
    """Units that become one: an old one (`into`) or a new one (`new`)."""

    olds: list[Code] = Field(min_length=1, max_length=200)
    into: Code | None = None
    new: UnitIn | None = None


class Part(Schema):
    """A part of a split: an old unit (`into`) or a new one (`new`), and its share."""

    into: Code | None = None
    new: UnitIn | None = None
    share: Decimal = Field(gt=0, le=1, max_digits=7, decimal_places=6)


class Splitting(Versioned):
    """The parts that a unit is split into; the shares together are 1."""

    parts: list[Part] = Field(min_length=2, max_length=100)
    children: dict[str, int] = Field(
        {}, description="For each unit below, by code, the position (from 0) of the part that takes it."
    )


class Reorganised(Schema):
    """What a reorganisation left: the units that stand now, and the hand-over record."""

    units: list[UnitOut]
    held: list[HeldOut]


@router.post("/units", response={201: UnitOut})
def open_unit(request: HttpRequest, body: Opening) -> Status:
    """Open a unit."""
    user = acting(request)
    parent = units_named(user, {"body.parent": body.parent}).get("body.parent")
    unit = actions.open_unit(
        code=body.code,
        name=body.name,
        kind=body.kind,
        sector=body.sector,
        parent=parent,
        day=body.day,
        decision=body.decision,
        by=user,
    )
    return Status(201, UnitOut.of(unit, body.day))


@router.post("/units/{code}/rename", response=UnitOut)
def rename_unit(request: HttpRequest, code: str, body: Renaming) -> UnitOut:
    """Give the unit another name from a day on."""
    user = acting(request)
    unit = actions.rename_unit(
        unit=unit_of(user, code),
        name=body.name,
        day=body.day,
        decision=body.decision,
        version=body.version,
        by=user,
    )
    return UnitOut.of(unit, body.day)


@router.post("/units/{code}/change-kind", response=UnitOut)
def change_kind(request: HttpRequest, code: str, body: ChangeOfKind) -> UnitOut:
    """Change what the unit is from a day on."""
    user = acting(request)
    unit = actions.change_kind(
        unit=unit_of(user, code),
        kind=body.kind,
        sector=body.sector,
        day=body.day,
        decision=body.decision,
        version=body.version,
        by=user,
    )
    return UnitOut.of(unit, body.day)


@router.post("/units/{code}/move", response=UnitOut)
def move_unit(request: HttpRequest, code: str, body: Moving) -> UnitOut:
    """Hang the unit under another from a day on."""
    user = acting(request)
    unit = unit_of(user, code)
    parent = units_named(user, {"body.parent": body.parent})["body.parent"]
    actions.move_unit(unit=unit, parent=parent, day=body.day, decision=body.decision, version=body.version, by=user)
    return UnitOut.of(unit, body.day)


@router.post("/units/{code}/close", response=Reorganised)
def close_unit(request: HttpRequest, code: str, body: Closing) -> Reorganised:
    """End the unit without a successor."""
    user = acting(request)
    unit = unit_of(user, code)
    held = actions.close_unit(
        unit=unit, day=body.day, decision=body.decision, reason=body.reason, version=body.version, by=user
    )
    return Reorganised(units=[UnitOut.of(unit, body.day)], held=[HeldOut.of(one) for one in held])


@router.post("/units/{code}/split", response=Reorganised)
def split_unit(request: HttpRequest, code: str, body: Splitting) -> Reorganised:
    """Split the unit into several; it ends on the day."""
    user = acting(request)
    old = unit_of(user, code)
    wrong = [below for below, position in body.children.items() if not 0 <= position < len(body.parts)]
    if wrong:
        raise Refused(
            _("There is no such part for: %(units)s.") % {"units": ", ".join(sorted(wrong))},
            errors=tuple(
                Fault(place=f"body.children.{below}", sentence=_("There is no such part.")) for below in sorted(wrong)
            ),
        )
    parts = [(_target(user, f"body.parts.{n}", part.into, part.new), part.share) for n, part in enumerate(body.parts)]
    units, held = actions.split_unit(
        old=old,
        parts=parts,
        day=body.day,
        children=body.children,
        decision=body.decision,
        version=body.version,
        by=user,
    )
    return Reorganised(units=[UnitOut.of(one, body.day) for one in units], held=[HeldOut.of(one) for one in held])


@router.post("/mergers", response=Reorganised)
def merge_units(request: HttpRequest, body: Merging) -> Reorganised:
    """Merge units into one; the others end on the day."""
    user = acting(request)
    olds = units_named(user, {f"body.olds.{n}": code for n, code in enumerate(body.olds)})
    unit, held = actions.merge_units(
        olds=list(olds.values()),
        into=_target(user, "body", body.into, body.new),
        day=body.day,
        decision=body.decision,
        version=body.version,
        by=user,
    )
    return Reorganised(units=[UnitOut.of(unit, body.day)], held=[HeldOut.of(one) for one in held])


def _target(user: User, place: str, into: str | None, new: UnitIn | None) -> Unit | NewUnit:
    """The old unit or the new one that takes a part."""
    if (into is None) == (new is None):
        sentence = _("Give either `into`, the code of a unit, or `new`, a unit to make.")
        raise Refused(sentence, errors=(Fault(place=place, sentence=sentence),))
    if new is None:
        return units_named(user, {f"{place}.into": into})[f"{place}.into"]
    parent = units_named(user, {f"{place}.new.parent": new.parent}).get(f"{place}.new.parent")
    return NewUnit(code=new.code, name=new.name, kind=new.kind, sector=new.sector, parent=parent)
