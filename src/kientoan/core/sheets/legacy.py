"""Tell text of the old 8-bit Vietnamese encodings (TCVN3, VNI, VISCII), which looks like letters and makes no words.

A token is held against the spelling of Vietnamese syllables as it stands and as each encoding would read it; what only an
encoding makes readable was written in it. No package of the registry reads these encodings; the text is refused, never guessed:
the capital letters of TCVN3 stand in fonts only, so that no conversion would surely be right.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from kientoan.core.vietnamese import TONES, nfc

TCVN3, VNI, VISCII = "TCVN3 (ABC)", "VNI Windows", "VISCII"
"""The encodings under the names that the usual converter, UniKey, has for them."""

# TCVN 5712:1993, the bytes A1 to FE.
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {chr(0xA1 + place): letter for place, letter in enumerate(_TCVN3_LETTERS)}

# RFC 1456, the bytes 80 to FF; what cp1252 shows for those below A0 is not looked for.
_VISCII_LETTERS = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
_VISCII = {chr(0x80 + place): letter for place, letter in enumerate(_VISCII_LETTERS)}

# VNI writes a letter as its base and a second letter that bears the tone, the mark, or both.
_VNI_TONES = dict(zip("øûõùï", TONES[1:], strict=True))
_VNI_MARKS = (
    _VNI_TONES
    | {letter: "\u0302" + tone for letter, tone in zip("âàåãáä", TONES, strict=True)}
    | {letter: "\u0306" + tone for letter, tone in zip("êèúüéë", TONES, strict=True)}
)
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_LETTER = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}]?)|([{''.join(_VNI_SINGLE)}])")

_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghkmp][rl]|[bcdđghklmnprstvx])?"
    "(?:(iêu|yêu|oai|oay|oeo|uây|uôi|uya|uyu|ươi|ươu|uao|ôi|ơi|ui|ưi|uơ|ua|ưa|ia|ai|ao|au|ay|âu|ây|eo|êu|oi|iu|ưu|oa|oe|uy|uê|[aeêioôơuưy])"
    "|(?:uyê|iê|yê|uô|ươ|oa|oă|oe|oo|ôô|uy|uâ|uê|[aăâeêioôơuưy])(ng|nh|ch|[cmnptk]))"
)
_STOPS = frozenset({"c", "ch", "p", "t", "k"})
_GLIDES = frozenset("oiuy")
"""Letters that bear no tone at the end of a group of vowels: `ão` is written, `aõ` never is."""
_STOPPED = frozenset({"", TONES[4], TONES[5]})
_UNITS = frozenset({"µm", "µg", "µl", "µs", "m²", "m³", "km²", "cm²", "cm³"})
_LETTERED = re.compile(r"(?i)(?![a-z])[^\W\d_]|[a-z][^a-z]+[a-z]")
_APART = re.compile(r"[\s,;|\"'()\[\]{}/\\.:!?&+*=<>–—“”0-9_-]+")
_SUSPICIOUS = re.compile(
    "[\u00a1-\u00bfÄÅÆËÏÑÖØÜÞßäåæëïîñöøüûþÿ×÷]"
    "|[aA][âáàãêéèúùõÂÁÀÃÊÉÈÚÙÕ]|[eE][âáàãùõÂÁÀÃÙÕ]|[oO][âùõÂÙÕ]|[uUyYôÔ][ùõÙÕ]|[éèê]i|[àèìòùãõ](?:[cpt]\\b|ch)"
)


def legacy_of(text: str, *, more_than: int | None = None) -> tuple[str, str] | None:
    """The old encoding that a text is written in and a word of it as a sample; None if the text is sound.

    Each line is judged by itself, those without a suspicious letter are passed over. `more_than`: the text as a whole is
    written so if an encoding makes more syllables of it than this, for bytes that are no UTF-8.
    """
    if more_than is not None:
        return _legacy_of_words(_words(text), more_than, _READINGS_OF_BYTES)
    if text.isascii() or not _SUSPICIOUS.search(text):
        return None
    lines = (_words(line) for line in text.splitlines() if _SUSPICIOUS.search(line))
    return next(
        filter(None, (_legacy_of_words(words, sum(map(is_syllable, words)), _READINGS) for words in lines)), None
    )


def _words(text: str) -> list[str]:
    return [word for word in _APART.split(text) if len(word) > 1 and not word.isascii() and word not in _UNITS]


def _legacy_of_words(
    words: list[str], sound: int, readings: "dict[str, Callable[[str], str]]"
) -> tuple[str, str] | None:
    best = max(
        ((encoding, [word for word in words if is_syllable(read(word))]) for encoding, read in readings.items()),
        key=lambda one: len(one[1]),
    )
    if len(best[1]) <= sound:
        return None
    return best[0], next((word for word in best[1] if not is_syllable(word)), best[1][0])


def syllables(text: str) -> tuple[int, int]:
    """How many words with other letters than a to z, or with signs among their letters, are Vietnamese syllables, and of how many."""
    words = [word for word in _words(text) if _LETTERED.search(word)]
    return sum(map(is_syllable, words)), len(words)


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable; nothing is said of whether it means anything.

    >>> is_syllable("Nguyễn"), is_syllable("Néi"), is_syllable("Quèc"), is_syllable("Laâm")
    (True, False, False, False)
    """
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in apart if mark in TONES]
    found = _SYLLABLE.fullmatch(nfc("".join(mark for mark in apart if mark not in TONES)))
    if found is None or len(tones) > 1:
        return False
    open_part, stop = found[1], found[2]
    if stop is not None:
        return stop not in _STOPS or (tones[0] if tones else "") in _STOPPED
    return not (apart[-1] in TONES and len(open_part) > 1 and open_part[-1] in _GLIDES and open_part != "uy")


def _by_table(table: dict[str, str]) -> Callable[[str], str]:
    """A reading of words letter by letter; letters that the encoding does not have make no syllable."""

    @lru_cache(maxsize=65536)
    def read(word: str) -> str:
        return nfc("".join(table.get(letter, letter if letter.isascii() else "\ufffd") for letter in word))

    return read


@lru_cache(maxsize=65536)
def _from_vni(word: str) -> str:
    """Letter by letter: a pair is one letter, what stands alone may be one too."""
    letters = _VNI_LETTER.sub(
        lambda found: (
            _VNI_SINGLE[found[3]]
            if found[3]
            else _VNI_SINGLE.get(found[1], found[1]) + _VNI_MARKS.get(found[2], found[2])
        ),
        word.lower(),
    )
    return nfc(letters)


_READINGS: dict[str, Callable[[str], str]] = {TCVN3: _by_table(_TCVN3), VNI: _from_vni}
_READINGS_OF_BYTES = {**_READINGS, VISCII: _by_table(_VISCII)}
"""VISCII is rare and its letters are all letters of sound text too: only whole files are held against it."""
