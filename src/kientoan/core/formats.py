"""How dates, numbers, shares and durations are written, in Vietnamese (default) and English.

Pure: the language is an argument. Template filters over these stand in `templatetags/formats.py`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

DEFAULT_LANGUAGE: Final = "vi"
A_YEAR = 366
"""Days after which lateness is told by the day it began."""
NOTHING: Final = "–"
"""What stands where there is no value; never an empty cell, never a zero."""

_WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MARKS: Final[Mapping[str, tuple[str, str]]] = {"vi": (".", ","), "en": (",", ".")}

Number = int | float | Decimal


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


MARKS: Final = gettext_noop("1,234.5")
"""How a number is written; its translation says which marks a language has."""


def _language(language: str) -> str:
    return "en" if language.lower().startswith("en") else "vi"


def day_short(day: date | None, language: str = DEFAULT_LANGUAGE) -> str:
    """A date in few characters.

    >>> from datetime import date
    >>> day_short(date(2017, 6, 27)), day_short(date(2017, 6, 27), "en")
    ('27/06/2017', '27 Jun 2017')
    """
    if day is None:
        return NOTHING
    if _language(language) == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1][:3]} {day.year}"
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def day_long(day: date | None, language: str = DEFAULT_LANGUAGE) -> str:
    """A date with its day of the week.

    >>> from datetime import date
    >>> day_long(date(2017, 6, 27)), day_long(date(2017, 6, 27), "en")
    ('Thứ Ba ngày 27/06/2017', 'Tuesday 27 June 2017')
    """
    if day is None:
        return NOTHING
    weekday = _WEEKDAYS[_language(language)][day.weekday()]
    if _language(language) == "en":
        return f"{weekday} {day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{weekday} ngày {day_short(day)}"


def moment(at: datetime | None, language: str = DEFAULT_LANGUAGE) -> str:
    """A time of day with its date; the caller has brought `at` into the reader's time zone.

    >>> from datetime import datetime
    >>> moment(datetime(2017, 6, 27, 14, 5))
    '14:05 27/06/2017'
    """
    if at is None:
        return NOTHING
    return f"{at.hour:02}:{at.minute:02} {day_short(at, language)}"


def span(start: date | None, end: date | None, language: str = DEFAULT_LANGUAGE) -> str:
    """From one day up to, but not with, another; an open end is said in words.

    >>> from datetime import date
    >>> span(date(2017, 1, 1), date(2020, 1, 1))
    '01/01/2017 – 31/12/2019'
    >>> span(date(2025, 7, 1), None)
    'từ 01/07/2025'
    """
    vi = _language(language) == "vi"
    last = None if end is None else end - timedelta(days=1)
    if start is None and last is None:
        return "mọi lúc" if vi else "at all times"
    if last is None:
        return f"{'từ' if vi else 'since'} {day_short(start, language)}"
    if start is None:
        return f"{'đến hết' if vi else 'to the end of'} {day_short(last, language)}"
    return f"{day_short(start, language)} – {day_short(last, language)}"


def _rounded(value: Number, decimals: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Number | None, decimals: int | None = None, language: str = DEFAULT_LANGUAGE) -> str:
    """A number with grouped thousands, rounded half up as official reports do.

    Without `decimals` a whole number shows none and any other as many as it has, at most two.

    >>> number(1234.5), number(1234.5, language="en"), number(2310), number(0.25, 1)
    ('1.234,5', '1,234.5', '2.310', '0,3')
    """
    if value is None:
        return NOTHING
    text = f"{_rounded(value, 2 if decimals is None else decimals):,f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    if not text.strip("-0.,"):
        text = text.removeprefix("-")
    group, point = _MARKS[_language(language)]
    return text.translate({ord(","): group, ord("."): point})


def exact(value: Number, language: str = DEFAULT_LANGUAGE) -> str:
    """A number with every decimal that it has, for sentences that repeat what a person wrote.

    >>> exact(Decimal("-617.5000")), exact(-617.5, "en"), exact(Decimal("1200"))
    ('-617,5', '-617.5', '1.200')
    """
    plain = Decimal(str(value))
    if not plain.is_finite():
        return str(value)
    exponent = plain.normalize().as_tuple().exponent
    return number(plain, max(0, -int(exponent)), language)


def written(value: object, translate: Callable[[str], str] = str) -> object:
    """A value within a sentence: a number with a fraction in it as the sentence's own language writes it, anything else as it is.

    Whole numbers of the program (rows, counts) are not touched.

    >>> written(Decimal("-617.5")), written(-617.5, {"1,234.5": "1.234,5"}.get), written(12), written("12.5")
    ('-617.5', '-617,5', 12, '12.5')
    """
    if not isinstance(value, float | Decimal):
        return value
    return exact(value, "vi" if translate(MARKS) == "1.234,5" else "en")


def signed(value: Number | None, decimals: int | None = None, language: str = DEFAULT_LANGUAGE) -> str:
    """A change, with its sign, so that a rise and a fall cannot be mistaken.

    >>> signed(12), signed(-3.5), signed(0)
    ('+12', '−3,5', '0')
    """
    if value is None:
        return NOTHING
    text = number(value, decimals, language)
    if text.startswith("-"):
        return f"−{text[1:]}"
    return f"+{text}" if text.strip("0.,") else text


def percent(
    part: Number | None,
    whole: Number | None,
    decimals: int = 1,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """A share of a whole with its numerator and denominator; of nothing there is no share.

    >>> percent(162, 220), percent(162, 220, language="en"), percent(0, 0)
    ('73,6 % (162/220)', '73.6% (162/220)', '– (0/0)')
    """
    if part is None or whole is None:
        return NOTHING
    of = f"({number(part, language=language)}/{number(whole, language=language)})"
    rate = percent_only(part, whole, decimals, language)
    return f"{rate} {of}"


def percent_only(
    part: Number | None,
    whole: Number | None,
    decimals: int = 1,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """The rate alone, for a column whose neighbours are the two numbers.

    >>> percent_only(1, 3), percent_only(1, 0)
    ('33,3 %', '–')
    """
    if part is None or not whole:
        return NOTHING
    rate = Decimal(str(part)) * 100 / Decimal(str(whole))
    return f"{number(rate, decimals, language)}{' %' if _language(language) == 'vi' else '%'}"


def days(count: int, language: str = DEFAULT_LANGUAGE) -> str:
    """A number of days in words.

    >>> days(1), days(12), days(1, "en"), days(12, "en")
    ('1 ngày', '12 ngày', '1 day', '12 days')
    """
    if _language(language) == "en":
        return f"{number(count, language='en')} {'day' if abs(count) == 1 else 'days'}"
    return f"{number(count)} ngày"


def due(day: date | None, today: date, language: str = DEFAULT_LANGUAGE) -> str:
    """How far a deadline is, seen from `today`.

    >>> from datetime import date
    >>> due(date(2017, 7, 2), date(2017, 6, 27)), due(date(2017, 6, 24), date(2017, 6, 27))
    ('còn 5 ngày', 'quá hạn 3 ngày')
    >>> due(date(2017, 6, 27), date(2017, 6, 27))
    'hạn hôm nay'

    More than a year late is no count of days any more:

    >>> due(date(2017, 6, 15), date(2026, 11, 23))
    'quá hạn từ ngày 15/06/2017'
    """
    vi = _language(language) == "vi"
    if day is None:
        return "không có hạn" if vi else "no deadline"
    left = (day - today).days
    if left == 0:
        return "hạn hôm nay" if vi else "due today"
    if left > 0:
        return f"còn {days(left)}" if vi else f"{days(left, 'en')} left"
    if -left > A_YEAR:
        since = day_short(day, language)
        return f"quá hạn từ ngày {since}" if vi else f"overdue since {since}"
    return f"quá hạn {days(-left)}" if vi else f"{days(-left, 'en')} overdue"


def duration(length: timedelta, language: str = DEFAULT_LANGUAGE) -> str:
    """A length of time in its two largest units.

    >>> from datetime import timedelta
    >>> duration(timedelta(hours=2, minutes=5)), duration(timedelta(seconds=40))
    ('2 giờ 5 phút', '40 giây')
    """
    vi = _language(language) == "vi"
    seconds = max(0, round(length.total_seconds()))
    units = (
        (86_400, "ngày", "day"),
        (3_600, "giờ", "hour"),
        (60, "phút", "minute"),
        (1, "giây", "second"),
    )
    said: list[str] = []
    for size, vi_word, en_word in units:
        count, seconds = divmod(seconds, size)
        if count:
            en_form = en_word if count == 1 else f"{en_word}s"
            said.append(f"{number(count, language=language)} {vi_word if vi else en_form}")
    return " ".join(said[:2]) or ("0 giây" if vi else "0 seconds")
