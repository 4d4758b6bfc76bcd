"""What a table that goes out is made of: its sheets, its columns, and how each kind of value looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

OutKind = Literal["text", "int", "decimal", "date", "bool", "share"]

WIDTHS: dict[str, int] = {"text": 24, "int": 12, "decimal": 14, "date": 12, "bool": 10, "share": 10}


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column of an export: its header, kind, width in characters, allowed values, a note on the header, number format of its own."""

    header: str
    kind: OutKind = "text"
    width: int | None = None
    choices: Sequence[str] = ()
    note: str | None = None
    number_format: str | None = None
    wrap: bool = False
    locked: bool = False
    """Shown in grey: a cell that the person who fills the form leaves alone."""


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet of an export: title lines above the header, the rows, and what stands in its print header and footer.

    `as_of` and `scope` are whole phrases in the reader's language; they stand under the title and on each printed page.
    `spare_rows` is how many empty rows below the last carry formats and lists of choices, for a form to fill in.
    """

    name: str
    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[Any]]
    title: Sequence[str] = ()
    as_of: str | None = None
    scope: str | None = None
    landscape: bool = True
    spare_rows: int = 0
    hidden: bool = False
