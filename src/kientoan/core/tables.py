"""A list page's table as values: columns, one page of rows, order, filters, exports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms

if TYPE_CHECKING:
    from django.core.paginator import Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, and how a row's cell is made (a value of `core.display`, text, number or date).

    `sort` is the word in `?sort=` (empty: not sortable), `number` aligns right, `head` makes the cell the row's name.
    """

    label: str
    cell: Callable[[T], object]
    sort: str = ""
    number: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty table says: what will come here and how to begin."""

    title: str
    words: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """Everything `{% data_table %}` needs.

    `exports` are the words of `?export=` this page answers (`xlsx`, `csv`); `order` is the `?sort=` in force.
    """

    key: str
    caption: str
    columns: Sequence[Column[T]]
    rows: Sequence[T]
    empty: Empty
    note: str = ""
    page: "Page[Any] | None" = None
    order: str = ""
    filters: forms.Form | None = None
    exports: Sequence[str] = ()
    cards: bool = True

    def heads(self) -> list["Head"]:
        """The column heads with the way each would sort next."""
        return [Head(column.label, column.number, column.sort, self.order) for column in self.columns]

    def lines(self) -> list[list["Cell"]]:
        """The cells, row by row."""
        return [
            [Cell(column.label, column.number, column.head, column.cell(row)) for column in self.columns]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Head:
    """A column head as the template draws it."""

    label: str
    number: bool
    sort: str
    order: str

    @property
    def direction(self) -> str:
        """`ascending`, `descending`, or empty when the table is not sorted by this column."""
        if not self.sort or self.order.removeprefix("-") != self.sort:
            return ""
        return "descending" if self.order.startswith("-") else "ascending"

    @property
    def following(self) -> str:
        """What `?sort=` becomes when the head is followed."""
        return f"-{self.sort}" if self.direction == "ascending" else self.sort


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the template draws it."""

    label: str
    number: bool
    head: bool
    value: object


def order_from(asked: str | None, columns: Sequence[Column[T]], default: str) -> str:
    """The order asked for in `?sort=`, or the default when no column sorts by that word.

    >>> order_from("-name", [Column("Name", str, sort="name")], "code")
    '-name'
    >>> order_from("password", [Column("Name", str, sort="name")], "code")
    'code'
    """
    known = {column.sort for column in columns if column.sort}
    return asked if asked and asked.removeprefix("-") in known else default
