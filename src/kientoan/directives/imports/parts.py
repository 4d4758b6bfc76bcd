"""What a file is made of when it is read for directives: pieces of text and tables in their order, and words that a scan left unsure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kientoan.directives.rules.extraction.annex import Cell

Tell = Callable[[int, int], None]
"""Hears how many pages are read, of how many."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Running text; `unsure` are places in it that a scan gave with little certainty."""

    text: str
    unsure: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table as its file holds it; `where` says where it stands (page, sheet)."""

    rows: Sequence[Sequence[Cell]]
    where: str = ""


Part = TextPart | TablePart


@dataclass(slots=True)
class Parts:
    """The parts of a file in their order, its pages, and how many of them were scans."""

    items: list[Part] = field(default_factory=list)
    pages: int = 0
    scanned: int = 0
