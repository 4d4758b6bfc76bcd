"""Give a faulty file back: the wrong cells coloured, the reason in a comment, and a first sheet that lists everything."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kientoan.core.sheets.columns import column_index, column_letter
from kientoan.core.sheets.errors import SheetError, Translate, UnreadableFileError, untranslated
from kientoan.core.sheets.grid import FAULT_SHEET, STANDARD_LIMITS, Grid, is_filled
from kientoan.core.sheets.messages import MARKING
from kientoan.core.sheets.source import grids, kind_of, take
from kientoan.core.sheets.workbook import refuse_bomb
from kientoan.core.sheets.xlsx_out import as_text
from kientoan.core.vietnamese import fold

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_COLOUR = "FFFFC7CE"
_AUTHOR = "Kiện Toàn"
_WIDTHS = (22, 8, 8, 26, 90)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 110


class Fault(NamedTuple):
    """One fault to mark: sheet (None: the first), row from 1 (None: the whole sheet), column letter or number from 1, and the sentence."""

    sheet: str | None
    row: int | None
    column: str | int | None
    sentence: str
    header: str = ""


def faults_of(errors: Iterable[SheetError], gettext: Translate = untranslated) -> list[Fault]:
    """The faults of a reading, worded in the language of `gettext`, ready to mark."""
    return [
        Fault(error.sheet, error.row, error.column, error.sentence(gettext), error.header or "") for error in errors
    ]


def mark_faults(
    original: bytes, faults: Sequence[Fault | tuple[Any, ...]], *, file: str = "", gettext: Translate = untranslated
) -> bytes:
    """The person's own workbook as .xlsx with its faults marked; formats, lists and formulas stay.

    Macros are left out. A .csv, .xls or .ods comes back as a workbook of the rows that were read, a file that cannot be opened as one page that says why.
    Marks of an earlier return are taken away first, so that only the present faults are seen.
    """
    listed = [fault if isinstance(fault, Fault) else Fault(*fault) for fault in faults]
    book = _opened(original, file)
    _take_away_old_marks(book)
    for fault in listed:
        _mark(book, fault, gettext)
    _add_list(book, listed, file, gettext)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
    book.active = 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(original: bytes, file: str) -> "Workbook":
    """The person's workbook without its macros, or what of the file can be read, or an empty workbook."""
    import openpyxl

    try:
        raw, name = take(original, file)
        if kind_of(raw, name) != "xlsx":
            return _rewritten(grids(raw, name, limits=STANDARD_LIMITS))
        refuse_bomb(raw, name, STANDARD_LIMITS)
        return openpyxl.load_workbook(io.BytesIO(raw))
    except UnreadableFileError:
        return _rewritten([])
    except Exception:  # noqa: BLE001 (whatever openpyxl cannot open is given back as a page of faults)
        return _rewritten([])


def _rewritten(sheets: Iterable[Grid]) -> "Workbook":
    """A new workbook with the values of the sheets; it begins with no sheet at all."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in sheets:
        target = book.create_sheet(grid.sheet or "CSV")
        for number, row in enumerate(grid.rows, start=1):
            for index, value in enumerate(row, start=1):
                if is_filled(value):
                    _put(target.cell(number, index), value)
    return book


def _put(cell: "Cell | Any", value: Any) -> None:
    """Write a value as data: a text that looks like a formula stays text."""
    if isinstance(value, str):
        cell.value = _FORBIDDEN.sub(" ", value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value[:1] in tuple("=+-@")
    else:
        cell.value = value if not hasattr(value, "total_seconds") else as_text(value)


def _take_away_old_marks(book: "Workbook") -> None:
    from openpyxl.styles import PatternFill

    for sheet in list(book.worksheets):
        if sheet.title == FAULT_SHEET:
            book.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == _AUTHOR:
                    cell.comment = None
                    if cell.fill.fgColor.rgb == _COLOUR:
                        cell.fill = PatternFill()


def _sheet_of(book: "Workbook", title: str | None) -> "Worksheet | None":
    if not book.worksheets:
        return None
    if title is None:
        return book.worksheets[0]
    return next((sheet for sheet in book.worksheets if fold(sheet.title) == fold(title)), None)


def _mark(book: "Workbook", fault: Fault, gettext: Translate) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    sheet = _sheet_of(book, fault.sheet)
    if sheet is None or not fault.row:
        return
    cell = _cell_of(sheet, fault.row, fault.column)
    cell.fill = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
    sentence = gettext(MARKING["comment"]) % {"sentence": fault.sentence}
    if cell.comment is not None:
        sentence = f"{cell.comment.text}\n{sentence}"
    cell.comment = Comment(_FORBIDDEN.sub(" ", sentence), _AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)


def _cell_of(sheet: "Worksheet", row: int, column: str | int | None) -> "Cell | Any":
    """The cell to mark: of a merged area its first cell, of a whole row its first column."""
    index = column if isinstance(column, int) else column_index(column) + 1 if column else 1
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= index <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, index)


def _add_list(book: "Workbook", faults: Sequence[Fault], file: str, gettext: Translate) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(FAULT_SHEET, 0)
    sheet.append([gettext(MARKING["title"]) % {"count": len(faults), "file": file}])
    sheet.append([gettext(MARKING["advice"])])
    sheet.append([])
    sheet.append([gettext(MARKING[key]) for key in ("sheet", "row", "column", "header", "sentence")])
    for number, fault in enumerate(faults, start=5):
        for index, value in enumerate(_listed(book, fault), start=1):
            if value not in (None, ""):
                _put(sheet.cell(number, index), value)
            sheet.cell(number, index).alignment = Alignment(wrap_text=True, vertical="top")
        _link(book, sheet.cell(number, 5), fault)
    sheet["A1"].font = Font(bold=True, size=13)
    for cell in sheet[4]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
    for index, width in enumerate(_WIDTHS):
        sheet.column_dimensions[column_letter(index)].width = width
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _listed(book: "Workbook", fault: Fault) -> tuple[Any, ...]:
    sheet = _sheet_of(book, fault.sheet) if fault.sheet is None and fault.row else None
    title = fault.sheet or (sheet.title if sheet and sheet.title != FAULT_SHEET else "")
    letter = column_letter(fault.column - 1) if isinstance(fault.column, int) else fault.column
    return title, fault.row, letter, fault.header, fault.sentence


def _link(book: "Workbook", cell: "Cell | Any", fault: Fault) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = _sheet_of(book, fault.sheet) if fault.sheet else None
    if sheet is None or not fault.row:
        return
    letter = column_letter(fault.column - 1) if isinstance(fault.column, int) else fault.column or "A"
    title = sheet.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!{letter}{fault.row}")
