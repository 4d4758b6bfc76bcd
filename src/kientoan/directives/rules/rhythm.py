"""Work that comes back: how often, on which day of each period it is due, and which periods there are; each becomes a task of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.core.periods import Period, PeriodKind
from kientoan.core.vietnamese import nfc


class Every(StrEnum):
    """How often the work comes back."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, and the day of the month (of the week, from Monday 1) on which it is due.

    `month` is the month of the period (1 is its first), None its last one, `FOLLOWING` the one after the period. Without a
    day it is the last day of that month; Friday where the period is a week.
    """

    every: Every
    day: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One period of recurring work: its code (2017-06, 2017-Q2, 2017-W26), its days and the last day that is in time."""

    code: str
    start: date
    end: date
    due: date


FOLLOWING = 0
_FRIDAY = 5


def occurrence_at(rhythm: Rhythm, day: date) -> Occurrence:
    """Give the period in which a day lies.

    >>> occurrence_at(Rhythm(Every.QUARTER, 15), date(2017, 6, 27))
    Occurrence(code='2017-Q2', start=datetime.date(2017, 4, 1), end=datetime.date(2017, 6, 30), due=datetime.date(2017, 6, 15))
    >>> occurrence_at(Rhythm(Every.MONTH, 5, FOLLOWING), date(2017, 12, 1)).due
    datetime.date(2018, 1, 5)
    """
    if rhythm.every is Every.WEEK:
        year, week, _weekday = day.isocalendar()
        start = date.fromisocalendar(year, week, 1)
        due = start + timedelta(days=(rhythm.day or _FRIDAY) - 1 + (7 if rhythm.month == FOLLOWING else 0))
        return Occurrence(f"{year}-W{week:02}", start, start + timedelta(days=6), due)
    period = Period.of(day, rhythm.every.value)
    return Occurrence(period.code, period.start, period.end, _due(rhythm, period))


def _due(rhythm: Rhythm, period: Period) -> date:
    months = period.kind.months
    place = months if rhythm.month is None else months + 1 if rhythm.month == FOLLOWING else min(rhythm.month, months)
    month = Period.of(period.start, PeriodKind.MONTH).moved(place - 1)
    return month.end if rhythm.day is None else month.start.replace(day=min(rhythm.day, month.end.day))


def after(rhythm: Rhythm, one: Occurrence) -> Occurrence:
    """Give the period that follows one.

    >>> weekly = Rhythm(Every.WEEK)
    >>> after(weekly, occurrence_at(weekly, date(2020, 12, 31))).code
    '2021-W01'
    """
    return occurrence_at(rhythm, one.end + timedelta(days=1))


def first(rhythm: Rhythm, given: date) -> Occurrence:
    """Give the first period of work given on a day: the one of the day, or the next where its day is not still to come.

    >>> first(Rhythm(Every.QUARTER, 15), date(2017, 6, 27)).code
    '2017-Q3'
    """
    one = occurrence_at(rhythm, given)
    return one if one.due > given else after(rhythm, one)


def named(rhythm: Rhythm, code: str) -> Occurrence:
    """Give the period of a code; raises `ValueError` for a code that is none of the rhythm."""
    if rhythm.every is Every.WEEK:
        found = re.fullmatch(r"(\d{4})-W(\d{2})", code)
        if found is None:
            raise ValueError(f"{code!r} is not a week")
        return occurrence_at(rhythm, date.fromisocalendar(int(found[1]), int(found[2]), 1))
    period = Period.parse(code)
    if period.kind.value != rhythm.every.value:
        raise ValueError(f"{code!r} is not a {rhythm.every.value}")
    return occurrence_at(rhythm, period.start)


