"""Number and symbol of a document as offices write them: taken apart, and put together.

Party: ``15-NQ/TU`` (number, type, organ). State: ``15/QĐ-BNV``, a letter ``05/BNV-VP``, an older or
a legal one ``30/2020/NĐ-CP`` (number, year, type, organ).
"""

import re
from dataclasses import dataclass

from kientoan.documents.rules.words import Regime

_PARTY = re.compile(r"^(?P<number>[0-9]{1,9})(?P<suffix>[A-Za-z]?)\s*-\s*(?P<type>[^\W\d_]+)\s*/\s*(?P<organ>\S.*)$")
_STATE = re.compile(
    r"^(?P<number>[0-9]{1,9})(?P<suffix>[A-Za-z]?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<type>[^\W\d_]+[\d]*)\s*-\s*(?P<organ>\S.*)$"
)
_PREFIX = re.compile(r"^(?:số|so|no\.?|number)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberAndSymbol:
    """What a number and symbol says; parts that it does not have are empty."""

    written: str
    number: int | None = None
    type_symbol: str = ""
    organ: str = ""
    year: int | None = None
    regime: Regime = Regime.OTHER
    suffix: str = ""

    @property
    def symbol(self) -> str:
        """What stands after the number: the series it belongs to (NQ/TU, QĐ-BNV)."""
        joint = "/" if self.regime == Regime.PARTY else "-"
        return f"{self.type_symbol}{joint}{self.organ}" if self.type_symbol else ""


def read_number(text: str) -> NumberAndSymbol:
    """Take a number and symbol apart; what is in no known form keeps its text and its leading number.

    >>> read_number("Số 15-NQ/TU").symbol
    'NQ/TU'
    >>> read_number("30/2020/NĐ-CP").year
    2020
    """
    written = " ".join(_PREFIX.sub("", text.strip()).split())
    for pattern, regime in ((_PARTY, Regime.PARTY), (_STATE, Regime.STATE)):
        if found := pattern.match(written):
            parts = found.groupdict()
            return NumberAndSymbol(
                written=written,
                number=int(parts["number"]),
                type_symbol=parts["type"],
                organ=parts["organ"],
                year=int(parts["year"]) if parts.get("year") else None,
                regime=regime,
                suffix=parts["suffix"].lower(),
            )
    leading = re.match(r"[0-9]{1,9}(?![0-9])", written)
    return NumberAndSymbol(written=written, number=int(leading.group()) if leading else None)


def write_number(number: int, symbol: str, regime: Regime, pad_below: int = 10) -> str:
    """Put a number before its symbol, as the regime writes it.

    >>> write_number(5, "KH/TU", Regime.PARTY)
    '05-KH/TU'
    """
    digits = f"{number:02}" if number < pad_below else str(number)
    return f"{digits}{'-' if regime == Regime.PARTY else '/'}{symbol}"
