"""Lists leave the product as .xlsx or .csv: recorded, with a reason where they are personal, marked where they are samples.

A list view answers `?export=xlsx` with `export_table(request, table, rows, …)`; the same columns as on the page.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

import xlsxwriter
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kientoan.core import clock, formats
from kientoan.core.display import Plain, plain
from kientoan.core.pages import as_of_day, header_line, is_sample, scope_of
from kientoan.core.recording import recorded
from kientoan.core.tables import Table
from kientoan.core.templatetags.formats import language

T = TypeVar("T")

FORMATS: Final = ("xlsx", "csv")
REASON_LETTERS: Final = 10
"""A reason shorter than this many letters says nothing."""
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """What is written: the lines above the table, its heads, its rows of plain values."""

    title: str
    above: Sequence[str]
    heads: Sequence[str]
    rows: Iterable[Sequence[Plain]]


def asked_format(request: HttpRequest) -> str:
    """The word in `?export=`, or empty when a page is wanted; raises `BadRequest` for a word no list knows."""
    asked = request.GET.get("export", "")
    if asked and asked not in FORMATS:
        raise BadRequest(
            _("Lists are exported as %(known)s, not “%(asked)s”.") % {"known": ", ".join(FORMATS), "asked": asked}
        )
    return asked


def export_table(
    request: HttpRequest, table: Table[T], rows: Iterable[T], *, verb: str, personal: bool = False
) -> HttpResponseBase:
    """Answer with a list as a file, or with a page that asks for the reason when the list is personal and none was given.

    `rows` are all rows of the list, not one page of them; they may be an iterator over the database.
    `verb` names the record, e.g. `people.export_holders`.
    """
    asked = asked_format(request) or "xlsx"
    reason = request.GET.get("reason", "").strip()
    if personal and sum(map(str.isalpha, reason)) < REASON_LETTERS:
        return _ask_reason(request, table.caption, reason)
    day = as_of_day(request)
    scope = scope_of(request)
    detail = {"list": table.caption, "format": asked, "as_of": day.isoformat(), "scope": scope.code if scope else ""}
    person = request.user if request.user.is_authenticated else None
    with recorded(verb, by=person, reason=reason, detail={**detail, "query": request.GET.urlencode()}) as action:
        mark = str(action.id)
    sheet = Sheet(
        title=str(table.caption),
        above=_lines_above(request, mark),
        heads=[str(column.label) for column in table.columns],
        rows=([plain(column.cell(row)) for column in table.columns] for row in rows),
    )
    name = f"{table.key}-{day.isoformat()}.{asked}"
    return csv_response(sheet, name) if asked == "csv" else xlsx_response(sheet, name)


def _ask_reason(request: HttpRequest, title: str, reason: str) -> HttpResponse:
    kept = [(key, value) for key, values in request.GET.lists() if key != "reason" for value in values]
    values = {"title": title, "kept": kept, "reason": reason, "asked_again": "reason" in request.GET}
    return render(request, "export_reason.html", values, status=400 if values["asked_again"] else 200)


def _lines_above(request: HttpRequest, mark: str) -> list[str]:
    who = _("Exported by %(person)s at %(moment)s · record %(mark)s") % {
        "person": str(request.user),
        "moment": formats.moment(timezone.localtime(clock.now()), language()),
        "mark": mark,
    }
    lines = [header_line(request), who]
    if is_sample():
        lines.insert(0, _("SAMPLE DATA, everything is invented"))
    return lines


def safe_text(value: Plain) -> Plain:
    """A text that a spreadsheet program will not take for a formula.

    >>> safe_text("=1+1"), safe_text("-5 điểm"), safe_text(-5)
    ("'=1+1", "'-5 điểm", -5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def csv_response(sheet: Sheet, name: str) -> StreamingHttpResponse:
    """A CSV written while the rows are read; UTF-8 with a mark, so that Excel shows Vietnamese."""

    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        head: list[Sequence[Any]] = [[sheet.title], *([line] for line in sheet.above), [], list(sheet.heads)]
        yield "\ufeff"
        for row in head:
            yield _line(writer, buffer, row)
        for row in sheet.rows:
            yield _line(writer, buffer, row)

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=_as_file(name))


def _line(writer: Any, buffer: io.StringIO, row: Sequence[Plain]) -> str:
    writer.writerow([safe_text(value) for value in row])
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def xlsx_response(sheet: Sheet, name: str) -> FileResponse:
    """A workbook written row by row to a temporary file, so that its size does not stay in memory."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(file, options) as book:
        _write_sheet(book, sheet)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _write_sheet(book: Any, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
    day = book.add_format({"border": 1, "valign": "top", "num_format": "dd/mm/yyyy"})
    page = book.add_worksheet()
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{' · '.join(sheet.above)[:180].replace('&', '&&')}&R&P/&N")
    page.set_column(0, max(0, len(sheet.heads) - 1), 22)
    page.write_string(0, 0, sheet.title, bold)
    for line, text in enumerate(sheet.above, 1):
        page.write_string(line, 0, text)
    top = len(sheet.above) + 2
    for column, text in enumerate(sheet.heads):
        page.write_string(top, column, text, head)
    page.repeat_rows(top)
    page.freeze_panes(top + 1, 1)
    for line, row in enumerate(sheet.rows, top + 1):
        for column, value in enumerate(row):
            _write_cell(page, line, column, value, day if isinstance(value, date) else body)


def _write_cell(page: Any, line: int, column: int, value: Plain, style: Any) -> None:
    match value:
        case None:
            page.write_blank(line, column, None, style)
        case str():
            page.write_string(line, column, value, style)
        case datetime() | date():
            page.write_datetime(line, column, value, style)
        case _:
            page.write_number(line, column, value, style)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
