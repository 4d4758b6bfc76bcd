"""How high an office stands by the words of its name, so that a request from below to above is not taken for an order."""

import re
from typing import Final

_RANKS: Final = (
    (
        6,
        r"quốc hội|nhà nước(?! giao)|bộ chính trị|ban bí thư|ban chấp hành trung ương|thủ tướng|chính phủ|tổng bí thư|chủ tịch nước|trung ương",
    ),
    (
        5,
        r"(?<!cán )(?<!đảng )(?<!chi )(?<!cục )bộ(?!\s+(?:đội|phận|chỉ huy|máy))|bộ trưởng|tổng cục|ngân hàng nhà nước|kiểm toán nhà nước",
    ),
    (
        4,
        r"tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|hđnd|chủ tịch|lãnh đạo)(?: ubnd| hđnd)?\s+(?:tỉnh|thành phố|tp\.?)|tỉnh(?!\s+(?:ủy|uỷ|thành))",
    ),
    (3, r"sở|ban quản lý|bql|công an (?:tỉnh|thành phố|tp)|cục"),
    (
        2,
        r"huyện ủy|huyện uỷ|quận ủy|quận uỷ|thị ủy|(?:ubnd|ủy ban nhân dân|chủ tịch|lãnh đạo)(?: ubnd)?\s+(?:các\s+)?(?:huyện|quận|thị xã)|huyện|quận|(?<!văn )phòng(?! chống| ngừa)",
    ),
    (
        1,
        r"chủ đầu tư|nhà thầu|hội(?! đồng| nghị| thảo| viên)|hiệp hội|câu lạc bộ|(?:ubnd|chủ tịch|đảng ủy)?\s*(?:các\s+)?(?:xã|phường|thị trấn)|chi bộ|thôn|tổ dân phố|trường|công ty|doanh nghiệp",
    ),
)
_COMPILED: Final = tuple((rank, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for rank, words in _RANKS)
_STATE_INSPECTORATE: Final = re.compile(r"thanh tra chính phủ|văn phòng chính phủ", re.IGNORECASE)


def rank_of(office: str) -> int | None:
    """From 6 (the centre) to 1 (a commune, a school); None where the words do not say."""
    if _STATE_INSPECTORATE.search(office):
        return 5
    found = [(match.start(), rank) for rank, pattern in _COMPILED if (match := pattern.search(office))]
    return min(found)[1] if found else None


def asks_upward(issuer: str | None, assignee: str) -> bool:
    """Whether the first would be asking one above it: such a 'đề nghị' is a proposal, no order."""
    if issuer is None:
        return False
    below, above = rank_of(issuer), rank_of(assignee)
    return below is not None and above is not None and below < above
