"""Directives in running text: who requires what of whom, by when, each with its place in the text.

Method: the text is cut into sentences; in each a trigger is looked for (a verb of ordering with an issuer before it; a modal with the office that it
binds before it; a bare clause of an office and an adverb of doing; a sentence that goes on with a verb after an order). What only looks like one is left
out by the words around it ('đáp ứng yêu cầu', 'giao thông', 'sẽ', 'dự kiến', 'theo quy định'). A clause after ';' or 'đồng thời' that begins with a verb
is a directive of its own, with the same issuer and assignee. General rules of the language only; no model, the same text gives the same answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal

from .assignees import office_at, opens_action, opens_known_office, opens_office
from .deadlines import RECURRING, Deadline, deadline_in
from .sentences import Sentence, sentences
from .words import ADVERBS, MODALS, SPEECH_VERBS, STRONG_ISSUE_VERBS

Status = Literal["current", "past", "repeat"]
UNSURE: Final = 0.7
"""Below this confidence a directive is shown as unsure."""

_ISSUE = re.compile(rf"(?<![\w])(?P<verb>{STRONG_ISSUE_VERBS})(?!\w)", re.IGNORECASE)
_MODAL = re.compile(rf"(?<![\w])(?:cũng\s+|đều\s+)?(?P<verb>{MODALS})(?!\w)", re.IGNORECASE)
_SPEECH = re.compile(rf"(?<!\w)(?:{SPEECH_VERBS})(?!\w)", re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    r"(?:nút|ngã tư|điểm|tiếp|đáp ứng|theo|các|những|mọi|một số|ý kiến|sự|công tác|tinh thần|nội dung|kết luận|bàn|phù hợp với|phù hợp|quan tâm|lãnh đạo|lãnh đạo,|xuất phát từ|trước|vượt|đúng|đủ|có|là|cấp bách|từ|đảm bảo|bảo đảm|nhận|văn phòng|ban"
    r"|tiếp tục|tăng cường|tập trung|phát biểu|đặt ra|nhiều|khi|sau khi|đang|chưa|không|được|sẽ|phối hợp|tham mưu|trực tiếp|chủ động|nhiệm vụ|kịp thời|thường xuyên|nghị|lời|đơn|bản|giấy|việc|tổ chức|thực hiện|triển khai|mà|chuyển|kiến nghị|và|với|cần|phải|trong)\s*$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"\s+(?:của|ban(?=\s+(?:báo chí|chuyên đề|với|đầu|tháng|quý|tuần))|thông(?!\s+tin cho)|dịch|lưu|chất lượng|nhiệm vụ(?:\s+(?:của|trong|chính trị|đặt|mới|phát|được|năm))|kỹ thuật|này|trên|đặt ra|đó|bảo đảm|ước|tiếp|hữu|mùa|cắt|hàng|dự toán|đất|rừng|vốn|chỉ tiêu|kế hoạch|tuyển|truy tố|xét|nêu trên|được|phát triển|tối thiểu|cấp thiết|cụ thể)(?!\w)",
    re.IGNORECASE,
)
_FORECAST = re.compile(r"(?<!\w)(?:sẽ|dự kiến|đang|chưa|không|từng|nếu|có thể|muốn|bị|do)\s+(?:cũng\s+|vừa\s+|tiếp tục\s+)?$", re.IGNORECASE)
_LAW = re.compile(r"(?:khoản\s+\S+|điểm\s+\S+)\s+(?:Điều|điều)\s+\d+|^\s*(?:Theo|Căn cứ)\s+(?:quy định|Luật|Nghị định|Thông tư|Bộ luật|Hiến pháp|Pháp lệnh)|^\s*(?:Luật|Nghị định|Điều)\s+\S+[^,]*\s(?:quy định|nêu)", re.IGNORECASE)
_PETITION = re.compile(r"(?:người dân|cử tri|nhân dân|hộ dân|các hộ|bạn đọc|công dân|phụ huynh|luật sư|nguyên đơn|gia đình|hiệp hội|doanh nghiệp|nhà đầu tư|đơn của|đại biểu(?! quốc hội chủ))[^,;]*$", re.IGNORECASE)
_CONNECTOR = re.compile(
    r"(?:(?:Theo đó|Bên cạnh đó|Ngoài ra|Cụ thể|Đặc biệt|Trong đó|Do đó|Vì vậy|Do vậy|Đồng thời|Mặt khác|Tuy nhiên|Trước đó|Trước mắt|Về vấn đề này|Cùng với đó|Song song với đó|Qua đó|Nhân dịp này|Ngoài việc này|Hơn nữa|Tiếp đó|Cùng đó|Đối với vấn đề này|Theo ông|Theo bà)\s*[,:]\s*|Trong đó\s+(?=cần|phải))",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?:Đối với|Khi|Sau khi|Trong khi|Trên cơ sở|Từ đó|Trường hợp|Nếu|Từ nay|Trong thời gian|Căn cứ)(?!\w)", re.IGNORECASE)
_CONTINUES = re.compile(r"(?:(?:Đồng thời|Từ đó|Trên cơ sở đó|Trong đó|Ngoài ra|Bên cạnh đó|Cùng với đó|Mặt khác|Cùng đó|Qua đó|Tiếp đó|Trước mắt|Song song đó)\s*,?\s*)+", re.IGNORECASE)
_MATTER = re.compile(r"(?:Các |Những |Toàn bộ )?(?:nội dung|kết quả|báo cáo|văn bản|danh sách|hồ sơ|việc|công việc)[^,;]{0,40}?(?:gửi|báo cáo|hoàn thành|trình|xong)(?!\w)", re.IGNORECASE)
_TERM = re.compile(r"(?:Hạn|Thời hạn|Thời gian)\s+(?:báo cáo|hoàn thành|thực hiện|gửi)", re.IGNORECASE)
_BEFORE_NOW = re.compile(r"^(?:Trước đó|Trước đây|Tại thời điểm đó|Năm ngoái|Cách đây|Hồi\s)", re.IGNORECASE)
_NOW = re.compile(r"(?:hôm nay|sáng nay|chiều nay|nay,|mới đây|vừa có|vừa ban hành)", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|năm\s+(\d{4}),")
_NOT_SUBJECT = re.compile(r"(?<!\w)(?:đã|đang|sẽ|vẫn|vừa|từng|chưa|bị|còn)\s*$", re.IGNORECASE)
_NOT_MODAL_BEFORE = re.compile(r"(?:việc|khi|nếu|rất|vấn đề|không|đã|vẫn|vừa|bên|gặp|mắc|những gì|điều|còn|đang|nhiệm vụ|công việc|hay|mới|cũng đã|thì|bởi|là|chưa|đều đã|ai|người|giải pháp)\s*$", re.IGNORECASE)
_URGENT = re.compile(r"(?<!\w)(?P<a>khẩn trương|khẩn cấp|gấp rút)(?!\w)|(?<!\w)(?P<s>sớm)\s+(?=(?:" + "hoàn|tham|ban|có|triển|xây|trình|báo|đưa|khắc|giải|xử|thực|xem|tổ|chấm|bố|đề|nghiên|làm|ổn|hỗ|kiểm|thành|rà|chỉ" + r"))|(?<=\w)\s+(?P<n>ngay)(?!\s+(?:từ|sau|khi|cả|tại|trong|bên|lập))(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive at [start, end) of the text. `group`: records of one trigger; `confidence` 0–1, under `UNSURE` a person should look first."""

    start: int
    end: int
    quote: str
    issuer: str | None
    assignee: str | None
    assignee_explicit: bool
    action: str
    deadline: Deadline | None
    urgency: str | None
    status: Status
    confidence: float
    group: int
    repeat_of: int | None = None


