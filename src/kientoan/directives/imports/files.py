"""A file read for directives: one text with places, the rows of its annex tables, and everything that could not be read."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Refused
from kientoan.directives.imports.parting import parts_of
from kientoan.directives.imports.parts import Part, TablePart, Tell, TextPart
from kientoan.directives.rules.extraction.annex import Cell, RowFault, UnreadRow, read_table
from kientoan.directives.rules.extraction.filed import FileRead, PlacedRow, Unread
from kientoan.documents.access import check_size
from kientoan.documents.rules.texts import media_type_of

FAULTS = {
    RowFault.NO_CONTENT: gettext_lazy("nothing says what is to be done"),
    RowFault.NO_LEAD: gettext_lazy("nobody is named who leads"),
    RowFault.TOO_FEW_CELLS: gettext_lazy("the row has fewer cells than the header"),
}
"""What is said of a row that cannot be read."""
_BETWEEN = " | "


def read_file(name: str, content: bytes, reference: date, tell: Tell | None = None) -> FileRead:
    """Read a .txt, .docx, .xlsx, .pdf or picture; refused in words where it is of another kind, too large, empty or damaged.

    `tell` hears of each page read and of how many there are.
    """
    check_size(len(content), name)
    media_type = media_type_of(name, content)
    if media_type is None:
        raise Refused(
            _("“%(name)s” is of a kind that is not read. Bring a .txt, .docx, .xlsx, .pdf, .jpg, .png or .webp.")
            % {"name": name}
        )
    parts = parts_of(media_type, content, name, tell)
    read = FileRead(pages=parts.pages, scanned=parts.scanned)
    for part in parts.items:
        _take(read, part, reference)
    if not read.text.strip():
        raise Refused(_("There is no text in “%(name)s”.") % {"name": name})
    return read


def _take(read: FileRead, part: Part, reference: date) -> None:
    if isinstance(part, TextPart):
        if part.text.strip():
            start = read.add(part.text)
            read.unsure += [(start + left, start + right) for left, right in part.unsure]
            if len(part.text.strip()) > len("Trang 10 / 10"):
                read.columns = None
        return
    annex = read_table(part.rows, reference, read.columns)
    read.columns = annex.columns if annex else None
    if annex is None:
        read.add("\n".join(_line(row) for row in part.rows))
        return
    read.tables += 1
    read.unread += [_unread(read.tables, part, row) for row in annex.unread]
    rows = {row.number: row for row in annex.rows}
    for number, cells in enumerate(part.rows, 1):
        line = _line(cells)
        start = read.add(line)
        if number in rows:
            read.rows.append(PlacedRow(start, start + len(line), rows[number]))


def _line(cells: Sequence[Cell]) -> str:
    texts = [_cell_words(cell) for cell in cells if cell not in (None, "")]
    unique = [text for index, text in enumerate(texts) if index == 0 or text != texts[index - 1]]
    return _BETWEEN.join(unique)


def _cell_words(cell: Cell) -> str:
    return " ".join((f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)).split())


def _unread(table: int, part: TablePart, row: UnreadRow) -> Unread:
    return Unread(table, part.where, row.number, row.words, str(FAULTS[row.fault]))
