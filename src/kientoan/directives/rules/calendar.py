"""Working days, official holidays and the deadline that holds where none is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Holidays = Callable[[int], frozenset[date] | None]
"""The official holidays of a year, or None where the office has not entered them."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day that was reckoned: how far it was moved, and the years whose holidays were not known."""

    day: date
    moved: int = 0
    unknown_years: tuple[int, ...] = ()


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Say whether offices work on a day; the weekend never, a holiday never, an unknown year only by its weekdays."""
    known = holidays(day.year)
    return day.weekday() < _SATURDAY and (known is None or day not in known)


def on_working_day(day: date, holidays: Holidays) -> Reckoned:
    """Give the day itself or the next working day after it: a weekend moves to Monday, a holiday to the day after."""
    found = day
    years = {day.year}
    while not is_working_day(found, holidays):
        found += timedelta(days=1)
        years.add(found.year)
    return Reckoned(found, (found - day).days, tuple(sorted(year for year in years if holidays(year) is None)))


def default_deadline(given: date, days: int, holidays: Holidays) -> Reckoned:
    """Give the deadline of a task that states none: so many days after it was given, moved to a working day."""
    return on_working_day(given + timedelta(days=days), holidays)


def working_days_after(given: date, days: int, holidays: Holidays) -> Reckoned:
    """Give the day that ends a span of working days (ngày làm việc), the first counted being the next working day."""
    found, left, years = given, days, {given.year}
    while left:
        found += timedelta(days=1)
        years.add(found.year)
        left -= is_working_day(found, holidays)
    return Reckoned(found, 0, tuple(sorted(year for year in years if holidays(year) is None)))
