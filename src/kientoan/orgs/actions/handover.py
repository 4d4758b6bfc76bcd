"""What the register itself holds on a unit that ends: its bodies and the grants over it."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from kientoan.accounts.models import User
from kientoan.orgs.models import Grant, Unit
from kientoan.orgs.rules.handover import PASS_ON, Held, Outcome
from kientoan.orgs.rules.roles import Role

PASSING = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.SPECIALIST, Role.INSPECTOR})
"""Roles of an office, which go on at the successor; a role that comes with a post ends with the unit's posts."""


def pass_on(unit: Unit, successor: Unit | None, day: date, by: User) -> list[Held]:
    """Let every domain pass on, or end, what it still holds on a unit that ends on the day.

    Runs inside the operation's own action; higher domains come first (a post ends before its body).
    """
    held = [one for member in PASS_ON for one in member(unit, successor, day, by)]
    return [*held, *_grants(unit, successor, day), *_bodies(unit, day)]


def _bodies(unit: Unit, day: date) -> list[Held]:
    held = []
    for body in unit.bodies.filter(valid__endswith__isnull=True) | unit.bodies.filter(valid__endswith__gt=day):
        if body.valid.lower < day:
            body.valid = DateRange(body.valid.lower, day)
            body.save(update_fields=["valid"])
            held.append(Held("body", body.name, Outcome.ENDED))
    return held


def _grants(unit: Unit, successor: Unit | None, day: date) -> list[Held]:
    """An office's role goes over to the successor; any other ends, and its holder still reads what was the unit's."""
    held = []
    for grant in Grant.objects.as_of(day).filter(unit=unit).select_related("user"):
        until = grant.valid.upper
        label = f"{grant.user} ({grant.role})"
        if grant.valid.lower >= day:
            grant.delete()
        else:
            grant.valid = DateRange(grant.valid.lower, day)
            grant.save(update_fields=["valid"])
        passes = successor is not None and grant.role in PASSING
        role, over = (grant.role, successor) if passes else (Role.READER.value, unit)
        Grant.objects.create(user=grant.user, role=role, unit=over, valid=DateRange(day, until))
        held.append(Held("grant", label, Outcome.PASSED if passes else Outcome.ENDED))
    return held
