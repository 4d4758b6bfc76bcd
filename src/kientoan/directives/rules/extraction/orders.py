"""A verb of ordering with the one who orders before it: 'Chủ tịch UBND TP yêu cầu Sở X …', 'Giao Sở X …'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .assignees import group_at, office_at, opens_action, opens_known_office, opens_office, opens_verb
from .authority import asks_upward
from .clauses import clause_start, is_mere_phrase, opening, past_phrase, past_time, skip, topic_of, widened
from .course import Course, Spot
from .sentences import Sentence
from .words import ADVERBS, MODALS, STRONG_ISSUE_VERBS, UPPER

_ISSUE = re.compile(rf"(?<![\w])(?P<verb>{STRONG_ISSUE_VERBS})(?!\w)", re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    r"(?:nút|ngã tư|điểm|tiếp|đáp ứng|theo|các|những|mọi|một số|ý kiến|sự|cân|khâu|(?<!tổ )(?<!đoàn )công tác|tinh thần|nội dung|kết luận|bàn|phù hợp với|phù hợp|quan tâm|lãnh đạo|lãnh đạo,|xuất phát từ"
    r"|trước|vượt|đúng|đủ|có|là|cấp bách|từ|đảm bảo|bảo đảm|nhận|văn phòng|(?<!thường trực )ban|tiểu ban|tiếp tục|tăng cường|tập trung|phát biểu|nhắc lại|đưa ra|nêu ra|nêu|đặt ra|nhiều|khi|sau khi|đang|chưa|không|được"
    r"|sẽ|phối hợp|tham mưu|trực tiếp|chủ động|nhiệm vụ|kịp thời|thường xuyên|nghị|lời|đơn|bản|giấy|việc|(?<!vụ )(?<!ban )(?<!phòng )tổ chức|thực hiện|triển khai|mà|chuyển|kiến nghị|và|với|cần|phải|trong|để|hai|ba|(?<![/.\-–\d])\d+)\s*$",
    re.IGNORECASE,
)
_GIVES_IT = re.compile(
    rf"(?:văn bản|kết luận)\s+(?:{STRONG_ISSUE_VERBS}).{{0,4}}$|hội nghị\s+giao\s+(?=[{UPPER}])", re.DOTALL
)
_NOUN_AFTER = re.compile(
    r"\s+(?:của|ban(?=\s+(?:sơ kết|tổng kết|khối|tuần|tháng|quý|báo chí|chuyên đề|với|đầu|tháng|quý|tuần|trực tuyến|của|giữa|công tác|định kỳ|thường kỳ)|[,.;]|$)|thông(?!\s+tin cho)|dịch|lưu|chất lượng|nhiệm vụ(?:\s+(?:của|trong|chính trị|đặt|mới|phát|được|năm))|kỹ thuật|này|trên|đặt ra|đó"
    r"|bảo đảm|ước|tiếp|hữu|mùa|cắt|hàng|dự toán|đất|rừng|vốn|chỉ tiêu|kế hoạch|tuyển|truy tố|xét|nêu trên|được|phát triển|tối thiểu|cấp thiết|cụ thể|bàn giao|nhận|nộp|ca|công tác|đến|tới|lại)(?!\w)",
    re.IGNORECASE,
)
FORECAST: Final = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|đang|chưa|không|nếu|có thể|muốn|bị|do)\s+(?:cũng\s+|vừa\s+|tiếp tục\s+)?$",
    re.IGNORECASE,
)
"""Words before a verb that make it a plan or a denial, not an order."""
_PETITION = re.compile(
    r"(?:người dân|cử tri|nhân dân|hộ dân|các hộ|bạn đọc|công dân|phụ huynh|luật sư|nguyên đơn|bị cáo|gia đình|hiệp hội|doanh nghiệp|nhà đầu tư|đơn của|viện kiểm sát|vks|đại biểu(?! quốc hội chủ))[^,;]*$",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:(?<!\w)và|(?<!\w)đồng thời|,)\s+(?:cũng\s+)?$")
_AUTHORITY = re.compile(
    r"(?:(?:đồng chí|ông|bà|tân)\s+)?(?:phó\s+|ủy viên\s+)?(?:chủ tịch|bí thư|thủ tướng|bộ trưởng|thứ trưởng|tổng bí thư|tổng cục|giám đốc|trưởng ban|chánh|viện trưởng|thường trực|ban thường vụ"
    r"|ubnd|ủy ban nhân dân|uỷ ban nhân dân|tỉnh ủy|thành ủy|huyện ủy|quận ủy|chính phủ|bộ|sở|thanh tra|lãnh đạo|ông|bà|đồng chí)(?!\w)",
    re.IGNORECASE,
)
_SOON_DOES = re.compile(rf"(?<!\w)(?:{MODALS}|{ADVERBS})(?!\w)")
_DUTY = re.compile(r"(?:phải|cần)(?!\w)")
_TASKS = re.compile(r"\s*\d[\d.]*\s+(?:nhiệm vụ|đầu việc|công việc)")
_COUNTED = re.compile(r"đến nay|trong đó(?: có)? \d|đã hoàn thành \d", re.IGNORECASE)
_I = re.compile(r"(?:Tôi|Chúng tôi|Ban Thường vụ|Thường trực)(?=\s|$)", re.IGNORECASE)
_HE = re.compile(r"(?:Đồng chí|Ông|Bà|ông|bà|đồng chí)(?:\s+\w+)?")
_SAID_SO = re.compile(r"(?:nêu rõ|như sau|cụ thể)\s*:\s*$")
_TOLD_TO_DIRECT: Final = frozenset({"chỉ đạo", "đôn đốc", "nhắc nhở", "phân công"})
_AFTER_VERB: Final = r"[\s,:“\"]*(?:cho\s+|đối với\s+|tới\s+|đến\s+|rằng\s+|là\s+)?"
_MATTER = re.compile(r"(?:việc|công tác)\s")
_TRIMMED = re.compile(
    r"\s+(?:cũng|đã|từng|vừa|mới|tiếp tục|còn|đều|thường xuyên|nhiều lần|có|ra|ký|ban hành|phát đi|gửi|các|văn bản|công văn|công điện|quyết định|thông báo|chỉ thị|số\s+\S+|hỏa tốc|khẩn"
    r"|tại đây|nghiêm túc|thẳng thắn|kịch liệt|thống nhất|đồng ý|nhất trí|kết luận|trực tiếp|phát biểu|chủ trì)(?=\s|$).*$"
)
_TWO_CAPITALS = re.compile(rf"[{UPPER}][\w.]*\s+[{UPPER}]|[{UPPER}]{{2,}}")
_LONGEST_NAME: Final = 110
_INSTRUMENT: Final = re.compile(
    r"(?:(?:tại|theo|trong)\s+)?(?:văn bản|công văn|công điện|chỉ thị|thông báo|kết luận|quyết định|nghị quyết|kế hoạch)(?=\s+(?:yêu cầu|giao|đề nghị)|\s+(?:ngày|số|này|trên|nêu|của|kết luận|hỏa tốc|khẩn|cũng|nói|thanh tra)|\s*$)",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(r"Chỉ thị(?=\s+(?:yêu cầu|giao|đề nghị|nêu|cũng|số|này|của))")
_GOES_ON: Final = re.compile(
    r"(?:cho biết|nói|khẳng định|thông tin|cho hay)?\s*(?:rằng\s+)?(?:đã|vừa|mới|cũng|và|sau đó|\s)*(?:(?:có|ra|ký|ban hành|gửi|phát đi)\s+(?:\w+\s+)?(?:văn bản|công văn|quyết định|công điện|chỉ thị|thông báo))?(?:\s+số\s+\S+)?",
    re.IGNORECASE,
)
_WISHES: Final = re.compile(
    r"(?<!\w)(?:kiến nghị|đề xuất|mong muốn|mong|xin|(?<!theo )(?<!xét )đề nghị(?! của))(?!\w)", re.IGNORECASE
)
_ADVERB_LAST: Final = re.compile(rf"(?<!\w)(?:{ADVERBS})\s*$", re.IGNORECASE)
_IN_IT: Final = re.compile(r"(?:trong đó|theo đó|qua đó|trong đó có|trong đó nêu rõ)(?:\s+(?:cũng|có))?", re.IGNORECASE)
_SENT_TO: Final = re.compile(r"(?<!\w)gửi\s+(?:tới\s+|đến\s+|cho\s+)?")


def order_verbs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The verbs of ordering in [start, end) that are verbs there: no 'Ban Chỉ đạo', no 'đáp ứng yêu cầu', no 'giao thông', no 'sẽ giao'."""
    for match in _ISSUE.finditer(text, start, end):
        before = text[start : match.start()]
        if match["verb"][0].isupper() and _PAPER.match(text, match.start()):
            continue
        if before and before[-1] not in ' (,;:“"':
            continue
        if (
            match["verb"][0].isupper()
            and before.strip()
            and before.rstrip()[-1] not in ':“"'
            and opening(text, start, end) != match.start()
        ):
            continue
        if _second_predicate(text, start, match):
            yield match
            continue
        is_noun = (
            _NOUN_BEFORE.search(before) and not _GIVES_IT.search(text[start : match.end() + 4])
        ) or _NOUN_AFTER.match(text, match.end())
        if not is_noun and not FORECAST.search(before):
            yield match


