"""A person's own lists of units and operations by the API: first what they would do, then done."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Query, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.core.access import Refused
from kientoan.core.api import Day, Reason, acting
from kientoan.core.problems import Fault
from kientoan.orgs import imports
from kientoan.orgs.api.router import router
from kientoan.orgs.rules.spans import SpanRow


class How(Schema):
    """How a list is to be read, and whether to carry it out."""

    apply: bool = Field(default=False, description="Carry it out; without it, only say what it would do.")
    sheet: str | None = Field(None, max_length=100, description="The sheet; without it the one with the headers.")
    since: Day | None = Field(None, description="The day from which a list holds that bears no day.")
    under: str | None = Field(None, description="Code of the unit that a list with a column per tier hangs under.")
    whole: bool | None = Field(None, description="Whether units of the area that the list lacks have ended.")
    reason: Reason = ""


class SpanOut(Schema):
    """A unit from day to day, as a list has it."""

    code: str
    name: str
    kind: str
    sector: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None


class ClosedOut(Schema):
    """A unit that ends, and the first day on which it no longer exists."""

    code: str
    name: str
    day: date


class PlanOut(Schema):
    """What a list does: what comes, changes and ends."""

    applied: bool
    shape: str = Field(description="units, flat (a column per tier) or operations.")
    steps: int = Field(default=0, description="How many operations.")
    added: list[SpanOut] = []
    changed: list[str] = Field(default=[], description="Codes of the units whose spans change.")
    closed: list[ClosedOut] = []
    unchanged: int = 0
    notes: list[Fault] = []
    ignored_headers: list[str] = []


@router.post("/imports/units", response=PlanOut)
def import_units(request: HttpRequest, how: Query[How], file: File[UploadedFile]) -> PlanOut:
    """A .csv, .xlsx, .xls or .ods with units (code, name, kind …), operations, or a column per tier.

    Refused whole, with every fault and its place, when anything is wrong.
    """
    user = acting(request)
    name = file.name or "list"
    plan = imports.plan(
        file.read(), by=user, file=name, sheet=how.sheet, since=how.since, under=how.under, whole=how.whole
    )
    if plan.errors:
        faults = tuple(Fault(place=e.place.sentence(_), sentence=e.sentence(_)) for e in plan.errors)
        raise Refused(_("%(file)s has faults; nothing was changed.") % {"file": name}, errors=faults)
    if how.apply and plan.changes_something:
        imports.apply(plan, by=user, reason=how.reason)
    return _said(plan, applied=how.apply and plan.changes_something)


def _said(plan: imports.Plan, *, applied: bool) -> PlanOut:
    notes = [Fault(place=e.place.sentence(_), sentence=e.sentence(_)) for e in plan.notes]
    if isinstance(plan, imports.OperationsPlan):
        return PlanOut(
            applied=applied,
            shape=plan.shape,
            steps=len(plan.steps),
            notes=notes,
            ignored_headers=plan.ignored_headers,
        )
    return PlanOut(
        applied=applied,
        shape=plan.shape,
        added=[_span(row) for row in plan.added],
        changed=[code for code, _before, _after in plan.changed],
        closed=[ClosedOut(code=row.code, name=row.name, day=day) for row, day in plan.closed],
        unchanged=plan.unchanged,
        notes=notes,
        ignored_headers=plan.ignored_headers,
    )


def _span(row: SpanRow) -> SpanOut:
    return SpanOut(
        code=row.code,
        name=row.name,
        kind=row.kind,
        sector=row.sector,
        parent_code=row.parent_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
