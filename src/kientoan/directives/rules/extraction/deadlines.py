"""A deadline as it is written, turned into a day: `before` the day named, `within` a month, quarter or year (its last day), `by` a day.

Urgency ('khẩn trương', 'ngay', 'sớm') is never a deadline. A year that is not written is that of the reference date, the next one only if the day
would otherwise lie before it. Days of documents, of events and of plans ('ngày 9/9/2016 của …', 'vào tháng 11', 'giai đoạn 2016-2020') are none.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Op = Literal["before", "within", "by"]
Period = tuple[date, date, bool]
"""First and last day, and whether they are as written (else reckoned from the reference date)."""

_WEEKDAYS: Final = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "nhật": 6}
_QUARTERS: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
}
_WORDS: Final = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "mười": 10, "nửa": 0}


def _of_year_named(name: str) -> str:
    return rf"(?:\s*(?:[/.\-–]|\s+năm\s+|,\s*năm\s+)\s*(?P<{name}>\d{{4}})|\s+(?P<{name}r>năm\s+(?:nay|sau|tới)))?"


_DAY: Final = (
    r"(?:(?P<hour>\d{1,2})\s*(?:giờ|h)\s*\d{0,2}\s*,?\s*(?:ngày\s*)?)?(?P<d>\d{1,2})\s*(?:[/.\-–]|\s+tháng\s+)\s*(?P<m>\d{1,2})"
    + _of_year_named("y")
    + r"(?!\d|[.,]\d)"
)
_MONTH: Final = r"tháng\s+(?P<mm>\d{1,2}|giêng|chạp)" + _of_year_named("my") + r"(?!\d|[/.\-–]\d)"
_QUARTER: Final = r"quý\s+(?P<q>iv|iii|ii|i|[1-4])" + _of_year_named("qy") + r"(?!\w)"
_HALF: Final = r"(?:6|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm" + r"(?:\s+(?P<hy>\d{4}))?"
_YEAR: Final = r"(?:năm\s+(?P<yy>\d{4})|(?P<this>(?:cuối|hết)\s+năm(?:\s+nay)?|năm\s+nay))(?!\s*[-–]\s*\d)(?!\w)"
_RELATIVE: Final = r"(?P<wd>thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)\s+tuần\s+(?P<wk>này|tới|sau)|(?P<week>tuần\s+(?:này|tới|sau))|(?P<tm>tháng\s+này)|(?P<nm>tháng\s+(?:tới|sau))|(?P<tq>quý\s+này)|(?P<day>(?:ngày\s+)?(?:hôm\s+nay|mai)(?!\w))|(?P<only>\d{1,2})(?:\s+(?:tháng\s+này|tới))"
_WHEN: Final = rf"(?:{_DAY}|{_MONTH}|{_QUARTER}|{_HALF}|{_RELATIVE}|{_YEAR})"
_LATEST: Final = r"(?:chậm|muộn|trễ)\s+nhất"
_LEAD: Final = (
    rf"(?P<lead>xong\s+trước|hoàn\s+thành\s+trước|không\s+(?:muộn|chậm|trễ)\s+hơn|không\s+quá|{_LATEST}(?:\s+là)?(?:\s+(?:trong|đến|trước|vào))?(?:\s+là)?"
    r"|từ\s+nay\s+(?:đến|tới|cho\s+đến)|trước|ngay\s+trong|trong|đến\s+hết|tới|đến|(?:thời\s+)?hạn(?:\s+(?:cuối|chót|hoàn\s+thành|báo\s+cáo|nộp))?(?:\s+là|\s*:)?(?:\s+trước)?|xong\s+trong|vào\s+(?=cuối))"
)
_EDGE: Final = r"(?:\s*(?P<edge>đầu|cuối|hết|giữa)(?!\s+năm(?:\s+nay)?(?!\s+\d)))?"
_DEADLINE = re.compile(
    rf"(?<!\w){_LEAD}(?:\s+thời\s+điểm)?{_EDGE}\s*(?:ngày\s+)?(?:thứ\s+\w+(?!\s+tuần)\s*,?\s*(?:ngày\s+)?)?(?<!\w){_WHEN}(?P<tail>\s+(?:tới|này))?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?<!\w)(?:trong\s+(?:vòng|thời\s+hạn|thời\s+gian)|trong|(?:chậm|muộn)\s+nhất(?:\s+là)?(?:\s+(?:sau|trong))?|không\s+quá|(?P<after>sau))\s+"
    r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười|nửa)\s+(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng)(?!\w)(?!\s+(?:đầu|cuối|qua|trước|gần|năm|tháng|nay))",
    re.IGNORECASE,
)
_EACH: Final = r"(?:ngày|tuần|tháng|quý|năm|6\s+tháng|sáu\s+tháng)"
_RECURRING = re.compile(
    rf"(?:định\s+kỳ(?:\s+(?:vào\s+)?ngày\s+\d{{1,2}})?(?:\s+(?:hằng|hàng|mỗi|của)?\s*(?:{_EACH}|tháng\s+cuối\s+quý))*"
    rf"|(?:hằng|hàng|mỗi)\s+{_EACH}(?:\s+(?:một|1|hai|2)\s+lần)?|(?:\d+|sáu|ba)\s+(?:tháng|quý|năm|tuần)\s*/?\s*(?:một|1)?\s*lần|(?:một|1)\s+năm\s*/\s*\d\s+lần|(?:một|1|hai|2)\s+lần/(?:tuần|tháng|quý|năm))",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:tính|kể\s+từ|từ\s+\S+|giai\s+đoạn\s+\S+|nhiệm\s+kỳ|năm|trở|\d{4}|hiệu\s+lực|định\s+hướng|tầm\s+nhìn|kéo\s+dài|tăng|giảm|lên|so|đạt|mới|cho|dự\s+kiến|ban\s+hành|ký)\s*$",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(?:quy\s+hoạch|chiến\s+lược|đề\s+án|chương\s+trình|kế\s+hoạch|phát\s+triển|hỗ\s+trợ|nghị\s+quyết)\b[^,;.]*$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:diễn\s+ra|tổ\s+chức|khai\s+mạc|được|xảy\s+ra|(?<!phấn\sđấu\s)khởi\s+công|ban\s+hành|ký|vi\s+phạm|tồn\s+tại|hoạt\s+động|vừa\s+qua|kết\s+quả(?!\s+(?:\w+\s+){0,2}?(?:báo\s+cáo|gửi|về|trình))|số\s+liệu|sai\s+phạm|tình\s+hình|thông\s+qua)"
    r"(?:\s+\S+){0,4}\s*$",
    re.IGNORECASE,
)
_GREW = re.compile(r"(?:tăng|giảm|đạt|ước)\s+[\d.,]+[^,;]*$", re.IGNORECASE)
_AIM = re.compile(r"(?:phấn\s+đấu|hoàn\s+thành|xong|,|^)\s*$", re.IGNORECASE)
_TO_SEND = re.compile(r"(?:xong|hoàn thành|báo cáo|gửi|trình|nộp)(?!\w)", re.IGNORECASE)
_FROM = re.compile(r"từ\s+(?:ngày|tháng|năm|quý|đầu|\d)(?!\w)?[^,;]*$", re.IGNORECASE)
_REACH: Final = 25
_DAYS: Final = {"ngày": 1, "tuần": 7, "tháng": 30}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline at [start, end) of the text; `day` is None for a recurring duty or where the words give no day; `sure` is false where it was reckoned from the reference date."""

    start: int
    end: int
    text: str
    day: date | None
    op: Op | None
    recurrence: str | None = None
    sure: bool = True


