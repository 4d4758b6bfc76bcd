"""Faulty files given back: the person's own workbook with the wrong cells marked, or a page that says why."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from kientoan.core.sheets import FAULT_SHEET, Column, faults_of, mark_faults, read_table

FILES = Path(__file__).parent / "files"
UNITS = [
    Column("code", ("Mã",)),
    Column("name", ("Tên", "Tên đơn vị")),
    Column("members", ("Số đảng viên",), kind="int", most=20),
]


def own_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Biểu"
    for row in (
        ["Mã", "Tên", "Số đảng viên", "Tổng"],
        ["01", "A", "mười", "=1+1"],
        ["02", None, 3, None],
        ["03", "C", 5, None],
    ):
        sheet.append(row)
    sheet["A1"].font = Font(bold=True, color="FF0000FF")
    sheet["C2"].fill = PatternFill("solid", start_color="FFFFFF00")
    sheet["C2"].comment = Comment("Hỏi lại bác Ba", "Bác Tư")
    sheet.merge_cells("A6:C7")
    sheet.column_dimensions["B"].width = 41
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def returned(original: bytes, file: str = "u.xlsx") -> tuple[Any, bytes]:
    table = read_table(original, UNITS, file=file)
    content = mark_faults(original, faults_of(table.errors), file=file)
    return openpyxl.load_workbook(io.BytesIO(content)), content


def test_wrong_cells_are_coloured_and_commented_and_the_rest_stays() -> None:
    book, _ = returned(own_workbook())
    sheet = book["Biểu"]
    assert book.sheetnames == [FAULT_SHEET, "Biểu"]
    assert book.active.title == FAULT_SHEET
    for place in ("C2", "B3"):
        assert sheet[place].fill.fgColor.rgb == "FFFFC7CE"
    assert (
        sheet["C2"].comment.text == "Hỏi lại bác Ba\nFault: “mười” is not a number. Write digits only, without a unit."
    )
    assert sheet["C3"].comment is None
    assert sheet["A1"].font.bold
    assert sheet["D2"].value == "=1+1"
    assert sheet.column_dimensions["B"].width == 41
    listed = [[cell.value for cell in row] for row in book[FAULT_SHEET].iter_rows(min_row=4)]
    assert [row[:4] for row in listed] == [
        ["Sheet", "Row", "Column", "Header"],
        ["Biểu", 2, "C", "Số đảng viên"],
        ["Biểu", 3, "B", "Tên"],
    ]
    assert book[FAULT_SHEET]["E5"].hyperlink.location == "'Biểu'!C2"


def test_a_returned_file_that_is_corrected_is_good_and_one_that_is_not_shows_only_the_present_faults() -> None:
    book, _ = returned(own_workbook())
    book["Biểu"]["C2"] = 10
    buffer = io.BytesIO()
    book.save(buffer)
    table = read_table(buffer.getvalue(), UNITS)
    assert [error.code for error in table.errors] == ["value_missing"]
    again, _ = returned(buffer.getvalue())
    assert again.sheetnames == [FAULT_SHEET, "Biểu"]
    assert again["Biểu"]["C2"].fill.fill_type is None
    assert again["Biểu"]["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert again[FAULT_SHEET].max_row == 5
    again["Biểu"]["B3"] = "B"
    buffer = io.BytesIO()
    again.save(buffer)
    assert read_table(buffer.getvalue(), UNITS).ok


def test_plain_tuples_merged_cells_whole_rows_and_numbers_of_columns() -> None:
    content = mark_faults(
        own_workbook(),
        [
            ("Biểu", 7, "B", "merged"),
            ("bieu", 4, None, "row"),
            ("Biểu", 3, 3, "number"),
            (None, None, None, "whole"),
            ("Khác", 1, "A", "x"),
        ],
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [book["Biểu"][place].comment.text for place in ("A6", "A4", "C3")] == [
        "Fault: merged",
        "Fault: row",
        "Fault: number",
    ]
    assert [cell.value for cell in book[FAULT_SHEET]["E"]][4:] == ["merged", "row", "number", "whole", "x"]


@pytest.mark.parametrize("file", ["units.xls", "units.ods"])
def test_other_workbooks_come_back_as_xlsx(file: str) -> None:
    book, _ = returned((FILES / file).read_bytes(), file)
    assert book.sheetnames == [FAULT_SHEET, "Đơn vị"]
    assert book["Đơn vị"]["C5"].comment.text.startswith("Fault: “30” is above 20")
    assert book["Đơn vị"]["A4"].value == "00001"


def test_csv_comes_back_as_a_workbook_in_which_nothing_runs() -> None:
    book, content = returned("Mã;Tên;Số đảng viên\n01;=cmd|'x'!A0;mười\n".encode(), "u.csv")
    assert book.sheetnames == [FAULT_SHEET, "CSV"]
    assert book["CSV"]["C2"].comment.text.startswith("Fault: “mười”")
    assert (book["CSV"]["B2"].data_type, book["CSV"]["B2"].quotePrefix) == ("s", True)
    assert [error.code for error in read_table(content, UNITS).errors] == ["number_expected"]


@pytest.mark.parametrize("original", [b"", b"%PDF-1.7", own_workbook()[:500], b"\x8a\x8d"])
def test_what_cannot_be_opened_comes_back_as_one_page_that_says_why(original: bytes) -> None:
    table = read_table(original, UNITS, file="u.xlsx")
    book, _ = returned(original)
    assert book.sheetnames == [FAULT_SHEET]
    assert book[FAULT_SHEET]["E5"].value == table.errors[0].sentence()
    assert "u.xlsx" in book[FAULT_SHEET]["A1"].value


def test_the_sentences_are_in_the_language_of_the_caller() -> None:
    words = {
        "Fault: %(sentence)s": "Lỗi: %(sentence)s",
        "“%(value)s” is not a number. Write digits only, without a unit.": "“%(value)s” không phải là số.",
    }
    translate = lambda text: words.get(text, text)  # noqa: E731
    table = read_table(own_workbook(), UNITS)
    book = openpyxl.load_workbook(
        io.BytesIO(mark_faults(own_workbook(), faults_of(table.errors, translate), gettext=translate))
    )
    assert book["Biểu"]["C2"].comment.text.endswith("Lỗi: “mười” không phải là số.")
