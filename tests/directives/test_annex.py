"""Annex tables by their header: what becomes of each row, from Word, Excel and PDF, and what is listed as not read."""

import io
from datetime import date, datetime

import docx
import openpyxl
import pytest
import typst

from kientoan.core.access import Refused
from kientoan.directives.imports import read_file
from kientoan.directives.imports.scans import as_part, program
from kientoan.directives.rules.extraction.annex import RowFault, columns_of, due_of, read_table
from kientoan.directives.rules.extraction.lines import paragraphs

DAY = date(2018, 3, 14)
HEADER = ["STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"]
ROWS = [
    ["I", "Công tác tổ chức", "", "", "", ""],
    ["1", "Rà soát chi bộ yếu kém", "Ban Tổ chức", "Ủy ban Kiểm tra", "Quý II/2018", "Báo cáo"],
    ["2", "Tham mưu kế hoạch luân chuyển", "Ban Tổ chức", "", "Trước 15/7", "Kế hoạch"],
    ["3", "Giám sát chuyên đề", "", "", "Tháng 9", "Thông báo"],
    ["4", "", "Văn phòng", "", "", ""],
]


def test_columns_are_known_by_the_words_of_the_header() -> None:
    assert columns_of(HEADER) == {"number": 0, "content": 1, "lead": 2, "helpers": 3, "due": 4, "product": 5}
    assert columns_of(["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Tiến độ"]) == {
        "number": 0,
        "content": 1,
        "lead": 2,
        "due": 3,
    }
    assert columns_of(["Họ tên", "Chức vụ", "Đơn vị"]) is None


def test_a_row_is_a_task_a_heading_or_a_fault() -> None:
    annex = read_table([HEADER, *ROWS], DAY)
    assert annex is not None
    assert [(row.content, row.lead, row.helpers, row.product) for row in annex.rows] == [
        ("Rà soát chi bộ yếu kém", "Ban Tổ chức", "Ủy ban Kiểm tra", "Báo cáo"),
        ("Tham mưu kế hoạch luân chuyển", "Ban Tổ chức", "", "Kế hoạch"),
    ]
    assert [(row.number, row.fault) for row in annex.unread] == [(5, RowFault.NO_LEAD), (6, RowFault.NO_CONTENT)]


def test_a_merged_cell_has_the_words_of_the_one_above() -> None:
    annex = read_table(
        [HEADER, ["1", "Việc một", "Sở Nội vụ", "", "Quý II/2018", ""], ["2", "Việc hai", None, "", None, ""]], DAY
    )
    assert annex is not None
    assert [(row.lead, row.due_text) for row in annex.rows] == [("Sở Nội vụ", "Quý II/2018")] * 2


TWO_LINES = [
    ["TT", "Nội dung", "Tổ chức thực hiện", "Tổ chức thực hiện", "Thời hạn"],
    [None, None, "Chủ trì", "Phối hợp", None],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
]


def test_a_header_of_two_lines_is_read_as_one_and_known_again_on_the_next_page() -> None:
    table = [
        *TWO_LINES,
        ["1", "Việc một", "Sở A", "Sở B", "30/6"],
        *TWO_LINES,
        ["2", "Việc hai", "Sở C", "", "Quý III"],
    ]
    annex = read_table(table, DAY)
    assert annex is not None
    assert annex.columns == {"number": 0, "content": 1, "lead": 2, "helpers": 3, "due": 4}
    assert [(row.content, row.lead, row.helpers) for row in annex.rows] == [
        ("Việc một", "Sở A", "Sở B"),
        ("Việc hai", "Sở C", ""),
    ]
    assert annex.unread == ()


def test_a_row_whose_words_are_those_of_headers_stays_a_row() -> None:
    annex = read_table([["TT", "Nội dung", "Chủ trì"], ["1", "Nhiệm vụ phối hợp", "Đơn vị phụ trách"]], DAY)
    assert annex is not None
    assert [row.lead for row in annex.rows] == ["Đơn vị phụ trách"]


@pytest.mark.parametrize("mark", ["-nt-", "Như trên", '"'])
def test_a_ditto_mark_means_the_cell_above(mark: str) -> None:
    annex = read_table([["Việc", "Đơn vị", "Hạn"], ["Một", "Sở A", "30/6"], ["Hai", mark, mark]], DAY)
    assert annex is not None
    assert [(row.lead, row.due_text) for row in annex.rows] == [("Sở A", "30/6"), ("Sở A", "30/6")]


