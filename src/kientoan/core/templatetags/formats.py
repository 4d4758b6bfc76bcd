"""Template filters that write dates, numbers and shares in the reader's language (`core/formats.py`)."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from kientoan.core import formats

register = template.Library()


def language() -> str:
    """The language of the page being drawn."""
    return get_language() or formats.DEFAULT_LANGUAGE


@register.filter
def day(value: date | None) -> str:
    """`27/06/2017`."""
    return formats.day_short(_as_day(value), language())


@register.filter
def day_long(value: date | None) -> str:
    """`Thứ Ba ngày 27/06/2017`."""
    return formats.day_long(_as_day(value), language())


@register.filter
def moment(value: datetime | date | None) -> str:
    """`14:05 27/06/2017` in the reader's time zone; a bare date is written as a date."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return formats.moment(local, language())
    return formats.day_short(value, language())


@register.filter
def number(value: formats.Number | None, decimals: int | None = None) -> str:
    """`1.234,5`."""
    return formats.number(value, decimals, language())


@register.filter
def signed(value: formats.Number | None) -> str:
    """`+12`, `−3,5`."""
    return formats.signed(value, None, language())


@register.simple_tag
def percent(part: formats.Number | None, whole: formats.Number | None, decimals: int = 1) -> str:
    """`73,6 % (162/220)`."""
    return formats.percent(part, whole, decimals, language())


@register.filter
def due(value: date | None, today: date) -> str:
    """`còn 5 ngày`, `quá hạn 3 ngày`."""
    return formats.due(value, today, language())


@register.filter
def duration(value: timedelta) -> str:
    """`2 giờ 5 phút`."""
    return formats.duration(value, language())


def _as_day(value: date | None) -> date | None:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value
