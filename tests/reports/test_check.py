"""What a report's check says after leaders edited it in Word."""

import copy
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kientoan.documents.rules.official import model
from kientoan.documents.rules.official.docx import render_docx
from kientoan.documents.rules.official.figure import Figure, spaced
from kientoan.documents.rules.official.model import placed_figures
from kientoan.documents.rules.official.reading import NotAWordFile, read_docx
from kientoan.reports.rules.check import CheckReport, ControlState, check_docx, people_wrote
from tests.reports.papers import REVIEWED, count, paper, table

PAPER = paper()
NOW = {placed.figure.key: placed.figure for placed in placed_figures(PAPER)}


def edited(change: Callable[[Any], None], document: model.Document = PAPER) -> bytes:
    """Open a report as Word would, change it, and save it."""
    word = docx.Document(BytesIO(render_docx(document)))
    change(word)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def controls(word: Any, tag: str) -> list[Any]:
    return [
        item for item in word.element.body.iter(qn("w:sdt")) if item.find(".//" + qn("w:tag")).get(qn("w:val")) == tag
    ]


def retype(tag: str, words: str) -> Callable[[Any], None]:
    def change(word: Any) -> None:
        controls(word, tag)[0].find(".//" + qn("w:t")).text = words

    return change


def checked(change: Callable[[Any], None], now: dict[str, Figure] | None = None) -> CheckReport:
    return check_docx(edited(change), NOW if now is None else now)


def only(report: CheckReport, key: str) -> Any:
    (found,) = [item for item in report.controls if item.key == key]
    return found


def nothing(_word: Any) -> None:
    """Save without a change."""


def test_a_report_saved_without_a_change_agrees() -> None:
    report = checked(nothing)
    assert report.ours
    assert report.intact
    assert report.agrees
    assert {item.state for item in report.controls} == {ControlState.AGREES}
    assert len(report.controls) == 8
    assert report.typed == ()
    assert report.examined.columns == 2
    assert report.examined.percentages == 1


def test_a_number_changed_in_its_control_is_edited_by_hand() -> None:
    report = checked(retype("kt:orgs.base", "2.311"))
    found = only(report, "orgs.base")
    assert (found.state, found.written, found.shown, found.now) == (ControlState.EDITED, "2.310", "2.311", "2.310")
    assert found.needs_change
    assert "Toàn Đảng bộ có" in found.place
    assert not report.agrees


def test_a_number_edited_to_todays_figure_needs_no_change() -> None:
    now = NOW | {"orgs.base": count("orgs.base", 2311)}
    found = only(checked(retype("kt:orgs.base", "2.311"), now), "orgs.base")
    assert found.state is ControlState.EDITED
    assert not found.needs_change


def test_a_figure_that_changed_since_is_told_from_old_to_new() -> None:
    now = NOW | {REVIEWED.key: replace(REVIEWED, value=584)}
    report = checked(nothing, now)
    found = only(report, REVIEWED.key)
    assert (found.state, found.written, found.now) == (ControlState.CHANGED, "99,3 % (580/584)", "100,0 % (584/584)")
    assert not report.agrees


def test_a_figure_of_another_day_is_unknown_and_not_wrong() -> None:
    now = {key: figure for key, figure in NOW.items() if key != "orgs.base"}
    report = checked(nothing, now)
    assert only(report, "orgs.base").state is ControlState.UNKNOWN
    assert report.agrees


def test_a_deleted_control_is_named_with_where_it_stood() -> None:
    def delete(word: Any) -> None:
        for item in controls(word, "kt:orgs.base"):
            item.getparent().remove(item)

    report = checked(delete)
    found = only(report, "orgs.base")
    assert found.state is ControlState.DELETED
    assert "Toàn Đảng bộ có" in found.place
    assert not report.agrees


@pytest.mark.parametrize("how", ["emptied", "struck out with track changes"])
def test_an_emptied_control_is_deleted(how: str) -> None:
    def change(word: Any) -> None:
        (held,) = controls(word, "kt:orgs.base")
        if how == "emptied":
            held.find(qn("w:sdtPr")).append(held.makeelement(qn("w:showingPlcHdr")))
            held.find(".//" + qn("w:t")).text = "Click or tap here to enter text."
        else:
            contents = held.find(qn("w:sdtContent"))
            struck = contents.makeelement(qn("w:del"))
            run = contents[0]
            struck.append(run)
            run.find(qn("w:t")).tag = qn("w:delText")
            contents.append(struck)

    assert only(checked(change), "orgs.base").state is ControlState.DELETED


