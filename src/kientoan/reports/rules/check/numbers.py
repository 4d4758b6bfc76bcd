"""Finds the numbers a text counts with, and leaves out dates, symbols of documents and ordinals."""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
_STANDING_ALONE = re.compile(rf"(?<![\w.,]){NUMBER}(?![\d])(?!,\d)(?!\.\d)")
_NOT_COUNTED = re.compile(
    r"""
      \d+\s?[-/]\s?[A-ZĐ][\wĐđ]*(?:[-/][A-ZĐa-zđ]+)*          # 39-NQ/TW, 15/QĐ-BNV
    | \d{1,2}[/.-]\d{1,2}[/.-]\d{4}                           # 27/06/2017
    | (?:ngày|đến|từ|trước|sáng|chiều|hết)\s+\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\b
    | (?<![\d/.,])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b          # 6/2017
    | \b(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d\b                # 2015-2020
    | \b(?:ngày|tháng|năm|quý|tuần|khóa|khoá|thứ|nhiệm\s+kỳ|điều|khoản|điểm|mục|phần|chương|phụ\s+lục|biểu|mẫu|bảng)
      \s+\d+(?:\s?[./–-]\s?\d+)*\b
    | \b(?:nghị\s+quyết|chỉ\s+thị)\s+\d{1,4}(?![.,]?\d)
    | \b(?:văn\s+bản|quyết\s+định|nghị\s+quyết|kế\s+hoạch|công\s+văn|thông\s+báo|kết\s+luận|hướng\s+dẫn|quy\s+định)
      \s+số\s+\d{1,4}(?![.,]?\d)
    | (?<![\d.,])\d+\s+(?:tháng|năm|quý|ngày|tuần)\b          # 6 tháng đầu năm
    | ^\s*\d+(?:\.\d+)*[.)](?!\d)                             # 1.  2.1)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number as it stands in a text, with its place in it."""

    text: str
    value: Decimal
    start: int
    end: int
    is_percent: bool


def value_of(text: str) -> Decimal:
    """Read a number written the Vietnamese way.

    >>> value_of("1.234,5")
    Decimal('1234.5')
    """
    return Decimal(text.replace(".", "").replace(",", "."))


def decimals_of(text: str) -> int:
    """Count the decimals a number is printed with."""
    return len(text.partition(",")[2])


def blanked(text: str) -> str:
    """Put blanks in place of what is written with digits but counts nothing; positions stay."""
    return _NOT_COUNTED.sub(lambda found: " " * len(found.group()), text)


def counted(text: str) -> list[Found]:
    """Give the numbers a text counts with.

    >>> [item.text for item in counted("6 tháng đầu năm 2017, theo Nghị quyết 39-NQ/TW có 1.234 đồng chí (73,6 %)")]
    ['1.234', '73,6']
    """
    clear = blanked(text)
    return [
        Found(
            text=item.group(),
            value=value_of(item.group()),
            start=item.start(),
            end=item.end(),
            is_percent=clear[item.end() :].lstrip(" \u00a0").startswith("%"),
        )
        for item in _STANDING_ALONE.finditer(clear)
    ]
