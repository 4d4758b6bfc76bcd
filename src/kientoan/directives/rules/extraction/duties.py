"""Duties without a verb of ordering: 'Sở X phải …', 'Sở X khẩn trương …' after an order, and sentences and items that go on with a verb."""

import re
from datetime import date

from .assignees import office_at, opens_action, opens_known_office, opens_verb
from .clauses import CONDITION, clause_start, opening, skip
from .course import Course, Spot
from .deadlines import deadline_in
from .orders import FORECAST
from .sentences import Sentence
from .words import ADVERBS, MODALS, SPEECH_VERBS, STRONG_ISSUE_VERBS

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
    r"(?:(?:Đồng thời|Từ đó|Trên cơ sở đó|Trong đó|Ngoài ra|Bên cạnh đó|Cùng với đó|Mặt khác|Cùng đó|Qua đó|Tiếp đó|Trước mắt|Song song đó)\s*,?\s*)+",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?:Các |Những |Toàn bộ )?(?:nội dung|kết quả|báo cáo|văn bản|danh sách|hồ sơ|việc|công việc)[^,;]{0,40}?(?:gửi|báo cáo|hoàn thành|trình|xong)(?!\w)",
    re.IGNORECASE,
)
_NOT_GOING_ON = re.compile(
    r"(?:Không|Chưa|Theo|Nếu|Khi|Với|Để|Qua|Từ|Về|Trước|Đã|Đang|Sẽ|Do|Được|Cho|Trong|Ngoài|Bằng|Chi|Bán|Mua|Thu|Nhập|Xuất|Căn cứ|Tăng|Giảm|Thay mặt|Tiếp thu|Phát biểu|Kết luận|Thông tin|Tính|Trả lời|Trao đổi|Chia sẻ|Đáp|Dự|Chủ trì|Đánh giá cao|Ghi nhận|Biểu dương)(?!\w)"
)
_TOLD = re.compile(r"(?<!\w)(?:sẽ|đã|đang|dự kiến|ước|hứa|cam kết)(?!\w)")
_SPEAKS = re.compile(
    rf"(?:nào|{SPEECH_VERBS}|cho biết|cho rằng|cho hay|trả lời|thông tin|báo cáo(?= về| kết quả [^,;]*cho thấy)|kết luận|đánh giá cao|cam kết|tiếp thu)(?!\w)",
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
_RUN = 2
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
            continue
        spot = _bound_office(text, s, begin, match, course)
        if spot is not None:
            return spot
    return None


def _after_speech(text: str, begin: int, at: int) -> int:
    """'Ông nhấn mạnh Công an TP phải …': the one bound stands after the word of speaking."""
    for match in reversed(list(_SPOKEN.finditer(text, begin, at))):
        if opens_known_office(text, match.end(), at):
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
    if _PRIVATE.match(text, begin) and course.since > 1:
        return None
    if _FINITE_SUBJECT.search(text[begin : match.start()]) or not _BETWEEN.match(text, office[1], match.start()):
        return None
    begin = _widened(text, s.start, begin)
    start = _with_condition(text, s, begin)
    return Spot(start, s.end, course.issuer, (begin, office[1]), match.start(), sure=0.85, past=course.past)


def _widened(text: str, start: int, begin: int) -> int:
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
    if not (near or (s.item and s.line > 2)):
        return None
    first = opening(text, s.start, s.end)
    begin = _office_after_condition(text, first, s.end)
    office = office_at(text, begin, s.end) if begin < s.end and opens_known_office(text, begin, s.end) else None
    if office is None:
        return None
    act = skip(text, office[1], s.end, r"[\s,:]*(?:cũng\s+|tiếp tục\s+(?=không))?")
    enumerating = course.run >= _RUN and opens_verb(text, act, s.end) and not _NARRATES.match(text, act, s.end)
    detailing = course.since == 0 and _DETAILS.match(text, s.start, s.end) is not None
    plain = s.item or s.quoted or begin > first or enumerating or detailing
    if _NOT_SUBJECT.search(text[office[1] : act]) or not _does(text, s, act, reference, plain=plain):
        return None
    return Spot(first, s.end, course.issuer, office, act, sure=0.75, past=course.past)


def _office_after_condition(text: str, first: int, end: int) -> int:
    """Where the office would stand: after 'Đối với …,' or after a heading 'Về …:'."""
    heading = _HEADING.match(text, first, end)
    if heading:
        return heading.end()
    if CONDITION.match(text, first, end):
        comma = text.find(",", first, end)
        return skip(text, comma + 1, end, r"\s*") if comma > 0 else end
    return first


def _does(text: str, s: Sentence, act: int, reference: date, *, plain: bool) -> bool:
    """An adverb of doing; a plain verb only in a list, in quoted words, after a condition, or where a deadline is set."""
    if _TOLD.match(text, act, s.end) or _SPEAKS.match(text, act, s.end):
        return False
    if _BARE.match(text, act, s.end):
        return True
    if not opens_verb(text, act, s.end):
        return False
    return plain or (deadline_in(text, act, s.end, reference) is not None and not _TOLD.search(text[act : s.end]))


def continued(text: str, s: Sentence, course: Course, reference: date) -> Spot | None:
    """A sentence or an item that goes on with a verb right after an order, or says by when what was ordered is to be sent."""
    if course.listing and s.item and opens_action(text, s.start, s.end):
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


def _goes_on(text: str, s: Sentence, at: int, course: Course, *, linked: bool) -> bool:
    if (course.since > 0 and not linked) or not opens_action(text, at, s.end) or _NOT_GOING_ON.match(text, at):
        return False
    if re.match(rf"(?:{STRONG_ISSUE_VERBS})\s+(?:của|thông|dịch|lưu)(?!\w)", text[at:], re.IGNORECASE) or _TOLD.search(
        text[at : at + (25 if linked else 60)]
    ):
        return False
    return not s.quoted or course.speaking