@dataclass(slots=True)
class _Course:
    """What the reading remembers from sentence to sentence."""

    issuer: str | None = None
    assignee: str | None = None
    since: int = 99
    past: bool = False
    group: int = 0
    speaking: bool = False
    listing: bool = False
    found: list[Directive] = field(default_factory=list)


def directives_in(text: str, reference: date) -> list[Directive]:
    """Every directive of an NFC text in the order of their places; `reference` is the day of the text."""
    course = _Course()
    for sentence in sentences(text):
        _read(text, sentence, reference, course)
    return _marked_repeats(text, course.found)


def _read(text: str, s: Sentence, reference: date, course: _Course) -> None:
    body = text[s.start : s.end]
    if _TERM.match(body) and course.found and course.since <= 1:
        _extend(text, s, reference, course)
        return
    _follow_time(body, reference, course)
    if _LAW.search(body):
        course.since += 1
        return
    if _heads_list(text, s, course):
        return
    spot = _ordered(text, s, course) or _bound(text, s, course) or _bare(text, s, course) or _continued(text, s, course, reference)
    _remember_speaker(text, s, course)
    if spot is None:
        course.since += 1
        return
    course.group += 1
    for record in _split(text, spot, reference, course):
        course.found.append(record)
    course.since = 0


def _heads_list(text: str, s: Sentence, course: _Course) -> bool:
    """'Yêu cầu ban tổ chức các quận, huyện ủy:' says who must do what the items below it list."""
    if text[s.end : s.end + 1] != ":" or "\n" not in text[s.end : s.end + 3]:
        course.listing = course.listing and s.item
        return False
    verb = _ISSUE.search(text, s.start, s.end)
    begin = _skip(text, verb.end(), s.end, r"\s*(?:cho\s+|đối với\s+)?") if verb else s.start
    office = office_at(text, begin, s.end) if opens_known_office(text, begin, s.end) else None
    if office is None:
        return False
    if verb and verb.start() > s.start:
        course.issuer = _issuer_of(text, _clause_start(text, s.start, verb.start()), verb.start()) or course.issuer
    course.assignee, course.listing = text[office[0] : office[1]], True
    return True


