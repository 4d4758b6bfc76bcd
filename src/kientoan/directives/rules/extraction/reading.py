"""A text read as a whole: its directives, the places named as weak and the figures stated, with the fingerprint of the text as given."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .course import Directive
from .directives import directives_in
from .places import Figure, Place, figures_in, weak_places


@dataclass(frozen=True, slots=True)
class TextRead:
    """What was found in an NFC text; offsets are code points of `text`."""

    text: str
    sha256: str
    reference: date
    directives: tuple[Directive, ...]
    weak: tuple[Place, ...]
    figures: tuple[Figure, ...]


def normal(text: str) -> str:
    """The text as it is read: NFC, without a byte order mark and zero bytes; line breaks stay as given."""
    return unicodedata.normalize("NFC", text.replace("\x00", "").removeprefix("\ufeff"))


def fingerprint(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_text(text: str, reference: date, apart: Sequence[tuple[int, int]] = ()) -> TextRead:
    """Read an NFC text; `apart` are places that are not running text (rows of tables) and are left to others."""
    running = blanked(text, apart)
    return TextRead(
        text,
        fingerprint(text),
        reference,
        tuple(directives_in(running, reference)),
        tuple(weak_places(running)),
        tuple(figures_in(running)),
    )


def blanked(text: str, apart: Sequence[tuple[int, int]]) -> str:
    """The text with some places as white space, so that all other offsets stay."""
    for start, end in apart:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
