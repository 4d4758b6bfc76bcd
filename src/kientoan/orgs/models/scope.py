"""Which units a person reaches: one SQL set, used by every scoped query.

A grant reaches the branch of its unit as of today (as of its last day if the unit has ended),
what was closed below it, and every predecessor of those units by lineage. A recursive query is
the fastest of what was measured below the root (docs/adr); for the root the set is not built at
all: "everything" is no filter.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

from kientoan.accounts.models import User
from kientoan.core import clock

Q = TypeVar("Q", bound=models.QuerySet)


@dataclass(frozen=True)
class Reach:
    """A set of units: everything, nothing, or the result of a query."""

    everything: bool = False
    sql: str = ""
    params: tuple[Any, ...] = ()


REMEMBERED = 20_000
_KEPT = "_kt_reach"
_KEEPS = "_kt_keeps_reach"
EVERYTHING = Reach(everything=True)
NOTHING = Reach()

# A child hangs under a reached unit on that unit's day, or was closed under it before that day.
_BRANCH = """
  branch(unit_id, day) AS (
    {start}
    UNION
    SELECT s.unit_id,
           CASE WHEN s.valid @> b.day THEN b.day ELSE upper(s.valid) - 1 END
    FROM branch b JOIN orgs_unitspan s ON s.parent_id = b.unit_id
    WHERE s.valid @> b.day OR (s.closes_unit AND upper(s.valid) <= b.day)
  )
"""
_WITH_PREDECESSORS = """
  family(unit_id) AS (
    SELECT unit_id FROM branch
    UNION
    SELECT l.old_id FROM family f JOIN orgs_lineage l ON l.new_id = f.unit_id
  )
"""
# A granted unit is looked at on its last day if it has ended, else today.
_GRANTED_FROM = """
    SELECT g.unit_id,
           LEAST(%s::date, (SELECT max(upper(c.valid)) - 1 FROM orgs_unitspan c
                            WHERE c.unit_id = g.unit_id AND c.closes_unit))
    FROM (
      SELECT unit_id FROM orgs_grant WHERE {where} AND unit_id IS NOT NULL
      UNION
      SELECT pu.unit_id FROM orgs_grant
      JOIN orgs_portfolio_units pu ON pu.portfolio_id = orgs_grant.portfolio_id
      WHERE {where}
    ) g
"""
_GRANTED = _GRANTED_FROM.format(where="orgs_grant.user_id = %s AND orgs_grant.valid @> %s::date")
_GRANTED_BY_ID = _GRANTED_FROM.format(where="orgs_grant.id = ANY(%s)")


def remember(user: User, *, most: int = REMEMBERED) -> None:
    """Work the user's reach out once for a page that asks many times; kept on this object of the account alone.

    A page's request has its own object, so the next page sees grants as they then are. A reach of more than ``most`` units
    is not kept: asking the database anew is then cheaper than sending the list along.
    """
    reach = of_user(user)
    if reach.sql:
        kept = f"SELECT count(*), array_agg(unit_id)::text FROM ({reach.sql} LIMIT %s) reached(unit_id)"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(kept, [*reach.params, most + 1])
            count, listed = cursor.fetchone()
        if count > most:
            return
        # A text, from the database and back to it: turning thousands of numbers over in Python takes longer than asking.
        reach = Reach(sql="SELECT unnest(%s::bigint[])", params=(listed or "{}",))
    setattr(user, _KEPT, reach)


def keep_reach(user: User) -> None:
    """Let this object of the account keep its reach once it has been asked for; see `held.remember_grants`."""
    setattr(user, _KEEPS, True)


def of_user(user: User) -> Reach:
    """What the user's grants of today reach; nothing for one who has none."""
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.is_service:
        return EVERYTHING
    kept: Reach | None = getattr(user, _KEPT, None)
    if kept is not None:
        return kept
    reach = _of_user(user, clock.today())
    if getattr(user, _KEEPS, False):
        setattr(user, _KEPT, reach)
    return reach


def _of_user(user: User, today: date) -> Reach:
    if _holds_every_root(user, today):
        return EVERYTHING
    start = _BRANCH.format(start=_GRANTED)
    return Reach(
        sql=f"WITH RECURSIVE {start}, {_WITH_PREDECESSORS} SELECT unit_id FROM family",  # noqa: S608  our own text only
        params=(today, user.pk, today, user.pk, today),
    )


