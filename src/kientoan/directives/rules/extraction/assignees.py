"""Who is told to act: the name of an office, a post or a group of them, from its first word to the verb that says what to do."""

import itertools
import re
from typing import Final

from .words import ADVERBS, MODALS, NAMED_HEADS, NOUN_PAIRS, OFFICE_HEADS, UPPER, VERBS

_QUANTIFIER: Final = r"(?:(?:tất cả|toàn thể|toàn bộ|các|những|mỗi|từng|mọi|một số|hai|ba|bốn|năm|cả|\d{1,3})\s+)*"
_COMPOUND: Final = (
    r"ban tổ chức|ban quản lý(?: dự án)?|ban chỉ đạo|ban chấp hành|ban thường vụ|ban kiểm tra|ủy ban kiểm tra|uỷ ban kiểm tra|cơ quan chức năng|cơ quan quản lý|cơ quan điều tra|cơ quan thanh tra"
    r"|cơ quan kiểm tra|đơn vị thi công|đơn vị quản lý|đơn vị thực hiện|đơn vị tư vấn|đoàn thanh tra|đoàn kiểm tra|đoàn giám sát|chủ đầu tư|nhà đầu tư|nhà thầu thi công|bql dự án|quản lý thị trường|lực lượng quản lý"
    r"|cán bộ quản lý|cán bộ lãnh đạo|lãnh đạo|tổ công tác|tổ chức đảng|tổ chức cơ sở đảng|tổ chức (?:chính trị|xã hội|đoàn thể|công đoàn|tín dụng|hội|kinh tế)|(?<=các )tổ chức|(?<=[,;] )tổ chức(?=,)|ngành tổ chức(?: xây dựng đảng)?|tòa soạn|người làm|cơ sở kinh doanh|cơ sở sản xuất|hộ kinh doanh"
    r"|đơn vị kinh doanh|doanh nghiệp kinh doanh|doanh nghiệp xây dựng|doanh nghiệp đầu tư|doanh nghiệp sử dụng|doanh nghiệp khai thác|cấp ủy|thủ trưởng|cảnh sát giao thông|thanh tra giao thông|thanh tra xây dựng|thanh tra sở|thường trực|các đồng chí|anh|chị|(?:các )?cấp (?:trên|dưới|xã|huyện|tỉnh|cơ sở|mình)|các cấp"
    r"|cơ quan soạn thảo|cơ quan thẩm tra|cơ quan chủ trì|cơ quan báo chí|cơ quan chuyên môn|cơ quan tham mưu|cơ quan thường trực|đơn vị vận tải|trạm kiểm soát|trạm thu phí|trạm y tế|trạm bơm|đơn vị tổ chức|ngành chức năng|ngành kiểm sát"
)
_HEAD = re.compile(
    rf"(?i:{_QUANTIFIER})(?:(?i:{_COMPOUND}|{OFFICE_HEADS})|{NAMED_HEADS}|(?<=[Cc]ác )(?:phòng|viện|báo|đài|thanh tra))(?![\w])(?!,? (?:chống|ngừa)| hợp(?!\w| tác))"
)
_NAME = re.compile(rf"(?:[{UPPER}][\w&]*(?:[-–][\w&]+)*)(?:\s+[{UPPER}][\w&]*)*")
_COMPOUND_AT = re.compile(rf"{_QUANTIFIER}(?:{_COMPOUND})(?![\w])", re.IGNORECASE)
_WORD = re.compile(r"[\wÀ-ỹ&]+(?:[-–./][\wÀ-ỹ&]+)*")
_WORD_BEFORE = re.compile(rf"(?<![\w])[{UPPER}]\w*$")
_STARTS_ACTION = re.compile(
    rf"(?:{ADVERBS}|{MODALS}|cũng|đều|hãy|vừa|để|về|trong việc|trong(?=\s+(?:tháng|quý|năm|tuần|ngày|thời gian|\d))|đến(?=\s+(?:ngày|tháng|hết|cuối|\d))|ngay|(?:cuối|đầu|giữa|từ|vào)(?=\s+(?:tháng|quý|năm|tuần|ngày|\d))|trong quá trình|khi|nếu|với|theo|trước|do|bằng|qua|từ|trên cơ sở|ngoài|đã|đang|sẽ|không|chưa|rất|kêu|lại|chỉ|thì|mà|nhưng|nên|bị|hứa|cam kết|thừa nhận|mong|muốn)(?!\w)"
)
_ADVERB = re.compile(rf"(?:{ADVERBS}|{MODALS})(?!\w)")
_SAYS = re.compile(
    r"(?:nhấn mạnh|khẳng định|cho biết|cho rằng|phát biểu|kết luận|chỉ rõ|chỉ ra|bày tỏ|nêu rõ|kêu gọi|đánh giá cao|ghi nhận)(?!\w)"
)
_INSIDE = frozenset(
    {"chức năng", "liên quan", "trực thuộc", "có liên quan", "phụ trách", "chuyên môn", "nêu trên", "đầu tư", "quản lý"}
)
_DUTY = re.compile(rf"(?:{MODALS})(?!\w)")
_COUNT = re.compile(r"\d[\d.,]*\s+(?:nhiệm vụ|đầu việc|công việc|dự án|việc|vụ|tỷ|triệu|hộ|người|trường hợp)(?!\w)")
_HAS = re.compile(
    r"có (?:các |những )?(?:biện pháp|giải pháp|kế hoạch|phương án|văn bản|ý kiến|hình thức|chính sách|cơ chế|báo cáo)(?!\w)"
)
_OF: Final = frozenset({"trên", "tại", "ở", "của", "thuộc", "liên", "có", "chức"})
_LONGEST_GROUP: Final = 12
_LINK = re.compile(r"\s*(?:,|và|cùng|hoặc|;|:|&|[-–](?=\s?\w))\s*")


