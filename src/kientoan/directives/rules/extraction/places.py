"""Places named in a text ('thôn Hoành (xã Đồng Tâm, huyện Mỹ Đức)'), the units named as weak, and the figures stated: quotations to confirm, never more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .sentences import sentences

KINDS: Final = (
    "tổ dân phố", "khu dân cư", "cụm dân cư", "khu phố", "tiểu khu", "thôn", "xóm", "ấp", "bản", "làng", "buôn", "tổ đảng", "chi bộ", "đảng bộ", "đảng ủy", "đảng uỷ",
    "thị trấn", "phường", "xã", "đặc khu", "quận", "huyện", "thị xã", "thành phố", "tỉnh", "TP", "TX", "Q", "H",
)  # fmt: skip
"""Words before a place's name, from the smallest tier upward."""

_TIER: Final = {
    kind: tier for tier, kinds in enumerate((KINDS[:15], KINDS[15:20], KINDS[20:27], KINDS[27:])) for kind in kinds
}
_CAP = r"[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
_PROPER = rf"(?:(?:số\s+)?\d{{1,3}}[A-Z]?(?!\w)|{_CAP}[\w]*(?:\s+(?:{_CAP}[\w]*|\d{{1,2}}(?!\w)))*)"
_PLACE = re.compile(
    rf"(?<![\w])(?P<kind>(?i:{'|'.join(sorted(map(re.escape, KINDS[:-2]), key=len, reverse=True))})|Q\.|H\.)\s*(?P<name>{_PROPER})"
)
_JOIN = re.compile(r"\s*(?:\(|,|-|–|thuộc|của|ở)?\s*")
_WEAK = re.compile(
    r"yếu kém|yếu,\s*kém|mất đoàn kết|hoạt động kém|kém hiệu quả|phức tạp|nổi cộm|chưa vững mạnh", re.IGNORECASE
)
_NAMING = re.compile(
    r"(?:trong đó có|như(?:\s+ở)?|điển hình(?:\s+là)?|cụ thể(?:\s+là)?|gồm|bao gồm|là|ở|tại|:)\s*$", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?<![\w.,/\-–])(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*(?P<unit>%|(?:tỷ|triệu|nghìn)\s+(?:đồng|người)|(?:nghìn|triệu|tỷ)?\s*[a-zà-ỹđ]+(?:\s+[a-zà-ỹđ]+){0,2})",
)
_NO_FIGURE = re.compile(
    r"^(?:h|giờ|ngày|tháng|năm|phút|tuổi|đến|và|hay|hoặc|của|là|thì|ở|tại|trong|sáng|chiều|tối|cuối|đầu)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place at [start, end): its parts from the smallest to the largest, each as (kind, name)."""

    start: int
    end: int
    quote: str
    parts: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """As an official writes it: 'thôn Hoành, xã Đồng Tâm, huyện Mỹ Đức'."""
        return ", ".join(f"{kind} {name}" for kind, name in self.parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at [start, end) with what it counts."""

    start: int
    end: int
    quote: str
    value: Decimal
    unit: str


def places_in(text: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Every place in [start, end), the smaller joined with the larger that follows it in brackets or after a comma."""
    found: list[Place] = []
    at, stop = start, len(text) if end is None else end
    while match := _PLACE.search(text, at, stop):
        parts = [(_kind(match["kind"]), match["name"])]
        last = match
        while follow := _larger(text, last, stop):
            parts.append((_kind(follow["kind"]), follow["name"]))
            last = follow
        close = last.end() + (
            1 if text[last.end() : last.end() + 1] == ")" and "(" in text[match.start() : last.end()] else 0
        )
        found.append(Place(match.start(), close, text[match.start() : close], tuple(parts)))
        at = close
    return found


def _kind(written: str) -> str:
    low = written.lower()
    return {"q.": "quận", "h.": "huyện", "tp": "thành phố", "tx": "thị xã"}.get(low, low)


def _larger(text: str, last: re.Match[str], stop: int) -> re.Match[str] | None:
    join = _JOIN.match(text, last.end(), stop)
    follow = _PLACE.match(text, join.end() if join else last.end(), stop)
    if follow is None or follow.start() == last.end():
        return None
    smaller, larger = _tier(last["kind"]), _tier(follow["kind"])
    return follow if larger > smaller else None


def _tier(kind: str) -> int:
    return next((tier for word, tier in _TIER.items() if word.lower() == _kind(kind)), 0)


def weak_places(text: str) -> list[Place]:
    """Places that a sentence names as examples of weakness ('yếu kém … trong đó có …'); only what the text says, to be confirmed by a person."""
    found: list[Place] = []
    for sentence in sentences(text):
        weak = _WEAK.search(text, sentence.start, sentence.end)
        if weak is None:
            continue
        named = [p for p in places_in(text, weak.end(), sentence.end) if len(p.parts) > 1 or _tier(p.parts[0][0]) < 2]
        if named and _introduced(text[weak.end() : named[0].start]):
            found.extend(named)
    return found


def _introduced(between: str) -> bool:
    return bool(_NAMING.search(between)) and len(between) < 160


def figures_in(text: str) -> Iterator[Figure]:
    """Numbers with what they count ('584 xã', '73,6 %'); dates, times and numbers of documents are left out."""
    for match in _NUMBER.finditer(text):
        unit = " ".join(match["unit"].split())
        if _NO_FIGURE.match(unit) or re.search(
            r"(?:ngày|tháng|năm|số|quý|Điều|khoản|lúc|thứ|Thứ)\s*$", text[max(0, match.start() - 8) : match.start()]
        ):
            continue
        value = Decimal(match["number"].replace(".", "").replace(",", "."))
        yield Figure(match.start(), match.end(), match.group(), value, unit)
