"""A text cut into sentences with their places, as news and notices are really written: 'TP.Đà Nẵng' is one name, '2016.Văn bản' two sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .words import UPPER

OPENING: Final = '“"«'
CLOSING: Final = '”"»'
_MARKER = re.compile(r"(?:[-–•+*]\s*|\d{1,2}\s*[-–]\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,4})[.)/]\s+)+")
_STOP = re.compile(r"[.!?…]+")
_CREDIT = re.compile(r"\s*\((?:Ảnh|Nguồn|Ảnh minh họa|Clip|Video|Đồ họa)\s*[:(]?[^()\n]{0,60}\)\s*")
_CAPTION = re.compile(r"(?:Ảnh|Nguồn|Clip|Video|Bài|Tác giả)\s*[:(]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence [start, end) of the text without its closing stop; `quoted`: somebody's words; `line`: number of its line; `head`: the first of its line; `item`: after a list mark ('1.', '-')."""

    start: int
    end: int
    quoted: bool
    line: int
    head: bool
    item: bool


def sentences(text: str) -> Iterator[Sentence]:
    """Every sentence of `text` in order; offsets are code points of the text as given."""
    start = 0
    for number, line in enumerate(text.split("\n")):
        yield from _of_line(text, start, start + len(line), number)
        start += len(line) + 1


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of the sentence that holds [start, end), or that place itself where it holds none."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    for one in _of_line(text, line, len(text) if stop < 0 else stop, 0):
        if one.start <= start and end <= one.end:
            return one.start, one.end
    return start, end


def _of_line(text: str, start: int, end: int, number: int) -> Iterator[Sentence]:
    quoted, head = False, True
    for left, right, after in _cuts(text, start, end):
        part = _trimmed(text, left, right)
        if part is not None:
            yield Sentence(
                part[0],
                part[1],
                quoted,
                number,
                head,
                head and _MARKER.match(text[start : part[0]].strip() + " ") is not None,
            )
            head = False
        if after in OPENING and not (after == '"' and quoted):
            quoted = True
        elif after in CLOSING:
            quoted = False


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Pieces between stops and the quotation marks that open or close speech, each with the quotation mark (or '') that ends it."""
    left, at, in_speech = start, start, False
    while at < end:
        char = text[at]
        if not in_speech and char in OPENING and _opens_speech(text, at, start):
            yield left, at, "“"
            left, in_speech = at + 1, True
        elif in_speech and char in CLOSING and char != "“":
            yield left, at, "”"
            left, in_speech = at + 1, False
        elif char == "(" and (credit := _CREDIT.match(text, at, end)):
            yield left, at, " "
            left = at = credit.end()
            continue
        elif char in ".!?…":
            after = _after_stops(text, at)
            if _ends_sentence(text, at, after, end):
                yield left, at, " "
                left = after
            at = after
            continue
        at += 1
    yield left, end, " "


def _after_stops(text: str, at: int) -> int:
    stop = _STOP.match(text, at)
    return stop.end() if stop else at + 1


def _opens_speech(text: str, at: int, start: int) -> bool:
    """A quotation mark opens speech after a colon or at the start of a sentence; elsewhere it only marks a title or a word."""
    before = text[start:at].rstrip()
    following = text[at + 1 : at + 2]
    return following.isupper() and (not before or before[-1] in ":.…!?”")


def _ends_sentence(text: str, left: int, right: int, end: int) -> bool:
    if right >= end:
        return True
    following = text[right : right + 3].lstrip(CLOSING + " ")
    gap = text[right : right + 1]
    before = re.search(r"[\wÀ-ỹ&]+$", text[max(0, left - 24) : left])
    word = before.group() if before else ""
    if gap.isspace() or gap in CLOSING:
        if text[left] == "." and re.fullmatch(
            r"(?:TP|Tp|T|Q|P|H|TT|TX|TS|ThS|Ths|GS|PGS|BS|KTS|LS|Th|Mr|St|tr|No|[A-ZĐ])", word
        ):
            return False
        if text[left] == "." and re.fullmatch(r"\d{1,2}|[IVX]+|[a-z]", word) and _only_marker(text, left - len(word)):
            return False
        return not following or not following[0].islower()
    if re.match(rf"[a-zđ] [{UPPER}]", text[right : right + 3]) and len(word) > 1:
        return True
    return (
        gap.isupper()
        and text[left] in ".…!?"
        and (word.isdigit() or (len(word) > 1 and word[-1].islower() and not word[:1].isupper()))
    )


def _only_marker(text: str, at: int) -> bool:
    """The number before this stop stands at the start of its line: '1. Giao Sở …'."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" -–(")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start].isspace() or text[start] in ",;.:" + OPENING + CLOSING):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;.:" + OPENING + CLOSING):
        end -= 1
    marker = _MARKER.match(text, start, end)
    if marker and marker.end() < end:
        start = marker.end()
    if end - start < 6 or (_CAPTION.match(text, start) and end - start < 60):
        return None
    return start, end
