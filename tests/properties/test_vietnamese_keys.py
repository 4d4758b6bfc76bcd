"""Laws of the Vietnamese keys, over any text and over invented Vietnamese names."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from kientoan.core.vietnamese import accent_key, fold, nfc, person_sort_key, search_rank, sort_key

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
plain_words = st.text(alphabet=ALPHABET, min_size=1, max_size=6)
syllables = st.sampled_from(
    [
        "an",
        "anh",
        "bình",
        "châu",
        "dương",
        "đức",
        "giang",
        "hoà",
        "hòa",
        "huế",
        "khuê",
        "liệt",
        "mỹ",
        "ngọc",
        "oanh",
        "phượng",
        "quý",
        "sơn",
        "thúy",
        "thuý",
        "uyên",
        "vĩnh",
        "xuân",
        "ý",
    ]
)
names = st.lists(syllables, min_size=1, max_size=4).map(" ".join)


@given(st.text())
@example("℠")
@example("ﬁ Ⅳ ½ ㎏")
def test_keys_are_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert accent_key(accent_key(text)) == accent_key(text)
    assert fold(accent_key(text)) == fold(text)
    assert "\x00" not in sort_key(text)


@given(names)
def test_keys_do_not_depend_on_composition_case_or_spaces(name: str) -> None:
    for other in (unicodedata.normalize("NFD", name), name.upper(), f"  {name.replace(' ', '   ')} ", nfc(name)):
        assert fold(other) == fold(name)
        assert accent_key(other) == accent_key(name)
        assert sort_key(other) == sort_key(name)
        assert person_sort_key(other) == person_sort_key(name)


@given(plain_words, plain_words)
def test_order_of_toneless_words_is_the_order_of_the_alphabet(one: str, other: str) -> None:
    places = [[ALPHABET.index(letter) for letter in word] for word in (one, other)]
    assert (sort_key(one).encode() < sort_key(other).encode()) == (places[0] < places[1])


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(one: int, other: int) -> None:
    assert (sort_key(f"Tổ {one} A") < sort_key(f"Tổ {other} A")) == (one < other)


@given(plain_words, st.permutations(range(6)))
def test_tones_of_one_word_sort_in_their_order(consonants: str, order: list[int]) -> None:
    words = [nfc("ma" + TONES[rank] + " " + consonants) for rank in order]
    assert sorted(words, key=sort_key) == [nfc("ma" + tone + " " + consonants) for tone in TONES]


@given(names, names)
def test_a_name_is_found_by_its_folded_form_but_ranks_first_by_its_own(name: str, other: str) -> None:
    assert search_rank(name, accent_key(name), fold(name)) == 0
    found = search_rank(fold(name), accent_key(name), fold(name))
    assert found is not None
    assert (search_rank(name, accent_key(other), fold(other)) == 0) == (accent_key(name) == accent_key(other))
