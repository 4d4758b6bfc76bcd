"""The workbook of a form: written for one unit, filled in by it, read back by `returned`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext as _

from kientoan.core.formats import day_short
from kientoan.core.sheets import Column
from kientoan.figures.models import FormIssue, Indicator
from kientoan.figures.queries.entry import Judge, judge_of
from kientoan.figures.rules.words import FigureKind
from kientoan.orgs.models import Unit, UnitSpan

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

VERSION = "1"
SHEET, MARKS = "Biểu", "_kientoan"

MARK_COLUMNS = (
    Column("form", ["form"]),
    Column("period", ["period"]),
    Column("unit", ["unit"]),
    Column("version", ["version"]),
)
FIGURE_COLUMNS = (
    Column("code", ["Mã chỉ tiêu", "Mã", "Code"], required=False, needed=True, unique=True),
    Column("value", ["Kỳ này", "Số liệu kỳ này", "This period"], kind="decimal", required=False, needed=True, places=4),
    Column("remark", ["Ghi chú", "Remark"], required=False),
)
_HEADS = ("STT", "Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Kỳ này", "Ghi chú", "Căn cứ")
_WIDTHS = (5, 4, 46, 14, 12, 14, 28, 34)
_CODE, _VALUE, _REMARK = 1, 5, 6
_MOST = 9_999_999_999_999


@dataclass(frozen=True)
class Blank:
    """One unit's form to fill in: what stands on it besides the figures."""

    judge: Judge
    unit_code: str
    unit_name: str
    before: Mapping[str, Decimal]
    band: str = ""

    @property
    def issue(self) -> FormIssue:
        """The form sent out."""
        return self.judge.issue


def blanks(issue: FormIssue, units: list[Unit], *, band: str = "") -> Iterator[Blank]:
    """The forms of several units, with their names of the period's last day and last period's figures."""
    ids = [unit.pk for unit in units]
    judge = judge_of(issue, ids)
    names = dict(UnitSpan.objects.as_of(issue.period.end).filter(unit_id__in=ids).values_list("unit_id", "name"))
    for unit in units:
        yield Blank(judge, unit.code, names.get(unit.pk, unit.code), judge.before.get(unit.pk, {}), band)


def file_name(blank: Blank) -> str:
    """The name of a unit's workbook: form, period and unit."""
    code = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in blank.unit_code)
    return f"{blank.issue.form.code}-{blank.issue.period_code}-{code}.xlsx"


