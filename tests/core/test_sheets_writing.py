"""What goes out: workbooks and CSV that print, that cannot run anything, and that come back as they went."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kientoan.core.sheets import Column, OutColumn, OutSheet, csv_parts, read_table, write_csv, write_xlsx
from kientoan.core.sheets.frame import to_frame

OUT = [
    OutColumn("Mã"),
    OutColumn("Tên", wrap=True, note="Tên đầy đủ"),
    OutColumn("Số đảng viên", "int"),
    OutColumn("Đảng phí", "decimal"),
    OutColumn("Ngày", "date"),
    OutColumn("Mở", "bool", choices=("có", "không")),
]
BACK = [
    Column("code", ("Mã",)),
    Column("name", ("Tên",), required=False),
    Column("members", ("Số đảng viên",), kind="int", required=False),
    Column("fee", ("Đảng phí",), kind="decimal", required=False),
    Column("day", ("Ngày",), kind="date", required=False),
    Column("open", ("Mở",), kind="bool", required=False),
]
ROWS = [
    ("00001", "=cmd|' /C calc'!A0", 12, Decimal("1.234"), date(2017, 6, 27), True),
    ("-5", "@SUM(A1)", 0, Decimal("0.1"), None, False),
    ("+84", "'=kept", 10**17, Decimal("1234567890123456.789"), date(1900, 1, 2), None),
    ("'quoted'", '"x",y\nz', None, None, date(2026, 7, 1), True),
]


def xlsx(rows: Sequence[Sequence[Any]] = ROWS, **options: Any) -> bytes:
    buffer = io.BytesIO()
    sheet = OutSheet(
        "Đơn vị", OUT, rows, title=("DANH SÁCH",), as_of="Tính đến 27/06/2017", scope="Quận Mẫu & Đống", spare_rows=3
    )
    write_xlsx(buffer, [sheet], **options)
    return buffer.getvalue()


def as_csv(rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    return b"".join(csv_parts([column.header for column in OUT], rows))


@pytest.mark.parametrize("written", [xlsx, as_csv])
def test_an_export_comes_back_as_it_went(written: Any) -> None:
    table = read_table(written(), BACK)
    assert [str(error) for error in table.errors] == []
    expected = [tuple("" if value is None and index == 1 else value for index, value in enumerate(row)) for row in ROWS]
    assert [tuple(row.values.values()) for row in table.rows] == expected


def test_csv_has_no_cell_that_a_spreadsheet_would_run() -> None:
    text = as_csv().decode("utf-8-sig")
    assert as_csv().startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[1] == "00001,'=cmd|' /C calc'!A0,12,1.2340,2017-06-27,có"
    assert text.splitlines()[2].startswith("'-5,'@SUM(A1),0,")


def test_xlsx_texts_are_texts_and_never_formulas() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx()))["Đơn vị"]
    dangerous = [
        cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value[0] in "=+-@"
    ]
    assert len(dangerous) == 4
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in dangerous)
    content = zipfile.ZipFile(io.BytesIO(xlsx())).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content


def test_numbers_of_csv_are_untouched() -> None:
    rows = [("1", "A", -5, Decimal("-0.5"), None, None)]
    assert as_csv(rows).decode("utf-8-sig").splitlines()[1] == "1,A,-5,-0.5,,"


def test_workbook_is_made_to_read_fill_in_and_print() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(band="DỮ LIỆU MẪU", watermark="MẪU")))
    sheet = book["Đơn vị"]
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == [
        "DỮ LIỆU MẪU",
        "DANH SÁCH",
        "Quận Mẫu & Đống · Tính đến 27/06/2017",
        None,
        "Mã",
    ]
    assert sheet.freeze_panes == "A6"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet["B5"].comment.text == "Tên đầy đủ"
    assert sheet["E6"].number_format == "dd/mm/yyyy"
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["F6:F12"]
    assert "Quận Mẫu &amp; Đống" in str(
        zipfile.ZipFile(io.BytesIO(xlsx())).read("xl/worksheets/sheet1.xml"), "utf-8"
    ).replace("&amp;&amp;", "&amp;")
    assert "MẪU" in sheet.oddHeader.center.text


def test_long_lists_of_choices_have_a_hidden_sheet() -> None:
    buffer = io.BytesIO()
    choices = [f"Phường, số {number}" for number in range(100)]
    write_xlsx(buffer, [OutSheet("Biểu", [OutColumn("Đơn vị", choices=choices)], [], spare_rows=5)])
    book = openpyxl.load_workbook(buffer)
    assert book["_choices"].sheet_state == "hidden"
    assert book["Biểu"].data_validations.dataValidation[0].formula1 == "_choices!$A$1:$A$100"
    assert book["_choices"]["A100"].value == "Phường, số 99"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert xlsx(band="x") == xlsx(band="x")


def test_writing_to_a_path(tmp_path: Path) -> None:
    write_csv(tmp_path / "u.csv", ["Mã", "Tên"], [("1", "A")])
    write_xlsx(tmp_path / "u.xlsx", [OutSheet("A", OUT[:2], [("1", "A")])])
    for name in ("u.csv", "u.xlsx"):
        assert read_table(tmp_path / name, BACK[:2]).rows[0].values == {"code": "1", "name": "A"}


def test_csv_streams_in_parts() -> None:
    parts = list(csv_parts(["Mã"], ((str(number),) for number in range(1200))))
    assert len(parts) == 4
    assert b"".join(parts).count(b"\r\n") == 1201


def test_a_table_becomes_a_frame_with_its_row_numbers() -> None:
    table = read_table(as_csv(ROWS[:2]), BACK)
    frame = to_frame(table, BACK)
    assert frame.columns == ["row_number", "code", "name", "members", "fee", "day", "open"]
    assert frame.row(0) == (2, "00001", "=cmd|' /C calc'!A0", 12, Decimal("1.234"), date(2017, 6, 27), True)
    assert to_frame(read_table(b"", BACK), BACK).height == 0
