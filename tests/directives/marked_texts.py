"""The committed set of invented texts with hand-made marks, read from `marked/*.yaml`; the benchmark scores it too."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from kientoan.directives.rules.extraction.directives import Directive, directives_in
from kientoan.directives.rules.extraction.scoring import Marked

FOLDER = Path(__file__).parent / "marked"


@dataclass(frozen=True)
class MarkedText:
    """One invented text, its day and its marks."""

    name: str
    day: date
    text: str
    marks: tuple[Marked, ...]

    def found(self) -> list[Directive]:
        """What the rules find in it."""
        return directives_in(self.text, self.day)


def as_marked(record: Directive) -> Marked:
    """A finding in the shape that is scored."""
    due = record.deadline
    return Marked(
        record.start,
        record.end,
        record.assignee,
        due.day if due else None,
        due.op if due else None,
        due.recurrence if due else None,
    )


def all_texts() -> list[MarkedText]:
    """Every text of the set, in the order of its files."""
    return [
        _text(entry)
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _text(entry: dict) -> MarkedText:
    return MarkedText(
        entry["name"], entry["date"], entry["text"], tuple(_mark(entry["text"], mark) for mark in entry["directives"])
    )


def _mark(text: str, mark: dict) -> Marked:
    quote = mark["quote"]
    at = text.find(quote) if mark.get("optional") else text.rfind(quote)
    if at < 0:
        raise ValueError(f"the quotation is not in its text: {quote}")
    op, day = mark["due"].split() if "due" in mark else (None, None)
    due = date.fromisoformat(day) if day else None
    every = "recurs" if mark.get("every") else None
    return Marked(at, at + len(quote), mark.get("assignee"), due, op, every, bool(mark.get("optional")))
