"""Set targets (chỉ tiêu giao)."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.figures import access
from kientoan.figures.models import Indicator, Target
from kientoan.figures.rules.identities import impossible
from kientoan.orgs.models import Unit


def set_target(
    *, unit: Unit, indicator: Indicator, year: int, value: Decimal, decision: str, decided_on: date, by: User
) -> Target:
    """Give a unit its target of a year by a decision; an earlier one of the same year is replaced and kept."""
    access.check_set_target(by, unit)
    if not decision.strip():
        raise Refused(_("A target needs the number of its decision."))
    if impossible(indicator.kind, value):
        raise Refused(_("“%(value)s” cannot be a value of “%(name)s”.") % {"value": value, "name": indicator.name})
    standing = Target.objects.current().filter(unit=unit, indicator=indicator, year=year)
    if same := standing.filter(value=value, decision=decision, decided_on=decided_on).first():
        return same
    with recorded("figures.set_target", by=by, on=[unit], detail={"decision": decision, "year": year}) as action:
        current = standing.select_for_update().first()
        target = Target(
            pk=_next_id(),
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


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('figures_target', 'id'))")
        return int(cursor.fetchone()[0])
