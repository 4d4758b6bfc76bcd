"""A unit's figures over time, followed to its predecessors by lineage and never by copied numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from kientoan.core.periods import Period
from kientoan.figures.models import Indicator, Observation
from kientoan.figures.queries.frames import source_order
from kientoan.figures.rules.period_numbers import period_of
from kientoan.orgs.models import Unit


@dataclass(frozen=True)
class Point:
    """A unit's figure of one period: its own, or made from several units that later became this one.

    ``own`` is false when units that have since gone into this one are in the value; ``expected`` is how many units it
    should be made from, ``parts`` what each of them reported.
    """

    period: Period
    value: Decimal
    own: bool
    parts: Mapping[int, Decimal]
    expected: int = 1

    @property
    def is_whole(self) -> bool:
        """Whether every unit that should be in the value has reported."""
        return len(self.parts) == self.expected


# Each ancestor with the share of it that came to this unit, the day it came, and the day it itself came to be.
_ANCESTORS = """
WITH RECURSIVE back(id, share, until, since) AS (
  SELECT %s::bigint, 1::numeric, NULL::date,
         (SELECT max(day) FROM orgs_lineage WHERE new_id = %s)
  UNION ALL
  SELECT l.old_id, b.share * l.share, l.day,
         (SELECT max(day) FROM orgs_lineage e WHERE e.new_id = l.old_id)
  FROM back b JOIN orgs_lineage l ON l.new_id = b.id
)
SELECT id, sum(share), max(until), max(since) FROM back GROUP BY id
"""


def series(unit: Unit, indicator: Indicator) -> list[Point]:
    """The unit's figures of an indicator, oldest first.

    Before the unit came from others, a value that adds up (`up_the_tree: sum`) is the sum of its predecessors' by their
    shares; any other is their plain mean. What a predecessor did not report stays missing and is counted as such.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [unit.pk, unit.pk])
        family = {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}
    born = unit.spans.order_by("valid").values_list("valid", flat=True).first()
    points = []
    for number, by_unit in _values(list(family), indicator).items():
        period = period_of(number)
        living = _living(family, unit.pk, period.end)
        if born is not None and born.lower <= period.end:
            living.add(unit.pk)
        parts = {key: value for key, value in by_unit.items() if key in living}
        if parts:
            value = _together(parts, {key: family[key][0] for key in parts}, indicator.up_the_tree)
            points.append(Point(period, value, living == {unit.pk}, parts, len(living)))
    return sorted(points, key=lambda point: point.period)


def _values(ids: list[int], indicator: Indicator) -> dict[int, dict[int, Decimal]]:
    rows = Observation.objects.current().filter(unit_id__in=ids, indicator=indicator)
    found: dict[int, dict[int, tuple[int, Decimal]]] = {}
    for unit_id, number, source, value in rows.values_list("unit_id", "period", "source", "value"):
        place = source_order(period_of(number))[source]
        now = found.setdefault(number, {}).get(unit_id)
        if value is not None and (now is None or place < now[0]):
            found[number][unit_id] = (place, value)
    return {number: {key: value for key, (_, value) in of.items()} for number, of in found.items()}


def _living(family: Mapping[int, tuple[Decimal, date | None, date | None]], itself: int, day: date) -> set[int]:
    """The predecessors that were there on the day: come to be by then, not yet gone into a successor."""
    return {
        key
        for key, (_, until, since) in family.items()
        if key != itself and until is not None and day < until and (since is None or since <= day)
    }


def _together(parts: Mapping[int, Decimal], shares: Mapping[int, Decimal], way: str) -> Decimal:
    if way == "sum":
        return sum((value * shares[key] for key, value in parts.items()), Decimal())
    return sum(parts.values(), Decimal()) / len(parts)
