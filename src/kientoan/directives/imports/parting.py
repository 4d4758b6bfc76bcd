"""The parts of each kind of file: .txt, .docx, .xlsx, .pdf (text, tables, scanned pages) and pictures of pages."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.directives.imports.parts import Parts, TablePart, Tell, TextPart
from kientoan.directives.imports.scans import read_picture
from kientoan.directives.rules.extraction.annex import Cell
from kientoan.directives.rules.extraction.lines import paragraphs
from kientoan.directives.rules.extraction.reading import normal
from kientoan.documents.rules.texts import DOCX, PDF, TEXT, XLSX, text_of

MOST_PAGES = 300
MOST_SCANNED = 40
_DOTS_PER_INCH = 300
_LEAST_LETTERS = 20
_MOST_ROWS = 5_000
_LARGEST_UNPACKED = 200_000_000


def parts_of(media_type: str, content: bytes, name: str, tell: Tell | None = None) -> Parts:
    """The parts of a file of a kind that is read; refused in words where it is broken or too long."""
    readers = {TEXT: _of_text, DOCX: _of_docx, XLSX: _of_xlsx}
    try:
        if media_type == PDF:
            return _of_pdf(content, name, tell)
        return readers.get(media_type, _of_picture)(content, name)
    except Refused:
        raise
    except Exception as error:  # the libraries raise their own kinds for broken files
        raise Refused(_("“%(name)s” cannot be read: the file is damaged or protected.") % {"name": name}) from error


def _of_text(content: bytes, _name: str) -> Parts:
    return Parts([TextPart(normal(text_of(TEXT, content)))], pages=1)


def _of_picture(content: bytes, name: str) -> Parts:
    return Parts([read_picture(content, f"“{name}”")], pages=1, scanned=1)


def _check_packed(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
            raise Refused(_("“%(name)s” is too large when it is unpacked.") % {"name": name})


def _of_docx(content: bytes, name: str) -> Parts:
    """Paragraphs and tables in the order of the body."""
    import docx
    from docx.table import Table

    _check_packed(content, name)
    parts = Parts(pages=1)
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            parts.items.append(TextPart(normal("\n".join(lines))))
            lines = []
            parts.items.append(TablePart([_docx_row(row) for row in block.rows]))
        else:
            lines.append(block.text)
    parts.items.append(TextPart(normal("\n".join(lines))))
    return parts


def _docx_row(row: Any) -> list[Cell]:
    """The cells of a row; one merged downwards holds the words of its first, as python-docx gives them."""
    return [normal(cell.text) for cell in row.cells]


def _of_xlsx(content: bytes, name: str) -> Parts:
    import openpyxl

    _check_packed(content, name)
    parts = Parts()
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        if sheet.max_row > _MOST_ROWS:
            raise Refused(
                _("The sheet “%(sheet)s” has more than %(most)d rows.") % {"sheet": sheet.title, "most": _MOST_ROWS}
            )
        parts.items.append(TablePart(list(_xlsx_rows(sheet)), _("sheet “%(sheet)s”") % {"sheet": sheet.title}))
        parts.pages += 1
    return parts


def _xlsx_rows(sheet: Any) -> Iterator[list[Cell]]:
    """Rows of a sheet: an empty cell is "", one merged with the cell above is None, one merged with the cell before holds its words again."""
    areas = sheet.merged_cells.ranges
    first = {place: (area.min_row, area.min_col) for area in areas for row in area.rows for place in row}
    for row in sheet.iter_rows():
        yield [_xlsx_cell(sheet, cell, first.get((cell.row, cell.column))) for cell in row]


def _xlsx_cell(sheet: Any, cell: Any, first: tuple[int, int] | None) -> Cell:
    if first is not None and cell.row > first[0]:
        return None
    value = cell.value if first is None else sheet.cell(*first).value
    if value is None:
        return ""
    return normal(value) if isinstance(value, str) else value


def _of_pdf(content: bytes, name: str, tell: Tell | None) -> Parts:
    """Page by page: tables apart from the text around them; a page without letters is read as a scan."""
    import pdfplumber

    parts = Parts()
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Refused(
                _("“%(name)s” has %(pages)d pages; at most %(most)d are read at once.")
                % {"name": name, "pages": len(pdf.pages), "most": MOST_PAGES}
            )
        for number, page in enumerate(pdf.pages, 1):
            where = _("page %(number)d") % {"number": number}
            if len(page.chars) >= _LEAST_LETTERS or not page.images:
                parts.items.extend(_pdf_page(page, where))
            else:
                parts.scanned += 1
                if parts.scanned > MOST_SCANNED:
                    raise Refused(
                        _("“%(name)s” has more than %(most)d scanned pages; divide it.")
                        % {"name": name, "most": MOST_SCANNED}
                    )
                parts.items.append(_pdf_scan(page, where, name))
            page.close()
            if tell is not None:
                tell(number, len(pdf.pages))
        parts.pages = len(pdf.pages)
    return parts


def _pdf_page(page: Any, where: str) -> Iterator[TextPart | TablePart]:
    tables = page.find_tables() if len(page.rects) + len(page.lines) + len(page.curves) else []
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_inside(thing, box) for box in boxes)) if boxes else page
    yield TextPart("\n".join(paragraphs(normal(outside.extract_text() or "").split("\n"))))
    for table in tables:
        yield TablePart(list(_pdf_rows(table)), where)


def _pdf_rows(table: Any) -> Iterator[list[Cell]]:
    """Rows of a ruled table: a cell merged with the one before it holds its words again, one merged with the cell above is None."""
    starts = [
        min((row.cells[at][0] for row in table.rows if row.cells[at]), default=0.0) for at in range(len(table.columns))
    ]
    for row, words in zip(table.rows, table.extract(), strict=True):
        cells: list[Cell] = []
        reach = 0.0
        for at, (box, word) in enumerate(zip(row.cells, words, strict=True)):
            if box is None:
                cells.append(cells[-1] if cells and starts[at] < reach - 1 else None)
                continue
            reach = box[2]
            cells.append(normal(word or ""))
        yield cells


def _inside(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)


def _pdf_scan(page: Any, where: str, name: str) -> TextPart:
    picture = io.BytesIO()
    page.to_image(resolution=_DOTS_PER_INCH).original.save(picture, format="PNG")
    return read_picture(picture.getvalue(), f"“{name}”, {where}")
