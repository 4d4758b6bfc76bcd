"""Headlines, leads, headings and captions that say again what the body says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .course import Directive

_CONTENT = re.compile(r"[\wÀ-ỹ]+")
_CAPTIONED = re.compile(r"[. ]*\(?(?:Ảnh|Nguồn ảnh|Clip|Video)\s*[:(]")
_SAME = 0.5
_FIRST_BODY_LINE = 2


def with_repeats(text: str, found: Sequence[Directive]) -> list[Directive]:
    """The records with what stands before the body or as a heading marked as a repetition of the record that says it in full, if there is one."""
    body = _body_start(text)
    marked = []
    for index, record in enumerate(found):
        twin = (
            _twin(record, index, found, body)
            if record.start < body or _is_heading(text, record) or _CAPTIONED.match(text, record.end)
            else None
        )
        marked.append(record if twin is None else replace(record, status="repeat", repeat_of=twin))
    return marked


def _twin(record: Directive, index: int, found: Sequence[Directive], body: int) -> int | None:
    return next(
        (at for at, later in enumerate(found) if at > index and later.start >= body and _says_again(record, later)),
        None,
    )


def _body_start(text: str) -> int:
    """Where the body begins: after the headline and the lead (the first two written lines, where there are more)."""
    lines = [m for m in re.finditer(r"[^\n]+", text) if not m.group().startswith(("#", "http", "("))]
    return lines[_FIRST_BODY_LINE].start() if len(lines) > _FIRST_BODY_LINE else 0


def _is_heading(text: str, record: Directive) -> bool:
    """A line of its own that ends without a stop, as headings between paragraphs do."""
    left = text.rfind("\n", 0, record.start) + 1
    right = text.find("\n", record.end)
    line = text[left : len(text) if right < 0 else right].strip()
    return (
        len(line) <= len(record.quote) + 2
        and line[-1:] not in '.;,:!?…”"'
        and "\n" in text[record.end : record.end + 2]
        and not re.match(r"[-–•+*\d(]", line)
    )


def _says_again(first: Directive, later: Directive) -> bool:
    one = {w.lower() for w in _CONTENT.findall(first.action)}
    other = {w.lower() for w in _CONTENT.findall(later.quote)}
    return bool(one) and len(one & other) / len(one) >= _SAME
