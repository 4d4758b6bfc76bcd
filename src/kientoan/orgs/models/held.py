"""What a person holds today: asked of the database once for a page, however many rights the page asks after.

Only a request that changes nothing remembers (`remember_grants`, called by `orgs.views.reach.RememberMiddleware`), and only
on its own object of the account: the next request sees grants as they then are, and a command or an action asks each time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.orgs.models import scope
from kientoan.orgs.models.grants import Grant
from kientoan.orgs.rules.roles import Right, Role, roles_with

_KNOWN = "_kt_held"


@dataclass(frozen=True, slots=True)
class Held:
    """A grant of today: its key, its role, and the unit or the portfolio that it is over."""

    pk: int
    role: Role
    unit_id: int | None
    portfolio_id: int | None


@dataclass(slots=True)
class _Known:
    """What one request has learnt of the rights of its person."""

    grants: tuple[Held, ...] | None = None
    within: dict[tuple[tuple[int, ...], int], bool] = field(default_factory=dict)


def remember_grants(user: User) -> None:
    """Let this object of the account keep what it learns of its grants, until the request ends."""
    setattr(user, _KNOWN, _Known())
    scope.keep_reach(user)


def grants_of(user: User) -> tuple[Held, ...]:
    """The grants of today of an active account, oldest first."""
    known: _Known | None = getattr(user, _KNOWN, None)
    if known is not None and known.grants is not None:
        return known.grants
    found: tuple[Held, ...] = ()
    if user.is_authenticated and user.is_active:
        grants = Grant.objects.as_of(clock.today()).filter(user=user).order_by("pk")
        rows = grants.values_list("pk", "role", "unit_id", "portfolio_id")
        found = tuple(Held(pk, Role(role), unit_id, portfolio_id) for pk, role, unit_id, portfolio_id in rows)
    if known is not None:
        known.grants = found
    return found


def with_roles(user: User, roles: Collection[Role]) -> tuple[int, ...]:
    """The keys of the grants of today that give one of the roles."""
    return tuple(one.pk for one in grants_of(user) if one.role in roles)


def with_rights(user: User, rights: Iterable[Right]) -> tuple[int, ...]:
    """The keys of the grants of today that give one of the rights."""
    return with_roles(user, {role for right in rights for role in roles_with(right)})


def reach_with(user: User, *rights: Right) -> scope.Reach:
    """The units over which grants of today give one of the rights."""
    if user.is_service:
        return scope.EVERYTHING
    keys = with_rights(user, rights)
    if keys and scope.of_user(user).everything:
        over = {one.unit_id for one in grants_of(user) if one.pk in keys}
        if len(keys) == len(grants_of(user)) or scope.roots(clock.today()) <= over:
            return scope.EVERYTHING
    return scope.of_grants(keys)


def holds_over(user: User, right: Right, unit_id: int) -> bool:
    """Whether a grant of today gives the right over the unit."""
    keys = with_rights(user, (right,))
    if any(one.unit_id == unit_id and one.pk in keys for one in grants_of(user)):
        return True
    known: _Known | None = getattr(user, _KNOWN, None)
    if known is None:
        return scope.reaches(keys, unit_id)
    if (keys, unit_id) not in known.within:
        known.within[keys, unit_id] = scope.reaches(keys, unit_id)
    return known.within[keys, unit_id]
