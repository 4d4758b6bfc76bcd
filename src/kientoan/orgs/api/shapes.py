"""What the API of the register gives and takes."""

from datetime import date
from typing import Annotated, Self

from ninja import Schema
from pydantic import Field

from kientoan.core.api import Day, Decision
from kientoan.orgs import queries
from kientoan.orgs.models import Body, Grant, Unit, UnitSpan
from kientoan.orgs.rules.handover import Held
from kientoan.orgs.rules.roles import Role


class UnitRow(Schema):
    """A unit as it was on a day."""

    code: str
    name: str
    kind: str
    sector: str
    parent: str | None = Field(None, description="Code of the unit it hung under.")
    valid_from: date | None
    valid_to: date | None = Field(None, description="The first day on which this no longer held.")

    @classmethod
    def of(cls, span: UnitSpan) -> Self:
        """From a span with its unit and its parent."""
        parent = span.parent.code if span.parent else None
        return cls(
            code=span.unit.code,
            name=span.name,
            kind=span.kind,
            sector=span.sector,
            parent=parent,
            valid_from=span.valid.lower,
            valid_to=span.valid.upper,
        )


class UnitOut(Schema):
    """A unit: what it was on the day, and all it has been."""

    code: str
    is_sample: bool
    version: int = Field(description="Send it back with an operation: if someone was quicker, the answer is 409.")
    on_the_day: UnitRow | None = Field(None, description="Nothing, when the unit did not exist on the day.")
    spans: list[UnitRow]

    @classmethod
    def of(cls, unit: Unit, day: date) -> Self:
        """From a unit, as of a day."""
        spans = list(UnitSpan.objects.filter(unit=unit).select_related("unit", "parent").order_by("valid"))
        rows = [UnitRow.of(span) for span in spans]
        held = next((row for row, span in zip(rows, spans, strict=True) if day in span.valid), None)
        version = queries.version_of(unit)
        return cls(code=unit.code, is_sample=unit.is_sample, version=version, on_the_day=held, spans=rows)


class NodeOut(Schema):
    """A unit in the tree."""

    code: str
    name: str
    kind: str
    sector: str
    has_children: bool


class FoundOut(Schema):
    """A unit that a search found, under the name that matched, and what became of it."""

    code: str
    name: str
    kind: str
    sector: str
    exists: bool
    until: date | None
    successors: list[str] = Field(description="Codes of the units that took its place.")


class DescentOut(Schema):
    """One link of the lineage."""

    old_code: str
    old_name: str | None
    new_code: str
    new_name: str | None
    day: date
    share: str
    decision: str


class CountOut(Schema):
    """How many units of one kind, sector or both there were."""

    kind: str | None = None
    sector: str | None = None
    count: int


class HeldOut(Schema):
    """A thing that a unit still held when it ended, and what became of it."""

    kind: str
    label: str
    outcome: str | None

    @classmethod
    def of(cls, held: Held) -> Self:
        """From the hand-over record."""
        return cls(kind=held.kind, label=held.label, outcome=held.outcome.value if held.outcome else None)


class BodyOut(Schema):
    """A body of a unit."""

    id: int
    unit: str
    kind: str
    name: str
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, body: Body) -> Self:
        """From a body with its unit."""
        return cls(
            id=body.pk,
            unit=body.unit.code,
            kind=body.kind,
            name=body.name,
            valid_from=body.valid.lower,
            valid_to=body.valid.upper,
        )


class GrantOut(Schema):
    """A role of an account over a unit's branch or a portfolio."""

    id: int
    username: str
    role: Role
    unit: str | None
    portfolio: str | None
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """From a grant with its account, unit and portfolio."""
        return cls(
            id=grant.pk,
            username=grant.user.username,
            role=Role(grant.role),
            unit=grant.unit.code if grant.unit else None,
            portfolio=grant.portfolio.name if grant.portfolio else None,
            valid_from=grant.valid.lower,
            valid_to=grant.valid.upper,
        )


class Dated(Schema):
    """The day on which an operation takes effect, and its decision."""

    day: Day = Field(description="The first day on which it holds.")
    decision: Annotated[Decision, Field(min_length=1)] = Field(
        description="Number of the decision, such as 112-QĐ/BTCTU."
    )


class Versioned(Dated):
    """An operation on a unit that may have been seen before."""

    version: int | None = Field(None, description="The unit's `version` as last seen.")
