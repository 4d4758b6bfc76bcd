"""The Word edition: measures to the millimetre, bound figures as controls, the same bytes every time."""

import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kientoan.documents.rules.official import closing, form, manifest, model
from kientoan.documents.rules.official.docx import figure_tag, render_docx
from kientoan.documents.rules.official.edition import Edition
from kientoan.documents.rules.official.metrics import width_mm
from kientoan.documents.rules.official.reading import read_docx
from tests.reports.papers import count, paper, state, table


def opened(document: model.Document, **kinds: Any) -> Any:
    return docx.Document(BytesIO(render_docx(document, **kinds)))


def near(length: int, millimetres: float) -> bool:
    return abs(length - Mm(millimetres)) <= Mm(0.05)


def all_text(word: Any) -> str:
    return "\n".join("".join(item.itertext()) for item in word.element.body.iter(qn("w:p")))


def test_paper_and_margins_to_the_millimetre() -> None:
    section = opened(paper()).sections[0]
    measured = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert all(near(*pair) for pair in zip(measured, (210, 297, 20, 20), strict=True))
    assert near(section.left_margin, 30)
    assert near(section.right_margin, 15)


def test_the_header_is_a_borderless_table_of_two_columns_with_the_partys_words() -> None:
    table_ = opened(paper()).tables[0]
    borders = table_._tbl.tblPr.find(qn("w:tblBorders"))
    assert {side.get(qn("w:val")) for side in borders} == {"nil"}
    left = [item.text for item in table_.cell(0, 0).paragraphs]
    assert left == ["THÀNH ỦY HÀ NỘI", "BAN TỔ CHỨC", "*"]
    assert table_.cell(1, 0).text == "Số 127-BC/BTCTU"
    assert table_.cell(1, 1).text == "Hà Nội, ngày 27 tháng 6 năm 2017"
    superior, issuer = (item.runs[0] for item in table_.cell(0, 0).paragraphs[:2])
    assert (superior.bold, issuer.bold, issuer.font.size) == (None, True, Pt(14))
    national, place = table_.cell(0, 1).paragraphs[0].runs[0], table_.cell(1, 1).paragraphs[0].runs[0]
    assert (national.text, national.font.size, national.bold) == ("ĐẢNG CỘNG SẢN VIỆT NAM", Pt(15), True)
    assert place.italic


def test_the_rule_is_as_long_as_the_text_above_it() -> None:
    cell = opened(paper()).tables[0].cell(0, 1)
    rule = cell.paragraphs[-1]
    assert rule._p.pPr.find(qn("w:pBdr")) is not None
    length = cell.width - rule.paragraph_format.left_indent - rule.paragraph_format.right_indent
    assert near(length, width_mm("ĐẢNG CỘNG SẢN VIỆT NAM", 15))
    assert 70 < width_mm("ĐẢNG CỘNG SẢN VIỆT NAM", 15) < 76


def test_the_body_is_justified_14_points_10_mm_exactly_18() -> None:
    word = opened(paper())
    style = word.styles["KT Body"]
    layout = style.paragraph_format
    assert (style.font.size, style.font.name) == (Pt(14), "Times New Roman")
    assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert near(layout.first_line_indent, 10)
    assert (layout.line_spacing_rule, layout.line_spacing) == (WD_LINE_SPACING.EXACTLY, Pt(18))
    assert layout.space_before == Pt(6)
    assert any(item.style.name == "KT Body" for item in word.paragraphs)


def test_title_division_and_end_mark() -> None:
    word = opened(paper())
    texts = [item.text for item in word.paragraphs]
    assert [text.replace("\u00a0", " ") for text in texts[:3]] == [
        "BÁO CÁO",
        "Sơ kết công tác 6 tháng đầu năm 2017",
        "-----",
    ]
    assert "Phần thứ nhất\nKẾT QUẢ THỰC HIỆN" in texts
    assert "Trên đây là báo cáo của Ban." in texts
    name = word.paragraphs[0].runs[0]
    assert (name.bold, name.font.size) == (True, Pt(16))


def test_the_page_number_stands_top_centre_from_page_two() -> None:
    section = opened(paper()).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_header._element.xml
    assert "PAGE" in section.header._element.xml
    tab = section.header._element.find(".//" + qn("w:tab"))
    assert tab.get(qn("w:val")) == "center"
    assert near(int(tab.get(qn("w:pos"))) * 635, 165 / 2)


def test_signature_and_recipients() -> None:
    signature = opened(paper()).tables[-2]
    left, right = signature.cell(0, 0), signature.cell(0, 1)
    assert [item.text for item in right.paragraphs] == [
        "K/T TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN",
        *[""] * 4,
        "Nguyễn Thị Bình An",
    ]
    assert [item.runs[0].bold for item in right.paragraphs if item.text] == [True, None, True]
    assert [item.text for item in left.paragraphs] == [
        "Nơi nhận:",
        "- Ban Thường vụ Thành ủy,",
        "- Các ban tổ chức trực thuộc,",
        "- Lưu Văn phòng Ban.",
    ]
    assert left.paragraphs[0].runs[0].underline
    assert left.paragraphs[1].runs[0].font.size == Pt(12)


