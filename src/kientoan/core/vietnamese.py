"""Vietnamese text as keys: to find a name however it was typed, and to put names in the order people expect.

The database compares bytes (C collation) and knows nothing of Vietnamese, so a table stores these keys in columns of their own:

===============  =========================================================================
key              what it is for
===============  =========================================================================
`fold`           search: `thinh liet` finds `Thịnh Liệt`
`accent_key`     ranking: what was typed with its accents comes first
`sort_key`       order of units: a ă â b c d đ …, then the tone; `Chi bộ 2` before `Chi bộ 10`
`person_sort_key`  order of persons: given name, then middle, then family name
===============  =========================================================================
"""

import re
import unicodedata
from functools import lru_cache

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""The six tones in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng (as combining marks)."""

_MARKS = frozenset({*TONES[1:], "\u0302", "\u0306", "\u031b"})
"""The marks of Vietnamese writing: five tones, the circumflex, the breve and the horn."""
_TONE_RANK = {mark: rank for rank, mark in enumerate(TONES) if mark}
_D_LOOKALIKES = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})
_ETH_TO_D = str.maketrans({"ð": "đ", "ɖ": "đ"})
_VOWELS = frozenset("aăâeêioôơuưy")
_MODIFIED_VOWELS = frozenset("ăâêôơư")
_SECOND_VOWEL_TAKES_TONE = frozenset({"oa", "oe", "uy"})
_SEPARATORS = re.compile(r"[\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ATOMS = re.compile(r"[0-9]+|[\s\S]")

_LEVEL = " "
_NAME_PART = ","
_WORD = "."
_FOREIGN = "{"
_LATER_LETTER = "~"
_SORT_LETTERS = {
    "ă": "a~",
    "â": "a~~",
    "đ": "d~",
    "ê": "e~",
    "ô": "o~",
    "ơ": "o~~",
    "ư": "u~",
} | {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"}


def nfc(text: str) -> str:
    """The text with each letter as one code point where there is one, as the database stores it."""
    return unicodedata.normalize("NFC", text)


def _squeeze(text: str) -> str:
    return _SEPARATORS.sub(" ", text).strip()


def _loosened(text: str) -> str:
    """Small letters and their marks apart, presentation forms ('ﬁ', '℠') as the letters they stand for."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The search key: lower case, no marks, đ as d, punctuation and white space squeezed to one space.

    >>> fold("  Phường  THỊNH-LIỆT ")
    'phuong thinh liet'
    >>> fold("Hoà Bình") == fold("Hòa Bình")
    True
    """
    if not text.isascii():
        text = "".join(letter for letter in _loosened(text) if not _is_mark(letter))
        text = text.translate(_D_LOOKALIKES)
    return _squeeze(text.lower())


@lru_cache(maxsize=65536)
def accent_key(text: str) -> str:
    """The key for ranking by exact accents: like `fold`, but the accents stay and each tone stands in one agreed place.

    The agreed place is the one of the newer spelling (`hoà`), so that the key of `hòa` is also a beginning of the key of `hoàn`.

    >>> accent_key("Hòa Bình") == accent_key("HOÀ  BÌNH")
    True
    >>> accent_key("Hòa") == accent_key("Hoa")
    False
    """
    if text.isascii():
        return _squeeze(text.lower())
    lowered = nfc("".join(letter for letter in _loosened(text) if letter in _MARKS or not _is_mark(letter))).translate(
        _ETH_TO_D
    )
    return _squeeze(nfc(_LETTERS.sub(_place_tone_of_match, lowered)))


def _place_tone_of_match(match: re.Match[str]) -> str:
    word = match.group()
    return word if word.isascii() else _place_tone(word)


def _split_tone(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone: `ầ` gives `â` and huyền."""
    decomposed = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in decomposed if mark in _TONE_RANK]
    if len(tones) != 1:
        return letter, ""
    return nfc(decomposed.replace(tones[0], "")), tones[0]


def _place_tone(word: str) -> str:
    """The word with its one tone on the vowel where the newer spelling has it; words that are not one syllable stay."""
    pairs = [_split_tone(letter) for letter in word]
    tones = [tone for _, tone in pairs if tone]
    bare = "".join(letter for letter, _ in pairs)
    start, end = _vowel_run(bare)
    if len(tones) != 1 or len(bare) != len(pairs) or end <= start:
        return word
    at = start + _toned_vowel(bare[start:end], closed=end < len(bare))
    return nfc(bare[: at + 1] + tones[0] + bare[at + 1 :])