def ordered(text: str, s: Sentence, course: Course) -> Spot | None:
    """The first order of the sentence with its issuer, or None."""
    for match in order_verbs(text, s.start, s.end):
        spot = _order_at(text, s, match, course)
        if spot is not None:
            return spot
    return None


def _order_at(text: str, s: Sentence, match: re.Match[str], course: Course) -> Spot | None:
    """The order of this verb: with its issuer before it, with one known from elsewhere, or with none."""
    begin = _after_passive(text, clause_start(text, s.start, match.start()), match.start())
    subject = text[begin : match.start()].strip()
    within = _IN_IT.fullmatch(subject) and begin != opening(text, s.start, s.end)
    if within or _second_predicate(text, s.start, match):
        return _after_order(text, s, match, match.start(), _speaker(text, s, match, course), course)
    if not subject:
        carried = match["verb"].lower() in _TOLD_TO_DIRECT and course.since == 0 and course.assignee
        return _after_order(text, s, match, begin, None, course) if not carried and _may_begin(text, s, match) else None
    paper = _INSTRUMENT.match(text, begin, match.start())
    if paper:
        owner = _of_whom(text, paper.end(), match.start(), course)
        return _after_order(text, s, match, match.start(), owner, course)
    issuer = _issuer_or_pronoun(text, s, begin, match.start(), course)
    if issuer is None and _GOES_ON.fullmatch(subject):
        return _after_order(text, s, match, begin, _speaker(text, s, match, course), course)
    return _by_issuer(text, s, match, (begin, issuer), course) if issuer else None