def deadline_in(text: str, start: int, end: int, reference: date) -> Deadline | None:
    """The deadline written in [start, end): the last one that is a deadline, as the last clause says when the whole is due; None where there is none."""
    found = _dated_in(text, start, end, reference)
    recurring = _RECURRING.search(text, start, end)
    if recurring is not None and _recurs(recurring, found):
        return Deadline(recurring.start(), recurring.end(), recurring.group(), None, None, recurring.group(), sure=True)
    return found or _span_in(text, start, end, reference)


def _dated_in(text: str, start: int, end: int, reference: date) -> Deadline | None:
    found = None
    for match in _DEADLINE.finditer(text, start, end):
        period = _period(match, reference) if _is_deadline(text, start, match) else None
        if period is not None:
            day, op = _due(match, period)
            found = Deadline(match.start(), match.end(), match.group(), day, op, None, sure=period[2])
    return found


def _recurs(recurring: re.Match[str], found: Deadline | None) -> bool:
    """'trước ngày 5 hằng tháng', 'hằng năm, trước 30/9' recur; a full date beside another duty that recurs stays a date."""
    if found is None:
        return True
    has_year, has_month = re.search(r"\d{4}|tháng\s+\d", found.text), re.search(r"\d\s*[/.\-–]\s*\d", found.text)
    if has_year or (has_month and "năm" not in recurring.group().lower()):
        return False
    return min(abs(recurring.start() - found.end), abs(found.start - recurring.end())) < _REACH