def _vowel_run(bare: str) -> tuple[int, int]:
    """Where the only run of vowels of a syllable begins and ends; (0, 0) if there is none or more than one."""
    places = [index for index, letter in enumerate(bare) if letter in _VOWELS]
    if not places or places[-1] - places[0] + 1 != len(places):
        return 0, 0
    start, end = places[0], places[-1] + 1
    consonant_vowel = bare[:2] in ("gi", "qu") and start == 1 and end > 2
    return (start + 1 if consonant_vowel else start), end


def _toned_vowel(vowels: str, *, closed: bool) -> int:
    modified = [index for index, letter in enumerate(vowels) if letter in _MODIFIED_VOWELS]
    if modified:
        return modified[-1]
    if closed:
        return len(vowels) - 1
    if len(vowels) >= 3 or vowels in _SECOND_VOWEL_TAKES_TONE:
        return 1
    return 0


@lru_cache(maxsize=65536)
def sort_key(text: str) -> str:
    """The key whose byte order is Vietnamese alphabetical order, for a database column with C collation.

    First the letters (a ă â b c d đ e ê …) and the numbers by their value, then the tones (ngang huyền hỏi ngã sắc nặng) from left to right.

    >>> sorted(["Chi bộ 10", "Chi bộ 2", "Đa Tốn", "Dương Xá", "Ân Thi", "An Khánh"], key=sort_key)
    ['An Khánh', 'Ân Thi', 'Chi bộ 2', 'Chi bộ 10', 'Dương Xá', 'Đa Tốn']
    """
    letters: list[str] = []
    tones: list[str] = []
    for atom in _ATOMS.findall(accent_key(text)):
        if atom == " ":
            letters.append(_WORD)
        elif "0" <= atom[0] <= "9":
            letters.append(_natural(atom))
        else:
            letter, tone = _letter_and_rank(atom)
            letters.append(letter)
            tones.append(tone)
    return "".join(letters) + _LEVEL + "".join(tones).rstrip("0")


@lru_cache(maxsize=1024)
def _letter_and_rank(letter: str) -> tuple[str, str]:
    """What a letter contributes to the order: its place in the alphabet, and the rank of its tone (6: a foreign mark)."""
    bare, tone = _split_tone(letter)
    if bare in _SORT_LETTERS:
        return _SORT_LETTERS[bare], str(_TONE_RANK.get(tone, 0))
    stripped = fold(letter)
    if stripped and all(part in _SORT_LETTERS for part in stripped):
        return "".join(_SORT_LETTERS[part] for part in stripped), "6"
    return _FOREIGN + letter, "0"


def _natural(digits: str) -> str:
    """Digits so that byte order is the order of their values: their count goes before them."""
    value = digits.lstrip("0") or "0"
    nines, rest = divmod(len(value), 9)
    return "9" * nines + str(rest) + value


def person_sort_key(name: str) -> str:
    """The key to list persons as a Vietnamese office does: by given name, then middle names, then family name.

    >>> sorted(["Nguyễn Văn Bình", "Trần Thị An", "Lê Văn An"], key=person_sort_key)
    ['Trần Thị An', 'Lê Văn An', 'Nguyễn Văn Bình']
    """
    words = accent_key(name).split(" ")
    family = words[0] if len(words) > 1 else ""
    return _NAME_PART.join(sort_key(part) for part in (words[-1], " ".join(words[1:-1]), family))


def search_rank(query: str, accents: str, folded: str) -> int | None:
    """How well a stored name answers what was typed; the lower the better, None: not at all.

    `accents` and `folded` are the stored `accent_key` and `fold` of the name. Same accents come first (0 to 3), the same letters
    with other or no accents after them (4 to 7); within each: the whole name, its beginning, the beginning of a later word, and at last
    all typed words as beginnings of words in any order. In SQL the same: `fold LIKE '%' || fold(query) || '%'` to find, this to order.

    >>> name = "Thịnh Liệt"
    >>> search_rank("thinh liet", accent_key(name), fold(name)), search_rank("thịnh", accent_key(name), fold(name))
    (4, 1)
    """
    for first_rank, typed, stored in ((0, accent_key(query), accents), (4, fold(query), folded)):
        kind = _match_kind(typed, stored)
        if kind is not None:
            return first_rank + kind
    return None


def _match_kind(typed: str, stored: str) -> int | None:
    if not typed:
        return None
    if typed == stored:
        return 0
    if stored.startswith(typed):
        return 1
    if f" {typed}" in stored:
        return 2
    words = stored.split(" ")
    return 3 if all(any(word.startswith(part) for word in words) for part in typed.split(" ")) else None
