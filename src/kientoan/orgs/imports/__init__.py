"""A person's lists of units and of operations: `plan` says what would happen and every fault, `apply` does it as one action."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.sheets import fault, read_table
from kientoan.core.sheets.source import Source
from kientoan.orgs.access import check_change_units, check_write_spans
from kientoan.orgs.imports.columns import ALL, EXPORT, OPERATIONS, TIERS, UNITS
from kientoan.orgs.imports.operations import OperationsPlan, apply_operations, plan_operations
from kientoan.orgs.imports.shapes import read_flat, read_units
from kientoan.orgs.imports.units import UnitsPlan, apply_units, plan_units, refuse_beside_sample
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import pack
from kientoan.orgs.queries.register import export_rows, spans_of
from kientoan.orgs.rules.overlay import span_at
from kientoan.orgs.rules.progress import Progress, no_progress

__all__ = ["OperationsPlan", "UnitsPlan", "apply", "export_headers", "export_values", "plan"]

Plan = UnitsPlan | OperationsPlan


def plan(
    source: Source,
    *,
    by: User,
    file: str | None = None,
    sheet: str | None = None,
    since: date | None = None,
    under: str | None = None,
    whole: bool | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """Say what a file would do to the register: added, changed, closed, and all faults with row and column.

    The shape is known by the headers: units (code, name, kind …), operations (date, op …), or a flat list with a column per tier.
    `since` is the day for lists that bear none, `under` the code of the unit that a flat list hangs under, `whole` see `plan_units`.
    """
    check_change_units(by)
    table = read_table(source, ALL, file=file, sheet=sheet)
    if table.header_row is None:
        return UnitsPlan(table.file, "unknown", errors=table.errors)
    if table.has("op"):
        return plan_operations(table, by, progress)
    if any(table.has(tier) and table.has(f"{tier}_code") for tier in TIERS):
        above = spans_of([under]).get(under) if under else None
        if under and not above:
            raise Refused(_("There is no unit with the code “%(code)s”.") % {"code": under})
        top = (span_at(above, since) if since else None) or above[-1] if above else None
        read = read_flat(table, pack(), since, top, progress)
        return _within_reach(plan_units(table, read, pack(), shape="flat", whole=whole), by)
    missing = [column for column in UNITS[:3] if not table.has(column.name)]
    if missing:
        found = ", ".join(header for _letter, header in table.headers.values())
        place = table.place(table.header_row)
        errors = [
            fault("column_missing", place, wanted=c.title, aliases=", ".join((*c.headers[1:], c.name)), found=found)
            for c in missing
        ]
        return UnitsPlan(table.file, "unknown", errors=[*table.errors, *errors])
    read = read_units(table, pack(), since, progress)
    return _within_reach(plan_units(table, read, pack(), shape="units", whole=None), by)


def _within_reach(plan: UnitsPlan, by: User) -> UnitsPlan:
    """The plan, unless it would change what the person may not change."""
    places = {(span.code, span.parent_code) for span in plan.spans}
    check_write_spans(by, places | {(span.code, span.parent_code) for span, _day in plan.closed})
    return refuse_beside_sample(plan)


def apply(plan: Plan, *, by: User, reason: str = "", progress: Progress = no_progress) -> None:
    """Carry a plan out as one recorded action; refuses a plan with faults."""
    if isinstance(plan, OperationsPlan):
        apply_operations(plan=plan, by=by, reason=reason, progress=progress)
    else:
        apply_units(plan=plan, by=by, reason=reason, progress=progress)


def export_headers() -> list[str]:
    """The headers of an export, which the import knows."""
    return [column.name for column in EXPORT]


def export_values(by: User, *, day: date | None = None, under: Unit | None = None) -> Iterator[tuple[Any, ...]]:
    """The register as the import reads it: one row for each span, whole history or that of a day."""
    for span in export_rows(by, day=day, under=under):
        yield span.code, span.name, span.kind, span.sector, span.parent_code, span.valid_from, span.valid_to


OPERATION_HEADERS = [column.name for column in OPERATIONS]
