"""Which columns a table has and under which headers people write them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from kientoan.core.vietnamese import fold

Kind = Literal["text", "int", "decimal", "date", "bool", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have: found by its header (accents and case do not matter), read as its kind.

    `headers` are the Vietnamese and English names, the first of them the one to show; `name` itself is always one of them.
    `choices` maps each code to the words that people write for it. `required` means that the header must be there and no cell empty;
    `needed=False` with `required=True` lets the whole column be absent. `places` are the decimal places kept.
    """

    name: str
    headers: Sequence[str] = ()
    kind: Kind = "text"
    required: bool = True
    needed: bool | None = None
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    least: Decimal | int | date | None = None
    most: Decimal | int | date | None = None
    places: int = 6
    max_length: int | None = None
    unique: bool = False

    @property
    def title(self) -> str:
        """The header to show to people."""
        return self.headers[0] if self.headers else self.name

    @property
    def must_be_there(self) -> bool:
        """Whether a file without this header is refused."""
        return self.required if self.needed is None else self.needed

    def header_keys(self) -> set[str]:
        """All folded headers that mean this column."""
        return {header_key(text) for text in (self.name, *self.headers)}


def header_key(text: str) -> str:
    """A header without accents, case, punctuation and line breaks."""
    return fold(text.replace("*", " "))


def column_letter(index: int) -> str:
    """The spreadsheet letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column counted from 0 of a spreadsheet letter: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def key_to_column(columns: Iterable[Column]) -> dict[str, Column]:
    """Folded header to column; a header that two columns claim is a mistake of the caller."""
    found: dict[str, Column] = {}
    for column in columns:
        for key in column.header_keys():
            if found.setdefault(key, column) is not column:
                raise ValueError(f"header {key!r} is claimed by columns {found[key].name!r} and {column.name!r}")
    return found