def write_template(
    target: Path | BinaryIO,
    blank: Blank,
    answer: Mapping[str, object] | None = None,
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Write a unit's workbook to a path or buffer, empty or with an answer by code of the indicator.

    Only the figures and remarks are open; texts never become formulas; hidden marks say whose answer it is.
    """
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    _Writing(book, blank, answer or {}, remarks or {}).run()
    book.close()


class _Writing:
    """One workbook being written."""

    def __init__(
        self, book: "Workbook", blank: Blank, answer: Mapping[str, object], remarks: Mapping[str, str]
    ) -> None:
        self.book, self.blank, self.answer, self.remarks = book, blank, answer, remarks
        self.sheet: Worksheet = book.add_worksheet(SHEET)

    def format(self, **more: Any) -> "Format":
        return self.book.add_format({"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", **more})

    def run(self) -> None:
        top = self._write_head()
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width, None, {"hidden": column == _CODE})
        last = self._write_figures(top)
        self._set_up(top, last)
        self._write_marks()

    def _write_head(self) -> int:
        """Write band, title, unit, due day and guidance; return the row of the heads."""
        issue, sheet = self.blank.issue, self.sheet
        period = issue.period
        if self.blank.band:
            sheet.write_string(0, 0, self.blank.band, self.format(bold=True, font_color="#9C0006", bg_color="#FFE699"))
        sheet.write_string(1, 0, issue.form.name_vi.upper(), self.format(bold=True, font_size=14))
        sheet.write_string(2, 0, _capital(period.label()), self.format(bold=True))
        unit = _("Unit: %(name)s (%(code)s)") % {"name": self.blank.unit_name, "code": self.blank.unit_code}
        sheet.write_string(3, 0, unit, self.format(bold=True))
        due = _("Send by %(due)s · asked for by %(decision)s · %(instrument)s") % {
            "due": day_short(issue.due),
            "decision": issue.decision,
            "instrument": issue.form.instrument,
        }
        sheet.write_string(4, 0, due, self.format(italic=True))
        guidance = _(
            "Fill in the white cells only. Write 0 where there is none. Leave empty what is not known, and say why in the remark."
        )
        sheet.write_string(5, 0, guidance, self.format(italic=True))
        head = self.format(bold=True, border=1, text_wrap=True, align="center", bg_color="#DDE7F0")
        for column, text in enumerate(_HEADS):
            sheet.write_string(7, column, text, head)
        return 7

    def _write_figures(self, top: int) -> int:
        text = self.format(border=1, text_wrap=True, bg_color="#F2F2F2")
        number = self.format(border=1, num_format="#,##0.##", bg_color="#F2F2F2", font_color="#7F7F7F")
        entry = self.format(border=1, num_format="#,##0.##", locked=False)
        remark = self.format(border=1, text_wrap=True, locked=False)
        row = top
        for place, item in enumerate(self.blank.judge.items, 1):
            row, indicator = top + place, item.indicator
            self.sheet.write_number(row, 0, place, text)
            self.sheet.write_string(row, _CODE, indicator.code, text)
            self.sheet.write_string(row, 2, indicator.name_vi, text)
            self.sheet.write_string(row, 3, indicator.measure_vi, text)
            before = self.blank.before.get(indicator.code)
            if before is None:
                self.sheet.write_blank(row, 4, None, number)
            else:
                self.sheet.write_number(row, 4, float(before), number)
            self._write_answer(row, indicator.code, entry)
            self.sheet.write_string(row, _REMARK, self.remarks.get(indicator.code, ""), remark)
            self.sheet.write_string(row, 7, indicator.citation, text)
            self.sheet.write_comment(row, 2, item.guidance or indicator.definition_vi, {"x_scale": 2.5})
            self.sheet.data_validation(row, _VALUE, row, _VALUE, _validation(indicator))
        return row

    def _write_answer(self, row: int, code: str, entry: "Format") -> None:
        value = self.answer.get(code)
        if value is None:
            self.sheet.write_blank(row, _VALUE, None, entry)
        elif isinstance(value, str):
            self.sheet.write_string(row, _VALUE, value, entry)
        else:
            self.sheet.write_number(row, _VALUE, float(value), entry)  # type: ignore[arg-type]

    def _set_up(self, top: int, last: int) -> None:
        sheet = self.sheet
        note = self.format(italic=True, font_size=10)
        for offset, balance in enumerate(self.blank.judge.identities.balances, 2):
            if {q.code for q in self.blank.judge.questions} >= set(balance.names):
                sheet.write_string(last + offset, 0, balance.vi, note)
        sheet.freeze_panes(top + 1, 3)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_footer(f"&L{self.blank.unit_code} {self.blank.issue.period_code}&R&P/&N")
        sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})

    def _write_marks(self) -> None:
        marks = self.book.add_worksheet(MARKS)
        issue = self.blank.issue
        values = {
            "form": issue.form.code,
            "period": issue.period_code,
            "unit": self.blank.unit_code,
            "version": VERSION,
        }
        for column, (name, value) in enumerate(values.items()):
            marks.write_string(0, column, name)
            marks.write_string(1, column, value)
        marks.very_hidden()


def _validation(indicator: Indicator) -> dict[str, Any]:
    """What the spreadsheet program lets a person type; it warns, the reading refuses."""
    if indicator.kind == FigureKind.YESNO:
        rule: dict[str, Any] = {"validate": "list", "source": ["1", "0"]}
    elif indicator.kind == FigureKind.COUNT:
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST}
    else:
        most = 100 if indicator.kind in (FigureKind.SHARE, FigureKind.SCORE) else _MOST
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most}
    title = indicator.name_vi[:32]
    return {
        **rule,
        "ignore_blank": True,
        "input_title": title,
        "input_message": indicator.definition_vi[:255],
        "error_title": title,
        "error_message": _("Write a number without a unit: %(measure)s.") % {"measure": indicator.measure_vi},
        "error_type": "warning",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def write_templates(folder: Path, issue: FormIssue, units: list[Unit], *, band: str = "") -> Iterator[Path]:
    """Write the workbooks of a form into a folder, one a unit; gives each path as it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    for blank in blanks(issue, units, band=band):
        path = folder / file_name(blank)
        write_template(path, blank)
        yield path


def day_of_file(path: Path) -> date:
    """The day on which a file was last changed, as its arrival."""
    from datetime import datetime

    from django.utils import timezone

    return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()).date()
