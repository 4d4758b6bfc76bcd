"""The figures of a period as tables: one value for each unit and indicator, whose word counts first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.periods import Period, PeriodKind
from kientoan.figures.models import Indicator, Observation, Target
from kientoan.figures.models.ledger import ObservationQuerySet
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.totals import over_time
from kientoan.figures.rules.words import Source

if TYPE_CHECKING:
    import polars

PRIORITY = "figures.sources.priority"


@dataclass(frozen=True, slots=True)
class Figure:
    """The value that counts, whose word it is, and its row of the ledger (None when shorter periods were added up)."""

    value: Decimal
    source: int
    observation_id: int | None


def source_order(period: Period) -> dict[int, int]:
    """Place of each source in the order of whose word counts, in force at the period's end (the first order before that)."""
    order = params.current().parameter(PRIORITY)
    words = order.entry(max(period.end, order.entries[0].since)).value
    return {int(Source.of(word)): place for place, word in enumerate(words)}


def values_of(
    period: Period,
    *,
    user: User | None = None,
    units: Iterable[int] | None = None,
    indicators: Iterable[Indicator] | None = None,
    known_at: datetime | None = None,
) -> dict[int, dict[int, Figure]]:
    """The figure that counts, by unit id and indicator id; absent is not zero.

    A figure reported for the period itself counts before one added up from shorter periods. ``known_at`` gives what was
    known at that moment, whatever was corrected since.
    """
    rows = _ledger(user, units, known_at)
    wanted = list(indicators) if indicators is not None else list(Indicator.objects.all())
    rows = rows.filter(indicator__in=wanted) if indicators is not None else rows
    found = _best(rows.of(period), period)
    _add_shorter(found, rows, period, wanted)
    return found


def _ledger(user: User | None, units: Iterable[int] | None, known_at: datetime | None) -> ObservationQuerySet:
    rows = Observation.objects.all() if user is None else Observation.objects.visible_to(user)
    if units is not None:
        rows = rows.filter(unit_id__in=list(units))
    return rows.known_at(known_at) if known_at else rows.current()


def _best(rows: ObservationQuerySet, period: Period) -> dict[int, dict[int, Figure]]:
    order = source_order(period)
    found: dict[int, dict[int, Figure]] = {}
    for key, unit_id, indicator_id, source, value in rows.values_list(
        "pk", "unit_id", "indicator_id", "source", "value"
    ).iterator(chunk_size=20_000):
        of_unit = found.setdefault(unit_id, {})
        now = of_unit.get(indicator_id)
        if value is None:
            continue
        if now is None or order[source] < order[now.source]:
            of_unit[indicator_id] = Figure(value, source, key)
    return found


def _add_shorter(
    found: dict[int, dict[int, Figure]], rows: ObservationQuerySet, period: Period, wanted: list[Indicator]
) -> None:
    """Add up the months of indicators that are asked more often than the period."""
    shorter: dict[str, list[Indicator]] = {}
    for indicator in wanted:
        if PeriodKind(indicator.period).months < period.kind.months:
            shorter.setdefault(indicator.period, []).append(indicator)
    for kind, indicators in shorter.items():
        parts = period.children(kind)
        numbers = {number_of(part): part for part in parts}
        chosen = rows.filter(period__in=numbers, indicator__in=indicators)
        by_part = (
            {part: _best(chosen.filter(period=number), part) for number, part in numbers.items()}
            if chosen.exists()
            else {}
        )
        if by_part:
            _put_sums(found, [by_part[part] for part in parts], indicators)


def _put_sums(
    found: dict[int, dict[int, Figure]], parts: list[dict[int, dict[int, Figure]]], indicators: list[Indicator]
) -> None:
    for unit_id in set().union(*parts):
        of_unit = found.setdefault(unit_id, {})
        for indicator in indicators:
            if indicator.pk in of_unit:
                continue
            figures = [part.get(unit_id, {}).get(indicator.pk) for part in parts]
            total = over_time([figure.value if figure else None for figure in figures], indicator.over_time)
            if total is not None:
                source = next(figure.source for figure in reversed(figures) if figure)
                of_unit[indicator.pk] = Figure(total, source, None)


def frame(
    period: Period,
    *,
    units: Iterable[int] | None = None,
    user: User | None = None,
    known_at: datetime | None = None,
) -> "polars.DataFrame":
    """The figures of a period as a Polars frame with the columns unit (id), indicator (code), value and source.

    For jobs only: Polars stays out of the web worker. Sorted, so that the same figures give the same bytes.
    """
    import polars

    codes: Mapping[int, str] = dict(Indicator.objects.values_list("pk", "code"))
    rows = sorted(
        (unit_id, codes[indicator_id], float(figure.value), Source(figure.source).code)
        for unit_id, of_unit in values_of(period, user=user, units=units, known_at=known_at).items()
        for indicator_id, figure in of_unit.items()
    )
    schema = {"unit": polars.Int64, "indicator": polars.String, "value": polars.Float64, "source": polars.String}
    return polars.DataFrame(rows, schema=schema, orient="row")


def targets_frame(year: int, *, units: Iterable[int] | None = None, user: User | None = None) -> "polars.DataFrame":
    """The targets of a year as a Polars frame with the columns unit (id), indicator (code) and target."""
    import polars

    chosen = (Target.objects.all() if user is None else Target.objects.visible_to(user)).current().filter(year=year)
    if units is not None:
        chosen = chosen.filter(unit_id__in=list(units))
    rows = sorted(
        (u, code, float(value)) for u, code, value in chosen.values_list("unit_id", "indicator__code", "value")
    )
    schema = {"unit": polars.Int64, "indicator": polars.String, "target": polars.Float64}
    return polars.DataFrame(rows, schema=schema, orient="row")
