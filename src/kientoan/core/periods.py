"""Reporting periods: a year, a half, a quarter or a month, as one small value that sorts, nests and prints.

>>> Period.parse("2017-H1").previous()
Period('2016-H2')
>>> Period.parse("2017-Q2") in Period.parse("2017-H1")
True
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from typing import Self

FIRST_YEAR, LAST_YEAR = 1900, 2199
ROMAN = ("", "I", "II", "III", "IV")


class PeriodKind(StrEnum):
    """How long a period is; the value is what stands in tables and files."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Give the length in calendar months.

        >>> PeriodKind.HALF.months
        6
        """
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]


class NotAPeriod(ValueError):
    """A text that names no period; the message says which forms are understood."""


_PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<half>H[12])|(?P<quarter>Q[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@total_ordering
@dataclass(frozen=True, slots=True, repr=False)
class Period:
    """A calendar period of one kind; `number` counts within its year from 1 (a year has number 1).

    >>> Period.parse("2017-06").start, Period.parse("2017-06").end
    (datetime.date(2017, 6, 1), datetime.date(2017, 6, 30))
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise NotAPeriod(f"The year {self.year} is outside {FIRST_YEAR}–{LAST_YEAR}.")
        if not 1 <= self.number <= 12 // self.kind.months:
            raise NotAPeriod(f"A year has no {self.kind.value} number {self.number}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2017`, `2017-H1`, `2017-Q2` or `2017-06`; anything else raises `NotAPeriod`.

        >>> Period.parse(" 2017-h1 ")
        Period('2017-H1')
        >>> Period.parse("2017-13")
        Traceback (most recent call last):
        ...
        kientoan.core.periods.NotAPeriod: '2017-13' is not a period. Write 2017, 2017-H1, 2017-Q2 or 2017-06.
        """
        found = _PATTERN.fullmatch(text.strip().upper()) if text.isascii() else None
        if not found:
            raise NotAPeriod(f"{text!r} is not a period. Write 2017, 2017-H1, 2017-Q2 or 2017-06.")
        year = int(found["year"])
        if found["half"]:
            return cls(PeriodKind.HALF, year, int(found["half"][1]))
        if found["quarter"]:
            return cls(PeriodKind.QUARTER, year, int(found["quarter"][1]))
        if found["month"]:
            return cls(PeriodKind.MONTH, year, int(found["month"]))
        return cls(PeriodKind.YEAR, year)

    @classmethod
    def of(cls, day: datetime.date, kind: PeriodKind | str) -> Self:
        """Give the period of a kind in which a day lies.

        >>> Period.of(datetime.date(2017, 6, 27), "half")
        Period('2017-H1')
        """
        kind = PeriodKind(kind)
        return cls(kind, day.year, (day.month - 1) // kind.months + 1)

    @property
    def code(self) -> str:
        """Give the text that `parse` reads back.

        >>> [Period.parse(code).code for code in ("2017", "2017-H2", "2017-Q4", "2017-09")]
        ['2017', '2017-H2', '2017-Q4', '2017-09']
        """
        tail = {
            "year": "",
            "half": f"-H{self.number}",
            "quarter": f"-Q{self.number}",
            "month": f"-{self.number:02}",
        }
        return f"{self.year:04}{tail[self.kind.value]}"

    @property
    def start(self) -> datetime.date:
        """Give the first day."""
        return datetime.date(self.year, (self.number - 1) * self.kind.months + 1, 1)

    @property
    def end(self) -> datetime.date:
        """Give the last day (it belongs to the period)."""
        return self.as_range()[1] - datetime.timedelta(days=1)

    def as_range(self) -> tuple[datetime.date, datetime.date]:
        """Give the half-open range [first day, first day after), as PostgreSQL keeps date ranges.

        >>> Period.parse("2017-H1").as_range()
        (datetime.date(2017, 1, 1), datetime.date(2017, 7, 1))
        """
        month = self.number * self.kind.months
        after = datetime.date(self.year + month // 12, month % 12 + 1, 1)
        return self.start, after

    def moved(self, steps: int) -> Self:
        """Give the period so many of its own lengths later (earlier when negative).

        >>> Period.parse("2017-11").moved(3)
        Period('2018-02')
        """
        per_year = 12 // self.kind.months
        year, index = divmod(self.year * per_year + self.number - 1 + steps, per_year)
        return type(self)(self.kind, year, index + 1)

    def previous(self) -> Self:
        """Give the period just before, of the same kind."""
        return self.moved(-1)

    def next(self) -> Self:
        """Give the period just after, of the same kind."""
        return self.moved(1)

    def same_period_last_year(self) -> Self:
        """Give the period of the same number one year earlier ("cùng kỳ năm trước").

        >>> Period.parse("2017-Q2").same_period_last_year()
        Period('2016-Q2')
        """
        return type(self)(self.kind, self.year - 1, self.number)

    def __contains__(self, other: object) -> bool:
        """Say whether a day or a whole period lies inside.

        >>> datetime.date(2017, 7, 1) in Period.parse("2017-H1")
        False
        """
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        if isinstance(other, datetime.date):
            return self.start <= other <= self.end
        return False

    def children(self, kind: PeriodKind | str) -> tuple["Period", ...]:
        """Give the shorter periods of a kind that make this one up, in order.

        >>> Period.parse("2017-H1").children("quarter")
        (Period('2017-Q1'), Period('2017-Q2'))
        """
        kind = PeriodKind(kind)
        if kind.months >= self.kind.months:
            raise ValueError(f"A {self.kind.value} is not made of periods of kind {kind.value}.")
        first = Period.of(self.start, kind)
        return tuple(first.moved(step) for step in range(self.kind.months // kind.months))

    def parent(self, kind: PeriodKind | str) -> "Period":
        """Give the longer period of a kind in which this one lies.

        >>> Period.parse("2017-06").parent("half")
        Period('2017-H1')
        """
        kind = PeriodKind(kind)
        if kind.months < self.kind.months:
            raise ValueError(f"A {self.kind.value} does not lie in a single {kind.value}.")
        return Period.of(self.start, kind)

    def until(self, last: "Period") -> Iterator["Period"]:
        """Give this period and those that follow up to `last`, which must be of the same kind."""
        if last.kind is not self.kind:
            raise ValueError(f"{self.code} and {last.code} are not of one kind.")
        period: Period = self
        while period <= last:
            yield period
            period = period.next()

    def label_data(self) -> dict[str, str | int]:
        """Give what a template or a catalogue needs to name the period in any language.

        >>> Period.parse("2017-Q2").label_data()
        {'kind': 'quarter', 'year': 2017, 'number': 2, 'roman': 'II'}
        """
        roman = ROMAN[self.number] if self.number < len(ROMAN) else ""
        return {
            "kind": self.kind.value,
            "year": self.year,
            "number": self.number,
            "roman": roman,
        }

    def label(self, language: str = "vi") -> str:
        """Name the period as an office would write it, in Vietnamese (`vi`) or English.

        >>> [Period.parse(code).label() for code in ("2017", "2017-H1", "2017-Q2", "2017-06")]
        ['năm 2017', '6 tháng đầu năm 2017', 'quý II/2017', 'tháng 6/2017']
        >>> Period.parse("2017-H2").label("en")
        'second half of 2017'
        """
        if language.startswith("vi"):
            half = "đầu" if self.number == 1 else "cuối"
            names = {
                "year": f"năm {self.year}",
                "half": f"6 tháng {half} năm {self.year}",
                "quarter": f"quý {self.label_data()['roman']}/{self.year}",
                "month": f"tháng {self.number}/{self.year}",
            }
        else:
            half = "first" if self.number == 1 else "second"
            names = {
                "year": f"{self.year}",
                "half": f"{half} half of {self.year}",
                "quarter": f"quarter {self.number} of {self.year}",
                "month": f"{self.start:%B} {self.year}",
            }
        return names[self.kind.value]

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.kind.months) < (other.start, other.kind.months)

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"Period({self.code!r})"
