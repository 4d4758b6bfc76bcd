"""What an assignee as written means: which offices, each with its body, its post, and the names under which a register may hold its unit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kientoan.core.vietnamese import fold

from .words import UPPER

_ORGANS: Final = {
    "thành ủy": "thành phố",
    "thành uỷ": "thành phố",
    "tỉnh ủy": "tỉnh",
    "tỉnh uỷ": "tỉnh",
    "quận ủy": "quận",
    "quận uỷ": "quận",
    "huyện ủy": "huyện",
    "huyện uỷ": "huyện",
    "thị ủy": "thị xã",
    "thị uỷ": "thị xã",
}
_KINDS: Final = ("thị trấn", "thị xã", "thành phố", "đặc khu", "tổ dân phố", "khu dân cư", "khu phố", "tiểu khu", "phường", "quận", "huyện", "tỉnh", "thôn", "xóm", "ấp", "bản", "xã", "tp.", "tp")  # fmt: skip
_CELLS: Final = frozenset({"tổ dân phố", "khu dân cư", "khu phố", "tiểu khu", "thôn", "xóm", "ấp", "bản"})
_SHORT: Final = {"ubnd": "ủy ban nhân dân", "uỷ ban nhân dân": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "mttq": "mặt trận tổ quốc", "ubkt": "ủy ban kiểm tra", "uỷ ban kiểm tra": "ủy ban kiểm tra", "thường trực": "ban thường vụ"}  # fmt: skip
_POSTS: Final = ("phó bí thư thường trực", "phó bí thư", "bí thư", "phó chủ tịch", "chủ tịch", "phó trưởng ban", "trưởng ban", "phó giám đốc", "giám đốc", "hiệu trưởng", "thủ trưởng", "chánh văn phòng")  # fmt: skip
_POST_BODY: Final = {
    "bí thư": "ban thường vụ",
    "phó bí thư": "ban thường vụ",
    "phó bí thư thường trực": "ban thường vụ",
}
_SPLIT = re.compile(r"\s*[;,]\s*(?:và\s+)?|\s+(?:và|cùng)\s+")
_PROPER = re.compile(rf"[{UPPER}\d][\w.]*(?:\s+(?:[{UPPER}][\w.]*|\d{{1,2}}))*")
_TITLES = re.compile(r"^(?:đồng chí|các đồng chí|ông|bà)\s+", re.IGNORECASE)
_PLURAL = re.compile(r"(?<!\w)(?:các|mỗi|từng|toàn bộ|tất cả|\d{1,3})\s+", re.IGNORECASE)
_KIND_AT = re.compile(
    rf"(?<!\w)(?P<kind>{'|'.join(re.escape(word) for word in (*_ORGANS, *_KINDS))})\s*(?=[{UPPER}\d]|$|\s|,|;)",
    re.IGNORECASE,
)
_BELOW_TOP = re.compile(
    r"cấp ủy|cấp uỷ|quận, huyện|trực thuộc (?:thành|tỉnh)|(?:quận|huyện|thị) (?:ủy|uỷ)|ngành tổ chức", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its words, its body's name (folded, as packs name bodies), its post, names of its unit, of larger units around, and whom it means when it names none.

    `top`: the province or city that the text is about; `all_below`: every unit right under it.
    """

    text: str
    body: str | None = None
    post: str | None = None
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    top: bool = False
    all_below: bool = False


def offices_in(assignee: str, bodies: Mapping[str, str]) -> list[Office]:
    """The offices of an assignee: 'Ban Tổ chức Quận ủy A và Huyện ủy B' are two. `bodies`: folded names of bodies."""
    found: list[Office] = []
    plural_text = _TITLES.sub("", assignee)
    if _is_collective(plural_text):
        return _collective(plural_text, bodies)
    body, post, kind = None, None, ""
    for part in _parts(plural_text):
        body_here, post_here = _body_of(part, bodies), _post_of(part)
        body, post = body_here or body, post_here or post
        kind = _kind_of(part) or kind
        office = _office(part, body, post, kind)
        if office is not None:
            found.append(office)
        elif found and not body_here and not post_here:
            found[-1] = _joined(found[-1], part)
    return found


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip() for part in _SPLIT.split(text) if part.strip())


def _is_collective(text: str) -> bool:
    """'các quận, huyện', 'ban tổ chức các cấp ủy trực thuộc Thành ủy': all of a kind and no name of one."""
    named = any(_PROPER.match(text, match.end()) for match in _KIND_AT.finditer(text))
    return not named and _BELOW_TOP.search(text) is not None


