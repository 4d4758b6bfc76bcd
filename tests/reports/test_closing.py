"""Totals that must close: drafts are marked with the place, only the signed edition is held back."""

import pytest

from kientoan.documents.rules.official import closing, model
from kientoan.documents.rules.official.edition import Edition, finish
from tests.reports.papers import count, paper, table

BALANCE = model.Check("Biến động đảng viên", "closing", ("opening", "admitted"), ("left",))


def movement(closing_value: int | None, **changes: object) -> model.Document:
    figures = [count("opening", 100), count("admitted", 7), count("left", 4), count("closing", closing_value)]
    text = tuple(run for figure in figures for run in (model.Text(" "), figure))
    blocks = (model.Heading(2, "II.", "Đảng viên"), model.Paragraph(text))
    return paper(blocks=blocks, annexes=(), checks=(BALANCE,), **changes)


def test_a_balance_that_closes_says_nothing() -> None:
    assert closing.failures(movement(103)) == ()


def test_a_balance_that_does_not_close_names_its_place_and_the_difference() -> None:
    (failure,) = closing.failures(movement(110))
    assert (failure.total, failure.parts, failure.places) == (110, 103, ("II",))
    sentence = failure.sentence(paper().profile.marks)
    assert sentence == "Biến động đảng viên: tổng ghi 110, cộng các thành phần được 103, lệch 7 [II]"


def test_a_missing_part_is_told_and_does_not_hold_the_signature_back() -> None:
    (failure,) = closing.failures(movement(None))
    assert failure.kind is closing.FailureKind.UNKNOWN
    assert not failure.holds_back
    assert "Số closing" in failure.sentence(paper().profile.marks)
    assert finish(movement(None), Edition.SIGNED).mark == ""


def test_figures_behind_the_text_take_part_in_the_checks() -> None:
    shown = model.Paragraph((count("closing", 103),))
    behind = (count("opening", 100), count("admitted", 7), count("left", 5))
    (failure,) = closing.failures(paper(blocks=(shown,), annexes=(), checks=(BALANCE,), behind=behind))
    assert failure.parts == 102


def test_one_figure_told_two_ways_is_found_across_text_and_annex() -> None:
    text = model.Paragraph((count("expected", 13),))
    annex = model.Annex("Phụ lục A", "Gửi báo cáo", (table(),))
    found = closing.failures(paper(blocks=(text,), annexes=(annex,)))
    (failure,) = [item for item in found if item.kind is closing.FailureKind.TWICE]
    assert failure.said == ("13", "12")
    sentence = failure.sentence(paper().profile.marks)
    assert "13" in sentence
    assert "12" in sentence
    assert any(place.startswith("Phụ lục A") for place in failure.places)


def test_a_tables_total_row_is_added_up_again() -> None:
    (failure,) = closing.failures(paper(annexes=(model.Annex("Phụ lục A", "Gửi", (table(13),)),)))
    assert (failure.total, failure.parts) == (13, 12)
    assert failure.places == ("Phụ lục A, Tình hình gửi báo cáo, Phải gửi, dòng 3",)


def test_a_total_over_a_missing_part_is_told_and_is_no_failure_of_the_sum() -> None:
    part = count("a.expected", None, "Số phải gửi của Thanh Lâm")
    columns = (
        model.Column("Tên", 5),
        model.Column("Phải gửi", 2, "right", sums=True),
        model.Column("Ghi", 2, sums=True),
    )
    rows = (
        model.Row(("Huyện Thanh Lâm", part, "chưa có")),
        model.Row(("Quận Đông Kiều", count("b.expected", 5), "")),
        model.Row(("Tổng cộng", count("expected", 5), "–"), is_total=True),
    )
    annex = model.Annex("Phụ lục A", "Gửi", (model.Table("", columns, rows),))
    (failure,) = closing.failures(paper(annexes=(annex,)))
    assert (failure.kind, failure.said) == (closing.FailureKind.UNKNOWN, ("Số phải gửi của Thanh Lâm",))
    assert not failure.holds_back
    assert closing.reasons_not_to_sign(paper(annexes=(annex,))) == ((), ())


def test_a_row_with_a_cell_too_few_is_no_table() -> None:
    columns = (model.Column("Tên", 5), model.Column("Số", 2, "right"))
    with pytest.raises(ValueError, match=r"Table 'Gửi', row 2: 1 of 2 cells"):
        model.Table("Gửi", columns, (model.Row(("A", "1")), model.Row(("B",))))


def test_the_draft_is_marked_and_only_the_signed_edition_is_refused() -> None:
    document = movement(110)
    draft = finish(document, Edition.DRAFT)
    assert draft.mark == "DỰ THẢO – CHƯA KHỚP (1 chỗ, xem bảng ở cuối)"
    assert "closing" in draft.doubtful
    with pytest.raises(closing.SignedEditionHeldBack, match="lệch 7") as held:
        finish(document, Edition.SIGNED)
    assert len(held.value.failures) == 1


def test_the_signed_edition_waits_for_the_sections_people_write() -> None:
    unwritten = paper(blocks=(model.HumanText("limits", "hạn chế"),))
    assert finish(unwritten, Edition.DRAFT).mark == "DỰ THẢO"
    with pytest.raises(closing.SignedEditionHeldBack) as held:
        finish(unwritten, Edition.SIGNED)
    assert held.value.unwritten == ("limits",)


def test_the_last_sentence_of_the_body_is_closed_once_and_a_body_of_nothing_stays_so() -> None:
    profile = paper().profile
    (closed,) = model.ended(profile, (model.Paragraph((model.Text("Trên đây là báo cáo"),)),))
    assert isinstance(closed, model.Paragraph)
    assert closed.runs == (model.Text("Trên đây là báo cáo."),)
    assert model.ended(profile, (closed,)) == (closed,)
    assert model.ended(profile, ()) == ()
