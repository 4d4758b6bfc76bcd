"""What can be wrong with a person's file: one record per fault, its place, and a sentence that says what to do."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kientoan.core.formats import written
from kientoan.core.sheets.messages import MESSAGES, PLACES, Phrase

Translate = Callable[[str], str]


def untranslated(text: str) -> str:
    """The English sentence as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a person's file: rows count from 1, columns are letters as in a spreadsheet."""

    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None

    def sentence(self, gettext: Translate = untranslated) -> str:
        """The place in words, for example `units.xlsx, sheet “Sheet1”, row 5, column C (Tên)`; empty parts are left out."""
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(gettext(PLACES["sheet"]) % {"sheet": self.sheet})
        if self.row:
            parts.append(gettext(PLACES["row"]) % {"row": self.row})
        if self.column and self.header:
            parts.append(gettext(PLACES["column_header"]) % {"column": self.column, "header": self.header})
        elif self.column:
            parts.append(gettext(PLACES["column"]) % {"column": self.column})
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class SheetError:
    """One fault (or note) of a file: its place, the value found there, and an English sentence with named parameters to translate."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    header: str | None
    value: Any
    message_id: str
    params: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""

    @property
    def place(self) -> Place:
        """Where the fault stands."""
        return Place(self.file, self.sheet, self.row, self.column, self.header)

    def sentence(self, gettext: Translate = untranslated) -> str:
        """What is wrong and what to do, without the place, in the language of `gettext`."""
        params = {
            key: gettext(text) if isinstance(text, Phrase) else written(text, gettext)
            for key, text in self.params.items()
        }
        return gettext(self.message_id) % {"value": written(self.value, gettext), **params}

    def translate(self, gettext: Translate = untranslated) -> str:
        """Place and sentence in the language of `gettext`."""
        place = self.place.sentence(gettext)
        return f"{place}: {self.sentence(gettext)}" if place else self.sentence(gettext)

    def __str__(self) -> str:
        return self.translate()


def fault(code: str, place: Place, value: Any = None, **params: Any) -> SheetError:
    """A fault of the message table at a place."""
    return fault_in_words(MESSAGES[code].sentence, place, value, code=code, **params)


def fault_in_words(message_id: str, place: Place, value: Any = None, *, code: str = "", **params: Any) -> SheetError:
    """A fault that a domain words itself: `message_id` is an English gettext message with named placeholders."""
    return SheetError(place.file, place.sheet, place.row, place.column, place.header, value, message_id, params, code)


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; carries the one fault that says why."""

    def __init__(self, error: SheetError) -> None:
        super().__init__(str(error))
        self.error = error


def unreadable(code: str, file: str, **params: Any) -> UnreadableFileError:
    """The exception for a file that is refused whole."""
    return UnreadableFileError(fault(code, Place(file), **params))


def in_order(errors: Iterable[SheetError]) -> list[SheetError]:
    """Faults as a person reads the file: sheet by sheet, row by row, column by column; faults of the whole first."""
    return sorted(errors, key=lambda e: (e.file, e.sheet or "", e.row or 0, len(e.column or ""), e.column or ""))


def error_reference() -> str:
    """The page docs/reference/file-errors.md, made from the message table; a test compares."""
    lines = [
        "# Faults of files",
        "",
        "Every file that comes in is read whole, every fault is listed with its place (file, sheet, row, column), and nothing of a faulty file is saved.",
        "This page is made from the table of messages in `kientoan.core.sheets.messages`; a test compares it.",
        "",
        "| code | when | what is said |",
        "|---|---|---|",
    ]
    lines += [f"| `{code}` | {message.when} | {_readable(message.sentence)} |" for code, message in MESSAGES.items()]
    return "\n".join(lines) + "\n"


def _readable(sentence: str) -> str:
    return re.sub(r"%\((\w+)\)[sd]", r"‹\1›", sentence).replace("%%", "%").replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(error_reference())
