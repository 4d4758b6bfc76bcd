"""The check of numbering: each series of an office by its regime, with its gaps, doubles and numbers out of order.

A series is one type of one issuing organ over one period: a term of the committee (party) or a year (state).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from kientoan.documents.rules.words import Regime

MOST_GAPS = 200
"""More missing numbers than this in one series are counted and not listed one by one."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line as the check sees it."""

    key: int
    regime: Regime
    kind: str
    symbol: str
    number: int | None
    dated: date
    marked: bool = False


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What one series is: regime, type, symbol, and the period as a word ("2017", or the name of a term)."""

    regime: Regime
    kind: str
    symbol: str
    period: str


@dataclass
class Series:
    """One series and what is wrong with it."""

    key: SeriesKey
    first: int
    last: int
    count: int
    missing: list[int] = field(default_factory=list)
    missing_count: int = 0
    doubled: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    backwards: list[tuple[int, int]] = field(default_factory=list)
    from_one: bool = True

    @property
    def ok(self) -> bool:
        """Whether every number from 1 stands once and in order of days."""
        return not (self.missing_count or self.doubled or self.backwards)


def period_of(day: date, rule: str, terms: Iterable[tuple[date, date | None, str]]) -> str:
    """The period of a day under a rule: the year for "year", the name of the term for "term", "" where none is known."""
    if rule == "year":
        return str(day.year)
    return next((name for first, after, name in terms if first <= day and (after is None or day < after)), "")


def check_series(lines: Mapping[SeriesKey, list[Numbered]]) -> list[Series]:
    """Check each series; those with faults first, then by symbol and period."""
    checked = [_check(key, rows) for key, rows in lines.items()]
    return sorted(checked, key=lambda one: (one.ok, one.key.symbol, one.key.period))


def _check(key: SeriesKey, rows: list[Numbered]) -> Series:
    by_number: dict[int, list[Numbered]] = {}
    for row in rows:
        if row.number is not None:
            by_number.setdefault(row.number, []).append(row)
    numbers = sorted(by_number)
    series = Series(key, numbers[0], numbers[-1], len(rows), from_one=numbers[0] == 1)
    series.missing_count = (numbers[-1] - numbers[0] + 1) - len(numbers)
    if 0 < series.missing_count <= MOST_GAPS:
        series.missing = [one for one in range(numbers[0], numbers[-1]) if one not in by_number]
    series.doubled = [(n, tuple(row.key for row in twins)) for n, twins in by_number.items() if len(twins) > 1]
    series.doubled.sort()
    last_day = {number: max(row.dated for row in by_number[number]) for number in numbers}
    first_day = {number: min(row.dated for row in by_number[number]) for number in numbers}
    series.backwards = [(a, b) for a, b in pairwise(numbers) if first_day[b] < last_day[a]]
    return series