def _follow_time(body: str, reference: date, course: _Course) -> None:
    if _BEFORE_NOW.search(body):
        course.past = True
    elif _NOW.search(body[:80]):
        course.past = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """A trigger read: where the record starts and ends, who, and how sure."""

    start: int
    end: int
    issuer: str | None
    office: tuple[int, int] | None
    action: int
    carry: bool
    sure: float
    past: bool


def _clause_start(text: str, start: int, at: int) -> int:
    """The start of the clause that ends at `at`: after the last comma, colon or semicolon outside brackets, and after connectors."""
    left = max(text.rfind(mark, start, at) for mark in (",", ";", ":", "“", '"'))
    begin = start if left < 0 else left + 1
    while begin < at and text[begin] in " \t":
        begin += 1
    connector = _CONNECTOR.match(text, begin, at)
    return connector.end() if connector else begin


def _ordered(text: str, s: Sentence, course: _Course) -> _Spot | None:
    """A verb of ordering, with its issuer before it or at the head of the sentence."""
    for match in _ISSUE.finditer(text, s.start, s.end):
        before, verb = text[s.start : match.start()], match["verb"].lower()
        if before and before[-1] not in " (,;:“\"" or (before.strip() and match["verb"][0].isupper()):
            continue
        if _NOUN_BEFORE.search(before) and not re.search(r"văn bản\s*$", before) or _NOUN_AFTER.match(text, match.end()) or _FORECAST.search(before):
            continue
        begin = _clause_start(text, s.start, match.start())
        subject = text[begin : match.start()]
        passive = re.search(r"(?:được|do)\s+(?=\S)", subject)
        if passive and opens_office(text, begin + passive.end(), match.start()):
            begin += passive.end()
            subject = text[begin : match.start()]
        issuer = _issuer_of(text, begin, match.start())
        if subject.strip() and issuer is None:
            continue
        if issuer is None and not _may_begin(text, s, match, course):
            continue
        if verb in {"đề nghị", "yêu cầu"} and _PETITION.search(subject):
            continue
        if issuer and course.issuer and _HE.fullmatch(issuer) and " " not in issuer.replace("Đồng chí", "").replace("đồng chí", "").strip():
            issuer = course.issuer if issuer.lower() == "đồng chí" else issuer
        if verb == "chỉ đạo" and issuer and re.search(r"(?:nêu rõ|như sau|cụ thể)\s*:\s*$", text[s.start : begin]):
            return _named_after_colon(text, s, begin, match, course)
        spot = _after_order(text, s, match, begin, issuer, course)
        if spot is not None:
            return spot
    return None


