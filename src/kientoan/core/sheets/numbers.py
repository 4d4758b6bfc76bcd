"""Numbers as people type them: `1.234,5` and `1,234.5` are told apart by what else stands in the column and the file."""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_PLAIN = re.compile(r"[+-]?\d+")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
_SHAPES = {
    ",": re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)?(,\d+)?"),
    ".": re.compile(r"[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)?(\.\d+)?"),
}


class Mark(Enum):
    """Which sign begins the fraction: the Vietnamese comma or the English point."""

    COMMA = ","
    POINT = "."


class Unreadable(Enum):
    """Why a text is not a number."""

    NOT_A_NUMBER = "number_expected"
    AMBIGUOUS = "number_ambiguous"
    PERCENT = "number_percent"


def tidy(text: str) -> str:
    """The typed number without spaces between its digits and with a plain minus sign."""
    return _SPACES.sub("", text).replace("−", "-").replace("–", "-")


def is_ambiguous(text: str) -> bool:
    """Whether the tidy text has both readings: `1,234` and `12.345`, but not `0,123` or `1,2345`."""
    return _AMBIGUOUS.fullmatch(text) is not None


def mark_of(text: str) -> Mark | None:
    """The fraction mark that this one text proves; None if it proves nothing.

    >>> mark_of("1.234,5"), mark_of("12.5"), mark_of("1,234"), mark_of("1,234,567")
    (<Mark.COMMA: ','>, <Mark.POINT: '.'>, None, <Mark.POINT: '.'>)
    """
    text = tidy(text)
    if _PLAIN.fullmatch(text) or is_ambiguous(text):
        return None
    fits = [mark for mark in Mark if _fits(text, mark)]
    return fits[0] if len(fits) == 1 else None


def _fits(text: str, mark: Mark) -> bool:
    return (
        any(letter.isdigit() for letter in text) and text.isascii() and _SHAPES[mark.value].fullmatch(text) is not None
    )


def evidence(texts: Iterable[str]) -> Mark | None:
    """The fraction mark that the texts prove together; None where they prove nothing or contradict each other."""
    marks = {mark for mark in map(mark_of, texts) if mark}
    return marks.pop() if len(marks) == 1 else None


def parse_number(text: str, mark: Mark | None, *, whole: bool = False) -> Decimal | Unreadable:
    """The number that the text means; `mark` decides where the text alone does not, a whole number needs no decision.

    >>> parse_number("1.234,5", None), parse_number("1,234", Mark.POINT), parse_number("1,234", None)
    (Decimal('1234.5'), Decimal('1234'), <Unreadable.AMBIGUOUS: 'number_ambiguous'>)
    """
    text = tidy(text)
    if text.endswith("%"):
        return Unreadable.PERCENT
    if text.isascii() and _PLAIN.fullmatch(text):
        return Decimal(text)
    if is_ambiguous(text):
        if whole:
            return Decimal(re.sub("[.,]", "", text))
        if mark is None:
            return Unreadable.AMBIGUOUS
        return _read(text, mark)
    proven = mark_of(text)
    return _read(text, proven) if proven else Unreadable.NOT_A_NUMBER


def _read(text: str, mark: Mark) -> Decimal:
    grouping = "." if mark is Mark.COMMA else ","
    return Decimal(text.replace(grouping, "").replace(mark.value, "."))


def readings(text: str) -> dict[str, str | Decimal]:
    """Both readings of an ambiguous text, and how to write each without doubt, for the sentence.

    >>> readings("1,234")["write_fraction"]
    '1.2340 / 1,2340'
    """
    text = tidy(text)
    digits = re.sub("[.,]", "", text)
    before, after = re.split("[.,]", text)
    fraction = f"{before}.{after}"
    return {
        "as_thousands": digits,
        "as_fraction": Decimal(fraction),
        "write_thousands": digits,
        "write_fraction": f"{before}.{after}0 / {before},{after}0",
    }