def test_a_number_typed_where_a_control_was_is_matched_by_the_words_around_it() -> None:
    def change(word: Any) -> None:
        (held,) = controls(word, "kt:orgs.base")
        run = copy.deepcopy(held.find(qn("w:sdtContent"))[0])
        run.find(qn("w:t")).text = "2.300"
        held.getparent().replace(held, run)

    report = checked(change)
    (typed,) = report.typed
    assert (typed.text, typed.likely_key, typed.likely_now, typed.agrees) == ("2.300", "orgs.base", "2.310", False)
    assert "Toàn Đảng bộ có 2.300" in typed.place
    assert only(report, "orgs.base").state is ControlState.DELETED
    assert [item.state for item in report.controls if item.key == REVIEWED.key] == [ControlState.AGREES]


def test_a_new_paragraph_lists_its_numbers_once_and_not_its_dates_or_symbols() -> None:
    def change(word: Any) -> None:
        words = "Trong 6 tháng đầu năm 2017, theo Nghị quyết 39-NQ/TW ngày 17/4/2015, đã kết nạp 1.549 đảng viên."
        word.add_paragraph(words)

    report = checked(change)
    assert [(item.text, item.likely_key, item.agrees) for item in report.typed] == [("1.549", "", None)]
    assert report.agrees


def test_numbers_in_the_sections_people_write_are_told_with_their_section() -> None:
    written = paper(blocks=(model.HumanText("limits", "hạn chế", ("Còn 16 điểm nóng.",)), *PAPER.blocks))
    report = check_docx(render_docx(written), NOW)
    assert [(item.text, item.section) for item in report.typed] == [("16", "limits")]


def test_a_control_copied_in_word_is_checked_too() -> None:
    def change(word: Any) -> None:
        (held,) = controls(word, "kt:orgs.base")
        paragraph = word.add_paragraph("Tổng số: ")
        paragraph._p.append(copy.deepcopy(held))
        paragraph._p.find(".//" + qn("w:id")).set(qn("w:val"), "77")
        paragraph._p.find(".//" + qn("w:sdtContent")).find(".//" + qn("w:t")).text = "2.400"

    found = [item for item in checked(change).controls if item.key == "orgs.base"]
    assert [item.state for item in found] == [ControlState.AGREES, ControlState.EDITED]
    assert found[1].shown == "2.400"


def test_a_tables_total_is_added_up_again_after_a_row_was_edited() -> None:
    report = checked(retype("kt:a.expected", "9"))
    (finding,) = report.arithmetic
    assert (finding.written, finding.expected, finding.certain) == ("12", "14", True)
    assert "Phải gửi" in finding.place
    assert "Phụ lục A" in finding.place


def test_a_hand_made_total_column_in_our_table_is_read_by_its_heading_not_guessed() -> None:
    columns = (
        model.Column("Tên", 3),
        model.Column("Ngưỡng", 1, "right"),
        model.Column("Số chi bộ", 1, "right", sums=True),
    )
    rows = (
        model.Row(("Xã A", count("t", 30), count("c1", 4))),
        model.Row(("Tổng cộng", count("tt", 99), count("c", 4)), is_total=True),
    )
    document = paper(annexes=(model.Annex("Phụ lục A", "Chi bộ", (model.Table("", columns, rows),)),))
    assert check_docx(render_docx(document), {}).arithmetic == ()


def test_a_tampered_manifest_is_told() -> None:
    contents = render_docx(PAPER)
    word = docx.Document(BytesIO(contents))
    parts = [part for part in word.part.package.iter_parts() if b"report-manifest" in part.blob]
    parts[0]._blob = parts[0].blob.replace(b'"2.310"', b'"2.399"')
    stream = BytesIO()
    word.save(stream)
    report = check_docx(stream.getvalue(), NOW)
    assert not report.intact
    assert not report.agrees


