"""Accounts made in bulk from the office's sheet, each with its role and unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.actions import NewAccount, make_accounts
from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs.access import check_right
from kientoan.orgs.actions.grants import give_grant
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right, Role


@dataclass(frozen=True)
class Entrant:
    """A line of the sheet: an account, its role and the unit over which it holds."""

    username: str
    full_name: str
    role: Role
    unit_code: str
    email: str = ""
    phone: str = ""
    password: str | None = None


def admit(*, entrants: Sequence[Entrant], day: date, by: User) -> list[User]:
    """Make the accounts and give the grants, all or none; refuses with every fault of the sheet."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={one.unit_code for one in entrants})}
    errors = [
        _("%(name)s: there is no unit with the code “%(code)s”.") % {"name": one.username, "code": one.unit_code}
        for one in entrants
        if one.unit_code not in units
    ]
    if errors:
        raise Refused(_("No account was made."), errors=tuple(errors))
    for unit in units.values():
        check_right(by, Right.MAKE_ACCOUNTS, unit)
    with recorded("orgs.admit", by=by, detail={"count": len(entrants)}):
        users = make_accounts(
            accounts=[NewAccount(e.username, e.full_name, e.email, e.phone, e.password) for e in entrants], by=by
        )
        for user, one in zip(users, entrants, strict=True):
            give_grant(user=user, role=one.role, unit=units[one.unit_code], day=day, by=by)
    return users
