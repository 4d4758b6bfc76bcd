"""Who sees which lines of the register: its own branch, what was addressed to it; marked ones by right only."""

from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from kientoan.accounts.models import User
from kientoan.orgs.models import held, scope
from kientoan.orgs.rules.roles import Right


def seen_by(user: User) -> Q:
    """The condition on documents that this person may see.

    A line is seen where its keeper or an addressee lies within reach. A marked one is seen only
    where a grant of today gives the right to marked lines over its keeper.
    """
    reach = scope.of_user(user)
    own = _within("keeper_id", reach) | _addressed("pk", reach)
    if user.is_service:
        return own
    marked = _within("keeper_id", held.reach_with(user, Right.SEE_MARKED))
    return own & (Q(secrecy="") | marked)


def _within(column: str, reach: scope.Reach) -> Q:
    if reach.everything:
        return Q(pk__isnull=False)
    if not reach.sql:
        return Q(pk__in=[])
    return Q(**{f"{column}__in": RawSQL(reach.sql, reach.params)})  # noqa: S611  our own text only


def _addressed(column: str, reach: scope.Reach) -> Q:
    if reach.everything or not reach.sql:
        return _within(column, reach)
    sql = f"SELECT document_id FROM documents_addressee WHERE unit_id IN ({reach.sql})"  # noqa: S608  our own text only
    params: tuple[Any, ...] = reach.params
    return Q(**{f"{column}__in": RawSQL(sql, params)})  # noqa: S611
