"""Keeps on one line what is read as one: a number and its sign or unit, "Điều 5", the parts of a date."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kientoan.documents.rules.official.figure import NO_BREAK, SHARE, Figure
from kientoan.documents.rules.official.model import Run, Text

_LABELS = "ngày|tháng|năm|quý|tuần|kỳ|khóa|khoá|điều|khoản|điểm|mục|chương|phần|phụ lục|biểu|mẫu|bảng|số|lần|thứ|đợt"
_UNITS = (
    "%|‰|tháng|năm|ngày|quý|tuần|đồng|nghìn|triệu|tỷ|người|đồng chí|đảng viên|tổ chức|đơn vị|đảng bộ|chi bộ|xã|phường"
    "|lượt|vụ|việc|nhiệm vụ|điểm|lần|kỳ|trường hợp|nơi"
)
_JOINED = re.compile(
    rf"""
      (?:\b\d[ ]tháng[ ](?:đầu|cuối)[ ]năm[ ](?=\d))               # 6 tháng đầu năm 2017
    | (?:\b(?:{_LABELS.replace(" ", r"[ ]")})[ ](?=\d|[IVX]+\b))   # Điều 5, ngày 27, Mục II
    | (?:\b(?:phụ[ ]lục|điểm|mục)[ ](?=[A-ZĐ]\b))                  # Phụ lục A
    | (?:(?<=\d)[ ](?=(?:{_UNITS.replace(" ", "[ ]")})(?!\w)))     # 75 %, 6 tháng
    | (?:(?<=[<>≤≥=])[ ](?=\d))                                    # ≥ 5
    """,
    re.VERBOSE | re.IGNORECASE,
)


def unbroken(text: str) -> str:
    """Put no-break spaces where a line must not end.

    >>> unbroken("Điều 5, ngày 27 tháng 6: 75 %, ngưỡng ≥ 5 (Phụ lục A)").replace(NO_BREAK, "~")
    'Điều~5, ngày~27~tháng~6: 75~%, ngưỡng ≥~5 (Phụ~lục~A)'
    """
    return _JOINED.sub(lambda found: found.group().replace(" ", NO_BREAK), text)


def unbroken_runs(runs: Iterable[Run]) -> Iterator[Run]:
    """Do so within fixed words, and between a bound count and the word that it counts."""
    after: Run | None = None
    for run in runs:
        if isinstance(run, Text):
            words = unbroken(run.words)
            counts = isinstance(after, Figure) and after.unit != SHARE and after.value is not None
            if counts and words[:1] == " " and words[1:2].isalpha():
                words = NO_BREAK + words[1:]
            after = replace(run, words=words)
        else:
            after = run
        yield after
