"""The tree as of a day: roots, children, paths, pages in order of name, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from kientoan.accounts.models import User
from kientoan.orgs.models import Unit, UnitSpan, scope
from kientoan.orgs.models.units import SpanQuerySet
from kientoan.orgs.queries.search import matching


@dataclass(frozen=True)
class Node:
    """A unit as the tree shows it on a day."""

    id: int
    code: str
    name: str
    kind: str
    sector: str
    has_children: bool
    parent_id: int | None = None


@dataclass(frozen=True)
class Counted:
    """How many units of a kind and sector there were."""

    key: tuple[str, ...]
    count: int


def _nodes(spans: SpanQuerySet, day: date) -> list[Node]:
    below = UnitSpan.objects.as_of(day).filter(parent_id=OuterRef("unit_id"))
    rows = spans.annotate(has_children=Exists(below)).values_list(
        "unit_id", "unit__code", "name", "kind", "sector", "has_children", "parent_id"
    )
    return [Node(*row) for row in rows]


def span_of(unit: Unit, day: date) -> UnitSpan | None:
    """The unit's span on the day; None if it did not exist then."""
    return unit.spans.as_of(day).select_related("parent").first()


def roots_for(user: User, day: date) -> list[Node]:
    """The highest units that the user sees on the day: the tops of his or her part of the tree."""
    visible = UnitSpan.objects.visible_to(user).as_of(day)
    reach = scope.of_user(user)
    top = Q(parent__isnull=True)
    if (
        not reach.everything and reach.sql
    ):  # a parent of the day exists on that day: it is only asked whether it is seen
        top |= ~Q(parent_id__in=RawSQL(reach.sql, reach.params))  # noqa: S611
    tops = visible.filter(top)
    return _nodes(tops.by_name(), day)


def children_of(unit: Unit, day: date, user: User) -> list[Node]:
    """What hangs directly under the unit on the day, as far as the user sees it, by name."""
    spans = UnitSpan.objects.visible_to(user).as_of(day).filter(parent=unit)
    return _nodes(spans.by_name(), day)


_PATH = """
WITH RECURSIVE up(unit_id, depth) AS (
  SELECT %s::bigint, 0
  UNION ALL
  SELECT s.parent_id, up.depth + 1 FROM up
  JOIN orgs_unitspan s ON s.unit_id = up.unit_id AND s.valid @> %s::date
  WHERE s.parent_id IS NOT NULL AND up.depth < 100
)
SELECT u.id, u.code, s.name, s.kind, s.sector, true, s.parent_id
FROM up JOIN orgs_unit u ON u.id = up.unit_id
JOIN orgs_unitspan s ON s.unit_id = u.id AND s.valid @> %s::date
ORDER BY up.depth DESC
"""


def path_to(unit: Unit, day: date) -> list[Node]:
    """From the top of the tree down to the unit, as of the day."""
    with connection.cursor() as cursor:
        cursor.execute(_PATH, [unit.pk, day, day])
        return [Node(*row) for row in cursor.fetchall()]


def units_page(
    user: User,
    day: date,
    *,
    under: Unit | None = None,
    kinds: Sequence[str] = (),
    sectors: Sequence[str] = (),
    text: str = "",
) -> SpanQuerySet:
    """The units that the user sees on the day, filtered, in order of name; to be sliced into pages."""
    spans = UnitSpan.objects.visible_to(user).as_of(day).select_related("unit")
    if under is not None:
        spans = spans.under(under, day)
    if kinds:
        spans = spans.filter(kind__in=kinds)
    if sectors:
        spans = spans.filter(sector__in=sectors)
    if text:
        return matching(spans, text)
    return spans.by_name()


def count_units(
    day: date, *, by: Sequence[str] = ("kind",), under: Unit | None = None, user: User | None = None
) -> list[Counted]:
    """How many units there were on the day by kind, sector or both (``by``), most first."""
    spans = UnitSpan.objects.as_of(day)
    if user is not None:
        spans = spans.visible_to(user)
    if under is not None:
        spans = spans.under(under, day)
    rows = spans.values(*by).annotate(count=Count("unit_id")).order_by("-count", *[F(one) for one in by])
    return [Counted(tuple(row[one] for one in by), row["count"]) for row in rows]