def of_grants(grant_ids: tuple[int, ...]) -> Reach:
    """What these grants of today reach together; for asking after a right over a unit."""
    if not grant_ids:
        return NOTHING
    today = clock.today()
    start = _BRANCH.format(start=_GRANTED_BY_ID)
    ids = list(grant_ids)
    return Reach(
        sql=f"WITH RECURSIVE {start}, {_WITH_PREDECESSORS} SELECT unit_id FROM family",  # noqa: S608  our own text only
        params=(today, ids, ids),
    )


# The same reach from the other end: from one unit up to what is granted. What stands on a line is a unit and the days on
# which it may be looked at so that the way down to the first unit exists; a grant looks at its unit on one of them.
_UPWARDS = f"""
  WITH RECURSIVE heir(unit_id) AS (
    SELECT %s::bigint
    UNION
    SELECT l.new_id FROM heir h JOIN orgs_lineage l ON l.old_id = h.unit_id
  ), up(unit_id, days) AS (
    SELECT unit_id, '(,)'::daterange FROM heir
    UNION
    SELECT s.parent_id, way.days
    FROM up JOIN orgs_unitspan s ON s.unit_id = up.unit_id AND s.parent_id IS NOT NULL
    CROSS JOIN LATERAL (VALUES
      (up.days * s.valid),
      (CASE WHEN s.closes_unit AND up.days @> (upper(s.valid) - 1) THEN daterange(upper(s.valid), NULL) END)
    ) way(days)
    WHERE NOT isempty(way.days)
  )
  SELECT EXISTS (SELECT 1 FROM up JOIN ({_GRANTED_BY_ID}) granted(unit_id, day)
                 ON granted.unit_id = up.unit_id AND up.days @> granted.day)
"""  # noqa: S608  our own text only


def reaches(grant_ids: tuple[int, ...], unit_id: int) -> bool:
    """Whether these grants of today reach the unit; quicker than building their whole reach, however wide it is."""
    if not grant_ids:
        return False
    ids = list(grant_ids)
    with connection.cursor() as cursor:
        cursor.execute(_UPWARDS, [unit_id, clock.today(), ids, ids])
        return bool(cursor.fetchone()[0])


def roots(day: date) -> frozenset[int]:
    """The units that stand under none on the day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id FROM orgs_unitspan WHERE parent_id IS NULL AND valid @> %s::date", [day])
        return frozenset(unit_id for (unit_id,) in cursor.fetchall())


def of_branch(unit_id: int, day: date) -> Reach:
    """The unit and what hung below it on the day, whoever asks."""
    return Reach(
        sql="""
        WITH RECURSIVE branch(unit_id) AS (
          SELECT %s::bigint
          UNION
          SELECT s.unit_id FROM branch b JOIN orgs_unitspan s ON s.parent_id = b.unit_id
          WHERE s.valid @> %s::date
        ) SELECT unit_id FROM branch""",
        params=(unit_id, day),
    )


def _holds_every_root(user: User, today: date) -> bool:
    """Whether the user is granted each unit that has no parent today (the whole register)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (SELECT 1 FROM orgs_grant WHERE user_id = %s AND valid @> %s::date)
               AND NOT EXISTS (
                 SELECT 1 FROM orgs_unitspan s
                 WHERE s.parent_id IS NULL AND s.valid @> %s::date
                   AND NOT EXISTS (SELECT 1 FROM orgs_grant g WHERE g.user_id = %s
                                   AND g.valid @> %s::date AND g.unit_id = s.unit_id))
               AND EXISTS (SELECT 1 FROM orgs_unitspan s
                           WHERE s.parent_id IS NULL AND s.valid @> %s::date)
            """,
            [user.pk, today, today, user.pk, today, today],
        )
        return bool(cursor.fetchone()[0])


def cut(queryset: Q, column: str, reach: Reach) -> Q:
    """Filter a query set so that ``column`` lies in the reach."""
    if reach.everything:
        return queryset
    if not reach.sql:
        return queryset.none()
    return queryset.filter(**{f"{column}__in": RawSQL(reach.sql, reach.params)})  # noqa: S611
