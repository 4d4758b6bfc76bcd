"""Every kind of bad file: one clear sentence each, and nothing read by halves."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from kientoan.core.sheets import Column, Limits, Table, read_table
from kientoan.core.sheets.errors import error_reference
from kientoan.core.sheets.messages import MESSAGES, PLACES

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"
UNITS = [
    Column("code", ("Mã",), unique=True),
    Column("name", ("Tên",)),
    Column("members", ("Số đảng viên",), kind="int", required=False, least=0, most=5000),
    Column("fee", ("Đảng phí",), kind="decimal", required=False, places=2),
    Column("day", ("Ngày",), kind="date", required=False),
]


def codes(table: Table) -> list[str]:
    return [error.code for error in table.errors]


def only(table: Table) -> str:
    assert len(table.errors) == 1, [str(error) for error in table.errors]
    assert not table.rows
    return str(table.errors[0])


def book_with(fill: Callable[[Any], None], **options: Any) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet("Biểu")
    sheet.write_row("A1", ["Mã", "Tên", "Số đảng viên", "Đảng phí", "Ngày"])
    fill(sheet)
    book.close()
    return buffer.getvalue()


GOOD = book_with(lambda sheet: sheet.write_row("A2", ["01", "Chi bộ A", 3, 1.5]))


def repacked(original: bytes, **changed: bytes) -> bytes:
    """The workbook with some of its parts replaced (`sheet1` …) by other bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, changed.get(Path(part.filename).stem, old.read(part)))
    return buffer.getvalue()


def sheet_xml(cells: str) -> bytes:
    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("AB", ("Mã", "Tên"), strict=True)
    )
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{head}</row>{cells}</sheetData></worksheet>'.encode()


def test_the_good_file_is_good() -> None:
    assert codes(read_table(GOOD, UNITS)) == []


def test_password_protected_workbook() -> None:
    protected = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(GOOD)).encrypt("bí mật", protected)
    assert only(read_table(protected.getvalue(), UNITS, file="u.xlsx")).startswith(
        "u.xlsx: The workbook is protected by a password."
    )


def test_password_protected_old_workbook() -> None:
    raw = (FILES / "units.xls").read_bytes()
    at = raw.index(struct.pack("<HH", 0x0809, 16))
    # The first record after BOF becomes FILEPASS, the mark of an encrypted .xls.
    next_record = at + 20
    protected = raw[:next_record] + struct.pack("<H", 0x002F) + raw[next_record + 2 :]
    assert codes(read_table(protected, UNITS)) in (["file_password"], ["file_damaged"])


@pytest.mark.parametrize("keep", [10, 200, 0.3, 0.6, 0.9, 0.99])
def test_truncated_workbook(keep: float) -> None:
    length = int(keep if keep > 1 else len(GOOD) * keep)
    assert only(read_table(GOOD[:length], UNITS, file="u.xlsx")).startswith("u.xlsx: The workbook is damaged")


@pytest.mark.parametrize("keep", [600, 0.5, 0.8])
def test_truncated_old_workbook_is_refused(keep: float) -> None:
    raw = (FILES / "units.xls").read_bytes()
    assert codes(read_table(raw[: int(keep if keep > 1 else len(raw) * keep)], UNITS)) == ["file_damaged"]


def test_a_changed_byte_inside_is_found() -> None:
    at = len(GOOD) // 2
    assert codes(read_table(GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :], UNITS)) == ["file_damaged"]


def test_zip_bomb_small_on_disk_is_not_opened() -> None:
    bomb = repacked(GOOD, sheet1=b" " * 400_000_000)
    assert len(bomb) < 1_000_000
    assert "would unpack to 401 MB" in only(read_table(bomb, UNITS, file="u.xlsx"))


