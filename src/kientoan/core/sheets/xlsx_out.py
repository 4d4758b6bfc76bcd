"""Write workbooks that are ready to read, to fill in and to print; texts never become formulas, the same input gives the same bytes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kientoan.core.sheets.guard import guard, is_dangerous
from kientoan.core.sheets.outgoing import WIDTHS, OutColumn, OutSheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_NUMBER_FORMATS = {"int": "#,##0", "decimal": "#,##0.##", "date": "dd/mm/yyyy", "share": "0.0%"}
_EXACT_DIGITS = 15
_FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
_ALWAYS_THE_SAME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_CHOICES_INLINE = 255
_A4 = 9
_CHOICES_SHEET = "_choices"


def write_xlsx(
    target: str | Path | BinaryIO,
    sheets: Sequence[OutSheet],
    *,
    band: str | None = None,
    watermark: str | None = None,
    made_at: datetime | None = None,
    yes: str = "có",
    no: str = "không",
) -> None:
    """Write the sheets to a path or buffer; `band` is a line above everything (sample data), `watermark` stands on each printed page."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target if not isinstance(target, Path) else str(target),
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": (made_at or _ALWAYS_THE_SAME_DAY).replace(tzinfo=None)})
    writing = _Writing(book, band, watermark, {True: yes, False: no})
    for sheet in sheets:
        writing.add(sheet)
    writing.add_choices()
    book.close()


