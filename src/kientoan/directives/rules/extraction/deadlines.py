"""A deadline as it is written, turned into a day: `before` the day named, `within` a month, quarter or year (its last day), `by` a day.

Urgency ('khẩn trương', 'ngay', 'sớm') is never a deadline. A year that is not written is that of the reference date, the next one only if the day
would otherwise lie before it. Days of documents, of events and of plans ('ngày 9/9/2016 của …', 'vào tháng 11', 'giai đoạn 2016-2020') are none.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Op = Literal["before", "within", "by"]

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
_DAY = r"(?:(?P<hour>\d{1,2})\s*(?:giờ|h)\s*\d{0,2}\s*,?\s*(?:ngày\s*)?)?(?P<d>\d{1,2})\s*(?:[/.\-–]|\s+tháng\s+)\s*(?P<m>\d{1,2})(?:\s*(?:[/.\-–]|\s+năm\s+|,\s*năm\s+)\s*(?P<y>\d{4}))?(?!\d|[.,]\d)"
_MONTH = r"tháng\s+(?P<mm>\d{1,2}|giêng|chạp)(?:\s*(?:[/.\-–]|\s+năm\s+|,\s*năm\s+)\s*(?P<my>\d{4}))?(?!\d|[/.\-–]\d)"
_QUARTER = r"quý\s+(?P<q>iv|iii|ii|i|[1-4])(?:\s*(?:[/.\-–]|\s+năm\s+|,\s*năm\s+)\s*(?P<qy>\d{4}))?(?!\w)"
_YEAR = r"(?:năm\s+(?P<yy>\d{4})|(?P<this>năm\s+nay|cuối\s+năm(?:\s+nay)?|hết\s+năm(?:\s+nay)?))(?!\s*[-–]\s*\d)(?!\w)"
_WEEK = r"(?P<week>tuần\s+(?:này|tới|sau))"
_THIS_MONTH = r"(?P<tm>tháng\s+này)|(?P<nm>tháng\s+(?:tới|sau))|(?P<tq>quý\s+này)"
_WHEN = rf"(?:{_DAY}|{_MONTH}|{_QUARTER}|{_WEEK}|{_THIS_MONTH}|{_YEAR})"
_LEAD = (
    r"(?P<lead>xong\s+trước|hoàn\s+thành\s+trước|không\s+muộn\s+hơn|chậm\s+nhất(?:\s+là)?(?:\s+(?:trong|đến|trước|vào))?|muộn\s+nhất(?:\s+là)?(?:\s+(?:trong|đến|trước|vào))?"
    r"|từ\s+nay\s+(?:đến|tới|cho\s+đến)|trước|ngay\s+trong|trong|đến\s+hết|tới|đến|hạn(?:\s+cuối)?(?:\s+là)?|xong\s+trong|vào\s+cuối)"
)
_EDGE = r"(?:\s+(?P<edge>đầu|cuối|hết|giữa))?"
_DEADLINE = re.compile(rf"(?<!\w){_LEAD}(?:\s+thời\s+điểm)?{_EDGE}\s+(?:ngày\s+)?(?:thứ\s+\w+\s*,?\s*(?:ngày\s+)?)?{_WHEN}(?P<tail>\s+(?:tới|này))?", re.IGNORECASE)
_SPAN = re.compile(
    r"(?<!\w)(?P<text>(?:trong\s+(?:vòng|thời\s+hạn|thời\s+gian)|chậm\s+nhất(?:\s+là)?(?:\s+(?:sau|trong))?|sau)\s+(?P<n>\d{1,3})\s+(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng))(?!\w)", re.IGNORECASE
)
RECURRING: Final = re.compile(
    r"(?:định\s+kỳ(?:\s+(?:hằng|hàng|mỗi)?\s*(?:ngày|tuần|tháng|quý|năm|6\s+tháng|sáu\s+tháng))*|(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)|\d+\s+(?:tháng|quý|năm|tuần)\s*/?\s*(?:một|1)?\s*lần|(?:một|1)\s+năm\s*/\s*\d\s+lần)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"(?:tính|kể\s+từ|từ\s+\S+|giai\s+đoạn\s+\S+|nhiệm\s+kỳ|năm|trở|\d{4}|hiệu\s+lực|định\s+hướng|tầm\s+nhìn|kéo\s+dài|tăng|giảm|lên|so|đạt|mới|cho)\s*$", re.IGNORECASE)
_PLAN = re.compile(r"(?:quy\s+hoạch|chiến\s+lược|đề\s+án|chương\s+trình|kế\s+hoạch|phát\s+triển|hỗ\s+trợ|nghị\s+quyết)\b[^,;.]*$", re.IGNORECASE)
_EVENT = re.compile(r"(?:diễn\s+ra|tổ\s+chức|khai\s+mạc|được|xảy\s+ra|khởi\s+công|ban\s+hành|ký|vi\s+phạm|tồn\s+tại|hoạt\s+động|vừa\s+qua|kết\s+quả|số\s+liệu|sai\s+phạm|tình\s+hình)(?:\s+\S+){0,4}\s*$", re.IGNORECASE)


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
    found = None
    recurring = RECURRING.search(text, start, end)
    for match in _DEADLINE.finditer(text, start, end):
        if not _is_deadline(text, start, match):
            continue
        day, op, sure = _day_of(match, reference)
        if day is None:
            continue
        found = Deadline(match.start(), match.end(), match.group(), day, op, None, sure)
    if recurring is not None and (found is None or abs(recurring.start() - found.end) < 25):
        return Deadline(recurring.start(), recurring.end(), recurring.group(), None, None, recurring.group(), True)
    return found or _span_in(text, start, end, reference)


def _span_in(text: str, start: int, end: int, reference: date) -> Deadline | None:
    match = _SPAN.search(text, start, end)
    if match is None or (match["text"].lower().startswith("sau") and not re.search(r"(?:báo cáo|hoàn thành|xong|trình)", text[start:end])):
        return None
    count, unit = int(match["n"]), match["unit"].lower()
    days = {"ngày": 1, "tuần": 7, "tháng": 30}.get(unit, 1)
    return Deadline(match.start(), match.end(), match.group(), reference + timedelta(days=count * days), "within", None, sure=False)


def _is_deadline(text: str, start: int, match: re.Match[str]) -> bool:
    before = text[max(start, match.start() - 60) : match.start()]
    lead = re.sub(r"\s+", " ", match["lead"].lower())
    if _NOT_BEFORE.search(before):
        return False
    only_year = match["yy"] is not None and match["edge"] is None
    if lead in {"đến", "tới"} and only_year:
        return bool(re.search(r"(?:phấn đấu|hoàn thành|xong|,|^)\s*$", before)) and not _PLAN.search(before)
    if lead in {"trong", "ngay trong"}:
        if match["d"] is not None:
            return lead == "ngay trong" or bool(re.search(r"(?:xong|hoàn thành|báo cáo|gửi)\b", before, re.IGNORECASE))
        if only_year or match["mm"] or match["q"]:
            return not _EVENT.search(before)
        return match["this"] is None or match["this"].lower() != "cuối năm" or True
    if lead in {"đến", "tới"}:
        return not re.search(r"từ\s+(?:ngày|tháng|năm|quý|đầu)\b[^,;]*$", before, re.IGNORECASE)
    return True


def _day_of(match: re.Match[str], reference: date) -> tuple[date | None, Op | None, bool]:
    lead = re.sub(r"\s+", " ", match["lead"].lower())
    edge = (match["edge"] or "").lower()
    first, last, sure = _period(match, reference)
    if first is None or last is None:
        return None, None, False
    if "trước" in lead:
        return (last if edge in {"cuối", "hết"} else first), "before", sure
    if "trong" in lead or lead.startswith("từ nay") or edge == "cuối" or lead == "vào cuối":
        return last, "within" if first != last or "trong" in lead else "by", sure
    if match["d"] is not None or match["mm"] or match["q"] or match["yy"]:
        return last, "by", sure
    return last, "within", sure


def _period(match: re.Match[str], reference: date) -> tuple[date | None, date | None, bool]:
    try:
        if match["d"]:
            day = _with_year(reference, int(match["m"]), int(match["d"]), match["y"])
            return day, day, True
        if match["mm"]:
            number = {"giêng": 1, "chạp": 12}.get(match["mm"].lower()) or int(match["mm"])
            year = int(match["my"]) if match["my"] else reference.year + (number < reference.month)
            return date(year, number, 1), _month_end(year, number), True
        if match["q"]:
            quarter = _ROMAN[match["q"].lower()]
            year = int(match["qy"]) if match["qy"] else reference.year + (quarter * 3 < reference.month)
            return date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3), True
        if match["yy"]:
            return date(int(match["yy"]), 1, 1), date(int(match["yy"]), 12, 31), True
        if match["this"]:
            return date(reference.year, 1, 1), date(reference.year, 12, 31), True
        return _relative(match, reference)
    except ValueError:
        return None, None, False


def _relative(match: re.Match[str], reference: date) -> tuple[date | None, date | None, bool]:
    if match["week"]:
        sunday = reference + timedelta(days=6 - reference.weekday() + (0 if "này" in match["week"].lower() else 7))
        return sunday - timedelta(days=6), sunday, False
    if match["tq"]:
        quarter = (reference.month - 1) // 3 + 1
        return date(reference.year, quarter * 3 - 2, 1), _month_end(reference.year, quarter * 3), True
    year, month = reference.year, reference.month
    if match["nm"]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, 1), _month_end(year, month), True


def _with_year(reference: date, month: int, day: int, year: str | None) -> date:
    if year:
        return date(int(year), month, day)
    this = date(reference.year, month, day)
    return this if this >= reference else date(reference.year + 1, month, day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
