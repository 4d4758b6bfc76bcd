"""The arithmetic of any Word report: what is found, and what is left in peace."""

from io import BytesIO

import docx
import pytest

from kientoan.reports.rules.check import FindingKind, PlainReport, check_plain
from kientoan.reports.rules.check.numbers import counted


def report(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> PlainReport:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if rows:
        table = word.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    stream = BytesIO()
    word.save(stream)
    return check_plain(stream.getvalue())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. Toàn tỉnh có 1.462 tổ chức, 10.225 chi bộ", ["1.462", "10.225"]),
        ("Quyết định số 127-QĐ/TW ngày 04/7/2017, Điều 5, khoản 2", []),
        ("nhiệm kỳ 2015-2020, năm 2017, 6 tháng đầu năm, quý 2", []),
        ("đạt 83,6 % kế hoạch, tăng 1,5 lần", ["83,6", "1,5"]),
        ("đến 20/6 có 94 % tổ chức", ["94"]),
        ("trong số 584 xã, tổng số 226 tổ chức", ["584", "226"]),
        ("kết luận 73 tổ chức vi phạm, đạt kế hoạch 12.000 đảng viên", ["73", "12.000"]),
        ("phụ lục 3, mẫu 7-HSĐV, K1", []),
    ],
)
def test_counted_numbers_are_told_from_dates_and_symbols(text: str, numbers: list[str]) -> None:
    assert [item.text for item in counted(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "củng cố được 162/220 tổ chức (73,6 %)",
        "củng cố được 73,6 % (162/220) tổ chức",
        "đúng hạn 14.068/16.051 nhiệm vụ, đạt 87,6 %",
        "kết nạp 13.689/12.000, bằng 114,1%",
        "từ ngày 15/6 đến 20/6 có 30 % tổ chức gửi báo cáo",
    ],
)
def test_percentages_that_follow_from_their_fraction_are_left_in_peace(text: str) -> None:
    assert report(text).findings == ()


def test_a_percentage_that_does_not_follow_is_told_with_the_right_one() -> None:
    (finding,) = report("củng cố được 162/220 tổ chức (75,6 %)").findings
    assert (finding.kind, finding.written, finding.expected) == (FindingKind.PERCENT, "75,6 %", "73,6 %")
    assert finding.certain
    assert "162/220" in finding.place


def test_a_percentage_cut_off_instead_of_rounded_is_a_question() -> None:
    (finding,) = report("đạt 87,6 % (219/249,8)").findings
    assert not finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Toàn tỉnh có 559 đơn vị, gồm 469 xã, 60 phường, 30 thị trấn.",
        "Có 584 đơn vị, trong đó 177 phường, 386 xã, 21 thị trấn.",
        "Giao 3.427 biên chế, trong đó 486 người tạo nguồn.",
    ],
)
def test_totals_with_parts_that_fit_are_left_in_peace(text: str) -> None:
    found = report(text)
    assert found.findings == ()
    assert found.examined.totals == 1


def test_parts_that_exceed_their_total_are_told() -> None:
    (finding,) = report("Có 584 đơn vị, trong đó 177 phường, 396 xã, 21 thị trấn.").findings
    assert (finding.kind, finding.written, finding.certain) == (FindingKind.PARTS, "584", False)
    assert finding.expected == "177 + 396 + 21 = 594"
    (sure,) = report("Có 58 đơn vị, trong đó 177 phường.").findings
    assert sure.certain


def test_an_exhaustive_list_that_falls_short_is_a_question() -> None:
    (finding,) = report("Có 559 đơn vị, gồm 459 xã, 60 phường, 30 thị trấn.").findings
    assert not finding.certain
    (told,) = report("Tổng số 559 đơn vị, trong đó 459 xã, 60 phường, 30 thị trấn.").findings
    assert told.expected.endswith("= 549")
    assert report("Có 559 đơn vị, trong đó 459 xã, 60 phường.").findings == ()


HEADS = ("STT", "Tên đơn vị", "Số chi bộ", "Đảng viên", "Tỷ lệ (%)")


def test_a_columns_total_is_added_up_and_shares_and_ordinals_are_not() -> None:
    rows = (
        HEADS,
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("1", "Xã A", "7", "1.100", "12,5"),
        ("2", "Xã B", "5", "900", "10,0"),
        ("", "Tổng cộng", "12", "2.100", "11,3"),
    )
    found = report("Phụ lục", rows=rows)
    (finding,) = found.findings
    assert (finding.kind, finding.written, finding.expected) == (FindingKind.COLUMN, "2.100", "2.000")
    assert "Đảng viên" in finding.place
    assert "Tổng cộng" in finding.place
    assert found.examined.columns == 2


def test_a_total_on_top_and_groups_with_subtotals_are_understood() -> None:
    rows = (
        HEADS,
        ("", "Tổng số", "12", "2.000", ""),
        ("I", "Khối xã", "7", "1.100", ""),
        ("1", "Xã A", "4", "600", ""),
        ("2", "Xã B", "3", "500", ""),
        ("II", "Khối phường", "5", "900", ""),
        ("1", "Phường C", "5", "900", ""),
    )
    assert report(rows=rows).findings == ()


def test_subtotals_and_a_grand_total_at_the_end() -> None:
    rows = (
        HEADS,
        ("1", "Xã A", "4", "600", ""),
        ("2", "Xã B", "3", "500", ""),
        ("", "Cộng xã", "7", "1.100", ""),
        ("3", "Phường C", "5", "900", ""),
        ("", "Cộng phường", "5", "900", ""),
        ("", "Tổng cộng", "12", "2.000", ""),
    )
    assert report(rows=rows).findings == ()


def test_a_corporation_is_no_total_row() -> None:
    rows = (HEADS, ("1", "Tổng công ty Điện", "4", "600", ""), ("2", "Xã B", "3", "500", ""))
    found = report(rows=rows)
    assert found.findings == ()
    assert found.examined.columns == 0


def test_a_row_of_which_is_not_counted_twice() -> None:
    rows = (
        HEADS,
        ("1", "Xã A", "4", "600", ""),
        ("", "Trong đó: thôn", "3", "500", ""),
        ("", "Cộng", "4", "600", ""),
    )
    assert report(rows=rows).findings == ()


def test_the_ideal_unit_test_of_the_article_closes() -> None:
    text = "Được giao 3.550 biên chế, gồm 3.427 biên chế đã phân bổ và 123 biên chế dự phòng."
    assert report(text).findings == ()


def test_a_file_with_nothing_to_add_up_says_so() -> None:
    found = report("Không có số liệu.")
    assert (found.examined.columns, found.examined.percentages, found.examined.totals) == (0, 0, 0)
