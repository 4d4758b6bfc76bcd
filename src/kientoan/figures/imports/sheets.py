"""A plain sheet brought to a page: what its check found, kept for the page, and its taking in."""

from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.core.formats import written
from kientoan.core.sheets import SheetError
from kientoan.core.sheets.errors import UnreadableFileError
from kientoan.core.sheets.marking import faults_of, mark_faults
from kientoan.figures.actions import sheets
from kientoan.figures.actions.ledger import Progress, no_progress
from kientoan.figures.imports.observations import Plan, apply_import, plan_import
from kientoan.figures.models import SheetRun

MOST_SHOWN = 5_000
"""How many faults are kept for the page; the marked sheet has them all."""


def check_sheet(run: SheetRun, progress: Progress = no_progress) -> None:
    """Read and check the sheet; the plan, or why it cannot be read, is kept for the page."""
    try:
        _keep(run, _plan(run, progress))
    except Refused as refused:
        sheets.end_check(run, refused=str(refused))
    except UnreadableFileError as error:
        sheets.end_check(run, refused=error.error.translate(_))


def record_sheet(run: SheetRun, progress: Progress = no_progress) -> None:
    """Take the sheet in, checked anew: the register may have changed; with faults it goes back to being looked at."""
    plan = _plan(run, progress)
    if not plan.ok:
        _keep(run, plan)
        return
    try:
        posted = apply_import(plan, by=run.by, reason=run.reason, progress=progress)
    except Refused as refused:
        sheets.end_check(run, plan=run.plan, refused=str(refused))
        raise
    sheets.end_sheet(run, posted=posted.counts)


def _plan(run: SheetRun, progress: Progress) -> Plan:
    raw = sheets.file_of(run).read_bytes()
    return plan_import(raw, by=run.by, file=run.file_name, period=run.period, progress=progress)


def _keep(run: SheetRun, plan: Plan) -> None:
    if plan.errors:
        raw = sheets.file_of(run).read_bytes()
        marked = mark_faults(raw, faults_of(plan.errors, _), file=run.file_name, gettext=_)
        sheets.marked_of(run).write_bytes(marked)
    sheets.end_check(run, plan=_told(plan))


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "figures": len(plan.rows),
        "units": plan.units,
        "periods": list(plan.periods),
        "errors": len(plan.errors),
        "shown": [_fault(error) for error in plan.errors[:MOST_SHOWN]],
        "notes": [note.translate(_) for note in plan.notes[:50]],
    }


def _fault(error: SheetError) -> dict[str, Any]:
    column = " ".join(filter(None, (error.column, f"({error.header})" if error.header else "")))
    return {"row": error.row, "column": column, "value": _found(error.value), "words": error.sentence(_)}


def _found(value: object) -> str:
    """What stood in the cell, a number as the reader writes it."""
    return "" if value is None else str(written(value, _))