def _by_issuer(text: str, s: Sentence, match: re.Match[str], by: tuple[int, str], course: Course) -> Spot | None:
    """An order with its issuer before the verb: no petition, no wish, and not one who is told to direct others."""
    (begin, issuer), verb = by, match["verb"].lower()
    subject = text[begin : match.start()].strip()
    if _WISHES.search(subject) or (verb in {"đề nghị", "yêu cầu"} and _PETITION.search(subject)):
        return None
    if verb not in _TOLD_TO_DIRECT:
        return _after_order(text, s, match, begin, issuer, course)
    if _ADVERB_LAST.search(subject) and course.issuer:
        return None
    begin = widened(text, s.start, begin)
    if _is_told(text, s, begin, issuer, course):
        office = office_at(text, begin, match.start())
        return Spot(begin, s.end, course.issuer, office, match.start(), sure=0.8, past=course.past) if office else None
    return _after_order(text, s, match, begin, issuer, course)


def _of_whom(text: str, at: int, end: int, course: Course) -> str | None:
    """'Văn bản ngày 12/1 của UBND TP giao …': whose paper it is, else who speaks."""
    owner = re.search(r"(?<!\w)của\s+", text[at:end])
    office = office_at(text, at + owner.end(), end) if owner else None
    return text[office[0] : office[1]] if office else course.issuer