def test_zip_bomb_that_lies_about_its_size() -> None:
    bomb = bytearray(repacked(GOOD, sheet1=b" " * 40_000_000))
    real, said = struct.pack("<I", 40_000_000), struct.pack("<I", 1000)
    assert bomb.count(real) >= 1
    assert codes(read_table(bytes(bomb.replace(real, said)), UNITS)) == ["file_damaged"]


def test_entities_that_grow_are_not_expanded() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + sheet_xml("")
    assert codes(read_table(repacked(GOOD, sheet1=evil), UNITS)) == ["file_damaged"]


FAR_CELLS = {
    "XFD2": '<row r="2"><c r="XFD2"><v>1</v></c></row>',
    "XFD3": "<row r='3'><c s='1' r = 'XFD3'><v>1</v></c></row>",
    "ZZ1048576": '<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>',
    "A1048576": '<row r="2"><c r="ZZ2"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
}


@pytest.mark.parametrize("cell", FAR_CELLS)
def test_a_value_far_away_does_not_fill_the_memory(cell: str) -> None:
    sparse = repacked(GOOD, sheet1=sheet_xml(FAR_CELLS[cell]))
    assert f"reaches to cell Biểu!{cell}" in only(read_table(sparse, UNITS))


def test_empty_formatted_cells_far_away_are_nothing() -> None:
    row = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="XFD2" s="1"/></row><row r="1048576"><c r="ZZ1048576" s="1"/></row>'
    table = read_table(repacked(GOOD, sheet1=sheet_xml(row)), UNITS)
    assert codes(table) == []
    assert table.rows[0].values["name"] == "2"


def test_open_document_that_repeats_a_value_is_refused() -> None:
    with zipfile.ZipFile(FILES / "units.ods") as archive:
        content = archive.read("content.xml")
    assert b"<table:table-row>" in content
    long = content.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">', 1)
    wide = content.replace(
        b"<table:table-cell office:value-type",
        b'<table:table-cell table:number-columns-repeated="16384" office:value-type',
        1,
    )
    for bad in (long, wide):
        assert bad != content
        assert codes(read_table(repacked((FILES / "units.ods").read_bytes(), content=bad), UNITS)) == ["file_sparse"]


@pytest.mark.parametrize("raw", [b"", b"   \r\n\r\n", b"\xef\xbb\xbf"])
def test_empty_file(raw: bytes) -> None:
    assert codes(read_table(raw, UNITS, file="u.csv")) == ["file_empty"]


def test_empty_workbook_and_workbook_without_rows() -> None:
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    assert codes(read_table(empty.getvalue(), UNITS)) == ["file_empty"]
    assert codes(read_table(book_with(lambda _: None), UNITS)) == ["no_rows"]
    assert codes(read_table(book_with(lambda _: None), UNITS, rows_needed=False)) == []


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "No such file" in only(read_table(tmp_path / "không có.xlsx", UNITS))
    assert codes(read_table(tmp_path, UNITS)) == ["file_missing"]


def test_too_large_file(tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_bytes(b"x" * 3_000_000)
    for source in (path, path.read_bytes(), path.open("rb")):
        with source if hasattr(source, "close") else path.open("rb"):  # type: ignore[union-attr]
            assert codes(read_table(source, UNITS, limits=Limits(bytes=2_000_000))) == ["file_too_large"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"%PDF-1.7 ...", "This is a PDF document, not a table."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"Rar!\x1a\x07", "This is a RAR archive"),
        (
            b"\xef\xbb\xbf <html><table><tr><td>M\xc3\xa3</td></tr></table>",
            "This is a web page with the name of a workbook.",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "This is a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "The workbook is damaged"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_workbook(raw: bytes, sentence: str) -> None:
    assert sentence in only(read_table(raw, UNITS, file="u.xls"))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("word/document.xml", "a Word document"),
        ("ppt/x.xml", "a PowerPoint"),
        ("a.txt", "a zip archive"),
        ("xl/workbook.bin", ".xlsb"),
    ],
)
def test_other_archives(part: str, sentence: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, "x")
    assert sentence in only(read_table(buffer.getvalue(), UNITS))