def _named_after_colon(text: str, s: Sentence, begin: int, match: re.Match[str], course: _Course) -> _Spot | None:
    """'Công điện nêu rõ: Bộ X chỉ đạo …': X is told to direct, it does not give the order."""
    office = office_at(text, begin, match.start())
    return _Spot(begin, s.end, course.issuer, office, match.start(), False, 0.8, course.past) if office else None


def _may_begin(text: str, s: Sentence, match: re.Match[str], course: _Course) -> bool:
    before = text[s.start : match.start()].rstrip()
    return not before or before[-1] in ":“;" or bool(re.search(r"(?:[Vv]ăn bản|[Cc]ông văn|[Qq]uyết định)\s+(?:số|này)", text[s.start : match.start()]))


def _names_office(text: str, begin: int, at: int) -> bool:
    """An office, or a name of two capitals: the capital of a sentence's first word alone names nobody."""
    return opens_known_office(text, begin, at) or bool(re.match(r"[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*\s+[A-ZĐÀ-Ỹ]", text[begin:at]) or re.match(r"[A-ZĐ]{2,}", text[begin:at]))


def _issuer_of(text: str, begin: int, at: int) -> str | None:
    """The issuer between the start of its clause and the verb, without 'cũng', 'đã', 'vừa có văn bản'."""
    if text.startswith("của ", begin):
        begin += 4
    if not _names_office(text, begin, at) or re.search(r"(?<!\w)(?:sẽ|cam kết|hứa|mà|đang)(?!\w)", text[begin:at]):
        return None
    issuer = re.sub(
        r"\s+(?:cũng|đã|vừa|tiếp tục|còn|đều|thường xuyên|nhiều lần|có|ra|ký|ban hành|phát đi|gửi|các|văn bản|công văn|công điện|quyết định|thông báo|chỉ thị|số\s+\S+|hỏa tốc|khẩn|tại đây|nghiêm túc|thẳng thắn|kịch liệt)(?=\s|$).*$",
        "",
        text[begin:at].strip() + " ",
    ).strip()
    return issuer if 0 < len(issuer) < 110 else None


_HE = re.compile(r"(?:Đồng chí|Ông|Bà|ông|bà|đồng chí)(?:\s+\w+)?")


def _after_order(text: str, s: Sentence, match: re.Match[str], begin: int, issuer: str | None, course: _Course) -> _Spot | None:
    at = _skip(text, match.end(), s.end, r"[\s,:“\"]*(?:cho\s+|đối với\s+|tới\s+|đến\s+|rằng\s+|là\s+)?")
    verb = match["verb"].lower()
    past = course.past or _old(text[s.start : match.start()])
    office = None if opens_action(text, at, s.end) and not opens_known_office(text, at, s.end) else office_at(text, at, s.end)
    if office is not None:
        act = _skip(text, office[1], s.end, r"[\s,]*")
        has_action = opens_action(text, act, s.end) or re.search(rf"(?<!\w)(?:{MODALS}|{ADVERBS})(?!\w)", text[act : act + 160]) is not None
        if not has_action and not (verb.startswith("giao") and act < s.end):
            return None
        return _Spot(begin, s.end, issuer or course.issuer, office, act, False, 0.95 if issuer else 0.75, past)
    if opens_action(text, at, s.end) or re.match(r"(?:việc|công tác)\s", text[at:]) or (verb.startswith("giao") and re.match(r"\d", text[at:])):
        follow = re.search(r"(?:và|,)\s+(?:yêu cầu|đề nghị|giao)\s+(?=\S)", text[at : s.end])
        later = office_at(text, at + follow.end(), s.end) if follow else None
        if verb == "chỉ đạo" and issuer is None:
            return None
        matter = re.match(r"(?:việc|công tác)\s", text[at:])
        near = not matter and course.since == 0 and issuer is not None and course.issuer is not None and not re.search(r"\scũng\s*$", text[begin : match.start()])
        return _Spot(begin, s.end, issuer or course.issuer, later, at, near and later is None, 0.85 if issuer else 0.7, past)
    return None