def _second_predicate(text: str, start: int, match: re.Match[str]) -> bool:
    """'X đánh giá cao …, đồng thời đề nghị Sở Y …': an order after another verb of the same speaker; it needs its own addressee."""
    if (
        not _AND.search(text, start, match.start())
        or not match["verb"][0].islower()
        or _NOUN_AFTER.match(text, match.end())
    ):
        return False
    told = skip(text, match.end(), len(text), r"\s+(?:cho\s+|đối với\s+)?")
    asks = match["verb"] == "yêu cầu" and opens_verb(text, told, len(text))
    if not asks and not opens_known_office(text, told, len(text)):
        return False
    first = opening(text, start, match.start())
    return any(
        _AUTHORITY.match(text, at)
        for at in (first, *(c.end() for c in re.compile(r",\s*").finditer(text, first, match.start())))
    )


def _speaker(text: str, s: Sentence, match: re.Match[str], course: Course) -> str | None:
    """Who speaks in a sentence whose second predicate orders: the authority named last before it."""
    first = opening(text, s.start, s.end)
    places = [first, *(comma.end() for comma in re.compile(r",\s*").finditer(text, first, match.start()))]
    for at in reversed(places):
        office = office_at(text, at, match.start()) if _AUTHORITY.match(text, at) else None
        if office is not None:
            return text[office[0] : office[1]]
    return course.issuer


def _after_passive(text: str, begin: int, end: int) -> int:
    """'Công tác này được Chủ tịch UBND giao …': the issuer stands after 'được'."""
    passive = re.search(r"(?:được|do)\s+(?=\S)", text[begin:end])
    return begin + passive.end() if passive and opens_office(text, begin + passive.end(), end) else begin


def _is_told(text: str, s: Sentence, begin: int, issuer: str, course: Course) -> bool:
    """In a list of tasks and after 'nêu rõ:' the office before 'chỉ đạo' is told to direct; it does not give the order."""
    if issuer == course.issuer:
        return False
    if _SAID_SO.search(text[s.start : begin]):
        return True
    if course.issuer is None or begin != opening(text, s.start, s.end):
        return False
    return s.item or (
        course.since == 0 and not told_of_past(text[s.start : begin]) and asks_upward(issuer, course.issuer)
    )


def _may_begin(text: str, s: Sentence, match: re.Match[str]) -> bool:
    """A verb without an issuer orders only where it opens the sentence, or after 'văn bản số …'."""
    before = text[s.start : match.start()]
    bare = before.rstrip()
    if (
        not bare
        or bare[-1] in ":“;"
        or opening(text, s.start, s.end) == match.start()
        or is_mere_phrase(text, s.start, match.start())
    ):
        return True
    return bool(re.search(r"(?:[Vv]ăn bản|[Cc]ông văn|[Qq]uyết định|[Cc]ông điện|[Tt]hông báo)\s+(?:số|này)", before))


def _issuer_or_pronoun(text: str, s: Sentence, begin: int, at: int, course: Course) -> str | None:
    if _I.match(text, begin, at) and (course.issuer or s.quoted):
        return course.issuer or text[begin:at].strip()
    issuer = issuer_of(text, begin, at)
    if issuer and course.issuer and _HE.fullmatch(issuer) and issuer.lower() in {"đồng chí", "ông", "bà"}:
        return course.issuer
    return issuer


def issuer_of(text: str, begin: int, at: int) -> str | None:
    """The issuer between the start of its clause and the verb, without 'cũng', 'đã', 'vừa có văn bản'; None where nobody is named."""
    if text.startswith("của ", begin):
        begin += 4
    if not _names_office(text, begin, at) or re.search(r"(?<!\w)(?:sẽ|cam kết|hứa|mà|đang)(?!\w)", text[begin:at]):
        return None
    issuer = _TRIMMED.sub("", text[begin:at].strip() + " ").strip()
    return issuer if 0 < len(issuer) < _LONGEST_NAME else None


def _names_office(text: str, begin: int, at: int) -> bool:
    """An office, or a name of two capitals: the capital of a sentence's first word alone names nobody."""
    return opens_known_office(text, begin, at) or bool(_TWO_CAPITALS.match(text, begin, at))


