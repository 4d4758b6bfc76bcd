import doctest

import pytest

from kientoan.core import vietnamese
from kientoan.core.vietnamese import accent_key, fold, nfc, person_sort_key, search_rank, sort_key

DECOMPOSED_THINH_LIET = "Thi\u0323nh Lie\u0323\u0302t"


def test_examples_of_the_documentation_hold() -> None:
    result = doctest.testmod(vietnamese)
    assert result.attempted > 5
    assert result.failed == 0


def test_nfc_joins_marks_with_their_letter() -> None:
    assert nfc(DECOMPOSED_THINH_LIET) == "Thịnh Liệt"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Thịnh Liệt", "thinh liet"),
        (DECOMPOSED_THINH_LIET, "thinh liet"),
        ("ĐẶNG VĂN Đức", "dang van duc"),
        ("Ðông Anh", "dong anh"),
        ("  Phường   Cống Vị,\u00a0Quận Ba-Đình. ", "phuong cong vi quan ba dinh"),
        ("Chi bộ 2", "chi bo 2"),
        ("", ""),
        (" . ", ""),
    ],
)
def test_fold(typed: str, key: str) -> None:
    assert fold(typed) == key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Thúy", "Thuý"),
        ("khỏe", "khoẻ"),
        ("ỦY BAN", "UỶ BAN"),
        ("qúy", "quý"),
        ("gìa", "già"),
        ("ngòai", "ngoài"),
        ("hòan", "hoàn"),
        ("thủơ", "thuở"),
    ],
)
def test_old_and_new_places_of_the_tone_are_one_key(old: str, new: str) -> None:
    assert old != new
    assert accent_key(old) == accent_key(new)
    assert sort_key(old) == sort_key(new)


@pytest.mark.parametrize(
    "word",
    ["mùa", "mía", "của", "quả", "giếng", "gì", "nghĩa", "hoàn", "khuỷu", "thuế", "người", "rượu", "già", "quý", "lụy"],
)
def test_accents_that_stand_right_stay(word: str) -> None:
    expected = {"lụy": "luỵ"}.get(word, word)
    assert accent_key(word) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("mùa", "mua"), ("mà", "má"), ("Thịnh Liệt", "Thinh Liet"), ("đa", "da"), ("mìa", "mịa")]
)
def test_different_accents_are_different_keys(one: str, other: str) -> None:
    assert accent_key(one) != accent_key(other)
    assert fold(one) == fold(other)


def test_alphabet_and_tones_sort_as_in_a_dictionary() -> None:
    letters = [
        "a",
        "ă",
        "â",
        "b",
        "c",
        "d",
        "đ",
        "e",
        "ê",
        "g",
        "h",
        "i",
        "k",
        "l",
        "m",
        "n",
        "o",
        "ô",
        "ơ",
        "p",
        "q",
        "r",
        "s",
        "t",
        "u",
        "ư",
        "v",
        "x",
        "y",
    ]
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    words = ["an", "anh", "ăn", "ân", "da", "du", "đa", "đu", "oi", "oz", "ôi", "ơi", "ung", "ưng"]
    for expected in (letters, tones, words):
        assert sorted(reversed(expected), key=lambda word: sort_key(word).encode()) == expected


def test_letters_count_before_tones_and_numbers_by_value() -> None:
    expected = [
        "Chi bộ",
        "Chi bộ 2",
        "Chi bộ 02A",
        "Chi bộ 10",
        "Chi bộ 9999999999",
        "Chi bộ 10000000000",
        "Chỉ bộ An",
        "Chi bộ Ao",
    ]
    assert sorted(reversed(expected), key=lambda name: sort_key(name).encode()) == expected
    assert sort_key("Mạ An") < sort_key("Ma Bình")
    assert sort_key("Tổ 02") == sort_key("Tổ 2")


def test_foreign_letters_come_after_z_and_before_the_next_own_letter() -> None:
    assert sort_key("az") < sort_key("aж") < sort_key("ă")
    assert sort_key("Zuh") < sort_key("Zürich") < sort_key("Zuz")


def test_persons_sort_by_given_name_with_its_tone_then_middle_then_family() -> None:
    expected = ["An", "Lê An", "Trần An", "Lê Thị An", "Lê Văn An", "Phạm Văn An", "Lê Văn Hà", "Lê An Hạ", "Lê An Hai"]
    assert sorted(reversed(expected), key=lambda name: person_sort_key(name).encode()) == expected


def test_search_puts_exact_accents_first() -> None:
    names = ["Thinh Liệt", "Thịnh Liệt", "Phường Thịnh Liệt", "Thịnh Liệt Đông", "Liệt Thịnh", "Hoà Bình"]
    ranks = {name: search_rank("thịnh liệt", accent_key(name), fold(name)) for name in names}
    assert ranks == {
        "Thịnh Liệt": 0,
        "Thịnh Liệt Đông": 1,
        "Phường Thịnh Liệt": 2,
        "Liệt Thịnh": 3,
        "Thinh Liệt": 4,
        "Hoà Bình": None,
    }


def test_search_for_nothing_finds_nothing() -> None:
    assert search_rank(" - ", "hà nội", "ha noi") is None
