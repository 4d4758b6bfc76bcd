"""Turn what stands in a cell into the value its column asks for, or into the reason why not."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from kientoan.core.sheets.columns import Column
from kientoan.core.sheets.dates import date_of_cell, date_of_serial, parse_date
from kientoan.core.sheets.guard import unguard
from kientoan.core.sheets.numbers import Mark, Unreadable, parse_number, readings
from kientoan.core.vietnamese import fold, nfc

_YES = {"co", "x", "1", "yes", "y", "true", "dung", "c"}
_NO = {"khong", "0", "no", "n", "false", "sai", "k"}


class Problem(NamedTuple):
    """Why a cell has no value: the code of the message and its parameters."""

    code: str
    params: Mapping[str, Any] = {}


Converter = Callable[[Any], Any]


def converter(column: Column, mark: Mark | None) -> Converter:
    """A function from a filled cell (stripped text, number, date …) to the column's value or a `Problem`."""
    convert = {
        "text": _text,
        "int": _int,
        "decimal": lambda cell: _decimal(cell, mark, column.places),
        "date": _date,
        "bool": _bool,
        "choice": _choice_of(column),
    }[column.kind]
    if column.least is None and column.most is None and column.max_length is None:
        return convert
    return lambda cell: _within(column, convert(cell))


def _within(column: Column, value: Any) -> Any:
    if isinstance(value, Problem):
        return value
    if column.max_length is not None and isinstance(value, str) and len(value) > column.max_length:
        return Problem("text_too_long", {"length": len(value), "limit": column.max_length})
    if column.least is not None and value < column.least:
        return Problem("number_too_small", {"limit": shown(column.least)})
    if column.most is not None and value > column.most:
        return Problem("number_too_large", {"limit": shown(column.most)})
    return value


def shown(value: Any) -> str:
    """A cell's value as the person sees it, for the sentence."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def clean(text: str) -> str:
    """A typed text in composed letters, without the guard of our own export."""
    text = text if text.isascii() else nfc(text)
    return unguard(text) if text[:1] == "'" else text


def _text(cell: Any) -> Any:
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, date):
        return Problem("text_became_date")
    return shown(cell)


def _exact(cell: float) -> Decimal:
    """A stored number as the spreadsheet shows it: 15 digits, not the binary remainder behind them."""
    return Decimal(format(cell, ".15g"))


def _number(cell: Any, mark: Mark | None, *, whole: bool) -> Any:
    if isinstance(cell, str):
        number = parse_number(cell, mark, whole=whole)
        if isinstance(number, Unreadable):
            return Problem(number.value, readings(cell) if number is Unreadable.AMBIGUOUS else {})
        return number
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Problem("number_expected")
    return _exact(cell)


def _int(cell: Any) -> Any:
    number = _number(cell, None, whole=True)
    if isinstance(number, Problem):
        return number
    return int(number) if number == number.to_integral_value() else Problem("number_whole")


def _decimal(cell: Any, mark: Mark | None, places: int) -> Any:
    number = _number(cell, mark, whole=False)
    if isinstance(number, Problem):
        return number
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        rounded = round(number, places)
        if isinstance(cell, str) and rounded != number:
            return Problem("number_places", {"places": places})
        return rounded
    return number


def _date(cell: Any) -> Any:
    if isinstance(cell, str):
        found = parse_date(clean(cell))
    elif isinstance(cell, date):
        found = date_of_cell(cell)
    elif isinstance(cell, time | timedelta):
        found = "date_1899"
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        found = "date_expected"
    else:
        reading = date_of_serial(cell)
        return Problem("date_from_number", {"reading": shown(reading)}) if reading else Problem("date_expected")
    return Problem(found) if isinstance(found, str) else found


def _bool(cell: Any) -> Any:
    if isinstance(cell, bool):
        return cell
    word = fold(shown(cell)) or shown(cell)
    if word in _YES or word in ("✓", "✔", "☑"):
        return True
    return False if word in _NO else Problem("bool_unknown")


def _choice_of(column: Column) -> Converter:
    words = {fold(word): code for code, labels in column.choices.items() for word in (*labels, code)}
    listed = ", ".join(labels[0] if labels else code for code, labels in column.choices.items())

    def convert(cell: Any) -> Any:
        return words.get(fold(clean(shown(cell))), Problem("choice_unknown", {"choices": listed}))

    return convert
