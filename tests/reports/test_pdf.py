"""The PDF edition: the same words and measures as the Word edition, the same bytes every time."""

import itertools
import re
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

import kientoan
from kientoan.documents.rules.official import closing, form, model
from kientoan.documents.rules.official.edition import Edition
from kientoan.documents.rules.official.figure import spaced
from kientoan.documents.rules.official.typst import OURS, Pdf, render_pdf
from tests.reports.papers import DAY, count, paper, state, table

POINTS_PER_MM = 72 / 25.4
FONTS = Path(kientoan.__file__).parent / "fonts"


def made(document: model.Document, edition: Edition = Edition.DRAFT) -> Pdf:
    return render_pdf(document, edition=edition, font_paths=[FONTS] if FONTS.is_dir() else [])


def opened(document: model.Document, edition: Edition = Edition.DRAFT) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made(document, edition).contents))


def words(page: pypdf.PageObject) -> str:
    return spaced(page.extract_text())


def sizes(reader: pypdf.PdfReader) -> list[tuple[int, int]]:
    return [
        (round(float(page.mediabox.width) / POINTS_PER_MM), round(float(page.mediabox.height) / POINTS_PER_MM))
        for page in reader.pages
    ]


def left_edges(page: pypdf.PageObject) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []

    def visit(text: str, ctm: list[float], matrix: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append((text, (matrix[4] * ctm[0] + ctm[4]) / POINTS_PER_MM))

    page.extract_text(visitor_text=visit)
    return found


def test_the_body_is_upright_a4_and_annexes_lie() -> None:
    assert sizes(opened(paper())) == [(210, 297), (297, 210)]


def test_the_partys_words_and_the_numbers_of_the_text() -> None:
    text = words(opened(paper()).pages[0])
    for part in (
        "THÀNH ỦY HÀ NỘI",
        "Số 127-BC/BTCTU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Hà Nội, ngày 27 tháng 6 năm 2017",
        "đã rà soát 99,3 % (580/584) xã",
        "K/T TRƯỞNG BAN",
        "- Lưu Văn phòng Ban.",
        "Trên đây là báo cáo của Ban.",
    ):
        assert part in text
    assert "*" in text
    assert "./." not in text


def test_the_states_words() -> None:
    number = form.Number(15, "QĐ", "BNV")
    text = words(opened(paper(state(), header=model.Header("", "Bộ Nội vụ"), number=number)).pages[0])
    for part in ("Số: 15/QĐ-BNV", "Độc lập - Tự do - Hạnh phúc", "KT. TRƯỞNG BAN", "- Lưu: VT, Văn phòng Ban.", "./."):
        assert part in text
    assert "*" not in text


def test_the_left_margin_and_first_line_stand_to_the_millimetre() -> None:
    edges = left_edges(opened(paper()).pages[0])
    starts = [edge for text, edge in edges if text.lstrip().startswith("Toàn")]
    assert starts == [pytest.approx(40, abs=0.3)]
    assert min(edge for _, edge in edges) == pytest.approx(30, abs=0.3)


def test_lines_stand_exactly_18_points_apart_and_paragraphs_6_more() -> None:
    sentence = "Một câu vừa đủ dài để sang dòng thứ hai của đoạn văn này, không hơn một chữ nào nữa cả."
    blocks = (
        model.Heading(2, "I.", "KẾT QUẢ"),
        model.Paragraph((model.Text(sentence),)),
        model.Paragraph((model.Text("Đoạn cuối"),)),
    )
    lines: dict[str, float] = {}

    def visit(text: str, ctm: list[float], matrix: list[float], _font: object, _size: float) -> None:
        if text.strip():
            lines.setdefault(text.split(maxsplit=1)[0], matrix[4] * ctm[1] + matrix[5] * ctm[3] + ctm[5])

    opened(paper(blocks=blocks, annexes=())).pages[0].extract_text(visitor_text=visit)
    tops = sorted(set(lines.values()), reverse=True)
    first = tops.index(lines["I."])
    gaps = [above - below for above, below in itertools.pairwise(tops[first : first + 4])]
    assert gaps == [pytest.approx(24, abs=0.01), pytest.approx(18, abs=0.01), pytest.approx(24, abs=0.01)]


def test_the_page_number_begins_on_page_two() -> None:
    long = model.Paragraph((model.Text("Một câu dài để sang trang. " * 200),))
    pages = opened(paper(blocks=(long,), annexes=())).pages
    assert len(pages) > 1
    numbered = [bool(re.search(rf"(^| ){place}( |$)", words(page)[:20])) for place, page in enumerate(pages, 1)]
    assert numbered == [False] + [True] * (len(pages) - 1)


def test_an_annex_of_the_state_begins_its_own_pages() -> None:
    assert " 1 Phụ lục A" in words(opened(paper(state())).pages[1])
    assert " 2 Phụ lục A" in words(opened(paper()).pages[1])


def test_the_heading_row_is_repeated_on_every_page() -> None:
    rows = tuple(model.Row((str(n), f"Xã {n}", count(f"e{n}", 1), count(f"r{n}", 1))) for n in range(1, 120))
    long = model.Table("Danh sách", table().columns, rows)
    pages = opened(paper(annexes=(model.Annex("Phụ lục A", "Danh sách", (long,)),))).pages[1:]
    assert len(pages) > 1
    assert all("Tên quận, huyện" in words(page) for page in pages)


def test_the_file_is_tagged_in_vietnamese_and_has_an_outline() -> None:
    reader = opened(paper())
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("vi")
    titles = [item["/Title"] for item in reader.outline if not isinstance(item, list)]
    assert any("Phần thứ nhất" in title for title in titles)
    assert any("Phụ lục A" in title for title in titles)
    assert reader.metadata is not None
    assert reader.metadata.title == "Báo cáo Sơ kết công tác 6 tháng đầu năm 2017"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DAY


def test_the_same_document_gives_the_same_bytes() -> None:
    assert made(paper()).contents == made(paper()).contents


def test_the_draft_shows_where_it_does_not_close_and_the_signed_edition_is_refused() -> None:
    wrong = paper(sample=True, annexes=(model.Annex("Phụ lục A", "Gửi báo cáo", (table(13),)),))
    pages = opened(wrong).pages
    assert "DỰ THẢO – CHƯA KHỚP (1 chỗ" in words(pages[0])
    assert "lệch 1 [Phụ lục A" in words(pages[1])
    assert all("DỮ LIỆU MẪU" in words(page) for page in pages)
    with pytest.raises(closing.SignedEditionHeldBack):
        made(wrong, Edition.SIGNED)
    assert "DỰ THẢO" not in words(opened(paper(), Edition.SIGNED).pages[0])


def test_words_with_markup_characters_stay_words() -> None:
    text = 'Nghị quyết <39> & "hai" #panic() $x$ *đậm* [a] \\ @b'
    assert text in words(opened(paper(blocks=(model.Paragraph((model.Text(text),)),))).pages[0])


def test_without_our_typeface_the_fallback_is_told(tmp_path: Path) -> None:
    pdf = render_pdf(paper(), font_paths=[tmp_path], ignore_system_fonts=True)
    assert pdf.typeface != OURS
    assert OURS in pdf.fallback
    assert pdf.typeface in pdf.fallback
    assert "127-BC/BTCTU" in words(pypdf.PdfReader(BytesIO(pdf.contents)).pages[0])


def test_a_character_no_typeface_has_does_not_stop_the_report(tmp_path: Path) -> None:
    odd = paper(blocks=(model.Paragraph((model.Text("Xã Minh\x0b Lạc \ue000 \ufffe中"),)),))
    pdf = render_pdf(odd, font_paths=[tmp_path], ignore_system_fonts=True)
    assert "no PDF/A" in pdf.fallback
    assert "Xã Minh Lạc" in words(pypdf.PdfReader(BytesIO(pdf.contents)).pages[0])
    assert "no PDF/A" not in made(paper()).fallback
