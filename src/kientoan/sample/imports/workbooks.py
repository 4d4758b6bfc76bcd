"""Write the workbooks that came back from the communes, each with its planted fault really in the file."""

import io
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from kientoan.figures.imports.template import FIGURE_COLUMNS, MARKS, SHEET, Blank, blanks, file_name, write_template
from kientoan.figures.models import FormIssue
from kientoan.orgs.models import Unit
from kientoan.sample.actions.figures import answered_by_workbook
from kientoan.sample.rules.city import City, Returned, Value

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

BAND = "DỮ LIỆU MẪU: tên và số liệu đều là hư cấu"
PASSWORD = "bimat2017"  # noqa: S105  of a workbook nobody can open, which is its fault
_VALUE_COLUMN, _BEFORE_COLUMN = 6, 5  # as openpyxl counts: "Kỳ này", "Kỳ trước"

Progress = Callable[[int, int], None]


def write_sent(folder: Path, issue: FormIssue, progress: Progress) -> int:
    """Write the workbook of each unit as it was sent out, empty."""
    folder.mkdir(parents=True, exist_ok=True)
    units = list(Unit.objects.filter(submissions__issue=issue).order_by("code"))
    for done, blank in enumerate(blanks(issue, units, band=BAND), 1):
        write_template(folder / file_name(blank), blank)
        progress(done, len(units))
    return len(units)


def write_came_back(folder: Path, issue: FormIssue, city: City, progress: Progress, *, corrections: bool) -> int:
    """Write the files that came first, or those that came once more; each bears the day on which it arrived."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {one.unit: one for one in city.returned if one.corrects is corrections}
    answers = _answers(city)
    units = list(Unit.objects.filter(code__in=files).order_by("code"))
    for done, blank in enumerate(blanks(issue, units, band=BAND), 1):
        came = files[blank.unit_code]
        path = folder / file_name(blank)
        path.write_bytes(workbook(blank, answers[blank.unit_code], came))
        _arrive(path, came.arrived)
        progress(done, len(units))
    return len(units)


def _answers(city: City) -> dict[str, dict[str, Value]]:
    by_workbook = answered_by_workbook(city)
    found: dict[str, dict[str, Value]] = {}
    for o in city.observations:
        if by_workbook(o):
            found.setdefault(o.unit, {})[o.indicator] = o.value
    return found


def _arrive(path: Path, day: date) -> None:
    """Date the file at noon of the day on which it came."""
    moment = datetime.combine(day, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE)).timestamp()
    os.utime(path, (moment, moment))


def workbook(blank: Blank, answer: Mapping[str, Value], came: Returned) -> bytes:
    """Give the bytes of one workbook that came back, with its fault."""
    values: dict[str, object] = dict(answer)
    if came.indicator is not None and came.fault in IN_A_CELL:
        values[came.indicator] = IN_A_CELL[came.fault](answer[came.indicator])
    buffer = io.BytesIO()
    write_template(buffer, blank, values)
    spoil = SPOILT.get(came.fault or "")
    return spoil(buffer.getvalue()) if spoil else buffer.getvalue()


def _about(value: Value) -> str:
    return f"khoảng {value}"


def _with_a_point(value: Value) -> str:
    """Write a whole number so that it can be read as thousands or as a fraction.

    >>> _with_a_point(1250), _with_a_point(7)
    ('1.250', '7.000')
    """
    whole = int(value)
    return f"{whole // 1000}.{whole % 1000:03d}" if whole >= 1000 else f"{max(whole, 1)}.000"


IN_A_CELL: dict[str, Callable[[Value], str]] = {
    "text_in_number": _about,
    "ambiguous_decimal": _with_a_point,
    "corrected_later": _about,
}
"""What the clerk typed instead of the figure."""


def _moved_columns(raw: bytes) -> bytes:
    """Let all figures stand one column to the left, over those of the period before."""

    def move(sheet: "Worksheet") -> None:
        for row in _figure_rows(sheet):
            sheet.cell(row, _BEFORE_COLUMN).value = sheet.cell(row, _VALUE_COLUMN).value
            sheet.cell(row, _VALUE_COLUMN).value = None

    return _edited(raw, move)


def _merged_cells(raw: bytes) -> bytes:
    """Let three cells of figures be one, with the first of their values."""

    def merge(sheet: "Worksheet") -> None:
        first = _figure_rows(sheet)[10]
        sheet.merge_cells(start_row=first, end_row=first + 2, start_column=_VALUE_COLUMN, end_column=_VALUE_COLUMN)

    return _edited(raw, merge)


def _wrong_unit_code(raw: bytes) -> bytes:
    """Let the hidden mark name a unit that there is not: someone typed it, with the letter O for a nought."""

    def mark(sheet: "Worksheet") -> None:
        cell = sheet["C2"]
        typed = str(cell.value).replace("0", "O")
        cell.value = typed if typed != cell.value else typed.replace(".", "-")

    return _edited(raw, mark, name=MARKS)


def _truncated(raw: bytes) -> bytes:
    return raw[: len(raw) * 3 // 5]


def _password(raw: bytes) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(raw)).encrypt(PASSWORD, locked)
    return locked.getvalue()


def _empty(raw: bytes) -> bytes:  # noqa: ARG001  nothing is left of it
    return b""


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "moved_columns": _moved_columns,
    "merged_cells": _merged_cells,
    "wrong_unit_code": _wrong_unit_code,
    "truncated": _truncated,
    "password": _password,
    "empty": _empty,
}
"""What happened to the whole file; a broken balance stands in the figures themselves."""


def _edited(raw: bytes, edit: Callable[["Worksheet"], None], *, name: str = SHEET) -> bytes:
    """Open the workbook as a person's program would, change a sheet, save it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw))
    edit(book[name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figure_rows(sheet: "Worksheet") -> list[int]:
    heads = {head for column in FIGURE_COLUMNS for head in column.headers}
    top = next(row for row in range(1, sheet.max_row) if sheet.cell(row, _VALUE_COLUMN).value in heads)
    return [row for row in range(top + 1, sheet.max_row + 1) if sheet.cell(row, 2).value]