def test_the_extension_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "thật ra là xlsx.csv"
    path.write_bytes(GOOD)
    assert codes(read_table(path, UNITS)) == []
    path = tmp_path / "thật ra là csv.xlsx"
    path.write_text("Mã;Tên\n01;A\n", encoding="utf-8")
    assert codes(read_table(path, UNITS)) == []


def test_macros_are_data_that_nobody_runs() -> None:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 anything")
    assert codes(read_table(buffer.getvalue(), UNITS, file="u.xlsm")) == []


def test_formula_without_stored_result_is_refused() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Mã", "Tên", "Số đảng viên"], ["01", "A", "=1+2"], ["02", "B", 4]):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    table = read_table(buffer.getvalue(), UNITS, file="u.xlsx")
    assert [str(error).split(". ")[0] for error in table.errors] == [
        "u.xlsx, sheet “Sheet”, row 2, column C (Số đảng viên): The formula has no stored result"
    ]


def test_formula_whose_result_was_never_calculated_is_refused_and_a_stored_one_is_used() -> None:
    table = read_table(
        book_with(lambda sheet: (sheet.write_row("A2", ["01", "A"]), sheet.write_formula("C2", "=1+2"))), UNITS
    )
    assert codes(table) == ["formula_missing"]
    table = read_table(
        book_with(lambda sheet: (sheet.write_row("A2", ["01", "A"]), sheet.write_formula("C2", "=1+2", None, 3))), UNITS
    )
    assert codes(table) == []
    assert table.rows[0]["members"] == 3


def test_formula_that_ends_in_an_error_is_told() -> None:
    table = read_table(
        book_with(
            lambda sheet: (sheet.write_row("A2", ["01", "A"]), sheet.write_formula("C2", "=1/0", None, "#DIV/0!"))
        ),
        UNITS,
    )
    assert [(error.code, error.value, error.column, error.row) for error in table.errors] == [
        ("formula_error", "#DIV/0!", "C", 2)
    ]