class _Writing:
    """One workbook being written: its formats, and the long lists of choices that need a sheet of their own."""

    def __init__(self, book: "Workbook", band: str | None, watermark: str | None, words: dict[bool, str]) -> None:
        self.book, self.band, self.watermark, self.words = book, band, watermark, words
        self.formats: dict[tuple[Any, ...], Format] = {}
        self.lists: list[tuple[str, ...]] = []
        font = {"font_name": "Times New Roman", "font_size": 11}
        self.title = book.add_format({**font, "bold": True, "font_size": 13})
        self.about = book.add_format({**font, "italic": True})
        self.warning = book.add_format({**font, "bold": True, "font_color": "#9C0006", "bg_color": "#FFE699"})
        self.header = book.add_format(
            {
                **font,
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
                "border": 1,
                "bg_color": "#DDE7F0",
            }
        )

    def add(self, sheet: OutSheet) -> None:
        """Write one sheet: band, title, header, rows, and its print set-up."""
        out = self.book.add_worksheet(sheet.name)
        first = self._write_top(out, sheet)
        for index, column in enumerate(sheet.columns):
            out.write_string(
                first, index, guard(column.header) if column.header.startswith("'") else column.header, self.header
            )
            out.set_column(index, index, column.width or max(WIDTHS[column.kind], min(len(column.header), 20)))
            if column.note:
                out.write_comment(first, index, column.note, {"x_scale": 2})
        last = first
        for row in sheet.rows:
            last += 1
            for index, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                self._write(out, last, index, value, column)
        self._prepare_spare(out, sheet, last)
        self._add_choices(out, sheet, first, last + sheet.spare_rows)
        self._set_up_print(out, sheet, first)
        out.freeze_panes(first + 1, 0)
        if last > first:
            out.autofilter(first, 0, last, len(sheet.columns) - 1)
        if sheet.hidden:
            out.hide()

    def _write_top(self, out: "Worksheet", sheet: OutSheet) -> int:
        """Band, title lines, as-of and scope, each in column A and never merged; gives the row of the header."""
        about = " · ".join(part for part in (sheet.scope, sheet.as_of) if part)
        lines = [(self.band, self.warning), *((line, self.title) for line in sheet.title), (about, self.about)]
        written = [(line, style) for line, style in lines if line]
        for number, (line, style) in enumerate(written):
            out.write_string(number, 0, line, style)
        return len(written) + bool(written)

    def _write(self, out: "Worksheet", row: int, index: int, value: Any, column: OutColumn) -> None:
        if isinstance(value, bool):
            value = self.words[value]
        if value is None or value == "":
            out.write_blank(row, index, None, self._format(column))
        elif isinstance(value, int | float | Decimal) and _fits(value):
            out.write_number(row, index, float(value), self._format(column))
        elif isinstance(value, date) and _day(value) >= _FIRST_SPREADSHEET_DAY:
            out.write_datetime(row, index, _naive(value), self._format(column, "date"))
        else:
            text = as_text(value)
            out.write_string(
                row,
                index,
                guard(text) if text.startswith("'") else text,
                self._format(column, quoted=is_dangerous(text)),
            )

    def _format(self, column: OutColumn, kind: str | None = None, *, quoted: bool = False) -> "Format":
        number_format = column.number_format or _NUMBER_FORMATS.get(
            kind or column.kind, "@" if column.kind == "text" else "General"
        )
        key = (number_format, column.wrap, column.locked, quoted)
        if key not in self.formats:
            look = {
                "font_name": "Times New Roman",
                "font_size": 11,
                "border": 1,
                "num_format": number_format,
                "valign": "top",
            }
            look |= {"text_wrap": True} if column.wrap else {}
            look |= {"bg_color": "#F2F2F2"} if column.locked else {}
            look |= {"quote_prefix": True} if quoted else {}
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _prepare_spare(self, out: "Worksheet", sheet: OutSheet, last: int) -> None:
        for row in range(last + 1, last + 1 + sheet.spare_rows):
            for index, column in enumerate(sheet.columns):
                out.write_blank(row, index, None, self._format(column))

    def _add_choices(self, out: "Worksheet", sheet: OutSheet, first: int, last: int) -> None:
        for index, column in enumerate(sheet.columns):
            if not column.choices or last == first:
                continue
            short = len(",".join(column.choices)) <= _MOST_CHOICES_INLINE and not any(
                "," in choice for choice in column.choices
            )
            source = list(column.choices) if short else self._choices_range(tuple(column.choices))
            out.data_validation(
                first + 1, index, last, index, {"validate": "list", "source": source, "ignore_blank": True}
            )

    def _choices_range(self, choices: tuple[str, ...]) -> str:
        from xlsxwriter.utility import xl_range_abs

        if choices not in self.lists:
            self.lists.append(choices)
        place = self.lists.index(choices)
        return f"={_CHOICES_SHEET}!{xl_range_abs(0, place, len(choices) - 1, place)}"

    def add_choices(self) -> None:
        """Write the long lists of choices to a hidden sheet."""
        if self.lists:
            out = self.book.add_worksheet(_CHOICES_SHEET)
            out.hide()
            for index, choices in enumerate(self.lists):
                out.write_column(0, index, choices)

    def _set_up_print(self, out: "Worksheet", sheet: OutSheet, first: int) -> None:
        if sheet.landscape:
            out.set_landscape()
        out.set_paper(_A4)
        out.set_margins(left=0.5, right=0.4, top=0.75, bottom=0.6)
        out.fit_to_pages(1, 0)
        out.repeat_rows(first)
        mark = f'&C&"Times New Roman,Bold"&16&K9C0006{_plain(self.watermark)}' if self.watermark else ""
        out.set_header(f"&L{_plain(sheet.scope)}{mark}&R{_plain(sheet.as_of)}")
        out.set_footer(f"&L{_plain(self.band)}&R&P/&N")


def _plain(text: str | None) -> str:
    """A text for the print header, where & is a command; the program takes at most 255 signs in all."""
    return (text or "").replace("&", "&&")[:70]


def _fits(value: float | Decimal) -> bool:
    """Whether a number survives as a spreadsheet number (15 digits); others are written as text, so that no digit is lost."""
    exact = Decimal(str(value))
    return exact.is_finite() and len(exact.normalize().as_tuple().digits) <= _EXACT_DIGITS


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _naive(value: date) -> date:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def as_text(value: Any) -> str:
    """A value as text that our own import reads back as the same value, whatever else stands in the file.

    >>> as_text(Decimal("1.234")), as_text(date(2017, 6, 27)), as_text(Decimal("2E+3"))
    ('1.2340', '2017-06-27', '2000')
    """
    if isinstance(value, float | Decimal):
        text = format(Decimal(str(value)), "f")
        whole, _, fraction = text.partition(".")
        looks_grouped = len(fraction) == 3 and len(whole.lstrip("-")) <= 3
        return f"{text}0" if looks_grouped else text
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)