@dataclass(frozen=True, slots=True)
class _Order:
    """A verb of ordering as found: where its record starts, who orders, and whether it is told of the past."""

    verb: str
    verb_at: int
    begin: int
    issuer: str | None
    past: bool


def _after_order(
    text: str, s: Sentence, match: re.Match[str], begin: int, issuer: str | None, course: Course
) -> Spot | None:
    at = skip(text, match.end(), s.end, _AFTER_VERB)
    for later in (past_phrase(text, at, s.end), past_time(text, at, s.end)):
        if later != at and (opens_known_office(text, later, s.end) or _DUTY.match(text, later, s.end)):
            at = later
            break
    order = _Order(
        match["verb"].lower(), match.start(), begin, issuer, course.past or told_of_past(text[s.start : match.start()])
    )
    told = (
        None
        if opens_action(text, at, s.end) and not opens_known_office(text, at, s.end)
        else office_at(text, at, s.end)
    )
    if told is None and not opens_action(text, at, s.end):
        told = group_at(text, at, s.end)
    return _to_office(text, s, order, told, course) if told is not None else _to_nobody(text, s, order, at, course)


def _to_office(text: str, s: Sentence, order: _Order, told: tuple[int, int], course: Course) -> Spot | None:
    act = skip(text, told[1], s.end, r"[\s,:]*")
    has_action = opens_action(text, act, s.end) or _SOON_DOES.search(text[act : act + 160]) is not None
    if not has_action and not (
        order.verb.startswith("giao") and act < s.end and not _COUNTED.search(text, s.start, s.end)
    ):
        return None
    issuer = order.issuer or course.issuer
    if order.verb == "đề nghị" and (asks_upward(issuer, text[told[0] : told[1]]) or re.match(r"cho(?!\w)", text[act:])):
        return None
    return Spot(order.begin, s.end, issuer, told, act, sure=0.95 if order.issuer else 0.75, past=order.past)


def _to_nobody(text: str, s: Sentence, order: _Order, at: int, course: Course) -> Spot | None:
    """An order of a deed without saying whom ('yêu cầu làm rõ …'); whom may stand in a second order, or is carried on from the one just before."""
    matter = _MATTER.match(text, at)
    if not (opens_action(text, at, s.end) or matter or (order.verb.startswith("giao") and re.match(r"\d", text[at:]))):
        return None
    if order.verb in _TOLD_TO_DIRECT and order.issuer is None:
        return None
    sent = list(_SENT_TO.finditer(text, order.begin, order.verb_at))
    follow = re.search(r"(?:và|,)\s+(?:yêu cầu|đề nghị|giao)\s+(?=\S)", text[at : s.end])
    later = office_at(text, at + follow.end(), s.end) if follow else None
    later = later or topic_of(text, s.start, order.begin)
    if sent and later is None:
        later = office_at(text, sent[-1].end(), order.verb_at)
    carry = later is None and _carries_on(text, order, course, apart=matter is not None or s.head)
    return Spot(
        order.begin,
        s.end,
        order.issuer or course.issuer,
        later,
        at,
        sure=0.85 if order.issuer else 0.7,
        past=order.past,
        carry=carry,
    )


def _carries_on(text: str, order: _Order, course: Course, *, apart: bool) -> bool:
    """Whether an order to nobody is meant for the one told just before: by the same issuer, in the same paragraph, and not as one more thing ('cũng')."""
    if order.issuer is None:
        return course.listing
    also = re.search(r"\scũng\s*$", text[order.begin : order.verb_at])
    return not apart and course.since == 0 and _same(order.issuer, course.issuer) and not also


def _same(issuer: str, known: str | None) -> bool:
    """The same one, named shorter or by 'ông', 'đồng chí'."""
    if known is None:
        return False
    return issuer.lower() in known.lower() or known.lower() in issuer.lower() or _HE.match(issuer) is not None


def told_of_past(before: str) -> bool:
    """Words before an order that put it into the past."""
    return bool(
        re.search(
            r"(?:vừa qua|trước đó|(?<!\w)từng\s*$|(?:^|vào |cuối |đầu )năm \d{4},|Văn bản số|Công văn số \S+,? ngày)",
            before,
            re.IGNORECASE,
        )
    )
