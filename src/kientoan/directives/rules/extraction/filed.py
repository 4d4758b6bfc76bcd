"""A file as it was read for directives: one text with places, the rows of its annex tables, and everything that could not be read."""

from dataclasses import dataclass, field

from .annex import AnnexRow


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of an annex table with its place in the text."""

    start: int
    end: int
    row: AnnexRow


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read: which table, where it stands, which row, its words, and why in words."""

    table: int
    where: str
    row: int
    words: str
    why: str


@dataclass(slots=True)
class FileRead:
    """The text of a file with its tables as lines, its annex rows, the rows not read, and words that a scan left unsure.

    `columns` are those of the table just read, for one that goes on over the page.
    """

    text: str = ""
    rows: list[PlacedRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unsure: list[tuple[int, int]] = field(default_factory=list)
    tables: int = 0
    pages: int = 0
    scanned: int = 0
    columns: dict[str, int] | None = None

    @property
    def apart(self) -> list[tuple[int, int]]:
        """The places of annex rows, which are not running text."""
        return [(placed.start, placed.end) for placed in self.rows]

    def add(self, text: str) -> int:
        """Put a piece on lines of its own; gives where it begins."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"
        start = len(self.text)
        self.text += text
        return start
