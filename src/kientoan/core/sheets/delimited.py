"""Text tables: find out encoding and separator of a .csv or .tsv file, and tell what spoiled its Vietnamese letters."""

import codecs
import csv
import io
import re
from itertools import islice

from kientoan.core.sheets.columns import header_key
from kientoan.core.sheets.errors import Place, UnreadableFileError, fault, unreadable
from kientoan.core.sheets.grid import Grid
from kientoan.core.sheets.legacy import legacy_of, syllables
from kientoan.core.vietnamese import nfc

DELIMITERS = (",", ";", "\t", "|")
_SNIFFED_ROWS = 60
_FIELD_LIMIT = 1_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_MOJIBAKE = re.compile(
    "á[»º][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]|Ã[\u00a1-\u00bf]|Ä[\u0090\u0091‘\u0192\u0082‚]|Æ[°¡¯\u00a0]|\ufffd"
)
_MAYBE_MOJIBAKE = re.compile("[\u00a1-\u00bfáÃÄÆ\ufffd]")
_LEAST_SOUND = 0.4
"""The part of the accented words of an 8-bit text that must be Vietnamese syllables; names of other peoples are some of the rest."""
_LOST = re.compile(r"[A-Za-z]\?+[A-Za-z]|\b\?[a-z]{1,3}\b")
_LEAST_LOST = 3


def grid_of(raw: bytes, name: str, *, expected: frozenset[str] = frozenset()) -> Grid:
    """The cells of a text table; raises `UnreadableFileError` if it is no text, or no reading of it makes sense."""
    text = decode(raw, name)
    delimiter, body, skipped = sniff(text, expected)
    rows = split(body, delimiter, name)
    return Grid(None, [[], *rows] if skipped else rows, delimiter=delimiter)


def decode(raw: bytes, name: str) -> str:
    """The text of the bytes, in composed letters; the encodings tried are UTF-8, UTF-16 and Windows-1258; of TCVN3 and VNI the name is told."""
    text = _decode(raw, name)
    if not text.isascii():
        text = nfc(text)
        if spoiled := spoiled_text(text):
            raise UnreadableFileError(fault(spoiled[0], Place(name), spoiled[1], encoding=spoiled[2]))
    elif len(lost := _LOST.findall(text)) >= _LEAST_LOST:
        raise UnreadableFileError(fault("encoding_lost", Place(name), _word_around(text, text.index(lost[0]))))
    return text


def _decode(raw: bytes, name: str) -> str:
    encoding = next((encoding for bom, encoding in _BOMS if raw.startswith(bom)), None) or _utf16_without_bom(raw)
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise unreadable("encoding_unknown", name) from None
        _refuse_broken_utf8(raw, name)
        text = _from_8_bits(raw, name)
    if "\x00" in text:
        raise unreadable("encoding_unknown", name)
    return text


def _from_8_bits(raw: bytes, name: str) -> str:
    """The text as Windows-1258, if that is what makes Vietnamese words of it; else the old encoding is named and refused."""
    try:
        text = nfc(raw.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    sound, words = syllables(text) if text else (0, 1)
    letters = raw.decode("latin-1")
    if old := legacy_of(letters, more_than=sound):
        raise UnreadableFileError(fault("encoding_legacy", Place(name), old[1], encoding=old[0]))
    if sound < _LEAST_SOUND * words:
        raise unreadable("encoding_unknown", name)
    return text


def _refuse_broken_utf8(raw: bytes, name: str) -> None:
    """Raise if most letters are sound UTF-8 and few are broken: a file cut off or pieced together, not another encoding."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 4 < sum(not letter.isascii() for letter in text):
        raise UnreadableFileError(fault("encoding_mojibake", Place(name), _word_around(text, text.index("\ufffd"))))


def _utf16_without_bom(raw: bytes) -> str | None:
    sample = raw[:2000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    if half and sample[0::2].count(0) > 0.4 * half:
        return "utf-16-be"
    return None


def spoiled_text(text: str) -> tuple[str, str, str] | None:
    """The code of the message, a word as a sample and the old encoding, if Vietnamese letters were spoiled; None if the text is sound."""
    if text.isascii():
        return None
    if _MAYBE_MOJIBAKE.search(text) and (found := _MOJIBAKE.search(text)):
        return "encoding_mojibake", _word_around(text, found.start()), ""
    old = legacy_of(text)
    return ("encoding_legacy", old[1], old[0]) if old else None


def _word_around(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in ' \t\n,;|"') + 1
    return re.split(r"[\s,;|\"]", text[start : start + 40], maxsplit=1)[0]


def sniff(text: str, expected: frozenset[str] = frozenset()) -> tuple[str, str, int]:
    """The separator, the text to split, and how many lines stand before it (a first line `sep=;` is a word to the program)."""
    if match := re.match(r"(?i)sep=([,;|\t])\r?\n", text):
        return match[1], text[match.end() :], 1
    head = text[:200_000]
    best = max(DELIMITERS, key=lambda delimiter: _plausibility(head, delimiter, expected))
    return best, text, 0


def _plausibility(head: str, delimiter: str, expected: frozenset[str]) -> tuple[int, float]:
    """How many expected headers a separator makes appear, then how regular the rows come out."""
    try:
        rows = [
            row for row in islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), _SNIFFED_ROWS) if row
        ]
    except csv.Error:
        return (0, 0.0)
    known = max((len(expected.intersection(map(header_key, row))) for row in rows), default=0)
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count, default=1)
    return (known, widths.count(usual) / len(widths) * min(usual, 5) if usual > 1 else 0.0)


def split(text: str, delimiter: str, name: str) -> list[list[str]]:
    """The rows of the text; a quotation mark that swallows the rest of the file is told with its row."""
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise UnreadableFileError(fault("csv_broken_quote", Place(name, row=len(rows) + 1))) from error
    return rows
