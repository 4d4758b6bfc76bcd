"""Lines as a page breaks them, put together again into paragraphs, so that a sentence is not cut where the paper ends."""

import re
from collections.abc import Iterable
from typing import Final

from .words import UPPER

_ENDS = re.compile(r"[.;:!?…”\"]\s*$")
_BEGINS = re.compile(
    r"\s*(?:[-–•+*]\s|\(?\d{1,2}(?:\.\d{1,2})*[.)/]\s|[a-zđ]\)\s|[IVX]{1,4}[.)]\s|(?:Nơi nhận|Kính gửi|Điều \d))"
)
_FULL: Final = 0.7


def paragraphs(lines: Iterable[str]) -> list[str]:
    """The lines of a page or a scan as paragraphs: a line that is full or goes on with a small letter is joined with the next."""
    cleaned = [" ".join(line.split()) for line in lines]
    widest = max((len(line) for line in cleaned), default=0)
    found: list[str] = []
    open_line = False
    for line in cleaned:
        if found and line and open_line and not _BEGINS.match(line) and _goes_on(found[-1], line, widest):
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
        open_line = bool(line) and (len(line) >= _FULL * widest or not _ENDS.search(line))
    return found


def _goes_on(before: str, line: str, widest: int) -> bool:
    if not re.match(rf"[{UPPER}]", line):
        return True
    return not _ENDS.search(before) and len(before) >= _FULL * widest