def test_a_report_of_ours_without_its_manifest_still_compares_its_controls() -> None:
    word = docx.Document(BytesIO(render_docx(PAPER)))
    relations = word.part.rels
    for name in [key for key, item in relations.items() if "customXml" in item.reltype and "item2" in item.target_ref]:
        del relations[name]
    stream = BytesIO()
    word.save(stream)
    report = check_docx(stream.getvalue(), NOW | {"orgs.base": count("orgs.base", 2400)})
    assert not report.ours
    assert only(report, "orgs.base").state is ControlState.CHANGED


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"frames"', b'"framez"'), (b'fingerprint="', b"fingerprint=<"), (b'as_of="2017', b'as_of="ngay'), (b'number="', b'number="x')],
    ids=["without a part", "no XML", "a day that is none", "a number that is none"],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_is_as_good_as_none(old: bytes, new: bytes) -> None:
    def damage(word: Any) -> None:
        (part,) = [part for part in word.part.package.iter_parts() if b"fingerprint=" in part.blob]
        assert old in part.blob
        part._blob = part.blob.replace(old, new)

    report = checked(damage)
    assert not report.ours
    assert only(report, "orgs.base").state is ControlState.AGREES


def test_what_people_wrote_is_read_back_for_the_next_draft() -> None:
    def change(word: Any) -> None:
        (section,) = controls(word, "kt-text:limits")
        section.find(".//" + qn("w:t")).text = "Một số nơi còn hình thức."

    assert people_wrote(edited(change)) == {"limits": ("Một số nơi còn hình thức.", "Nguyên nhân chủ quan là chính.")}
    unwritten = paper(blocks=(model.HumanText("limits", "hạn chế"),))
    assert people_wrote(render_docx(unwritten)) == {}


@pytest.mark.parametrize("titles", ["kept", "dropped"])
def test_controls_whose_tags_a_program_dropped_are_known_again(titles: str) -> None:
    """LibreOffice 7.4 writes controls without tags, sometimes without titles, and a section's first paragraph only."""

    def change(word: Any) -> None:
        (base,) = controls(word, "kt:orgs.base")
        base.find(".//" + qn("w:t")).text = "2.311"
        (section,) = controls(word, "kt-text:limits")
        contents = section.find(qn("w:sdtContent"))
        first, *more = list(contents)
        for paragraph in reversed(more):
            section.addnext(paragraph)
        run = first.find(qn("w:r"))
        section.addnext(first)
        section.getparent().remove(section)
        first.append(section)
        contents.append(run)
        for properties in word.element.body.iter(qn("w:sdtPr")):
            keep_title = titles == "kept" or properties is section.find(qn("w:sdtPr"))
            for child in list(properties):
                if child.tag != qn("w:alias") or not keep_title:
                    properties.remove(child)

    contents = edited(change)
    report = check_docx(contents, NOW)
    assert [item.state for item in report.controls] == [ControlState.EDITED] + [ControlState.AGREES] * 7
    assert only(report, "orgs.base").shown == "2.311"
    assert report.typed == ()
    assert people_wrote(contents) == {"limits": ("Còn một số hạn chế.", "Nguyên nhân chủ quan là chính.")}


def test_a_control_that_is_gone_is_named_also_where_tags_were_dropped() -> None:
    def change(word: Any) -> None:
        (base,) = controls(word, "kt:orgs.base")
        base.getparent().remove(base)
        for properties in word.element.body.iter(qn("w:sdtPr")):
            for child in list(properties):
                if child.tag != qn("w:alias"):
                    properties.remove(child)

    report = checked(change)
    assert only(report, "orgs.base").state is ControlState.DELETED
    assert [item.state for item in report.controls if item.key != "orgs.base"] == [ControlState.AGREES] * 7


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04 not a zip", b"<html></html>"])
def test_what_is_no_word_file_is_refused_in_words(contents: bytes) -> None:
    with pytest.raises(NotAWordFile, match=r"not a \.docx file"):
        check_docx(contents, {})


def test_an_excel_workbook_is_refused_in_words() -> None:
    import openpyxl

    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    with pytest.raises(NotAWordFile, match="save it in Word"):
        check_docx(stream.getvalue(), {})


def test_a_draft_that_did_not_close_says_so_again() -> None:
    wrong = paper(annexes=(model.Annex("Phụ lục A", "Gửi", (table(13),)),))
    report = check_docx(render_docx(wrong), {placed.figure.key: placed.figure for placed in placed_figures(wrong)})
    assert [item.expected for item in report.arithmetic] == ["12"]
    assert not report.agrees