def owed(rhythm: Rhythm, last: str, day: date, *, ahead: int, until: date | None = None) -> Iterator[Occurrence]:
    """Give the periods after `last` whose tasks should be there on a day, those missed included, in order.

    A period is made `ahead` days before it begins, and never earlier than a quarter of its length before.

    >>> monthly = Rhythm(Every.MONTH)
    >>> [one.code for one in owed(monthly, "2017-06", date(2017, 8, 25), ahead=7)]
    ['2017-07', '2017-08', '2017-09']
    >>> list(owed(monthly, "2017-06", date(2017, 6, 23), ahead=7))
    []
    """
    one = after(rhythm, named(rhythm, last))
    while until is None or one.start <= until:
        early = min(ahead, ((one.end - one.start).days + 1) // 4)
        if one.start - timedelta(days=early) > day:
            return
        yield one
        one = after(rhythm, one)


def label(code: str, language: str = "vi") -> str:
    """Name a period as an office would write it.

    >>> label("2017-W26"), label("2017-06"), label("2017-Q2", "en")
    ('tuần 26/2017', 'tháng 6/2017', 'quarter 2 of 2017')
    """
    year, found, week = code.partition("-W")
    if found:
        return f"tuần {int(week)}/{year}" if language.startswith("vi") else f"week {int(week)} of {year}"
    return Period.parse(code).label(language)


_WORD = {"tuần": Every.WEEK, "tháng": Every.MONTH, "quý": Every.QUARTER, "năm": Every.YEAR}
_MONTHS = {
    "1": Every.MONTH,
    "một": Every.MONTH,
    "3": Every.QUARTER,
    "ba": Every.QUARTER,
    "6": Every.HALF,
    "sáu": Every.HALF,
}
_EACH = re.compile(
    r"(?:hằng|hàng|mỗi|định\s+kỳ)\s+(?:(?:hằng|hàng|mỗi)\s+)?(?:(\d+|một|ba|sáu)\s+)?(tuần|tháng|quý|năm)(?!\w)"
    r"|(?<!\w)(\d+|một|ba|sáu)\s+(tuần|tháng|quý|năm)\s*(?:/\s*)?(?:một|1)?\s*lần"
    r"|(?:một|1)\s+lần\s*/\s*(?:một\s+)?(tuần|tháng|quý|năm)(?!\w)"
)
_MORE = re.compile(
    r"\s*(?:,|và|/|hoặc)\s*(?:(?:hằng|hàng|mỗi)\s+)?(?:6\s+tháng|sáu\s+tháng|9\s+tháng|tuần|tháng|quý|năm)(?!\w)"
)
_DAY = (
    r"(?P<before>trước\s+)?(?:ngày\s+)?(?P<day>\d{1,2})"
    r"(?:\s*/\s*(?P<slash>\d{1,2})(?!\s*[/.\-–]?\d)|\s+tháng\s+(?P<month>\d{1,2})(?!\s*(?:/|năm\s+\d))"
    r"|(?!\s*[/.\-–]\s*\d|\s+tháng\s+\d|\d)(?:\s+(?:của\s+)?tháng\s+(?P<next>sau|tới|tiếp\s+theo|kế\s+tiếp|liền\s+kề)"
    r"|\s+(?:của\s+)?tháng\s+cuối\s+(?:của\s+)?(?:quý|kỳ))?)"
)
_MARKED = r"(?=trước\s|ngày\s)"
_BEFORE_IT = re.compile(rf"(?<!\w){_MARKED}{_DAY}\s*(?:của\s+|các\s+)?$")
_AFTER_IT = re.compile(
    rf"^[\s,(;:]*(?:(?:chậm|muộn)\s+nhất\s+|báo\s+cáo\s+|gửi\s+|xong\s+)*(?:là\s+|vào\s+)?{_MARKED}{_DAY}"
)
_WITHIN = re.compile(rf"(?<!\w){_MARKED}{_DAY}")
_WEEKDAYS = {"hai": 1, "2": 1, "ba": 2, "3": 2, "tư": 3, "4": 3, "năm": 4, "5": 4, "sáu": 5, "6": 5, "bảy": 6, "7": 6}
_WEEKDAY = re.compile(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w)")
_NEAR = 25


def read(words: str, sentence: str = "") -> Rhythm | None:
    """Read how often something comes back, and its day from the words around it; None where it is not said, or said twice.

    >>> read("hằng tháng", "Báo cáo hằng tháng, trước ngày 25, về Ban Tổ chức")
    Rhythm(every=<Every.MONTH: 'month'>, day=24, month=None)
    >>> read("hằng năm", "trước ngày 30/9 hằng năm"), read("thường xuyên"), read("hằng tháng, quý, năm")
    (Rhythm(every=<Every.YEAR: 'year'>, day=29, month=9), None, None)
    """
    said, text = _plain(words), _plain(sentence)
    found = _EACH.search(said)
    if found is None:
        return None
    place = text.find(said)
    left, right = (text[:place], text[place + len(said) :]) if place >= 0 else ("", "")
    every = _every(found)
    if every is None or _MORE.match(said[found.end() :] + right):
        return None
    if every is Every.WEEK:
        day = _WEEKDAY.search(f"{left[-_NEAR:]} {said} {right[:_NEAR]}")
        return Rhythm(every, _WEEKDAYS[day[1]] if day else None)
    near = _WITHIN.search(said) or _BEFORE_IT.search(left) or _AFTER_IT.search(right)
    return _with_day(every, near) if near else Rhythm(every)


def _plain(text: str) -> str:
    return " ".join(nfc(text).lower().split())


def _every(found: re.Match[str]) -> Every | None:
    count, unit = found[1] or found[3], found[2] or found[4] or found[5]
    if count is None or (count in ("1", "một") and unit != "tháng"):
        return _WORD[unit]
    return _MONTHS.get(count) if unit == "tháng" else None


def _with_day(every: Every, near: re.Match[str]) -> Rhythm | None:
    """Set the day that is in time: `trước ngày 25` is the 24th, before the first is the last day of the month before."""
    day = int(near["day"]) - bool(near["before"])
    month = int(near["slash"] or near["month"] or 0) or None
    if day > 31 or (month is not None and (every is not Every.YEAR or month > 12)):
        return None
    if day == 0:
        return Rhythm(every, None, month - 1 if month and month > 1 else None) if every is Every.YEAR else Rhythm(every)
    return Rhythm(every, day, FOLLOWING if near["next"] else month)
