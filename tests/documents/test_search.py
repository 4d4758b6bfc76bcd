"""Search of the register: by words without accents, those typed with accents first, in lines and in files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.core.vietnamese import accent_key, fold
from kientoan.documents import actions
from kientoan.documents.queries.listing import Cut, documents_for, exact_first, piece_with
from kientoan.documents.queries.today import found
from kientoan.documents.rules.keys import LARGEST, accents_of, key_of
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
PLACES = ["Xã Hòa Bình", "Xã Hoà Binh cũ", "Thôn Hoa Bình", "Xã Hoàn Bình"]


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


def lines(city, *abstracts):
    return [
        make.resolution(city["T"], written=f"{number:02}-NQ/TU", abstract=abstract)
        for number, abstract in enumerate(abstracts, start=1)
    ]


def sought(text):
    rows = documents_for(make.operator(), Cut(text=text))
    return [one.abstract for one in exact_first(rows, text, "dated", "pk")]


def test_accents_may_lack_and_what_was_typed_with_them_comes_first(city):
    lines(city, "Thôn Hoa Bình", "Xã Hòa Bình")
    assert sought("hoa binh") == ["Thôn Hoa Bình", "Xã Hòa Bình"]
    assert sought("hòa bình") == ["Xã Hòa Bình", "Thôn Hoa Bình"]
    assert sought("HOÀ BÌNH") == ["Xã Hòa Bình", "Thôn Hoa Bình"]
    assert sought("hoà bỉnh") == ["Thôn Hoa Bình", "Xã Hòa Bình"]


def test_words_in_a_file_count_like_words_of_the_line(city):
    plain, exact = lines(city, "Thông báo một", "Thông báo hai")
    actions.keep_file(document=plain, name="a.txt", content="Đi Hoa Bình".encode(), by=make.operator())
    actions.keep_file(document=exact, name="b.txt", content="Về Hòa Bình".encode(), by=make.operator())
    assert sought("hòa bình") == ["Thông báo hai", "Thông báo một"]
    assert sought("hoa binh") == ["Thông báo một", "Thông báo hai"]


def test_the_page_keeps_the_order_that_was_asked_for(client, city):
    lines(city, "Thôn Hoa Bình", "Xã Hòa Bình")
    client.force_login(make.grant(make.account("tb"), Role.HEAD, city["T"]))
    first = client.get("/documents/?q=hòa+bình").content.decode()
    assert first.index("Xã Hòa Bình") < first.index("Thôn Hoa Bình")
    asked = client.get("/documents/?q=hòa+bình&sort=number").content.decode()
    assert asked.index("Thôn Hoa Bình") < asked.index("Xã Hòa Bình")
    assert [one.link.text for one in found(make.operator(), "hòa bình", None)] == ["02-NQ/TU", "01-NQ/TU"]


@pytest.mark.parametrize("text", ["!!!", "%", "_", "***", "“”"])
def test_a_text_without_a_letter_or_a_digit_finds_nothing(city, text):
    lines(city, "Xã Hòa Bình")
    assert sought(text) == []
    assert found(make.operator(), text, None) == []


@pytest.mark.parametrize("text", ["a'b & c | d:*", 'một "hai', '" "', "\\", "a" * 200, "(đoàn) <-> !kết"])
def test_signs_of_a_query_language_are_letters_like_any_other(city, text):
    lines(city, "Xã Hòa Bình")
    assert sought(text) == []


def test_a_line_with_several_files_and_addressees_is_one_line_with_the_right_count(client, city):
    document = make.resolution(city["T"], addressees=[city["X1"], city["X2"]])
    for number in range(3):
        actions.keep_file(document=document, name="a.txt", content=f"phần {number}".encode(), by=make.operator())
    client.force_login(make.grant(make.account("tb"), Role.HEAD, city["T"]))
    client.get("/documents/?scope=H2")
    answer = client.get("/documents/?q=phan&scope=H2")
    [row] = answer.context["table"].rows
    assert (row, row.file_count) == (document, 3)


def test_a_piece_shows_the_words_with_their_accents_before_others():
    text = "Đầu. " + "x " * 200 + "họp ở thôn hoa bình nhỏ. " + "y " * 200 + "Tại xã Hòa  Bình hôm nay. " + "z " * 200
    assert "xã Hòa Bình hôm nay" in piece_with(text, "Hòa Bình")
    assert "thôn hoa bình nhỏ" in piece_with(text, "hoa binh")
    assert piece_with(text, "binh hoa").startswith("…")
    assert piece_with("Củng cố", "khong co") == "Củng cố"
    assert piece_with("Củng cố", "vắng") == ""


def test_a_piece_of_a_text_without_spaces_is_short():
    assert len(piece_with("a" * 10_000 + " cần " + "b" * 10_000, "cần")) < 300


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300))
def test_keys_of_a_short_text_are_the_keys_of_the_register_s_other_searches(text):
    assert key_of(text) == fold(text)
    assert accents_of(text) == accent_key(text)


def test_a_very_long_text_of_strange_words_is_kept_and_found_by_its_beginning(city):
    [document] = lines(city, "Phụ lục")
    strange = "mở đầu " + " ".join(chr(0x4E00 + n % 20_000) * 40 + str(n) for n in range(12_000))
    kept = actions.keep_file(document=document, name="a.txt", content=strange.encode(), by=make.operator())
    assert len(kept.search_key.encode()) <= LARGEST
    assert sought("mo dau") == ["Phụ lục"]