def _collective(text: str, bodies: Mapping[str, str]) -> list[Office]:
    """The part for all below, and the part for the city itself where the two are named together."""
    found = []
    for part in re.split(r"\s+và\s+(?=ban|văn phòng|ủy ban|các)", text, flags=re.IGNORECASE):
        body, post = _body_of(part, bodies), _post_of(part)
        if _is_collective(part):
            sector = re.search(r"ngành tổ chức", part, re.IGNORECASE) is not None
            found.append(Office(part, "ban to chuc" if sector else body, post, top=sector, all_below=True))
        else:
            found.append(Office(part, body, post, top=True))
    return found


def _body_of(part: str, bodies: Mapping[str, str]) -> str | None:
    low = part.lower()
    for short, full in _SHORT.items():
        low = re.sub(rf"(?<!\w){short}(?!\w)", full, low)
    folded = f" {fold(low)} "
    named = [name for name in bodies if f" {name} " in folded]
    if named:
        return max(named, key=len)
    if re.search(r"văn phòng\s+(?:thành|tỉnh|quận|huyện|thị) (?:ủy|uỷ)", low):
        return "van phong cap uy"
    return next((fold(body) for post, body in _POST_BODY.items() if low.startswith(post)), None)


def _post_of(part: str) -> str | None:
    low = part.lower()
    return next((post for post in _POSTS if re.search(rf"(?<!\w){post}(?!\w)", low)), None)


def _kind_of(part: str) -> str | None:
    found = list(_KIND_AT.finditer(part))
    return found[-1]["kind"].lower() if found else None


def _office(part: str, body: str | None, post: str | None, kind: str) -> Office | None:
    """The unit of one part: kind and name ('Quận ủy Hoàng Mai'), a bare name after a kind, the city itself, or an office by its whole name."""
    places = [
        (match["kind"].lower(), name.group())
        for match in _KIND_AT.finditer(part)
        if (name := _PROPER.match(part, match.end()))
    ]
    if places:
        own = places[0]
        return Office(part, body, post, _names(*own), tuple(name for place in places[1:] for name in _names(*place)))
    whole = _PROPER.fullmatch(part)
    if whole and kind and not re.match(r"(?:sở|bộ|ban|phòng|công an)(?!\w)", part, re.IGNORECASE):
        return Office(part, body, post, _names(kind, part))
    if kind in _ORGANS or re.search(r"(?:thành phố|tỉnh|tp)$", part, re.IGNORECASE):
        return Office(part, body, post, _by_whole_name(part), top=True)
    return Office(part, body, post, _by_whole_name(part)) if re.match(rf"[{UPPER}]", part) else None


def _names(kind: str, name: str) -> tuple[str, ...]:
    """Names under which a register may hold 'quận Hoàng Mai', the likeliest first."""
    low = {"tp": "thành phố", "tp.": "thành phố"}.get(kind, kind)
    if low in _ORGANS:
        return (f"{_ORGANS[low]} {name}", f"đảng bộ {_ORGANS[low]} {name}", f"{low} {name}", f"đảng bộ {name}")
    if low in _CELLS:
        return (f"chi bộ {low} {name}", f"{low} {name}", f"đảng bộ {low} {name}")
    return (f"{low} {name}", f"đảng bộ {low} {name}", f"đảng ủy {low} {name}")


def place_names(kind: str, name: str) -> tuple[str, ...]:
    """Names under which a register may hold a place ('thôn', 'Hoành')."""
    return _names(kind.lower(), name)


def _by_whole_name(part: str) -> tuple[str, ...]:
    """An office by its own name: 'Sở Nội vụ' may be held as 'Đảng bộ Sở Nội vụ'; its post stands before it."""
    bare = re.sub(rf"^(?:{'|'.join(_POSTS)})\s+", "", part, flags=re.IGNORECASE)
    return (bare, f"đảng bộ {bare}", f"chi bộ {bare}", f"đảng ủy {bare}")


def _joined(office: Office, part: str) -> Office:
    """A name that holds a comma ('Sở Văn hóa, Thể thao và Du lịch') goes on with the part after it."""
    whole = f"{office.text}, {part}"
    return Office(
        whole,
        office.body,
        office.post,
        (*office.names, *_by_whole_name(whole)),
        office.around,
        office.top,
        office.all_below,
    )