def test_a_table_of_other_things_is_no_annex() -> None:
    assert read_table([["STT", "Nội dung chi", "Đơn vị tính", "Số lượng"], ["1", "Bàn", "cái", "3"]], DAY) is None


def _merged_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["TT", "Nội dung", "Tổ chức thực hiện", None, "Thời hạn"],
        [None, None, "Chủ trì", "Phối hợp", None],
        [1, "Nhóm việc về cán bộ", None, None, None],
        [2, "Rà soát quy hoạch", "Sở Nội vụ", "Các huyện", date(2018, 6, 30)],
        [3, "Xây dựng đề án", None, None, "Quý III/2018"],
        [4, "Việc thiếu chủ trì", "", None, None],
    ]
    for row in rows:
        sheet.append(row)
    for area in ("C1:D1", "A1:A2", "B1:B2", "E1:E2", "B3:E3", "C4:C5"):
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _merged_pdf() -> bytes:
    head = "table.cell(rowspan:2)[TT],table.cell(rowspan:2)[Nội dung],table.cell(colspan:2)[Tổ chức thực hiện],table.cell(rowspan:2)[Thời hạn],[Chủ trì],[Phối hợp]"
    rows = (
        "[1],table.cell(colspan:4)[Nhóm việc về cán bộ],"
        "[2],[Rà soát quy hoạch],table.cell(rowspan:2)[Sở Nội vụ],[Các huyện],[30/6/2018],[3],[Xây dựng đề án],[],[Quý III/2018],"
    )
    filler = "".join(f"[{n}],[Việc {n}],[Sở Xây dựng],[],[]," for n in range(4, 12))
    source = f'#set page(paper: "a4", height: 9cm)\n#table(columns: 5, table.header({head}), {rows}{filler}[12],[Việc thiếu chủ trì],[],[],[])'
    return bytes(typst.compile(source.encode()))


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", _merged_xlsx), ("a.pdf", _merged_pdf)])
def test_merged_cells_and_two_lines_of_header_in_files(name, content) -> None:
    read = read_file(name, content(), DAY)
    first = [(p.row.content, p.row.lead, p.row.helpers, p.row.due.day if p.row.due else None) for p in read.rows[:2]]
    assert first == [
        ("Rà soát quy hoạch", "Sở Nội vụ", "Các huyện", date(2018, 6, 30)),
        ("Xây dựng đề án", "Sở Nội vụ", "", date(2018, 9, 30)),
    ]
    assert [one.words.split(" | ")[-1] for one in read.unread] == ["Việc thiếu chủ trì"]


@pytest.mark.parametrize(
    ("cell", "day", "op"),
    [
        ("Quý II/2018", "2018-06-30", "within"),
        ("Tháng 9", "2018-09-30", "within"),
        ("Trước 15/7", "2018-07-15", "before"),
        ("30/6/2018", "2018-06-30", "by"),
        ("Ngày 30/6", "2018-06-30", "by"),
        ("Năm 2018", "2018-12-31", "within"),
        (date(2018, 5, 4), "2018-05-04", "by"),
        (datetime(2018, 5, 4, 8, 0), "2018-05-04", "by"),  # noqa: DTZ001  a sheet knows no zone
    ],
)
def test_the_words_of_a_deadline_cell_become_a_day(cell: object, day: str, op: str) -> None:
    due = due_of(cell, DAY)  # type: ignore[arg-type]
    assert due is not None
    assert (due.day, due.op) == (date.fromisoformat(day), op)


