"""Plain sheets of figures by the API as work of the queue: put down and checked, looked at, taken in."""

from typing import Any, Self

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.core.api import PeriodCode, Reason, acting
from kientoan.core.periods import Period
from kientoan.core.problems import Fault
from kientoan.figures import access
from kientoan.figures.actions import sheets as actions
from kientoan.figures.api.router import router
from kientoan.figures.imports import sheets as imports
from kientoan.figures.models import SheetRun


class HowBrought(Schema):
    """How a sheet is read."""

    period: PeriodCode = Field("", description="The period of rows that name none.")


class TakeIn(Schema):
    """How a checked sheet is taken in."""

    reason: Reason = Field(
        "", description="Why, when figures that a review or a signed report was made from are corrected."
    )


class SheetOut(Schema):
    """A sheet: `state` is checking, checked, recording, done or refused; `done` of `total` rows while it works."""

    id: int
    file: str
    state: str
    done: int
    total: int
    refused: str
    figures: int
    units: int
    periods: list[str]
    faults: int
    errors: list[Fault]
    added: int
    corrected: int
    unchanged: int

    @classmethod
    def of(cls, run: SheetRun) -> Self:
        """From a sheet that was put down."""
        plan: dict[str, Any] = run.plan or {}
        posted: dict[str, int] = run.posted or {}
        return cls(
            id=run.pk,
            file=run.file_name,
            state="refused" if run.refused and not run.plan else run.step,
            done=run.done,
            total=run.total,
            refused=run.refused,
            figures=plan.get("figures", 0),
            units=plan.get("units", 0),
            periods=plan.get("periods", []),
            faults=plan.get("errors", 0),
            errors=[
                Fault(place=f"{one['row'] or ''} {one['column']}".strip(), sentence=one["words"])
                for one in plan.get("shown", [])[:MOST_FAULTS]
            ],
            added=posted.get("added", 0),
            corrected=posted.get("corrected", 0),
            unchanged=posted.get("unchanged", 0),
        )


MOST_FAULTS = 500


def _run(request: HttpRequest, number: int) -> SheetRun:
    return get_object_or_404(SheetRun.objects.visible_to(acting(request)), pk=number)


@router.post("/imports/sheets", response={202: SheetOut})
def bring_sheet(request: HttpRequest, how: Query[HowBrought], file: File[UploadedFile]) -> Status:
    """Put a sheet of figures down to be checked, long or wide; a large one is checked by a job."""
    period = Period.parse(how.period) if how.period else None
    run = actions.start_sheet(file=file, period=period, by=acting(request))
    if not actions.is_large(run):
        imports.check_sheet(run)
    return Status(202, SheetOut.of(run))


@router.get("/imports/sheets/{number}", response=SheetOut)
def get_sheet(request: HttpRequest, number: int) -> SheetOut:
    """How far a sheet of one's own is: what it would do, its faults (at most 500 of them), what it did."""
    return SheetOut.of(_run(request, number))


@router.post("/imports/sheets/{number}/take-in", response={202: SheetOut})
def take_in_sheet(request: HttpRequest, number: int, body: TakeIn) -> Status:
    """Have a checked sheet without faults taken in, once; a large one by a job."""
    access.check_merge(acting(request))
    run = _run(request, number)
    if not actions.take_in_sheet(run=run, by=acting(request), reason=body.reason):
        imports.record_sheet(run)
    return Status(202, SheetOut.of(run))
