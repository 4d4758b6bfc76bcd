"""What is read as one stays on one line, and what belongs together stays on one page, in Word and in PDF."""

import re
from dataclasses import replace
from io import BytesIO

import docx
import pypdf
import pytest

from kientoan.documents.rules.official import model
from kientoan.documents.rules.official.breaks import unbroken, unbroken_runs
from kientoan.documents.rules.official.docx import render_docx
from kientoan.documents.rules.official.figure import SHARE, Figure, spaced
from kientoan.reports.rules import half_year
from tests.reports.papers import AS_OF, count, paper
from tests.reports.test_half_year import COUNTED, report
from tests.reports.test_pdf import made


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("đạt 75 % chỉ tiêu", "đạt 75~% chỉ tiêu"),
        ("theo Điều 5 và khoản 2", "theo Điều~5 và khoản~2"),
        ("Đến ngày 27/6/2017", "Đến ngày~27/6/2017"),
        ("ngưỡng ≥ 5", "ngưỡng ≥~5"),
        ("(Phụ lục B, Phụ lục C)", "(Phụ~lục~B, Phụ~lục~C)"),
        ("6 tháng đầu năm 2017, cả năm", "6~tháng~đầu~năm~2017, cả năm"),
        ("kết luận số 30-KL/UBKTTU", "kết luận số~30-KL/UBKTTU"),
        ("Kiện toàn 2 chi bộ", "Kiện toàn 2~chi bộ"),
        ("Mục II và năm nay", "Mục~II và năm nay"),
        ("số người là 5. Năm sau", "số người là 5. Năm sau"),
    ],
)
def test_lines_do_not_end_within_what_is_read_as_one(text: str, kept: str) -> None:
    assert unbroken(text).replace("\u00a0", "~") == kept
    assert spaced(unbroken(text)) == text


def test_a_count_keeps_the_word_that_it_counts() -> None:
    share = Figure("s", "s", 2, AS_OF, SHARE, 3)
    runs = [model.Text("có "), count("a", 52), model.Text(" tổ chức, "), share, model.Text(" tổ chức")]
    words = [run.words for run in unbroken_runs(runs) if isinstance(run, model.Text)]
    assert words == ["có ", "\u00a0tổ chức, ", " tổ chức"]


def lines(contents: bytes) -> list[str]:
    return [
        line.strip() for page in pypdf.PdfReader(BytesIO(contents)).pages for line in page.extract_text().split("\n")
    ]


def evidence(number: int) -> half_year.ProposedUnit:
    kinds = ("Họp chi bộ không đủ kỳ", "Không hoàn thành nhiều nhiệm vụ", "Dự sinh hoạt thấp", "Kết nạp chậm")
    figures = [Figure(f"e.{number}.{kind}", kind, 39 + number, AS_OF, SHARE, 100 + number) for kind in kinds]
    return half_year.ProposedUnit(
        f"Đảng bộ xã Minh Lạc {number}",
        "Huyện ủy Thanh Lâm",
        (*kinds, f"Năm trước đã xếp loại yếu kém (quyết định số {number}-QĐ/HU)"),
        tuple(half_year.Evidence(kind, one, "< 75 %") for kind, one in zip(kinds, figures, strict=True)),
        "Đề nghị xem xét",
    )


def test_no_line_of_the_pdf_parts_a_number_from_its_sign_or_a_symbol_at_its_stroke() -> None:
    units = tuple(evidence(number) for number in range(1, 31))
    found = lines(made(report(replace(COUNTED, proposed=units))).contents)
    assert len(found) > 150
    assert [line for line in found if line.startswith(("%", "QĐ/", "HU)"))] == []
    assert [line for line in found if re.search(r"(?:[<>≤≥]|\bngày|\bĐiều|\d-|QĐ/)$", line)] == []


@pytest.mark.parametrize("rows", [1, 22, 23, 24, 25, 26, 48, 49, 50])
def test_the_day_of_the_figures_stands_on_the_page_of_its_table(rows: int) -> None:
    silent = tuple(
        half_year.MissingUnit(f"Xã Hạ Bình {place}", "Huyện Thanh Lâm", AS_OF) for place in range(1, rows + 1)
    )
    pages = [
        spaced(page.extract_text())
        for page in pypdf.PdfReader(BytesIO(made(report(replace(COUNTED, missing=silent))).contents)).pages
    ]
    (first,) = [place for place, text in enumerate(pages) if "Phụ lục C DANH SÁCH" in text]
    assert "Số liệu đến ngày 20/6/2017." in pages[first]
    assert all("Xã Hạ Bình" in text for text in pages[first:])


@pytest.mark.parametrize("paragraphs", range(9, 21))
def test_the_signature_never_stands_alone_on_a_page(paragraphs: int) -> None:
    text = tuple(f"Đoạn {place} của báo cáo dài một dòng." for place in range(1, paragraphs + 1))
    document = paper(blocks=(model.HumanText("limits", "hạn chế", text),), annexes=())
    pages = [spaced(page.extract_text()) for page in pypdf.PdfReader(BytesIO(made(document).contents)).pages]
    assert f"Đoạn {paragraphs} của báo cáo" in pages[-1]
    assert "K/T TRƯỞNG BAN" in pages[-1]


def test_word_keeps_the_day_with_its_table_and_the_last_paragraph_with_the_signature() -> None:
    word = docx.Document(BytesIO(render_docx(report())))
    notes = [
        one for one in word.paragraphs if one.text.startswith("Số\u00a0liệu đến") or one.text.startswith("Số liệu đến")
    ]
    assert len(notes) == 3
    assert all(one.paragraph_format.keep_with_next for one in notes)
    signed = docx.Document(BytesIO(render_docx(paper())))
    (last,) = [one for one in signed.paragraphs if one.text.startswith("Trên đây là báo cáo")]
    assert last.paragraph_format.keep_with_next
    (table,) = [one for one in signed.tables if "TRƯỞNG BAN" in one.rows[0].cells[-1].text]
    assert table._tbl.xpath("./w:tr/w:trPr/w:cantSplit"), "the place to sign and the name stay together"
