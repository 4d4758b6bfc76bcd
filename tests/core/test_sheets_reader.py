"""Reading good files in all the shapes in which people send them."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest

from kientoan.core.sheets import Column, Place, Table, read_table
from tests.pace import slowness

FILES = Path(__file__).parent / "files"
UNITS = [
    Column("code", ("Mã", "Mã đơn vị"), unique=True),
    Column("name", ("Tên đơn vị", "Tên")),
    Column("members", ("Số đảng viên",), kind="int", required=False, least=0),
    Column("day", ("Ngày",), kind="date", required=False),
]


def workbook(
    rows: Sequence[Sequence[Any]], *, merge: Sequence[str] = (), more: dict[str, Sequence[Sequence[Any]]] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Đơn vị"
    for title, content in {"Đơn vị": rows, **(more or {})}.items():
        target = book[title] if title in book.sheetnames else book.create_sheet(title)
        for row in content:
            target.append(list(row))
    for area in merge:
        sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_in_windows_1258(letter: str) -> str:
    """The letter as that encoding has it: ă â ê ô ơ ư đ are letters, the tones are marks after them."""
    first, *marks = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", first + "".join(mark for mark in marks if mark not in tones)) + "".join(tones)


def said(table: Table) -> list[str]:
    return [str(error) for error in table.errors]


@pytest.mark.parametrize("file", ["units.xls", "units.ods"])
def test_old_excel_and_open_document_are_read(file: str) -> None:
    table = read_table(FILES / file, UNITS)
    assert said(table) == []
    assert [row.values for row in table.rows] == [
        {"code": "00001", "name": "Chi bộ Mẫu Một", "members": 12, "day": date(2017, 6, 27)},
        {"code": "00002", "name": "Chi bộ Mẫu Hai", "members": 30, "day": date(2017, 6, 28)},
    ]
    assert table.rows[1].at("members") == Place(file, "Đơn vị", 5, "C", "Số đảng viên")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_common_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "Mã,Tên đơn vị,Số đảng viên\r\n00001,Chi bộ Thịnh Liệt,12\r\n\r\n00002,Chi bộ Đông,7\r\n".replace(
        ",", delimiter
    )
    if encoding == "cp1258":
        text = "".join(map(as_in_windows_1258, text))
    table = read_table(text.encode(encoding), UNITS, file="u.csv")
    assert said(table) == []
    assert [(row["name"], row.number) for row in table.rows] == [("Chi bộ Thịnh Liệt", 2), ("Chi bộ Đông", 4)]


def test_first_line_that_names_the_separator_counts_as_a_row() -> None:
    table = read_table(b"sep=;\r\nMa;Ten\r\n1;A, B\r\n", UNITS)
    assert [(row.number, row["name"]) for row in table.rows] == [(3, "A, B")]


def test_columns_may_move_and_headers_may_be_english_unaccented_or_starred() -> None:
    table = read_table(
        workbook([["Ghi chú", "TEN DON VI (*)", "Day", "Mã"], ["x", "Chi bộ A", date(2017, 6, 27), "01"]]), UNITS
    )
    assert said(table) == []
    assert table.rows[0].values == {"code": "01", "name": "Chi bộ A", "members": None, "day": date(2017, 6, 27)}
    assert table.ignored_headers == ["Ghi chú"]
    assert table.has("day")
    assert not table.has("members")


def test_header_below_a_title_and_above_a_row_of_numbers() -> None:
    rows = [
        ["BIỂU 01"],
        ["Đơn vị: Quận Mẫu"],
        [],
        ["Mã", "Tên", "Số đảng viên"],
        ["(1)", "(2)", "(3)"],
        ["01", "Chi bộ A", 5],
    ]
    table = read_table(workbook(rows, merge=["A1:C1"]), UNITS)
    assert said(table) == []
    assert [note.code for note in table.notes] == ["number_row_skipped"]
    assert [row.number for row in table.rows] == [6]
    assert table.header_row == 4


def test_merged_headers_are_read_in_two_rows() -> None:
    columns = [
        Column("code", ("Mã",)),
        Column("men", ("Số đảng viên nam",), kind="int"),
        Column("women", ("Số đảng viên nữ",), kind="int"),
    ]
    rows = [["Mã", "Số đảng viên", None], [None, "Nam", "Nữ"], ["01", 3, 4]]
    table = read_table(workbook(rows, merge=["A1:A2", "B1:C1"]), columns)
    assert said(table) == []
    assert table.rows[0].values == {"code": "01", "men": 3, "women": 4}
    assert table.headers["women"] == ("C", "Số đảng viên / Nữ")


def test_merged_data_cells_are_refused_or_spread_with_a_note() -> None:
    content = workbook([["Mã", "Tên"], ["01", "Chi bộ A"], ["02", None]], merge=["B2:B3"])
    table = read_table(content, UNITS, file="u.xlsx")
    assert said(table) == [
        "u.xlsx, sheet “Đơn vị”, row 2, column B (Tên): The cells B2:B3 are merged, so it is not clear to which rows the value belongs. Unmerge them and fill in each row."
    ]
    table = read_table(content, UNITS, merged="spread")
    assert said(table) == []
    assert [row["name"] for row in table.rows] == ["Chi bộ A", "Chi bộ A"]
    assert [note.code for note in table.notes] == ["merged_spread"]


def test_the_sheet_with_the_headers_is_found_and_a_second_one_is_told() -> None:
    table = read_table(
        workbook([["Hướng dẫn"]], more={"Biểu": [["Mã", "Tên"], ["1", "A"]], "Biểu 2": [["Mã", "Tên"], ["2", "B"]]}),
        UNITS,
    )
    assert table.sheet == "Biểu"
    assert [note.code for note in table.notes] == ["sheet_unused"]
    named = read_table(
        workbook([["Mã", "Tên"], ["9", "Z"]], more={"Biểu 2": [["Mã", "Tên"], ["2", "B"]]}), UNITS, sheet="bieu 2"
    )
    assert [row["code"] for row in named.rows] == ["2"]


def test_decimals_follow_the_evidence_of_their_column_then_of_the_file() -> None:
    columns = [Column("a", kind="decimal"), Column("b", kind="decimal"), Column("c", kind="decimal")]
    table = read_table(b"a;b;c\n1,234;1,234;1.5\n0,5;2;1,234.5\n", columns)
    assert [error.column for error in table.errors] == ["B"]
    assert "can be read as 1234 or as 1.234" in str(table.errors[0])
    assert [row["a"] for row in table.rows] == [Decimal("1.234"), Decimal("0.5")]
    table = read_table(b"a;b;c\n1,234;1,234;1,5\n0,5;2;1.234,5\n", columns)
    assert said(table) == []
    assert [row["b"] for row in table.rows] == [Decimal("1.234"), Decimal(2)]


def test_stored_numbers_have_no_binary_remainder() -> None:
    table = read_table(workbook([["a", "n"], [0.1 + 0.2, 3.0]]), [Column("a", kind="decimal"), Column("n", kind="int")])
    assert table.rows[0].values == {"a": Decimal("0.3"), "n": 3}


def test_choices_and_yes_no_are_read_by_their_words() -> None:
    columns = [
        Column("kind", ("Loại",), kind="choice", choices={"ward": ("Phường",), "commune": ("Xã",)}),
        Column("open", ("Mở",), kind="bool"),
    ]
    table = read_table("Loại;Mở\nPHUONG;có\nxã;x\ncommune;Không\n".encode(), columns)
    assert [tuple(row.values.values()) for row in table.rows] == [("ward", True), ("commune", True), ("commune", False)]


def test_a_domain_can_add_its_own_fault_to_a_cell() -> None:
    table = read_table("Mã,Tên\n01,A\n".encode(), UNITS, file="u.csv")
    error = table.rows[0].fault("code", "The unit %(value)s is closed since %(day)s.", day="01/07/2025")
    assert str(error) == "u.csv, row 2, column A (Mã): The unit 01 is closed since 01/07/2025."
    vietnamese = {"row %(row)s": "dòng %(row)s", "column %(column)s (%(header)s)": "cột %(column)s (%(header)s)"}
    assert (
        error.translate(lambda text: vietnamese.get(text, "Đơn vị %(value)s đã giải thể."))
        == "u.csv, dòng 2, cột A (Mã): Đơn vị 01 đã giải thể."
    )


def test_rows_can_be_indexed_sliced_and_taken_by_column() -> None:
    table = read_table("Mã,Tên\n01,A\n02,B\n03,C\n".encode(), UNITS)
    assert table.rows[-1]["code"] == "03"
    assert [row["code"] for row in table.rows[1:]] == ["02", "03"]
    assert table.column("name") == ["A", "B", "C"]


def test_a_hundred_thousand_typed_rows_take_about_a_second() -> None:
    lines = [f"{n:05d},Chi bộ mẫu số {n},{n % 97},{n % 28 + 1:02d}/06/2017" for n in range(100_000)]
    raw = ("Mã,Tên,Số đảng viên,Ngày\n" + "\n".join(lines)).encode()
    start = process_time()
    table = read_table(raw, UNITS)
    assert process_time() - start < 3 * slowness(), "three times the usual"
    assert table.ok
    assert len(table.rows) == 100_000
    assert table.rows[99_999].values == {
        "code": "99999",
        "name": "Chi bộ mẫu số 99999",
        "members": 89,
        "day": date(2017, 6, 12),
    }
