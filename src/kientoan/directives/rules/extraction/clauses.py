"""Where a clause begins, and the words before it that are none of it: datelines, connectors, phrases of time and condition."""

import re
from typing import Final

from .assignees import office_at, opens_known_office
from .words import UPPER

CONNECTOR: Final = re.compile(
    r"(?:(?:Theo đó|Bên cạnh đó|Ngoài ra|Cụ thể|Đặc biệt|Trong đó|Do đó|Vì vậy|Do vậy|Vì thế|Đồng thời|Mặt khác|Tuy nhiên|Trước đó|Trước mắt"
    r"|Về vấn đề này|Về việc này|Cùng với đó|Song song với đó|Song song đó|Qua đó|Nhân dịp này|Ngoài việc này|Hơn nữa|Tiếp đó|Cùng đó|Đối với vấn đề này"
    r"|(?:Thứ|Điều thứ)\s+(?:nhất|hai|ba|tư|năm|sáu|bảy)(?:\s+là)?|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám)\s+là"
    r"|Theo ông|Theo bà|Thời gian tới|Trong thời gian tới|Nhất là|Riêng)\s*[,:]\s*|Trong đó\s+(?=cần|phải)|Đồng thời\s+(?=yêu cầu|giao|đề nghị)|(?<=\s)đồng thời\s+)",
    re.IGNORECASE,
)
"""Words that only tie a sentence to the one before."""

CONDITION: Final = re.compile(
    r"(?:Đối với|Khi|Sau khi|Trong khi|Trên cơ sở|Từ đó|Trường hợp|Nếu|Từ nay|Trong thời gian|Căn cứ|Hàng năm|Hằng năm|Hằng tháng|Hàng tháng|Định kỳ|Về|Với|Trong lĩnh vực|Riêng|Trước mắt|Nhằm|Để)(?!\w)",
    re.IGNORECASE,
)
"""A clause that begins so says when an order holds; it belongs to the order."""

_DATELINE: Final = re.compile(
    rf"(?:\([^()\n]{{2,30}}\)\s*[-–—:.]*\s*|[{UPPER}][\w.]*(?:\s+[{UPPER}][\w.]*){{0,3}}(?:\s*\([^()\n]{{2,30}}\))?\s*[-–—]\s+(?=[{UPPER}]))"
)
_PHRASE: Final = re.compile(
    r"(?:Để|Về|Đối với|Trước|Sau|Trong|Từ|Nhằm|Qua|Trên|Tại|Khi|Căn cứ|Ngoài|Cùng|Bên cạnh|Song song|Riêng|Cụ thể|Theo đó|Tuy nhiên|Nếu|Với|Đặc biệt|Nhất là"
    r"|Chậm nhất|Muộn nhất|Hạn|Thời gian|Năm|Liên quan|Xét|Ngày|Đến|Tới|Ngay|Vì|Do|Hằng|Hàng|Mỗi|Định kỳ|Đồng thời|Mặt khác|Hơn nữa|Tiếp)(?!\w)",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(r"(?<!\w)(?:đã|đang|bị|sẽ|vẫn)(?!\w)", re.IGNORECASE)
_LIMIT: Final = 160


def skip(text: str, at: int, end: int, pattern: str) -> int:
    """The place after `pattern` where it matches at `at`, else `at`."""
    match = re.compile(pattern, re.IGNORECASE).match(text, at, end)
    return match.end() if match else at


def opening(text: str, start: int, end: int) -> int:
    """Where a sentence begins to speak: after its dateline ('(Báo X) -') and connectors ('Theo đó,')."""
    at = _after_dateline(text, start, end)
    connector = CONNECTOR.match(text, at, end)
    return connector.end() if connector else at


def _after_dateline(text: str, start: int, end: int) -> int:
    """Only at the head of a line; 'Vụ Kế hoạch - Tài chính' is no dateline."""
    if text[max(0, start - 3) : start].rstrip(" \t")[-1:] not in {"", "\n"} or opens_known_office(text, start, end):
        return start
    dateline = _DATELINE.match(text, start, end)
    return dateline.end() if dateline else start


def clause_start(text: str, start: int, at: int) -> int:
    """The start of the clause that ends at `at`: after the last comma, colon or semicolon before it, and after connectors."""
    left = max(text.rfind(mark, start, at) for mark in (",", ";", ":", "“", '"'))
    while left >= start and _within_brackets(text, start, left):
        left = text.rfind("(", start, left)
        if left <= start:
            return opening(text, start, at)
        left = max(text.rfind(mark, start, left) for mark in (",", ";", ":", "“", '"'))
    begin = start if left < 0 else left + 1
    while begin < at and text[begin] in " \t":
        begin += 1
    return opening(text, begin, at)


_TOPIC = re.compile(r"(?:Riêng\s+)?(?:Đối với|Với|Về phía|Phía|Riêng)\s+", re.IGNORECASE)


def topic_of(text: str, start: int, at: int) -> tuple[int, int] | None:
    """Whom a sentence is about before its clause at `at` says what is asked: 'Đối với Sở Xây dựng, Chủ tịch yêu cầu …'."""
    topic = _TOPIC.match(text, opening(text, start, at), at)
    if topic is None or not opens_known_office(text, topic.end(), at):
        return None
    comma = text.rfind(",", topic.end(), at)
    office = office_at(text, topic.end(), comma) if comma > 0 else None
    return office if office and office[1] >= comma - 1 else None


def widened(text: str, start: int, begin: int) -> int:
    """The start of a list of offices whose last one begins at `begin`: 'A, B và C phải'."""
    while begin > start:
        comma = text.rfind(",", start, begin)
        if comma < 0 or text[comma + 1 : begin].strip():
            break
        earlier = clause_start(text, start, comma)
        if (
            not opens_known_office(text, earlier, comma)
            or not (office := office_at(text, earlier, comma))
            or office[1] < comma - 1
        ):
            break
        begin = earlier
    return begin


def _within_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def is_mere_phrase(text: str, start: int, at: int) -> bool:
    """Whether [start, at) only says when or wherefore ('Trước mắt,', 'Để bảo đảm …,'), so that a verb at `at` opens the sentence."""
    before = text[start:at].strip()
    return (
        bool(before)
        and before[-1] in ",:"
        and len(before) < _LIMIT
        and _PHRASE.match(before) is not None
        and not _FINITE.search(before)
    )


_TIME: Final = re.compile(
    r"(?:(?:trong\s)?(?:thời gian tới|những tháng cuối năm|những tháng còn lại|năm nay|thời gian này)|(?:hằng|hàng|mỗi)\s(?:ngày|tuần|tháng|quý|năm)|định kỳ\s\w+(?:\s(?:tháng|quý|năm))?|(?:ngay trong|trong|từ|đến|trước)\s(?:tháng|quý|năm|tuần|ngày|thời gian)\s[\w/.\-]+(?:\s(?:này|tới|nay))?)\s+",
    re.IGNORECASE,
)


def past_time(text: str, at: int, end: int) -> int:
    """After a word of time without a comma: 'yêu cầu hằng tuần các huyện …', 'yêu cầu trong tháng 3 phải …'."""
    match = _TIME.match(text, at, end)
    return match.end() if match else at


def past_phrase(text: str, at: int, end: int) -> int:
    """After a phrase of time or purpose that stands between an order and whom it is given to: 'yêu cầu trong thời gian tới, Sở X …'."""
    comma = text.find(",", at, min(end, at + _LIMIT))
    if comma < 0 or not is_mere_phrase(text, at, comma + 1):
        return at
    return skip(text, comma + 1, end, r"\s*")