def opens_office(text: str, at: int, end: int) -> bool:
    """Whether an office, a post or a proper name begins at `at`."""
    return _HEAD.match(text, at, end) is not None or _NAME.match(text, at, end) is not None


_GROUP = re.compile(
    r"(?i:(?:chủ|hãng|nhà mạng|người|giáo viên|nhà máy|bến xe|hộ|tài xế|lái xe|phụ huynh|thí sinh|học sinh|cá nhân|nhân viên|bác sĩ|ngư dân|nhân dân|cửa hàng|siêu thị|khách sạn)(?=\s)(?!\s(?:trì|động|yếu|trương|quyền)))|"
    r"(?i:các|những|mọi|mỗi|từng|toàn bộ|tất cả|toàn thể|\d{1,3})\s+(?=\w)(?!(?:nhiệm vụ|đầu việc|giải pháp|biện pháp|nội dung|công việc|công tác|vấn đề|vụ|việc|quy định|văn bản|dự án|hoạt động|hành vi|trường hợp|sai phạm|vi phạm|tồn tại|hạn chế|thủ tục|điều kiện|kết luận|trì|động|yếu|trương|quyền|ngày|tháng|năm|lần|giờ|tuần|quý|hồ sơ|số liệu|thông tin|bước|phương án|khâu|điểm|khoản|tuyến|công trình)(?!\w))"
)


def opens_group(text: str, at: int, end: int) -> bool:
    """Whether a group of those addressed begins at `at`: 'các cửa hàng', 'chủ 12 cây xăng', '32 hộ'; matters and days are none."""
    return _GROUP.match(text, at, end) is not None


def group_at(text: str, at: int, end: int) -> tuple[int, int] | None:
    """A group of those addressed from `at` to the verb of its duty, at most twelve words on."""
    opened = _GROUP.match(text, at, end)
    if opened is None:
        return None
    for number, word in enumerate(_WORD.finditer(text, opened.end(), end)):
        if number > _LONGEST_GROUP or any(mark in text[at : word.start()] for mark in ",;:"):
            return None
        if number and (_ADVERB.match(text, word.start(), end) or opens_verb(text, word.start(), end)):
            pair = " ".join(m.group().lower() for m in _first_words(text, word.start(), end)[:2])
            if pair not in NOUN_PAIRS and pair not in _INSIDE and not pair.startswith("kinh doanh"):
                return at, word.start() - 1
    return None


def opens_known_office(text: str, at: int, end: int) -> bool:
    """As `opens_office`, but a mere capital letter is not enough."""
    return _HEAD.match(text, at, end) is not None


def opens_action(text: str, at: int, end: int) -> bool:
    """Whether a verb of doing (or an adverb that only stands before one) begins at `at`; written small, as a name is not."""
    words = [m.group() for m in _first_words(text, at, end)]
    if not words or words[0][:1].isupper():
        return (
            bool(words)
            and _verb(words[0].lower(), words[1].lower() if len(words) > 1 else "")
            and not _NAME_LIKE.match(text, at)
        )
    return _verb(words[0], words[1] if len(words) > 1 else "") or _STARTS_ACTION.match(text, at, end) is not None