def test_the_annex_lies_on_landscape_pages_with_a_repeated_heading_row() -> None:
    word = opened(paper())
    section = word.sections[1]
    assert near(section.page_width, 297)
    assert near(section.page_height, 210)
    rows = word.tables[-1].rows
    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_the_states_form() -> None:
    word = opened(paper(state(), header=model.Header("", "Bộ Nội vụ"), number=form.Number(15, "QĐ", "BNV")))
    head = word.tables[0]
    assert [item.text for item in head.cell(0, 1).paragraphs[:2]] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert head.cell(1, 0).text == "Số: 15/QĐ-BNV"
    assert "*" not in head.cell(0, 0).text
    assert "Trên đây là báo cáo của Ban./." in all_text(word)
    assert word.tables[-2].cell(0, 1).paragraphs[0].text == "KT. TRƯỞNG BAN"
    assert word.tables[-2].cell(0, 1).paragraphs[1].runs[0].bold
    assert "- Lưu: VT, Văn phòng Ban." in word.tables[-2].cell(0, 0).text
    assert word.sections[1]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_an_official_letter_has_its_subject_under_the_number() -> None:
    word = opened(paper(type_name="", subject="V/v đôn đốc gửi báo cáo"))
    low = word.tables[0].cell(1, 0).paragraphs
    assert low[1].text == "V/v đôn đốc gửi báo cáo"
    assert (low[1].runs[0].italic, low[1].runs[0].font.size) == (True, Pt(12))
    assert word.paragraphs[0].text.startswith("Phần thứ nhất")


def test_every_bound_figure_is_a_control_listed_in_the_manifest() -> None:
    contents = render_docx(paper())
    read = read_docx(contents, manifest.NAMESPACE)
    held = [part for item in read.paragraphs for part in item.segments if part.tag.startswith("kt:")]
    assert [part.text.replace("\u00a0", " ") for part in held[:2]] == ["2.310", "99,3 % (580/584)"]
    assert read.manifest is not None
    listed = manifest.from_xml(read.manifest)
    assert listed is not None
    assert listed.intact
    assert [item.number for item in listed.controls] == [part.control for part in held]
    first = listed.controls[0]
    assert (first.key, first.display, first.exact) == ("orgs.base", "2.310", "2310")
    assert first.before.endswith("Toàn Đảng bộ có ")
    assert first.after.startswith("\u00a0tổ chức cơ sở đảng"), "the count and what it counts stay on one line"


def test_a_changed_manifest_is_noticed() -> None:
    xml = read_docx(render_docx(paper()), manifest.NAMESPACE).manifest
    assert xml is not None
    changed = manifest.from_xml(xml.replace(b'"2.310"', b'"2.311"'))
    assert changed is not None
    assert not changed.intact


def test_a_long_key_is_shortened_to_what_word_allows() -> None:
    key = "figures.members.closing." + "x" * 80
    assert len(figure_tag(key)) <= 64
    assert figure_tag(key) != figure_tag(key + "y")
    assert figure_tag("orgs.base") == "kt:orgs.base"


def test_the_same_document_gives_the_same_bytes_whatever_the_clock_says() -> None:
    contents = render_docx(paper())
    assert contents == render_docx(paper())
    with zipfile.ZipFile(BytesIO(contents)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_the_band_and_the_draft_mark_stand_on_every_page() -> None:
    word = opened(paper(sample=True))
    for section in word.sections:
        assert "DỮ LIỆU MẪU" in section.footer._element.xml
        assert "DỰ THẢO" in section.header._element.xml
    assert "DỮ LIỆU MẪU" in word.sections[0].first_page_footer._element.xml
    assert "DỮ LIỆU MẪU" not in opened(paper()).sections[0].footer._element.xml


def test_a_draft_that_does_not_close_shows_where_and_the_signed_edition_is_refused() -> None:
    wrong = paper(annexes=(model.Annex("Phụ lục A", "Gửi báo cáo", (table(13),)),))
    word = opened(wrong)
    assert "CHƯA KHỚP (1 chỗ" in word.sections[0].first_page_header._element.xml
    assert "lệch 1 [Phụ lục A, Tình hình gửi báo cáo, Phải gửi, dòng 3]" in all_text(word).replace("\u00a0", " ")
    with pytest.raises(closing.SignedEditionHeldBack):
        render_docx(wrong, edition=Edition.SIGNED)
    signed = opened(paper(), edition=Edition.SIGNED)
    assert "DỰ THẢO" not in signed.sections[0].header._element.xml


def test_an_unwritten_section_shows_a_place_to_write_inside_its_own_control() -> None:
    word = opened(paper(blocks=(model.HumanText("limits", "hạn chế, nguyên nhân"), model.Paragraph((count("a", 1),)))))
    assert "[… hạn chế, nguyên nhân]" in all_text(word)
    tags = [item.get(qn("w:val")) for item in word.element.body.iter(qn("w:tag"))]
    assert tags[0] == "kt-text:limits"


def test_words_with_markup_characters_stay_words() -> None:
    text = model.Text("Nghị quyết <39> & “hai” #1 $x$ *đậm* [a]")
    assert "Nghị quyết <39> & “hai” #1 $x$ *đậm* [a]" in all_text(opened(paper(blocks=(model.Paragraph((text,)),))))


def test_characters_that_no_file_can_carry_are_left_out() -> None:
    odd = paper(blocks=(model.Paragraph((model.Text("Xã Minh\x0b Lạc\ufffe \x00中"),)),), archive="Văn\x1f phòng")
    text = all_text(opened(odd))
    assert "Xã Minh Lạc 中" in text
    assert "- Lưu Văn phòng." in text