def test_a_control_around_a_cell_and_text_added_with_track_changes_are_read() -> None:
    def change(word: Any) -> None:
        (held,) = controls(word, "kt:a.expected")
        cell = held.getparent().getparent()
        run = held.find(qn("w:sdtContent"))[0]
        held.getparent().replace(held, run)
        row = cell.getparent()
        place = row.index(cell)
        contents = held.find(qn("w:sdtContent"))
        contents.append(cell)
        row.insert(place, held)
        added = word.add_paragraph()
        inserted = added._p.makeelement(qn("w:ins"))
        added._p.append(inserted)
        inserted.append(added.add_run("Thêm 12 chi bộ.")._r)

    report = checked(change)
    assert only(report, "a.expected").state is ControlState.AGREES
    assert [item.text for item in report.typed] == ["12"]


def test_rows_in_a_control_paragraphs_moved_here_and_hard_hyphens_are_read() -> None:
    """A repeating-section control stands around rows; a paragraph moved with track changes stands in `moveTo`."""

    def change(word: Any) -> None:
        (held,) = controls(word, "kt:a.expected")
        row = next(item for item in held.iterancestors() if item.tag == qn("w:tr"))
        repeated = row.makeelement(qn("w:sdt"))
        row.addprevious(repeated)
        contents = repeated.makeelement(qn("w:sdtContent"))
        repeated.append(contents)
        contents.append(row)
        moved = word.add_paragraph("Chuyển đến 14 chi bộ, mẫu 5")
        hyphen = moved.add_run()._r
        hyphen.append(hyphen.makeelement(qn("w:noBreakHyphen")))
        moved.add_run("KNĐ.")
        around = word.add_paragraph("Trong khung có 16 chi bộ.")._p
        frame = around.makeelement(qn("w:sdt"))
        around.addprevious(frame)
        frame.append(frame.makeelement(qn("w:sdtContent")))
        frame[0].append(around)
        holder = moved._p.makeelement(qn("w:moveTo"))
        moved._p.addprevious(holder)
        holder.append(moved._p)

    contents = edited(change)
    report = check_docx(contents, NOW)
    assert only(report, "a.expected").state is ControlState.AGREES
    assert report.arithmetic == ()
    assert "Chuyển đến 14 chi bộ, mẫu 5-KNĐ." in [spaced(item.text) for item in read_docx(contents).paragraphs]
    assert {"14", "16"} <= {item.text for item in report.typed}


def test_a_file_without_a_body_has_nothing_in_it() -> None:
    stream = BytesIO()
    words = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", words)
    report = check_docx(stream.getvalue(), NOW)
    assert not report.ours
    assert report.controls == ()
    assert report.typed == ()


def test_a_heading_people_typed_is_read_for_no_numbers() -> None:
    def change(word: Any) -> None:
        word.add_heading("Năm 2016 có 14 chi bộ", level=2)
        word.add_paragraph("Nay có 15 chi bộ.")

    assert [item.text for item in checked(change).typed] == ["15"]


def test_a_percentage_of_nothing_is_told_and_a_total_without_parts_is_not() -> None:
    def change(word: Any) -> None:
        word.add_paragraph("Đạt 50 % (3/0) kế hoạch.")
        word.add_paragraph("Có 12 chi bộ, trong đó nhiều nơi còn khó khăn.")

    (finding,) = checked(change).arithmetic
    assert (finding.kind, finding.written, finding.expected, finding.certain) == ("percent", "50 %", "–", True)


def test_a_total_over_cells_with_a_share_adds_up_what_was_counted() -> None:
    def change(last: str) -> Callable[[Any], None]:
        def add(word: Any) -> None:
            made = word.add_table(rows=0, cols=2)
            for row in (
                ("Đơn vị", "Đã rà soát"),
                ("Xã A", "50,0 % (5/10)"),
                ("Xã B", "70,0 % (7/10)"),
                ("Tổng cộng", last),
            ):
                for cell, text in zip(made.add_row().cells, row, strict=True):
                    cell.text = text

        return add

    assert checked(change("12")).arithmetic == ()
    (finding,) = checked(change("13")).arithmetic
    assert (finding.written, finding.expected) == ("13", "12")


def test_a_file_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kientoan.documents.rules.official.reading.SIZE_LIMIT", 1000)
    with pytest.raises(NotAWordFile, match="unpacks to more than"):
        check_docx(render_docx(PAPER), NOW)
