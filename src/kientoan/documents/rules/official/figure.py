"""A bound number: its value, the day it was true, and how an official document writes it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SHARE = "share"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report, bound to the query it came from by its key.

    A figure of unit "share" prints as `value / denominator`; any other prints its value alone. `value=None` means
    that the number is not known: it prints `absent` and is never taken for zero. `link` opens the counted rows.

    >>> Figure("list.made_sound", "Tổ chức đã củng cố", 162, datetime.date(2019, 11, 30), SHARE, 220).display
    '73,6 % (162/220)'
    """

    key: str
    title: str
    value: int | Decimal | None
    as_of: datetime.date
    unit: str = "count"
    denominator: int | Decimal | None = None
    decimals: int | None = None
    link: str = ""
    absent: str = "…"

    @property
    def display(self) -> str:
        """Write the number as the document shows it."""
        if self.value is None or (self.unit == SHARE and self.denominator is None):
            return self.absent
        if self.unit == SHARE:
            return share_text(self.value, self.denominator or 0, 1 if self.decimals is None else self.decimals)
        return number_text(self.value, self.decimals)

    @property
    def is_whole(self) -> bool:
        """Whether a share is of everything there is: 3 of 3, and neither 2 of 3 nor 0 of 0."""
        return self.value is not None and bool(self.denominator) and self.value == self.denominator

    @property
    def exact(self) -> str:
        """Write value and denominator without rounding, to compare two states of one figure."""
        value = "" if self.value is None else _plain(self.value)
        return value if self.denominator is None else f"{value}/{_plain(self.denominator)}"


def number_text(value: int | Decimal, decimals: int | None = None) -> str:
    """Write a number the Vietnamese way: a point between thousands, a comma before decimals.

    >>> number_text(460000), number_text(Decimal("-1234.5")), number_text(Decimal("2.345"), 2)
    ('460.000', '-1.234,5', '2,35')
    """
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    return f"{number:,f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def share_text(value: int | Decimal, denominator: int | Decimal, decimals: int = 1) -> str:
    """Write a percentage with its denominator; a denominator of zero gives no percentage.

    >>> share_text(162, 220), share_text(0, 0)
    ('73,6 % (162/220)', '– (0/0)')
    """
    of = f"({number_text(value)}/{number_text(denominator)})"
    if not denominator:
        return f"– {of}"
    percent = Decimal(value) * 100 / Decimal(denominator)
    return f"{number_text(percent, decimals)} % {of}"


def whole(value: Decimal) -> int | Decimal:
    """Give a whole number without its decimal places."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def total(figures: Sequence[Figure]) -> int | Decimal | None:
    """Add figures up; one missing value makes the total unknown."""
    sum_: int | Decimal = 0
    for figure in figures:
        if figure.value is None:
            return None
        sum_ += figure.value
    return sum_


def spaced(text: str) -> str:
    """Undo no-break spaces and fold runs of white space, so that two texts can be compared."""
    return " ".join(text.replace(NO_BREAK, " ").replace("\u202f", " ").split())


def _plain(value: int | Decimal) -> str:
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
