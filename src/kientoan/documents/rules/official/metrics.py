"""Widths of words in bold Times, for rules that must be as long as their text."""

import unicodedata

_POINTS_PER_MM = 72 / 25.4
# Advance widths of Times Bold and its metric equals, in thousandths of the size.
_GROUPS = {
    250: " .,",
    278: "il/",
    333: "fjt:;-()",
    389: "Is",
    444: "cerz",
    500: "Jagovxy0123456789–",
    554: "ơ",
    556: "Sbdđhknpqu",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDĐNRUVXYw",
    778: "GHKOQƠ",
    796: "Ư",
    833: "m&",
    944: "M",
    1000: "W",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_HORN = {"O": "Ơ", "o": "ơ", "U": "Ư", "u": "ư"}
_USUAL = 600


def width_mm(text: str, size: float) -> float:
    """Measure a line of bold Times at a size in points, in millimetres; marks on letters take no width."""
    thousandths = sum(_WIDTHS.get(_bare(letter), _USUAL) for letter in unicodedata.normalize("NFC", text))
    return thousandths * size / 1000 / _POINTS_PER_MM


def _bare(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return _HORN.get(apart[0], apart[0]) if "\u031b" in apart else apart[0]
