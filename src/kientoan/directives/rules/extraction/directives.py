"""Directives in running text: who requires what of whom, by when, each with its place in the text.

Method: the text is cut into sentences; in each a trigger is looked for (a verb of ordering with an issuer before it; a modal with the office that it
binds before it; a bare clause of an office and an adverb of doing; a sentence that goes on with a verb after an order). What only looks like one is left
out by the words around it ('đáp ứng yêu cầu', 'giao thông', 'sẽ', 'dự kiến', 'theo quy định'). A clause after ';' or 'đồng thời' that begins with a verb
is a directive of its own, with the same issuer and assignee. General rules of the language only; no model, the same text gives the same answer.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from .assignees import group_at, office_at, opens_action, opens_known_office, opens_office, opens_verb
from .clauses import clause_start, is_mere_phrase, opening, skip
from .course import LONG_AGO, UNSURE, Course, Directive, Spot, Status
from .deadlines import Deadline, deadline_in
from .duties import bare, bound, continued, listed
from .orders import issuer_of, order_verbs, ordered
from .repeats import with_repeats
from .sentences import Sentence, sentences
from .speakers import LAY, has_authority, said_after
from .words import ADVERBS, MODALS, SPEECH_VERBS, STRONG_ISSUE_VERBS

_SPEECH = re.compile(rf"(?<!\w)(?:{SPEECH_VERBS})(?!\w)", re.IGNORECASE)
_LAW = re.compile(
    r"(?:khoản\s+\S+|điểm\s+\S+)\s+(?:Điều|điều)\s+\d+|^\s*(?:Theo|Căn cứ)\s+(?:quy định|hợp đồng|điều lệ|quy chế|Luật|Nghị định|Thông tư|Bộ luật|Hiến pháp|Pháp lệnh)"
    r"|^\s*(?:Luật|Nghị định|Bộ luật|Thông tư|Pháp lệnh|Điều)\s+[^,]*\s(?:quy định|nêu)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:Hạn|Thời hạn|Hạn chót|Hạn cuối|Thời gian)\s*:|(?:Hạn|Thời hạn|Thời gian|Hạn chót|Hạn cuối)\s+(?:để|cho|nộp|cuối|báo cáo|hoàn thành|thực hiện|gửi)",
    re.IGNORECASE,
)
_BEFORE_NOW = re.compile(r"^(?:Trước đó|Trước đây|Tại thời điểm đó|Năm ngoái|Cách đây|Hồi\s)", re.IGNORECASE)
_NOW = re.compile(r"(?:hôm nay|sáng nay|chiều nay|nay,|mới đây|vừa có|vừa ban hành)", re.IGNORECASE)
_TOLD_BY = re.compile(r"[Tt]heo (?:chỉ đạo|yêu cầu|kết luận|ý kiến|chỉ thị)(?: chỉ đạo)? của ([^,;:]+),")
_CONCLUSION_OF = re.compile(
    r"(?:kết luận|ý kiến chỉ đạo|ý kiến kết luận) của ([^,;:.]{4,80}?)(?= về| tại| đối với| liên quan|[,;:]|$)"
)
_URGENT = re.compile(
    r"(?<!\w)(?P<a>khẩn trương|khẩn cấp|gấp rút)(?!\w)"
    r"|(?<!\w)(?P<s>sớm)\s+(?=(?:hoàn|tham|ban|có|triển|xây|trình|báo|đưa|khắc|giải|xử|thực|xem|tổ|chấm|bố|đề|nghiên|làm|ổn|hỗ|kiểm|thành|rà|chỉ))"
    r"|(?<=\w)\s+(?P<n>ngay)(?!\s+(?:từ|sau|khi|cả|tại|trong|bên|lập))(?!\w)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?:phân công|giao nhiệm vụ|có ý kiến|kết luận|chỉ đạo|yêu cầu|quyết nghị)(?!\w).{0,60}$", re.IGNORECASE
)
_GIVING_LASTS: Final = 1
_INSTRUMENT = re.compile(
    r"(?<!\w)(?:ra|ban hành|ký|có|gửi|phát đi)\s+(?:\w+\s+){0,2}?(?:công văn|văn bản|quyết định|phán quyết|chỉ thị|thông báo|công điện|kết luận|tối hậu thư|lệnh)(?!\w)",
    re.IGNORECASE,
)
_END_OF_ORDER = re.compile(r"\s*(?:Nơi nhận|Nơi gửi)\s*:?", re.IGNORECASE)
_RESULT = re.compile(r",\s*(?:từ đó|qua đó|nhờ đó|nhờ vậy)\s")
_SPLIT = re.compile(
    r";\s*(?:và\s+)?|,?\s+(?=đồng thời\s)|,\s*(?=(?:giao|yêu cầu|đề nghị)\s+(?:[A-ZĐ]|các\s|ủy\s|sở\s))"
)
_RESULTS = re.compile(
    r"(?:kết quả|báo cáo|nội dung|hồ sơ|danh sách|văn bản|ý kiến)(?:\s+(?:thực hiện|kiểm tra|xử lý|rà soát|giải quyết|đề xuất))?\s+(?:phải\s+)?(?:báo cáo|gửi|trình)(?!\w)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(?:trường hợp|nếu|khi|đối với)\s", re.IGNORECASE)
_TELLS = re.compile(r"(?:từ|đến|trong)?[^,;]{0,24}(?<!\w)(?:sẽ|đã|đang|vẫn)(?!\w)", re.IGNORECASE)
_FAR_VERB: Final = 16
_TOGETHER = re.compile(r"(?<!\w)phối hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))?\s+", re.IGNORECASE)
_AS_FOLLOWS = re.compile(r"(?:sau|sau đây|cụ thể|như sau|nhiệm vụ|giải pháp|biện pháp)\s*$", re.IGNORECASE)
_ISSUE = re.compile(rf"(?:{STRONG_ISSUE_VERBS})(?!\w)", re.IGNORECASE)
_MODAL = re.compile(rf"(?:{MODALS})(?!\w)", re.IGNORECASE)
_DOES = re.compile(rf"(?:{ADVERBS}|{MODALS})(?!\w)", re.IGNORECASE)
_TIMED = re.compile(
    r"(?:định kỳ|(?:hằng|hàng|mỗi)(?=\s+(?:ngày|tuần|tháng|quý|năm|6|sáu))|chậm nhất|muộn nhất|từ nay|đến|trước|trong|trước mắt|sau đó|từ đó|cuối|đầu|ngay)(?!\w)",
    re.IGNORECASE,
)


def directives_in(text: str, reference: date) -> list[Directive]:
    """Every directive of an NFC text in the order of their places; `reference` is the day of the text."""
    course = Course()
    for sentence in sentences(text):
        if _END_OF_ORDER.match(text, sentence.start, sentence.end) and sentence.head:
            break
        _read(text, sentence, reference, course)
    return with_repeats(text, course.found)


def _read(text: str, s: Sentence, reference: date, course: Course) -> None:
    body = text[s.start : s.end]
    if s.head and not s.item and not (course.listing and opens_action(text, s.start, s.end)):
        course.listing = False
    course.giving = course.giving and min(course.heard, course.since) <= _GIVING_LASTS
    course.heard += 1
    if _TERM.match(body) and course.found and course.since <= 1:
        _extend(text, s, reference, course)
        return
    _follow_time(body, course)
    if _LAW.search(body):
        course.since, course.run = course.since + 1, 0
        return
    if _without_authority(text, s, course):
        course.issuer, course.heard, course.giving, course.since, course.run = None, LONG_AGO, False, LONG_AGO, 0
        return
    if _heads_list(text, s, course):
        return
    spot = (
        ordered(text, s, course)
        or bare(text, s, course, reference)
        or bound(text, s, course)
        or continued(text, s, course, reference)
    )
    _remember_speaker(text, s, course)
    spot = spot or listed(text, s, course)
    if spot is None:
        course.since += 1
        course.run = 0
        return
    course.group += 1
    records = list(_split(text, spot, reference, course))
    course.found.extend(records)
    course.since, course.run = 0, course.run + sum(record.assignee_explicit for record in records)


def _without_authority(text: str, s: Sentence, course: Course) -> bool:
    """Whether one speaks who may not order; of a quotation the speaker may follow it, and is remembered."""
    if not s.quoted:
        return LAY.search(text[s.start : s.end]) is not None
    who = said_after(text, s.end)
    if who is None:
        return False
    if not has_authority(text, who):
        return True
    course.issuer, course.speaking, course.heard = who, True, 0
    return False


def _heads_list(text: str, s: Sentence, course: Course) -> bool:
    """'Yêu cầu ban tổ chức các quận, huyện ủy:' or a line with an office alone says who must do what the items below it list."""
    ends_line = "\n" in text[s.end : s.end + 3]
    colon = text[s.end : s.end + 1] == ":" and ends_line
    verb = next(order_verbs(text, s.start, s.end), None)
    begin = skip(text, verb.end(), s.end, r"\s*(?:cho\s+|đối với\s+)?") if verb else opening(text, s.start, s.end)
    office = office_at(text, begin, s.end) if opens_known_office(text, begin, s.end) else None
    alone = ends_line and s.item and verb is None and office is not None and office[1] >= s.end - 1
    if not (colon or alone):
        return False
    if verb and verb.start() > s.start:
        course.issuer = issuer_of(text, clause_start(text, s.start, verb.start()), verb.start()) or course.issuer
    _remember_speaker(text, s, course)
    course.listing, course.since = True, 0 if course.found else course.since
    if office is not None:
        course.assignee = course.listed = text[office[0] : office[1]]
    elif not s.item:
        course.listed = None
    return True


def _follow_time(body: str, course: Course) -> None:
    if _BEFORE_NOW.search(body):
        course.past = True
    elif _NOW.search(body[:80]):
        course.past = False


def _remember_speaker(text: str, s: Sentence, course: Course) -> None:
    """Who speaks: 'X nêu rõ', 'theo chỉ đạo của X', so that what follows has its issuer."""
    body = text[s.start : s.end]
    told = _TOLD_BY.search(body)
    if told and opens_office(text, s.start + told.start(1), s.end):
        course.issuer, course.heard = told.group(1).strip(), 0
    if s.quoted:
        return
    concluded = _CONCLUSION_OF.search(body)
    if concluded and opens_known_office(text, s.start + concluded.start(1), s.end):
        course.issuer, course.heard, course.giving = concluded.group(1).strip(), 0, True
    issued = _INSTRUMENT.search(body)
    if issued and (
        issuer := issuer_of(text, clause_start(text, s.start, s.start + issued.start()), s.start + issued.start())
    ):
        course.issuer, course.heard, course.giving = issuer, 0, True
    course.speaking = False
    for match in _SPEECH.finditer(body):
        begin = clause_start(text, s.start, s.start + match.start())
        issuer = issuer_of(text, begin, s.start + match.start())
        if issuer and opens_known_office(text, begin, s.end):
            course.issuer, course.speaking, course.heard = issuer, True, 0
            course.giving = course.giving or _GIVES.match(text, s.start + match.start(), s.end) is not None


def _split(text: str, spot: Spot, reference: date, course: Course) -> Iterator[Directive]:
    """One record for each clause with its own verb; a list of topics after a colon stays whole."""
    if spot.issuer:
        course.issuer = spot.issuer
    name = text[spot.office[0] : spot.office[1]] if spot.office else (course.assignee if spot.carry else None)
    bounds = _bounds(text, spot)
    for number, (left, stop) in enumerate(itertools.pairwise(bounds)):
        right = left + len(text[left:stop].rstrip(" ;,."))
        office, action = (spot.office, spot.action) if number == 0 else _own_office(text, left, right)
        if number and office:
            name = text[office[0] : office[1]]
        yield _record(
            text, _Clause(left, right, action, number, name, explicit=office is not None), spot, reference, course
        )
    course.assignee = name


def _bounds(text: str, spot: Spot) -> list[int]:
    bounds = [spot.start]
    for match in _SPLIT.finditer(text, max(spot.action, spot.start), spot.end):
        inside = text.count("(", spot.start, match.start()) > text.count(")", spot.start, match.start())
        listed = _lists_topics(text, spot.action, match.start())
        stub = text[match.start()] == "," and is_mere_phrase(text, bounds[-1], match.start() + 1)
        if not inside and not listed and not stub and _new_clause(text, match.end(), spot.end):
            bounds.append(match.end())
    result = _RESULT.search(text, bounds[-1], spot.end)
    bounds.append(result.start() if result else spot.end)
    return bounds


def _lists_topics(text: str, action: int, at: int) -> bool:
    """After a colon a list of things, not of deeds: 'tập trung các nội dung: đất đai; tài chính'."""
    colon = text.find(":", action, at)
    return colon >= 0 and not (
        _AS_FOLLOWS.search(text, action, colon) and opens_action(text, skip(text, colon + 1, at, r"\s*"), at)
    )


def _new_clause(text: str, at: int, end: int) -> bool:
    """What follows has its own verb, or its own office with a verb; words of time may stand before it."""
    at = _after_time(text, at, end)
    if _WHERE.match(text, at, end):
        near = min(end, at + 120)
        return any(
            opens_action(text, skip(text, comma.end(), end, r"(?:phải|cần|thì)\s+"), end)
            for comma in re.compile(r",\s*|\s(?=(?:phải|cần|thì)\s)").finditer(text, at, near)
        )
    if _RESULTS.match(text, at, end):
        return True
    if (tells := _TELLS.match(text, at, end)) and not (opens_verb(text, at, end) and tells.end() - at > _FAR_VERB):
        return False
    if _ISSUE.match(text, at) or opens_action(text, at, end):
        return True
    office = office_at(text, at, end) if opens_known_office(text, at, end) else None
    office = office or _group_bound(text, at, end)
    if office is None:
        return False
    act = skip(text, office[1], end, r"[\s,]*(?:cũng\s+)?")
    return _DOES.match(text, act) is not None or (act < end and opens_action(text, act, end))


def _group_bound(text: str, at: int, end: int) -> tuple[int, int] | None:
    """'các chủ hồ phải …': a group that is no office, with the modal that binds it."""
    group = group_at(text, at, end)
    return group if group and _MODAL.match(text, skip(text, group[1], end, r"\s*(?:cũng\s+)?")) else None


def _after_time(text: str, at: int, end: int) -> int:
    at = skip(
        text,
        at,
        end,
        r"(?:(?:Thứ|Điều thứ)\s+(?:nhất|hai|ba|tư|năm|sáu|bảy)(?:\s+là)?|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám)\s+là|đồng thời|và|song song|đặc biệt|nhất là|cùng với đó)?[\s,]*",
    )
    timed = _TIMED.match(text, at, end)
    if timed is None:
        return at
    words = (space.end() for space in re.compile(r"[\s,]+").finditer(text, at, min(end, at + 60)))
    return next((word for word in words if opens_action(text, word, end) and not _TIMED.match(text, word)), at)


def _own_office(text: str, left: int, right: int) -> tuple[tuple[int, int] | None, int]:
    """Whom a later clause names itself ('giao Sở X …', 'mỗi huyện chọn …'), and where its deed begins."""
    at = _after_time(text, left, right)
    verb = _ISSUE.match(text, at)
    if verb and verb.group().lower() == "chỉ đạo":
        return None, at
    begin = skip(text, verb.end(), right, r"\s*(?:cho\s+)?") if verb else at
    known = opens_known_office(text, begin, right) or (verb is not None and not opens_action(text, begin, right))
    office = office_at(text, begin, right) if known else _group_bound(text, begin, right)
    return office, office[1] if office else begin


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of an order: its place, where its deed begins, its number in the order, and who must do it."""

    left: int
    right: int
    action: int
    number: int
    name: str | None
    explicit: bool