def test_a_standing_duty_recurs_and_other_words_give_no_day() -> None:
    standing = due_of("Thường xuyên", DAY)
    assert standing is not None
    assert (standing.day, standing.recurrence) == (None, "Thường xuyên")
    assert due_of("Theo kế hoạch", DAY) is None


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("THÔNG BÁO KẾT LUẬN")
    document.add_paragraph("Giao Phòng Nội vụ kiểm tra, báo cáo trước ngày 30/4/2018.")
    table = document.add_table(rows=0, cols=6)
    for row in [HEADER, *ROWS]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("Nơi nhận: như trên.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["PHỤ LỤC"])
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    sheet.append(["5", "Kiểm tra chi bộ", None, "", date(2018, 8, 1), "Báo cáo"])
    sheet["C8"] = "Ban Tổ chức"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    cells = ", ".join(f"[{cell}]" for row in [HEADER, *ROWS] for cell in row)
    source = (
        "#set page(width: 21cm, height: 29.7cm)\n#set text(size: 10pt)\n"
        "Giao Phòng Nội vụ chủ trì kiểm tra việc chấp hành giờ làm việc tại các cơ quan, đơn vị trên địa bàn huyện, báo cáo Chủ tịch "
        "Ủy ban nhân dân huyện trước ngày 30/4/2018.\n\n"
        f"#table(columns: 6, {cells})\n"
    )
    return bytes(typst.compile(source.encode()))


@pytest.mark.parametrize(("name", "content"), [("a.docx", _docx), ("a.xlsx", _xlsx), ("a.pdf", _pdf)])
def test_a_table_is_read_from_each_kind_of_file_with_its_places_and_faults(name: str, content) -> None:
    read = read_file(name, content(), DAY)
    assert [placed.row.content for placed in read.rows][:2] == [
        "Rà soát chi bộ yếu kém",
        "Tham mưu kế hoạch luân chuyển",
    ]
    assert all(placed.row.content in read.text[placed.start : placed.end] for placed in read.rows)
    assert all(placed.row.lead in read.text[placed.start : placed.end] for placed in read.rows)
    assert {row.why for row in read.unread} == {"chưa nêu ai chủ trì", "chưa nêu việc phải làm"}
    assert read.tables == 1


def test_text_around_a_table_is_read_as_text_and_lines_of_a_page_are_joined() -> None:
    text = read_file("a.pdf", _pdf(), DAY).text
    assert (
        "tại các cơ quan, đơn vị trên địa bàn huyện, báo cáo Chủ tịch Ủy ban nhân dân huyện trước ngày 30/4/2018."
        in text
    )


def test_a_sheet_keeps_days_as_days() -> None:
    last = read_file("a.xlsx", _xlsx(), DAY).rows[-1].row
    assert last.due is not None
    assert (last.lead, last.due.day) == ("Ban Tổ chức", date(2018, 8, 1))


def test_a_table_that_is_no_annex_stays_text() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in (["Họ và tên", "Chức vụ"], ["Nguyễn Văn A", "Bí thư"]):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    read = read_file("a.docx", out.getvalue(), DAY)
    assert (read.rows, read.unread) == ([], [])
    assert "Nguyễn Văn A | Bí thư" in read.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.txt", b""),
        ("a.txt", b"   \n"),
        ("a.docx", b"no zip"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_file(name, content, DAY)
    assert name in str(refused.value)


def _picture() -> bytes:
    source = "#set page(width: 18cm, height: 7cm)\n#set text(size: 15pt)\nChủ tịch yêu cầu Sở Nội vụ báo cáo trước ngày 30 tháng 4 năm 2018.\n"
    return bytes(typst.compile(source.encode(), format="png", ppi=200))


@pytest.mark.skipif(
    program() is None, reason="tesseract-ocr with tesseract-ocr-vie is not installed here: reading of scans not run"
)
def test_a_picture_of_a_page_is_read() -> None:
    read = read_file("trang.png", _picture(), DAY)
    assert "Sở Nội vụ" in read.text
    assert "30 tháng 4 năm 2018" in read.text


def test_without_tesseract_a_picture_is_refused_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    program.cache_clear()
    try:
        with pytest.raises(Refused, match="tesseract-ocr-vie"):
            read_file("trang.png", _picture(), DAY)
    finally:
        program.cache_clear()


def test_words_of_a_scan_that_are_unsure_keep_their_places() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [("1", "96.1", "Giao"), ("1", "95", "Sở"), ("1", "41.5", "Nộ1"), ("2", "-1", ""), ("2", "90", "vụ.")]
    table = head + "\n".join(f"5\t1\t1\t1\t{line}\t1\t0\t0\t9\t9\t{conf}\t{text}" for line, conf, text in rows)
    part = as_part(table)
    assert [part.text[start:end] for start, end in part.unsure] == ["Nộ1"]


def test_lines_are_joined_where_a_sentence_goes_on_and_kept_where_an_item_begins() -> None:
    lines = [
        "1. Giao Sở Nội vụ chủ trì, phối hợp với các cơ quan liên quan kiểm tra việc",
        "thực hiện kỷ luật hành chính.",
        "2. Giao Sở Y tế.",
        "Nơi nhận:",
    ]
    assert paragraphs(lines) == [f"{lines[0]} {lines[1]}", lines[2], lines[3]]