def _skip(text: str, at: int, end: int, pattern: str) -> int:
    match = re.compile(pattern, re.IGNORECASE).match(text, at, end)
    return match.end() if match else at


def _old(before: str) -> bool:
    return bool(re.search(r"(?:vừa qua|trước đó|năm \d{4},|Văn bản số|Công văn số \S+,? ngày)", before, re.IGNORECASE))


def _bound(text: str, s: Sentence, course: _Course) -> _Spot | None:
    """A modal with the office it binds before it; or at the head of the sentence, where an order was just reported."""
    for match in _MODAL.finditer(text, s.start, s.end):
        before = text[s.start : match.start()]
        if _NOT_MODAL_BEFORE.search(before) or _FORECAST.search(before) or re.match(r"\s+(?:thiết|chăng|có (?:kỹ|sự))", text[match.end() : match.end() + 12]):
            continue
        act = _skip(text, match.end(), s.end, r"\s+(?:được\s+)?")
        if match["verb"].lower() == "được giao" and not opens_action(text, act, s.end):
            continue
        begin = _clause_start(text, s.start, match.start())
        subject = text[begin : match.start()].strip()
        known = course.issuer is not None and (course.since <= 6 or s.quoted)
        if not subject or (_CONDITION.match(subject) and not opens_known_office(text, begin, match.start())):
            if known and course.since <= 4 and course.found:
                return _Spot(_from_connector(text, s), s.end, course.issuer, None, match.start(), True, 0.7, course.past)
            return None
        if not opens_known_office(text, begin, match.start()) or re.search(r"(?<!\w)(?:đã|đang|vẫn|sẽ|có)(?!\w)", subject):
            continue
        office = office_at(text, begin, match.start())
        if office is None or not (known or s.head and s.line < 6):
            continue
        begin = _widened(text, s.start, begin)
        start = _with_condition(text, s, begin)
        return _Spot(start, s.end, course.issuer, (begin, office[1]), match.start(), False, 0.85, course.past)
    return None


def _from_connector(text: str, s: Sentence) -> int:
    connector = _CONNECTOR.match(text, s.start, s.end)
    return connector.end() if connector else s.start


def _widened(text: str, start: int, begin: int) -> int:
    """The start of a list of offices whose last one begins at `begin`: 'A, B và C phải'."""
    while begin > start:
        comma = text.rfind(",", start, begin)
        if comma < 0 or text[comma + 1 : begin].strip():
            break
        earlier = _clause_start(text, start, comma)
        if not opens_known_office(text, earlier, comma) or not (office := office_at(text, earlier, comma)) or office[1] < comma - 1:
            break
        begin = earlier
    return begin


def _with_condition(text: str, s: Sentence, begin: int) -> int:
    """A condition or a deadline that stands before the office belongs to the record: 'Đối với …, X phải', 'từ nay đến cuối năm, X phải'."""
    first = _from_connector(text, s)
    if first < begin and _CONDITION.match(text, first, begin):
        return first
    comma = text.rfind(",", s.start, max(s.start, begin - 1))
    clause = _clause_start(text, s.start, comma) if comma > 0 else begin
    return clause if clause < begin and deadline_in(text, clause, begin, date(2000, 1, 1)) else begin


_BARE = re.compile(rf"(?<!\w)(?:{ADVERBS})(?!\w)")


def _bare(text: str, s: Sentence, course: _Course) -> _Spot | None:
    """'Sở X khẩn trương …' inside reported instructions, and 'Sau khi …, Bộ X chủ trì …' after an order."""
    if not (s.item and s.line > 2) and (course.issuer is None or not (course.since <= 1 and course.found or s.quoted and course.speaking)):
        return None
    first = _from_connector(text, s)
    begin = first
    if _CONDITION.match(text, first, s.end):
        comma = text.find(",", first, s.end)
        begin = _skip(text, comma + 1, s.end, r"\s*") if comma > 0 else s.end
    office = office_at(text, begin, s.end) if begin < s.end and opens_known_office(text, begin, s.end) else None
    if office is None:
        return None
    act = _skip(text, office[1], s.end, r"[\s,]*(?:cũng\s+)?")
    plain = (s.item or s.quoted) and opens_action(text, act, s.end)
    if not (plain or _BARE.match(text, act, s.end)) or _NOT_SUBJECT.search(text[office[1] : act]):
        return None
    return _Spot(first, s.end, course.issuer, office, act, False, 0.75, course.past)