def opens_verb(text: str, at: int, end: int) -> bool:
    """Whether a verb of doing itself begins at `at`, not only a word that may stand before one."""
    words = [m.group().lower() for m in _first_words(text, at, end)]
    return bool(words) and _verb(words[0], words[1] if len(words) > 1 else "")


_NAME_LIKE = re.compile(rf"[{UPPER}]\w*\s+[{UPPER}]")


def _first_words(text: str, at: int, end: int) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in _WORD.finditer(text, at, end):
        found.append(match)
        if len(found) == 2:
            break
    return found


def _verb(first: str, second: str) -> bool:
    return f"{first} {second}" in VERBS or first in VERBS


def office_at(text: str, at: int, end: int) -> tuple[int, int] | None:
    """The whole name of who must act from `at`: several offices joined by commas and 'và' are one; None where none begins here."""
    if not opens_office(text, at, end):
        return None
    position, last = at, at
    while position < end:
        compound = _COMPOUND_AT.match(text, position, end) or _HEAD.match(text, position, end)
        if compound is not None:
            position = last = compound.end()
        position, last, goes_on = _walk_name(text, position, end, last)
        if not goes_on:
            break
    return (at, last) if last > at else None


def _walk_name(text: str, position: int, end: int, last: int) -> tuple[int, int, bool]:
    """Word by word through one name; (place, end of the name, whether another name follows)."""
    while position < end:
        link = _LINK.match(text, position, end)
        if link and link.end() > position and link.group().strip():
            return _after_link(text, link, end, last)
        space = re.compile(r"[\s()]*").match(text, position, end)
        position = space.end() if space else position
        word = _WORD.match(text, position, end)
        if word is None:
            return position, last, False
        compound = _COMPOUND_AT.match(text, word.start(), end)
        if compound is not None:
            position = last = compound.end()
            continue
        joined = (
            f"{text[last - len(before) : last]} {word.group()}".lower() if (before := _last_word(text, last)) else ""
        )
        if joined in NOUN_PAIRS and word.start() == last + 1:
            position = last = word.end()
            continue
        if not word.group()[0].isupper() and _ends_name(text, word.start(), end):
            return position, last, False
        closing = text[word.end() : word.end() + 1] == ")"
        position = last = word.end() + closing
    return position, last, False


def _last_word(text: str, end: int) -> str:
    match = _WORD_BEFORE.search(text, max(0, end - 12), end)
    return match.group() if match else ""


def _after_link(text: str, link: re.Match[str], end: int, last: int) -> tuple[int, int, bool]:
    at = link.end()
    if link.group().strip() == ";" and not opens_known_office(text, at, end):
        return at, last, False
    if link.group().strip() == ":" and opens_action(text, at, end):
        return at, last, False
    if _COMPOUND_AT.match(text, at, end) or _HEAD.match(text, at, end) or _NAME.match(text, at, end):
        return at, last, True
    two = _first_words(text, at, end)
    if len(two) == 2 and _paired(two) and _pair_before(text, link.start()):
        return at, two[1].end(), True
    if not two or opens_action(text, at, end) or not text[at].islower():
        return at, last, False
    return (
        at,
        last,
        link.group().strip() in {"và", "-", "–"} or (link.group().strip() == "," and _soon_acts(text, at, end)),
    )


def _paired(words: list[re.Match[str]]) -> bool:
    return " ".join(word.group().lower() for word in words) in NOUN_PAIRS


def _pair_before(text: str, end: int) -> bool:
    """'giáo dục và đào tạo': what is joined to a pair of nouns by a pair of nouns is no deed."""
    words = list(_WORD.finditer(text, max(0, end - 24), end))[-2:]
    return len(words) == 2 and _paired(words)


def _soon_acts(text: str, at: int, end: int) -> bool:
    """'các cơ quan thông tấn, báo chí đẩy mạnh …': the list goes on where a word of doing follows within three words."""
    words = list(itertools.islice(_WORD.finditer(text, at, end), 4))
    if any("," in text[one.end() : other.start()] for one, other in itertools.pairwise(words)):
        return False
    return any(_ADVERB.match(text, word.start(), end) for word in words[1:])


def _ends_name(text: str, at: int, end: int) -> bool:
    words = [m.group().lower() for m in _first_words(text, at, end)]
    pair = " ".join(words[:2])
    if _DUTY.match(text, at, end) or _COUNT.match(text, at, end) or _HAS.match(text, at, end):
        return True
    if pair in _INSIDE or (words[0] in _OF and pair not in VERBS):
        return bool(words[0] == "trên" and pair == "trên cơ")
    return opens_action(text, at, end) or _SAYS.match(text, at, end) is not None
