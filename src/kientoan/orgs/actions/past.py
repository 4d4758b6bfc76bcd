"""The past of a register that is brought in as a list: operations with their lineage, and bodies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.orgs.access import check_named
from kientoan.orgs.actions.laws import lawful
from kientoan.orgs.models import Body, Lineage, Operation, Unit
from kientoan.orgs.models.units import OperationKind, OperationUnit
from kientoan.orgs.rules.operations import BodyRow, OperationRow
from kientoan.orgs.rules.roles import Right

if TYPE_CHECKING:
    from datetime import date

_WITH_LINEAGE = {OperationKind.MERGE, OperationKind.SPLIT}


def write_operations(*, rows: Sequence[OperationRow], by: User, reason: str = "") -> int:
    """Keep operations that already shaped the spans (`write_spans`), with the lineage of mergers and splits.

    Returns how many operations came; those already kept (kind, day, decision, unit) are left out.
    """
    codes = {row.from_code for row in rows} | {row.to_code for row in rows if row.to_code}
    check_named(by, Right.CHANGE_UNITS, codes)
    units = _units(codes)
    known = set(
        OperationUnit.objects.values_list("operation__kind", "operation__day", "operation__decision", "unit_id")
    )
    groups: dict[tuple[str, date, str], list[OperationRow]] = {}
    for row in rows:
        if (row.kind, row.day, row.decision, units[row.from_code].pk) not in known:
            groups.setdefault((row.kind, row.day, row.decision), []).append(row)
    with recorded("orgs.write_operations", by=by, reason=reason) as action, lawful():
        for (kind, day, decision), lines in groups.items():
            operation = Operation.objects.create(kind=OperationKind(kind), day=day, decision=decision)
            members = {units[code] for line in lines for code in (line.from_code, line.to_code) if code}
            OperationUnit.objects.bulk_create(
                OperationUnit(operation=operation, unit=unit) for unit in sorted(members, key=lambda u: u.pk)
            )
            if kind in _WITH_LINEAGE:
                Lineage.objects.bulk_create(
                    Lineage(
                        old=units[line.from_code],
                        new=units[line.to_code],
                        day=line.day,
                        share=line.share if line.share is not None else 1,
                        operation=operation,
                    )
                    for line in lines
                    if line.to_code and line.to_code != line.from_code
                )
        action.note(operations=len(groups))
    return len(groups)


def write_bodies(*, rows: Sequence[BodyRow], by: User, reason: str = "") -> int:
    """Bring in bodies as a list; those already there (unit, kind, first day) are left out. Returns how many came."""
    check_named(by, Right.CHANGE_UNITS, {row.unit_code for row in rows})
    units = _units({row.unit_code for row in rows})
    known = {
        (unit_id, kind, valid.lower)
        for unit_id, kind, valid in Body.objects.filter(unit__in=units.values()).values_list("unit_id", "kind", "valid")
    }
    new = [row for row in rows if (units[row.unit_code].pk, row.kind, row.valid_from) not in known]
    with recorded("orgs.write_bodies", by=by, reason=reason, detail={"bodies": len(new)}), lawful():
        Body.objects.bulk_create(
            (
                Body(
                    unit=units[row.unit_code],
                    kind=row.kind,
                    name=nfc(row.name).strip(),
                    valid=DateRange(row.valid_from, row.valid_to),
                )
                for row in new
            ),
            batch_size=2000,
        )
    return len(new)


def _units(codes: set[str]) -> dict[str, Unit]:
    found = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    errors = [_("There is no unit with the code “%(code)s”.") % {"code": code} for code in sorted(codes - set(found))]
    if errors:
        raise Refused(_("Nothing was written."), errors=tuple(errors))
    return found
