"""The official form of a document on its date: practice.md 2.2 to 2.4."""

import datetime
import re
from pathlib import Path

import pytest

from kientoan.core import params
from kientoan.documents.rules.official import form
from tests.reports.papers import party, state

DAY = datetime.date(2017, 7, 4)
ROOT = Path(__file__).parents[2]


def test_the_two_regimes_differ_as_the_rules_say() -> None:
    number = 15
    assert form.number_text(party(), form.Number(number, "NQ", "TU")) == "Số 15-NQ/TU"
    assert form.number_text(state(), form.Number(number, "QĐ", "BNV")) == "Số: 15/QĐ-BNV"
    assert (party().numbering_period, state().numbering_period) == ("term", "year")
    assert party().national_lines == ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    assert len(state().national_lines) == 2
    assert (party().issuer_mark, state().issuer_mark) == ("*", "rule")
    assert (party().end_mark, state().end_mark) == (".", "./.")


def test_numbers_begin_at_01_and_a_draft_leaves_room() -> None:
    assert form.number_text(party(), form.Number(1, "BC", "BTCTU")) == "Số 01-BC/BTCTU"
    assert (
        form.number_text(party(), form.Number(None, "BC", "BTCTU"))
        == "Số \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0-BC/BTCTU"
    )
    with pytest.raises(form.FormError, match="begins at 1"):
        form.number_text(party(), form.Number(0, "BC", "BTCTU"))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2017, 7, 4), "ngày 04 tháng 7 năm 2017"),
        (datetime.date(2017, 2, 14), "ngày 14 tháng 02 năm 2017"),
        (datetime.date(2017, 12, 9), "ngày 09 tháng 12 năm 2017"),
        (datetime.date(2017, 3, 31), "ngày 31 tháng 3 năm 2017"),
    ],
)
def test_days_below_ten_and_months_one_and_two_begin_with_a_zero(day: datetime.date, words: str) -> None:
    assert form.place_date_text(party(), form.PlaceDate("Hà Nội", day, day.year)) == f"Hà Nội, {words}"


def test_a_date_not_known_yet_leaves_room() -> None:
    said = " ".join(form.place_date_text(party(), form.PlaceDate("Hà Nội", None, 2017)).split())
    assert said == "Hà Nội, ngày tháng năm 2017"


@pytest.mark.parametrize(
    ("authority", "on_behalf_of", "position", "lines"),
    [
        ("collective", "Ban Thường vụ", "Phó Bí thư", (("T/M BAN THƯỜNG VỤ",), "PHÓ BÍ THƯ")),
        ("head", "", "Trưởng Ban", ((), "TRƯỞNG BAN")),
        ("deputy", "Trưởng Ban", "Phó Trưởng Ban", (("K/T TRƯỞNG BAN",), "PHÓ TRƯỞNG BAN")),
        ("order", "Ban Thường vụ", "Chánh Văn phòng", (("T/L BAN THƯỜNG VỤ",), "CHÁNH VĂN PHÒNG")),
        ("acting", "", "Trưởng Ban", ((), "Q. TRƯỞNG BAN")),
    ],
)
def test_party_authority_to_sign(authority: str, on_behalf_of: str, position: str, lines: object) -> None:
    signature = form.Signature(form.Authority(authority), position, "Nguyễn Thị Bình An", on_behalf_of)
    assert form.authority_lines(party(), signature) == lines


def test_no_deputy_signs_under_a_collective_of_the_party_but_may_of_the_state() -> None:
    signature = form.Signature(form.Authority.COLLECTIVE, "Phó Chủ tịch", "Lê Văn Nhàn", "Ủy ban nhân dân", "Chủ tịch")
    with pytest.raises(form.FormError, match="no deputy's mark"):
        form.authority_lines(party(), signature)
    assert form.authority_lines(state(), signature) == (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH")


def test_only_the_state_signs_by_authorisation_and_a_mark_needs_its_body() -> None:
    signature = form.Signature(form.Authority.AUTHORISED, "Vụ trưởng", "Lê Văn Nhàn", "Bộ trưởng")
    assert form.authority_lines(state(), signature)[0] == ("TUQ. BỘ TRƯỞNG",)
    with pytest.raises(form.FormError, match="no signing authorised"):
        form.authority_lines(party(), signature)
    with pytest.raises(form.FormError, match="in whose name"):
        form.authority_lines(party(), form.Signature(form.Authority.ORDER, "Chánh Văn phòng", "Lê Văn Nhàn"))


def test_the_archive_line_has_a_colon_only_in_the_states_form() -> None:
    assert form.recipient_lines(party(), ("Thường trực Thành ủy",), "Văn phòng Ban") == (
        "- Thường trực Thành ủy,",
        "- Lưu Văn phòng Ban.",
    )
    assert form.recipient_lines(state(), ("Chính phủ;",), "TCCB") == ("- Chính phủ;", "- Lưu: VT, TCCB.")


def test_the_form_follows_the_documents_date() -> None:
    assert party(datetime.date(2017, 6, 27)).regulation_code == "QĐi"
    assert party(datetime.date(2026, 6, 1)).regulation_code == "QĐ"
    with pytest.raises(params.NoValueAt):
        state(datetime.date(2020, 3, 4))


@pytest.mark.parametrize("kind", ["party", "state", "marks"])
def test_every_measure_is_cited_and_what_was_not_seen_can_be_changed(kind: str) -> None:
    for parameter in params.current().under(f"documents.{kind}"):
        for entry in parameter.entries:
            assert entry.instrument
            assert entry.source
            assert parameter.editable or entry.confidence in {"high", "medium"}


UNSEEN = ("HD 11-HD/VPTW", "HD 05-HD/VPTW")


def test_measures_of_forms_whose_text_was_not_seen_are_marked_and_can_be_changed() -> None:
    """HD 11 and HD 05 carry the measures of HD 36: never sure, always the customer's to set, and said where from."""
    found = [
        (item, entry)
        for item in params.current().under("documents.party")
        for entry in item.entries
        if entry.instrument in UNSEEN
    ]
    assert len(found) > 90
    for item, entry in found:
        assert entry.confidence in {"background", "low"}, item.key
        assert item.editable, item.key
        assert re.search(r"not seen|no text seen|carried", entry.source), item.key


def test_a_value_is_sure_only_with_the_address_of_its_text() -> None:
    sure = [
        (item.key, entry.source)
        for item in params.current().under("documents")
        for entry in item.entries
        if entry.confidence == "high"
    ]
    assert len(sure) > 60
    assert [key for key, source in sure if "http" not in source and "full text read" not in source] == []


def test_the_documentation_says_which_texts_were_not_seen() -> None:
    for page in ("docs/explanation/reports.md", "docs/vi/bao-cao.md"):
        text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
        assert all(name in text for name in UNSEEN), page
