"""Grants: given and ended by those who may, never wider than their own."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.orgs.access import check_give, check_grant
from kientoan.orgs.models import Grant, Portfolio, Unit
from kientoan.orgs.rules.roles import Role


def give_grant(
    *,
    user: User,
    role: Role,
    day: date,
    by: User,
    unit: Unit | None = None,
    portfolio: Portfolio | None = None,
    until: date | None = None,
    reason: str = "",
) -> Grant:
    """Give a person a role over a unit's branch or a portfolio, for a span of time."""
    if (unit is None) == (portfolio is None):
        raise Refused(_("A grant is over a unit or over a portfolio."))
    for one in [unit] if unit is not None else list(portfolio.units.all()) if portfolio else []:
        check_give(by, user, role, one, day)
    if user.is_service:
        raise Refused(_("A service account takes no grant."))
    with recorded("orgs.give_grant", by=by, reason=reason, detail={"role": role.value}) as action:
        grant = Grant.objects.create(
            user=user, role=role.value, unit=unit, portfolio=portfolio, valid=DateRange(day, until)
        )
        action.about(grant, user, *([unit] if unit else []))
    return grant


def end_grant(*, grant: Grant, day: date, by: User, reason: str = "") -> Grant:
    """End a grant; ``day`` is the first day on which it no longer holds."""
    for one in [grant.unit] if grant.unit else list(grant.portfolio.units.all()) if grant.portfolio else []:
        check_grant(by, one)
    if grant.valid.upper is not None and grant.valid.upper <= day:
        raise Refused(_("The grant has ended already."))
    if grant.valid.lower >= day:
        raise Refused(_("The grant begins on that day or later; it can end the day after at the earliest."))
    with recorded("orgs.end_grant", by=by, on=[grant, grant.user], reason=reason):
        grant.valid = DateRange(grant.valid.lower, day)
        grant.save(update_fields=["valid"])
    return grant


def make_portfolio(*, name: str, units: list[Unit], by: User) -> Portfolio:
    """Make a named set of units that one person can be given."""
    for unit in units:
        check_grant(by, unit)
    with recorded("orgs.make_portfolio", by=by, on=units, detail={"name": name}) as action:
        portfolio = Portfolio.objects.create(name=nfc(name).strip())
        portfolio.units.set(units)
        action.about(portfolio)
    return portfolio