def _continued(text: str, s: Sentence, course: _Course, reference: date) -> _Spot | None:
    """A sentence that goes on with a verb right after an order, or says by when what was ordered is to be sent."""
    if course.listing and s.item and opens_action(text, s.start, s.end):
        return _Spot(s.start, s.end, course.issuer, None, s.start, True, 0.75, course.past)
    if course.since > 2 or not course.found or course.issuer is None:
        return None
    link = _CONTINUES.match(text, s.start, s.end)
    at = link.end() if link else s.start
    if _MATTER.match(text, s.start, s.end) and deadline_in(text, s.start, s.end, reference):
        return _Spot(s.start, s.end, course.issuer, None, s.start, True, 0.7, course.past)
    if course.since > 0 and link is None or _NOUN_AFTER.match(text, _skip(text, at, s.end, rf"(?:{STRONG_ISSUE_VERBS})")) is not None:
        return None
    if not opens_action(text, at, s.end) or re.match(r"(?:Không|Chưa|Theo|Nếu|Khi|Với|Để|Qua|Từ|Về|Trước|Đã|Đang|Sẽ|Do|Được|Cho|Trong|Ngoài|Bằng|Chi|Bán|Mua|Thu|Nhập|Xuất|Căn cứ|Tăng|Giảm)(?!\w)", text[at:]):
        return None
    if re.search(r"(?<!\w)(?:sẽ|đã|đang|dự kiến|ước)(?!\w)", text[at : at + 60]) or s.quoted != course.speaking and s.quoted:
        return None
    return _Spot(s.start, s.end, course.issuer, None, at, True, 0.6, course.past)


def _remember_speaker(text: str, s: Sentence, course: _Course) -> None:
    """Who speaks: 'X nêu rõ', 'theo chỉ đạo của X', so that what follows has its issuer."""
    body = text[s.start : s.end]
    told = re.search(r"[Tt]heo (?:chỉ đạo|yêu cầu|kết luận|ý kiến|chỉ thị)(?: chỉ đạo)? của ([^,;:]+),", body)
    if told and opens_office(text, s.start + told.start(1), s.end):
        course.issuer = told.group(1).strip()
    if s.quoted:
        return
    course.speaking = False
    for match in _SPEECH.finditer(body):
        begin = _clause_start(text, s.start, s.start + match.start())
        issuer = _issuer_of(text, begin, s.start + match.start())
        if issuer and opens_known_office(text, begin, s.end):
            course.issuer, course.speaking = issuer, True


_RESULT = re.compile(r",\s*(?:từ đó|qua đó|nhờ đó|nhờ vậy)\s")
_SPLIT = re.compile(r";\s*|,?\s+(?=đồng thời\s)|,\s*(?=giao\s+[A-ZĐ])|,\s*(?=yêu cầu\s+[A-ZĐ])")


def _split(text: str, spot: _Spot, reference: date, course: _Course) -> Iterator[Directive]:
    """One record for each clause with its own verb; a list of topics after a colon stays whole."""
    if spot.issuer:
        course.issuer = spot.issuer
    name = text[spot.office[0] : spot.office[1]] if spot.office else (course.assignee if spot.carry else None)
    bounds = [spot.start]
    for match in _SPLIT.finditer(text, max(spot.action, spot.start), spot.end):
        inside = text.count("(", spot.start, match.start()) > text.count(")", spot.start, match.start())
        listed = ":" in text[spot.action : match.start()]
        if not inside and not listed and _new_clause(text, match.end(), spot.end):
            bounds.append(match.end())
    bounds.append(spot.end)
    result = _RESULT.search(text, bounds[-2], spot.end)
    if result:
        bounds[-1] = result.start()
    for number, (left, right) in enumerate(zip(bounds, bounds[1:], strict=False)):
        while right > left and text[right - 1] in " ;,.":
            right -= 1
        explicit, action = spot.office if number == 0 else None, spot.action if number == 0 else left
        if number:
            explicit, action = _own_office(text, left, right)
            name = text[explicit[0] : explicit[1]] if explicit else name
        yield _record(text, left, right, name, explicit is not None, action, spot, number, reference, course)
    course.assignee = name


