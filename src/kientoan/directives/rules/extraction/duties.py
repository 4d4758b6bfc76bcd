"""Duties without a verb of ordering: 'Sở X phải …', 'Sở X khẩn trương …' after an order, and sentences and items that go on with a verb."""

import re
from datetime import date
from typing import Final

from .assignees import group_at, office_at, opens_action, opens_known_office, opens_verb
from .authority import asks_upward
from .clauses import CONDITION, clause_start, opening, skip, topic_of, widened
from .course import Course, Spot
from .deadlines import deadline_in
from .orders import FORECAST
from .sentences import Sentence
from .words import ADVERBS, MODALS, SPEECH_VERBS, STRONG_ISSUE_VERBS, UPPER

_MODAL = re.compile(rf"(?<![\w])(?:cũng\s+|đều\s+)?(?P<verb>{MODALS})(?!\w)", re.IGNORECASE)
_NOT_MODAL_BEFORE = re.compile(
    r"(?:việc|khi|nếu|rất|vấn đề|không|đã|vẫn|vừa|bên|gặp|mắc|những gì|điều|còn|đang|nhiệm vụ|công việc|hay|mới|cũng đã|thì|bởi|là|chưa|đều đã|ai|người|giải pháp|nơi|đối tượng|hộ|bị)\s*$",
    re.IGNORECASE,
)
_NOT_MODAL_AFTER = re.compile(r"\s+(?:thiết|chăng|có (?:kỹ|sự)|chịu (?:cảnh|thiệt|cắt|đựng)|chi trả thêm|mất\s)")
_NOT_SUBJECT = re.compile(r"(?<!\w)(?:đã|đang|sẽ|vẫn|vừa|từng|chưa|bị|còn)\s*$", re.IGNORECASE)
_FINITE_SUBJECT = re.compile(r"(?<!\w)(?:đã|đang|vẫn|sẽ|có)(?!\w)")
_BETWEEN = re.compile(
    r"\s*(?:khi|nếu|sau|trước|trong|trên|tại|thuộc|của|từ|ngoài|cũng|đều|vì|do|với|được|liên|cùng|và|,|\(|$)"
)
_BARE = re.compile(rf"(?<!\w)(?:{ADVERBS})(?!\w)")
_CONTINUES = re.compile(
    r"(?:(?:Đồng thời|Từ đó|Trên cơ sở đó|Trong đó|Ngoài ra|Bên cạnh đó|Cùng với đó|Mặt khác|Cùng đó|Qua đó|Tiếp đó|Trước mắt|Song song đó|(?:Thứ|Điều thứ)\s+(?:nhất|hai|ba|tư|năm|sáu|bảy)(?:\s+là)?|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám)\s+là)\s*,?\s*)+",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?:Các |Những |Toàn bộ )?(?:nội dung|kết quả|báo cáo|văn bản|danh sách|hồ sơ|việc|công việc)[^,;]{0,40}?(?:gửi|báo cáo|hoàn thành|trình|xong)(?!\w)",
    re.IGNORECASE,
)
_NOT_GOING_ON = re.compile(
    r"(?:Không|Chưa|Theo|Nếu|Khi|Với|Để|Qua|Từ|Về|Trước|Đã|Đang|Sẽ|Do|Được|Cho|Trong|Ngoài|Bằng|Chi|Bán|Mua|Thu(?!\s+(?:hồi|hút|gom|thập|nộp))|Nhập|Xuất|Căn cứ|Tăng(?!\s+cường)|Giảm|Thay mặt|Tiếp thu|Phát biểu|Kết luận|Thông tin|Tính|Trả lời|Trao đổi|Chia sẻ|Đáp|Dự|Chủ trì|Đánh giá cao|Ghi nhận|Biểu dương)(?!\w)"
)
_TOLD = re.compile(r"(?<!\w)(?:sẽ|đã|đang|dự kiến|ước|hứa|cam kết|mới (?:đạt|được|có)|đạt \d)(?!\w)")
_SPEAKS = re.compile(
    rf"(?:nào|{SPEECH_VERBS}|cho biết|cho rằng|cho hay|trả lời|thông tin|báo cáo(?= về| kết quả [^,;]*cho thấy)|kết luận|đánh giá cao|cam kết|tiếp thu|chủ trì\s+(?:một\s+)?(?:hội nghị|hội thảo|cuộc|buổi|phiên|lễ|giao ban|họp))(?!\w)",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\s(?:đã\s+|cũng\s+)?(?:kết luận|chỉ đạo|nhấn mạnh|nêu rõ|quán triệt|phân công|có ý kiến|thống nhất|quyết nghị)(?:\s+như sau|\s+cụ thể)?\s*:\s*",
    re.IGNORECASE,
)
_ONLY_SPEAKS = re.compile(
    r"(?:nào|nói|cho biết|cho rằng|cho hay|nhấn mạnh|khẳng định|phát biểu|nêu rõ|giải thích|bày tỏ|chỉ ra|chỉ rõ|nhắc lại|trả lời|kết luận|cam kết|tiếp thu|ghi nhận|đánh giá cao|đồng ý|nhất trí|thống nhất (?:chủ trương|cao|với)|chủ trì\s+(?:hội nghị|hội thảo|cuộc|buổi|phiên|lễ|họp))(?!\w)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(rf"(?<!\w)(?:{SPEECH_VERBS})(?:\s+rằng)?\s+", re.IGNORECASE)
_PRIVATE = re.compile(
    r"(?:các |nhiều |một số )?(?:doanh nghiệp|hộ|người|nhà đầu tư|công ty|hãng|đội tuyển|câu lạc bộ|bệnh nhân|học sinh|thí sinh)",
    re.IGNORECASE,
)
_NARRATES = re.compile(
    r"(?:tổ chức|báo cáo|làm việc|họp|tiếp|có|đạt|thu|chi|khởi tố|bắt|phát hiện|ban hành|công bố|đề nghị|kiến nghị|nhận|ghi nhận)(?!\w)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:Về|Liên quan đến|Đối với)\s[^:;,]{3,160}:\s*")
_RUN = 1
_COUNTED_OUT = re.compile(
    r"(?:nhiệm vụ|nội dung|giải pháp|yêu cầu|việc|vấn đề)[^:;.]{0,60}:\s*(?P<first>(?:Một là|Thứ nhất(?:\s+là)?|Trước hết)\s*,?\s+)",
    re.IGNORECASE,
)
_HEARD_JUST_NOW: Final = 2
_MUST: Final = frozenset({"phải", "cần phải", "tuyệt đối không", "không được"})
_LONGEST_MATTER: Final = 90
_PLACE_NAME = re.compile(
    rf"(?:(?:riêng|phía)\s+)?(?P<name>[{UPPER}]\w+(?:\s+[{UPPER}]\w+){{1,2}}|[{UPPER}]{{3,7}})(?=\s)"
)
_DETAILS = re.compile(r"(?:Cụ thể|Theo đó|Trong đó)\s*[,:]")
_NEAR, _NEAR_QUOTE, _FIRST_LINES = 6, 4, 6


def bound(text: str, s: Sentence, course: Course) -> Spot | None:
    """A modal with the office that it binds before it; or at the head of the sentence, where an order was just reported."""
    for match in _MODAL.finditer(text, s.start, s.end):
        if not _is_duty(text, s, match):
            continue
        begin = _after_speech(text, clause_start(text, s.start, match.start()), match.start())
        if _without_subject(text, s, begin, match.start()):
            return _carried(text, s, match, course)
        if not opens_known_office(text, begin, match.start()):
            spot = _bound_other(text, s, begin, match, course)
        else:
            spot = _bound_office(text, s, begin, match, course)
        if spot is not None:
            return spot
    return None


def _after_speech(text: str, begin: int, at: int) -> int:
    """'Ông nhấn mạnh Công an TP phải …': the one bound stands after the word of speaking."""
    for match in reversed(list(_SPOKEN.finditer(text, begin, at))):
        if opens_known_office(text, match.end(), at) or place_at(text, match.end(), at):
            return match.end()
    return begin


def _is_duty(text: str, s: Sentence, match: re.Match[str]) -> bool:
    before = text[s.start : match.start()]
    if _NOT_MODAL_BEFORE.search(before) or FORECAST.search(before) or _NOT_MODAL_AFTER.match(text, match.end()):
        return False
    if not match["verb"].lower().startswith("được"):
        return True
    return opens_action(text, skip(text, match.end(), s.end, r"\s+"), s.end)


def _without_subject(text: str, s: Sentence, begin: int, at: int) -> bool:
    """'Phải …', 'Đối với X, phải …': nobody stands before the modal in its sentence."""
    subject = text[begin:at].strip()
    first = opening(text, s.start, s.end)
    if not subject:
        return begin == first or (
            CONDITION.match(text, first, at) is not None and len(re.findall("[,;:]", text[first:at])) == 1
        )
    return CONDITION.match(subject) is not None and not opens_known_office(text, begin, at)


def _known(s: Sentence, course: Course) -> bool:
    return course.issuer is not None and (min(course.since, course.heard) <= _NEAR or s.quoted)


def _carried(text: str, s: Sentence, match: re.Match[str], course: Course) -> Spot | None:
    topic = topic_of(text, s.start, match.start())
    if topic is not None and _known(s, course):
        return Spot(
            opening(text, s.start, s.end), s.end, course.issuer, topic, match.start(), sure=0.7, past=course.past
        )
    if _known(s, course) and course.since <= _NEAR_QUOTE and course.found:
        return Spot(
            opening(text, s.start, s.end),
            s.end,
            course.issuer,
            None,
            match.start(),
            carry=True,
            sure=0.7,
            past=course.past,
        )
    return None


def _bound_office(text: str, s: Sentence, begin: int, match: re.Match[str], course: Course) -> Spot | None:
    office = office_at(text, begin, match.start())
    if office is None or not (
        _known(s, course) or (s.head and s.line < _FIRST_LINES and not _PRIVATE.match(text, begin))
    ):
        return None
    if _PRIVATE.match(text, begin) and course.since > 1 and course.heard > _HEARD_JUST_NOW:
        return None
    if asks_upward(course.issuer, text[office[0] : office[1]]):
        return None
    if _FINITE_SUBJECT.search(text[begin : match.start()]) or not _BETWEEN.match(text, office[1], match.start()):
        return None
    begin = widened(text, s.start, begin)
    start = _with_condition(text, s, begin)
    return Spot(start, s.end, course.issuer, (begin, office[1]), match.start(), sure=0.85, past=course.past)


def place_at(text: str, at: int, end: int) -> tuple[int, int] | None:
    """A province or another place named without its kind from `at` to `end` ('Thanh Hóa cần'): the text names it as a place elsewhere."""
    name = _PLACE_NAME.match(text, at, end)
    if name is None or text[name.end() : end].strip() not in {"", "cũng"}:
        return None
    known = name["name"].isupper() or re.search(
        rf"(?<!\w)(?:tỉnh|thành phố|TP\.?|huyện|quận|xã|phường|thị xã|tại|ở|vào)\s+{re.escape(name['name'])}(?!\w)",
        text,
    )
    return (name.start("name"), name.end("name")) if known else None


def _bound_other(text: str, s: Sentence, begin: int, match: re.Match[str], course: Course) -> Spot | None:
    """What a modal binds that is no office: a place ('Thanh Hóa cần …'), a group ('các hộ phải …'), or the matter of the order before ('Hồ sơ phải gửi … trước ngày …')."""
    if not _known(s, course) or FORECAST.search(text[s.start : match.start()]):
        return None
    place = place_at(text, begin, match.start())
    if place is not None:
        return Spot(
            _with_condition(text, s, begin), s.end, course.issuer, place, match.start(), sure=0.75, past=course.past
        )
    group = group_at(text, begin, match.end() + 1)
    if group is not None and course.since <= 1 and not _FINITE_SUBJECT.search(text[begin : match.start()]):
        return Spot(
            _with_condition(text, s, begin), s.end, course.issuer, group, match.start(), sure=0.65, past=course.past
        )
    dated = deadline_in(text, match.end(), s.end, date(2000, 1, 1)) is not None
    if begin != opening(text, s.start, s.end) or course.since > 2 * dated or match["verb"].lower() not in _MUST:
        return None
    if _FINITE_SUBJECT.search(text[begin : match.start()]) or match.start() - begin > _LONGEST_MATTER:
        return None
    return Spot(begin, s.end, course.issuer, None, match.start(), carry=True, sure=0.65, past=course.past)


def _with_condition(text: str, s: Sentence, begin: int) -> int:
    """A condition or a deadline that stands before the office belongs to the record: 'Đối với …, X phải', 'từ nay đến cuối năm, X phải'."""
    first = opening(text, s.start, s.end)
    if first < begin and CONDITION.match(text, first, begin):
        return first
    comma = text.rfind(",", s.start, max(s.start, begin - 1))
    clause = clause_start(text, s.start, comma) if comma > 0 else begin
    return clause if clause < begin and deadline_in(text, clause, begin, date(2000, 1, 1)) else begin


def bare(text: str, s: Sentence, course: Course, reference: date) -> Spot | None:
    """'Sở X khẩn trương …' inside reported instructions, 'Sau khi …, Bộ X chủ trì …' after an order, and an item of a list that begins with an office."""
    near = course.issuer is not None and (
        (course.since <= 1 and bool(course.found)) or course.giving or (s.quoted and course.speaking) or course.listing
    )
    if not (near or (s.item and s.line > 2) or _after_saying(text, s, course)):
        return None
    first = _after_saying(text, s, course) or opening(text, s.start, s.end)
    begin = _office_after_condition(text, first, s.end)
    office = office_at(text, begin, s.end) if begin < s.end and opens_known_office(text, begin, s.end) else None
    if office is None:
        return None
    act = skip(text, office[1], s.end, r"[\s,:]*(?:cũng\s+|tiếp tục\s+(?=không))?")
    enumerating = (
        course.since == 0
        and course.run >= _RUN
        and opens_verb(text, act, s.end)
        and (course.run > 1 or not _NARRATES.match(text, act, s.end))
    )
    detailing = course.since == 0 and _DETAILS.match(text, s.start, s.end) is not None
    said = first != opening(text, s.start, s.end)
    plain = s.item or s.quoted or begin > first or enumerating or detailing or said
    if _NOT_SUBJECT.search(text[office[1] : act]) or not _does(
        text, s, act, reference, plain=plain, surely=said or enumerating or detailing
    ):
        return None
    return Spot(first, s.end, course.issuer, office, act, sure=0.75, past=course.past)


def _after_saying(text: str, s: Sentence, course: Course) -> int:
    """Where the words begin of one with authority who concludes: 'Chủ tịch kết luận: Phòng A hoàn thành …'; 0 where nobody does."""
    said = _CONCLUDES.search(text, s.start, s.end)
    if (
        said is None
        or s.quoted
        or not opens_known_office(text, clause_start(text, s.start, said.start()), said.start())
    ):
        return 0
    course.issuer = text[clause_start(text, s.start, said.start()) : said.start()].strip()
    return said.end()


def _office_after_condition(text: str, first: int, end: int) -> int:
    """Where the office would stand: after 'Đối với …,' or after a heading 'Về …:'."""
    heading = _HEADING.match(text, first, end)
    if heading:
        return heading.end()
    if CONDITION.match(text, first, end):
        comma = text.find(",", first, end)
        return skip(text, comma + 1, end, r"\s*") if comma > 0 else end
    return first


def _does(text: str, s: Sentence, act: int, reference: date, *, plain: bool, surely: bool) -> bool:
    """An adverb of doing; a plain verb only in a list, in quoted words, after a condition, or where a deadline is set."""
    if (
        _TOLD.match(text, act, s.end)
        or re.search(r"(?:nhưng|song|và)\s+sẽ\s", text[act : s.end])
        or (_ONLY_SPEAKS if surely else _SPEAKS).match(text, act, s.end)
    ):
        return False
    if _BARE.match(text, act, s.end):
        return True
    if not opens_verb(text, act, s.end):
        return False
    return plain or (deadline_in(text, act, s.end, reference) is not None and not _TOLD.search(text[act : s.end]))


def continued(text: str, s: Sentence, course: Course, reference: date) -> Spot | None:
    """A sentence or an item that goes on with a verb right after an order, or says by when what was ordered is to be sent."""
    if course.listing and (s.item or s.head) and opens_action(text, s.start, s.end):
        course.assignee = course.listed
        return Spot(s.start, s.end, course.issuer, None, s.start, carry=True, sure=0.75, past=course.past)
    if course.since > 2 or not course.found or course.issuer is None:
        return None
    if _MATTER.match(text, s.start, s.end) and deadline_in(text, s.start, s.end, reference):
        return Spot(s.start, s.end, course.issuer, None, s.start, carry=True, sure=0.7, past=course.past)
    link = _CONTINUES.match(text, s.start, s.end)
    at = link.end() if link else s.start
    return (
        Spot(s.start, s.end, course.issuer, None, at, carry=True, sure=0.6, past=course.past)
        if _goes_on(text, s, at, course, linked=link is not None)
        else None
    )


def listed(text: str, s: Sentence, course: Course) -> Spot | None:
    """'… nhấn mạnh ba nhiệm vụ: Một là, đẩy mạnh …; hai là …': deeds counted out by one who speaks with authority."""
    first = _COUNTED_OUT.search(text, s.start, s.end)
    if first is None or not opens_action(text, first.end(), s.end) or not _SPOKEN.search(text, s.start, first.start()):
        return None
    if course.issuer is None or course.heard > 1:
        return None
    return Spot(first.start("first"), s.end, course.issuer, None, first.end(), sure=0.65, past=course.past)


def _goes_on(text: str, s: Sentence, at: int, course: Course, *, linked: bool) -> bool:
    if (course.since > 0 and not linked) or not opens_action(text, at, s.end) or _NOT_GOING_ON.match(text, at):
        return False
    if re.match(rf"(?:{STRONG_ISSUE_VERBS})\s+(?:của|thông|dịch|lưu)(?!\w)", text[at:], re.IGNORECASE) or _TOLD.search(
        text[at : at + (25 if linked else 90)]
    ):
        return False
    return not s.quoted or course.speaking
