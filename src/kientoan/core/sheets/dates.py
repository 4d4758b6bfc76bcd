"""Dates as people type them in Vietnam: day/month/year, or year-month-day."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_WITH_TIME = re.compile(r".*\d{4}.*[T ]\d{1,2}:\d{2}.*", re.DOTALL)
_SPREADSHEET_DAY_ZERO = date(1899, 12, 30)
_FIRST_YEAR = 1900
_LAST_SERIAL = 2958465


@lru_cache(maxsize=65536)
def parse_date(text: str) -> date | str:
    """The date that the text means, or the code of the message that says why it means none.

    >>> parse_date("27/6/2017"), parse_date("31/02/2017"), parse_date("27.06.17")
    (datetime.date(2017, 6, 27), 'date_impossible', 'date_two_digit_year')
    """
    text = text.strip()
    if not text.isascii() and not _IN_WORDS.fullmatch(text):
        return "date_expected"
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text):
        day, month, year = match.groups()
    else:
        return "date_has_time" if _WITH_TIME.fullmatch(text) else "date_expected"
    if len(year) == 2:
        return "date_two_digit_year"
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return "date_impossible"
    return found if found.year >= _FIRST_YEAR else "date_1899"


def date_of_cell(value: date | datetime) -> date | str:
    """The date of a date cell, or the code of the message that says why there is none."""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            return "date_has_time"
        value = value.date()
    return value if value > date(_FIRST_YEAR, 1, 1) else "date_1899"


def date_of_serial(number: float) -> date | None:
    """The day that a spreadsheet would show for a number, None if it would show none."""
    return _SPREADSHEET_DAY_ZERO + timedelta(days=int(number)) if 60 < number <= _LAST_SERIAL else None