def _new_clause(text: str, at: int, end: int) -> bool:
    at = _skip(text, at, end, r"(?:đồng thời|và|song song)?[\s,]*")
    if _ISSUE.match(text, at) or opens_action(text, at, end):
        return True
    office = office_at(text, at, end) if opens_known_office(text, at, end) else None
    return office is not None and bool(_BARE.match(text, _skip(text, office[1], end, r"[\s,]*(?:cũng\s+)?")) or _MODAL.match(text, _skip(text, office[1], end, r"\s*")))


def _own_office(text: str, left: int, right: int) -> tuple[tuple[int, int] | None, int]:
    at = _skip(text, left, right, r"(?:đồng thời|và)?[\s,]*")
    issue = _ISSUE.match(text, at)
    if issue and issue["verb"].lower() == "chỉ đạo":
        return None, at
    begin = _skip(text, issue.end(), right, r"\s*(?:cho\s+)?") if issue else at
    known = opens_known_office(text, begin, right) or (issue is not None and not opens_action(text, begin, right))
    office = office_at(text, begin, right) if known else None
    return office, office[1] if office else begin


def _record(text: str, left: int, right: int, name: str | None, explicit: bool, action: int, spot: _Spot, number: int, reference: date, course: _Course) -> Directive:
    deadline = deadline_in(text, left, right, reference)
    urgent = _URGENT.search(text, max(left, action - 1), right) or _URGENT.search(text, left, right)
    urgency = next((g for g in (urgent["a"], urgent["s"], urgent["n"]) if g), None) if urgent else None
    sure = spot.sure - (0.1 if number else 0) - (0.1 if name is None else 0) - (0.05 if deadline and not deadline.sure else 0)
    at = _skip(text, action, right, r"[\s,:]*")
    return Directive(left, right, text[left:right], spot.issuer, name, explicit, text[at:right], deadline, urgency, "past" if spot.past else "current", round(sure, 2), course.group)


def _extend(text: str, s: Sentence, reference: date, course: _Course) -> None:
    """'Hạn báo cáo trước ngày …' after an order is that order's deadline."""
    last = course.found[-1]
    deadline = deadline_in(text, s.start, s.end, reference)
    if deadline is None:
        return
    course.found[-1] = replace(last, end=s.end, quote=text[last.start : s.end], deadline=deadline)


_CONTENT = re.compile(r"[\wÀ-ỹ]+")


def _marked_repeats(text: str, found: list[Directive]) -> list[Directive]:
    """A headline, a lead or a caption that says what the body says again is marked as a repetition of it."""
    body_from = _body_start(text)
    marked = []
    for index, record in enumerate(found):
        twin = next((later for later in range(len(found)) if later != index and found[later].start >= body_from and later > index and _says_again(record, found[later])), None)
        repeats = record.start < body_from and twin is not None
        marked.append(replace(record, status="repeat", repeat_of=twin) if repeats else record)
    return marked


def _body_start(text: str) -> int:
    """Where the body begins: after the headline and the lead (the first three written lines, where there are more)."""
    lines = [m for m in re.finditer(r"[^\n]+", text) if not m.group().startswith(("#", "http", "("))]
    return lines[2].start() if len(lines) > 2 else 0


def _says_again(first: Directive, later: Directive) -> bool:
    one = {w.lower() for w in _CONTENT.findall(first.action)}
    other = {w.lower() for w in _CONTENT.findall(later.quote)}
    return bool(one) and len(one & other) / len(one) >= 0.5


__all__ = ["RECURRING", "UNSURE", "Directive", "Status", "directives_in", "timedelta"]