def _record(text: str, c: _Clause, spot: Spot, reference: date, course: Course) -> Directive:
    deadline = deadline_in(text, c.left, c.right, reference)
    at = skip(text, c.action, c.right, r"[\s,:]*")
    return Directive(
        start=c.left,
        end=c.right,
        quote=text[c.left : c.right],
        issuer=spot.issuer,
        assignee=c.name,
        assignee_explicit=c.explicit,
        action=text[at : c.right],
        deadline=deadline,
        urgency=_urgency(text, c.left, c.right, c.action),
        status="past" if spot.past else "current",
        confidence=_sureness(spot, c.number, c.name, deadline),
        group=course.group,
        helpers=helpers_in(text, at, c.right),
    )


def helpers_in(text: str, start: int, end: int) -> str:
    """Who is to help: 'chủ trì, phối hợp với Sở Y tế và Công an tỉnh …'; empty where nobody is named."""
    match = _TOGETHER.search(text, start, end)
    office = office_at(text, match.end(), end) if match and opens_known_office(text, match.end(), end) else None
    return text[office[0] : office[1]] if office else ""


def _sureness(spot: Spot, number: int, name: str | None, deadline: Deadline | None) -> float:
    """Less for a later clause, for nobody named, and for a day that was reckoned."""
    return round(
        spot.sure
        - (0.1 if number else 0)
        - (0.1 if name is None else 0)
        - (0.05 if deadline and not deadline.sure else 0),
        2,
    )


def _urgency(text: str, left: int, right: int, action: int) -> str | None:
    """'khẩn trương', 'sớm', 'ngay' as written; never a date."""
    urgent = _URGENT.search(text, max(left, action - 1), right) or _URGENT.search(text, left, right)
    return next((word for word in (urgent["a"], urgent["s"], urgent["n"]) if word), None) if urgent else None


def _extend(text: str, s: Sentence, reference: date, course: Course) -> None:
    """'Hạn báo cáo trước ngày …' after an order is that order's deadline."""
    last = course.found[-1]
    deadline = deadline_in(text, s.start, s.end, reference)
    if deadline is not None:
        course.found[-1] = replace(last, end=s.end, quote=text[last.start : s.end], deadline=deadline)


__all__ = ["UNSURE", "Directive", "Status", "directives_in"]