def test_every_fault_of_a_sheet_is_listed_at_once() -> None:
    def fill(sheet: Any, day: Any) -> None:
        sheet.write_row("A2", ["01", "", "mười", "1,234", "31/02/2017"])
        sheet.write_row("A3", ["01", "B", 2.5, "12,345", 42913])
        sheet.write_row("A4", ["03", "C", -1, "5%", "27/06/17"])
        sheet.write_row("A5", ["04", "D", 6000, "1.23456"])
        sheet.write_datetime("E5", datetime(2017, 6, 27, 8, 30), day)  # noqa: DTZ001
        sheet.write_number("E6", 0.5, day)
        sheet.write_row("A6", ["05", "Thµnh phè", True])
        sheet.write_datetime("B7", datetime(2017, 2, 1), day)  # noqa: DTZ001
        sheet.write_row("C7", ["12 người"])

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Biểu")
    sheet.write_row("A1", ["Mã", "Tên", "Số đảng viên", "Đảng phí", "Ngày"])
    fill(sheet, book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    table = read_table(buffer.getvalue(), UNITS, file="u.xlsx")
    found = {(f"{error.column}{error.row}", error.code) for error in table.errors}
    assert found == {
        ("B2", "value_missing"),
        ("C2", "number_expected"),
        ("E2", "date_impossible"),
        ("A3", "value_twice"),
        ("C3", "number_whole"),
        ("E3", "date_from_number"),
        ("C4", "number_too_small"),
        ("D4", "number_percent"),
        ("E4", "date_two_digit_year"),
        ("C5", "number_too_large"),
        ("D5", "number_places"),
        ("E5", "date_has_time"),
        ("B6", "encoding_legacy"),
        ("C6", "number_expected"),
        ("E6", "date_1899"),
        ("A7", "value_missing"),
        ("B7", "text_became_date"),
        ("C7", "number_expected"),
    }
    assert [(error.row, error.column) for error in table.errors] == sorted(
        (error.row or 0, error.column or "") for error in table.errors
    )
    assert "If it is meant as 27/06/2017" in next(
        str(error) for error in table.errors if error.code == "date_from_number"
    )


def test_an_ambiguous_number_names_both_readings() -> None:
    table = read_table("Mã;Tên;Đảng phí\n01;A;1,234\n".encode(), UNITS, file="u.csv")
    assert [str(error) for error in table.errors] == [
        "u.csv, row 2, column C (Đảng phí): “1,234” can be read as 1234 or as 1.234. Write 1234 or 1.2340 / 1,2340."
    ]


def test_missing_doubled_and_unknown_headers() -> None:
    table = read_table("Mã;Mã;Họ tên;day\n1;1;A;27/06/2017\n".encode(), UNITS, file="u.csv")
    assert [(error.code, error.row) for error in table.errors] == [("column_missing", 1), ("column_twice", 1)]
    assert "“Tên” is missing. It may also be headed: name. The headers found are: Mã, Mã, Họ tên, day." in str(
        table.errors[0]
    )
    assert table.ignored_headers == ["Họ tên"]


def test_no_header_and_unknown_sheet() -> None:
    assert "not found in the first 20 rows. Expected headers: Mã, Tên" in only(read_table(b"1,2\n3,4\n", UNITS))
    assert "There is no sheet named “Khác”. The workbook has: Biểu." in only(read_table(GOOD, UNITS, sheet="Khác"))


@pytest.mark.parametrize("delimiter", ["~", " ", "^"])
def test_wrong_delimiter(delimiter: str) -> None:
    assert codes(read_table(delimiter.join(["Mã", "Tên", "Ngày"]).encode() + b"\n1\n", UNITS)) == ["delimiter_unknown"]


def test_a_separator_inside_a_cell_is_told() -> None:
    table = read_table("Mã,Tên,Số đảng viên\n01,A,1,234\n".encode(), UNITS, file="u.csv")
    assert (
        "u.csv, row 2: The row has 4 cells, the header has 3. A text or number that contains the separator “,” must stand in quotation marks."
        in [str(error) for error in table.errors]
    )


def test_a_quotation_mark_that_never_closes() -> None:
    assert only(read_table('Mã,Tên\n01,A\n02,"B\n03,C\n'.encode(), UNITS, file="u.csv")).startswith(
        "u.csv, row 3: A quotation mark"
    )


def test_a_sheet_of_too_many_rows_is_told() -> None:
    raw = b"Ma,Ten\n" + b"".join(b"%d,A\n" % number for number in range(200_001))
    assert "The sheet has 200001 rows; at most 200000 are read at once." in only(read_table(raw, UNITS))
    assert "The sheet has 3 rows; at most 2" in only(read_table(b"Ma,Ten\n1,A\n2,B\n3,C\n", UNITS, max_rows=2))


def test_date_in_1899_in_a_text_file() -> None:
    table = read_table("Mã;Tên;Ngày\n1;A;30/12/1899\n2;B;01/01/1900\n".encode(), UNITS)
    assert [(error.code, error.row) for error in table.errors] == [("date_1899", 2)]
    assert table.rows[1]["day"] == date(1900, 1, 1)


def test_each_message_has_what_its_sentence_needs_and_says_what_to_do() -> None:
    for code, message in MESSAGES.items():
        assert message.sentence.endswith("."), code
        assert message.when, code
    assert set(PLACES) == {"sheet", "row", "column", "column_header"}


def test_the_reference_page_is_the_message_table() -> None:
    assert (ROOT / "docs/reference/file-errors.md").read_text(encoding="utf-8") == error_reference(), (
        "write it anew: uv run python -m kientoan.core.sheets.errors > docs/reference/file-errors.md"
    )
