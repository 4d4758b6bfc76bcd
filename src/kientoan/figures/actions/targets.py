"""Set targets (chỉ tiêu giao)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.formats import written
from kientoan.core.recording import recorded
from kientoan.figures import access
from kientoan.figures.models import Indicator, Target
from kientoan.figures.rules.identities import impossible
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A line of a list of targets, with the ids of its unit and indicator."""

    unit: int
    indicator: int
    year: int
    value: Decimal
    decision: str
    decided_on: date


def set_targets(*, rows: Iterable[TargetRow], by: User, reason: str = "") -> int:
    """Set the targets of a list (at most one for a unit, indicator and year) in one action; gives how many are new or changed.

    Earlier ones of the same year are replaced and kept. The caller has checked the values.
    """
    check_right(by, Right.SET_TARGETS)
    rows = list(rows)
    access.check_all_within(by, Right.SET_TARGETS, {row.unit for row in rows})
    if any(not row.decision.strip() for row in rows):
        raise Refused(_("A target needs the number of its decision."))
    with recorded("figures.set_targets", by=by, reason=reason) as action:
        years = {row.year for row in rows}
        standing = {
            (one.unit_id, one.indicator_id, one.year): one
            for one in Target.objects.current().filter(year__in=years).select_for_update()
        }
        ids = iter(_next_ids(len(rows)))
        made, replaced = [], []
        for row in rows:
            old = standing.get((row.unit, row.indicator, row.year))
            if old and (old.value, old.decision, old.decided_on) == (row.value, row.decision, row.decided_on):
                continue
            target = _target(next(ids), row)
            made.append(target)
            if old:
                old.replaced_by_id = target.pk
                replaced.append(old)
        Target.objects.bulk_update(replaced, ["replaced_by"], batch_size=2000)
        Target.objects.bulk_create(made, batch_size=2000)
        action.note(targets=len(made), replaced=len(replaced))
    return len(made)


def _target(key: int, row: TargetRow) -> Target:
    return Target(
        pk=key,
        unit_id=row.unit,
        indicator_id=row.indicator,
        year=row.year,
        value=row.value,
        decision=row.decision,
        decided_on=row.decided_on,
    )


def set_target(
    *, unit: Unit, indicator: Indicator, year: int, value: Decimal, decision: str, decided_on: date, by: User
) -> Target:
    """Give a unit its target of a year by a decision; an earlier one of the same year is replaced and kept."""
    access.check_set_target(by, unit)
    if not decision.strip():
        raise Refused(_("A target needs the number of its decision."))
    if impossible(indicator.kind, value):
        raise Refused(
            _("“%(value)s” cannot be a value of “%(name)s”.") % {"value": written(value, _), "name": indicator.name}
        )
    standing = Target.objects.current().filter(unit=unit, indicator=indicator, year=year)
    if same := standing.filter(value=value, decision=decision, decided_on=decided_on).first():
        return same
    with recorded("figures.set_target", by=by, on=[unit], detail={"decision": decision, "year": year}) as action:
        current = standing.select_for_update().first()
        target = Target(
            pk=_next_ids(1)[0],
            unit=unit,
            indicator=indicator,
            year=year,
            value=value,
            decision=decision,
            decided_on=decided_on,
        )
        if current:
            current.replaced_by_id = target.pk
            current.save(update_fields=["replaced_by"])
        target.save(force_insert=True)
        action.about(target)
    return target


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('figures_target', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [int(key) for (key,) in cursor.fetchall()]