def _span_in(text: str, start: int, end: int, reference: date) -> Deadline | None:
    """'trong vòng 15 ngày': reckoned from the reference date, so never sure."""
    match = _SPAN.search(text, start, end)
    if match is None or (match["after"] and not _TO_SEND.search(text, start, end)):
        return None
    unit, number = match["unit"].lower(), match["n"].lower()
    count = _WORDS.get(number, 0) if not number.isdigit() else int(number)
    days = count * _DAYS.get(unit, 1) if number != "nửa" else _DAYS.get(unit, 1) // 2
    return Deadline(
        match.start(), match.end(), match.group(), reference + timedelta(days=days), "within", None, sure=False
    )


def _is_deadline(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the words before make it one: no 'kể từ', no plan until a year, no event of a month."""
    before = text[max(start, match.start() - 60) : match.start()]
    if _NOT_BEFORE.search(before):
        return False
    lead = _lead(match)
    only_year = match["yy"] is not None and match["edge"] is None
    if lead in {"đến", "tới"}:
        return not _FROM.search(before) and (not only_year or (bool(_AIM.search(before)) and not _PLAN.search(before)))
    if lead in {"trong", "ngay trong"}:
        return _in_time(match, before, only_year=only_year, at_once=lead == "ngay trong")
    return True


def _in_time(match: re.Match[str], before: str, *, only_year: bool, at_once: bool) -> bool:
    if match["d"] is not None:
        return at_once or _TO_SEND.search(before) is not None
    if only_year or match["mm"] or match["q"]:
        return not _EVENT.search(before) and not _GREW.search(before)
    return True


def _lead(match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", match["lead"].lower()).strip()


def _due(match: re.Match[str], period: Period) -> tuple[date, Op]:
    """The day and how it binds: before a boundary, by a day, within a span."""
    first, last, _ = period
    lead, edge = _lead(match), (match["edge"] or "").lower()
    if "trước" in lead:
        return (last if edge in {"cuối", "hết"} or _at_end(match) else first), "before"
    if "trong" in lead:
        return last, "within"
    if (
        first == last
        or lead in {"đến", "tới", "đến hết"}
        or re.match(_LATEST, lead)
        or lead.startswith(("không", "hạn"))
    ):
        return last, "by"
    return last, "within"


def _at_end(match: re.Match[str]) -> bool:
    return match["this"] is not None and match["this"].lower().startswith(("cuối", "hết"))


def _period(match: re.Match[str], reference: date) -> Period | None:
    """The span that the words name; None where there is no such day ('30/2')."""
    try:
        return next((read(match, reference) for group, read in _READERS if match[group]), None)
    except ValueError:
        return None


def _of_day(match: re.Match[str], reference: date) -> Period:
    month, number = int(match["m"]), int(match["d"])
    if match["y"] or match["yr"]:
        day = date(_year(match["y"], match["yr"], reference), month, number)
    else:
        this = date(reference.year, month, number)
        day = this if this >= reference else date(reference.year + 1, month, number)
    return day, day, True


def _of_month(match: re.Match[str], reference: date) -> Period:
    number = {"giêng": 1, "chạp": 12}.get(match["mm"].lower()) or int(match["mm"])
    given = match["my"] or match["myr"]
    year = _year(match["my"], match["myr"], reference) if given else reference.year + (number < reference.month)
    return date(year, number, 1), _month_end(year, number), True


def _of_quarter(match: re.Match[str], reference: date) -> Period:
    number = _QUARTERS[match["q"].lower()]
    given = match["qy"] or match["qyr"]
    year = _year(match["qy"], match["qyr"], reference) if given else reference.year + (number * 3 < reference.month)
    return date(year, number * 3 - 2, 1), _month_end(year, number * 3), True


def _of_half(match: re.Match[str], reference: date) -> Period:
    year = int(match["hy"]) if match["hy"] else reference.year
    return (
        (date(year, 1, 1), date(year, 6, 30), True)
        if match["half"].lower() == "đầu"
        else (date(year, 7, 1), date(year, 12, 31), True)
    )


def _of_year(match: re.Match[str], reference: date) -> Period:
    year = int(match["yy"]) if match["yy"] else reference.year
    return date(year, 1, 1), date(year, 12, 31), True


def _of_week(match: re.Match[str], reference: date) -> Period:
    sunday = reference + timedelta(days=6 - reference.weekday() + (0 if "này" in match["week"].lower() else 7))
    return sunday - timedelta(days=6), sunday, False


def _of_weekday(match: re.Match[str], reference: date) -> Period:
    number = _WEEKDAYS[match["wd"].lower().split()[-1]]
    day = reference + timedelta(days=number - reference.weekday() + (0 if match["wk"].lower() == "này" else 7))
    return day, day, False


def _of_this_month(_: re.Match[str], reference: date) -> Period:
    return date(reference.year, reference.month, 1), _month_end(reference.year, reference.month), True


def _of_next_month(_: re.Match[str], reference: date) -> Period:
    year, month = (reference.year + 1, 1) if reference.month == 12 else (reference.year, reference.month + 1)
    return date(year, month, 1), _month_end(year, month), True


def _of_this_quarter(_: re.Match[str], reference: date) -> Period:
    quarter = (reference.month - 1) // 3 + 1
    return date(reference.year, quarter * 3 - 2, 1), _month_end(reference.year, quarter * 3), True


def _of_today(match: re.Match[str], reference: date) -> Period:
    day = reference + timedelta(days=1) if "mai" in match["day"].lower() else reference
    return day, day, False


def _of_number(match: re.Match[str], reference: date) -> Period:
    """'ngày 25 tới', 'ngày 25 tháng này': this month, or the next where that day is past."""
    day = date(reference.year, reference.month, int(match["only"]))
    if day < reference:
        _, last, _ = _of_next_month(match, reference)
        day = last.replace(day=int(match["only"]))
    return day, day, False


_READERS: Final[tuple[tuple[str, Callable[[re.Match[str], date], Period]], ...]] = (
    ("d", _of_day),
    ("mm", _of_month),
    ("q", _of_quarter),
    ("half", _of_half),
    ("yy", _of_year),
    ("this", _of_year),
    ("wd", _of_weekday),
    ("week", _of_week),
    ("tm", _of_this_month),
    ("nm", _of_next_month),
    ("tq", _of_this_quarter),
    ("day", _of_today),
    ("only", _of_number),
)


def _year(written: str | None, relative: str | None, reference: date) -> int:
    if written:
        return int(written)
    return reference.year + (relative is not None and "nay" not in relative.lower())


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
