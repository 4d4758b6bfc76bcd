"""Whom a reminder reaches: the account of the post that answers for a task, and the heads of the unit that leads it."""

from collections.abc import Iterable, Sequence
from datetime import date

from kientoan.accounts.models import User
from kientoan.orgs.models import Grant
from kientoan.orgs.rules.roles import Role
from kientoan.people.models import Holding

HEAD_ROLES = (Role.HEAD.value, Role.SECRETARY.value, Role.BASE_SECRETARY.value)


class Heads:
    """The accounts that answer for units and posts on a day, asked for once."""

    def __init__(self, units: Iterable[int], posts: Iterable[int], day: date) -> None:
        self.by_unit = _by_unit(set(units), day)
        self.by_post = _by_post(set(posts), day)

    def of(self, unit: int, post: int | None, rung: int) -> Sequence[int]:
        """The accounts to remind: before the day the one who answers for the task, on the day the unit's heads too."""
        named = self.by_post.get(post, []) if post else []
        heads = self.by_unit.get(unit, [])
        if named and rung > 0:
            return named
        return list(dict.fromkeys([*named, *heads]))


def _by_unit(units: set[int], day: date) -> dict[int, list[int]]:
    rows = (
        Grant.objects.as_of(day)
        .filter(unit_id__in=units, role__in=HEAD_ROLES, user__is_active=True, user__is_service=False)
        .order_by("pk")
        .values_list("unit_id", "user_id")
    )
    return _grouped(rows)


def _by_post(posts: set[int], day: date) -> dict[int, list[int]]:
    rows = (
        Holding.objects.filter(post_id__in=posts, valid__contains=day, person__account__is_active=True)
        .order_by("pk")
        .values_list("post_id", "person__account_id")
    )
    return _grouped(rows)


def _grouped(rows: Iterable[tuple[int | None, int | None]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, account in rows:
        if key is not None and account is not None and account not in found.setdefault(key, []):
            found[key].append(account)
    return found


def accounts(keys: Iterable[int]) -> dict[int, User]:
    """The accounts by their keys."""
    return {user.pk: user for user in User.objects.filter(pk__in=set(keys))}
