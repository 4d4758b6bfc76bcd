"""Which tasks of one unit look like the same work, and which days clash, shown before a draft is issued."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kientoan.core.vietnamese import fold

_EMPTY = frozenset(
    {
        "va",
        "cac",
        "cua",
        "cho",
        "tai",
        "theo",
        "trong",
        "ve",
        "voi",
        "tu",
        "den",
        "la",
        "mot",
        "nhung",
        "duoc",
        "viec",
        "thuc",
        "hien",
        "to",
        "chuc",
        "bao",
        "cao",
        "tham",
        "muu",
        "thang",
        "nam",
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """A task as far as likeness goes: which unit leads it, its title, its place in a text, its last day."""

    key: int
    lead: int
    title: str
    deadline: date | None = None
    text: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """Another task of the same unit that looks like the same work; `share` of the words, 1 for the same sentence."""

    new: Known
    old: Known
    share: float
    same_sentence: bool

    @property
    def days_apart(self) -> int | None:
        """By how many days the two deadlines differ; None unless both have one."""
        if self.new.deadline is None or self.old.deadline is None:
            return None
        return (self.new.deadline - self.old.deadline).days

    @property
    def clashes(self) -> bool:
        """Whether the same work is asked for by two days."""
        return self.new.deadline != self.old.deadline


def words_of(title: str) -> frozenset[str]:
    """Give the words of a title that tell one work from another, without accents."""
    return frozenset(fold(title).split()) - _EMPTY


def likeness(first: str, second: str) -> float:
    """Give the share of common words in all words of two titles, 0 to 1."""
    one, two = words_of(first), words_of(second)
    return len(one & two) / len(one | two) if one and two else 0.0


def twins(new: Sequence[Known], old: Iterable[Known], *, least: float) -> list[Twin]:
    """Give the pairs of one unit that look alike: the same sentence of the same text, or enough words in common."""
    by_lead: dict[int, list[Known]] = {}
    for one in old:
        by_lead.setdefault(one.lead, []).append(one)
    found = []
    for one in new:
        for other in by_lead.get(one.lead, ()):
            same = _same_sentence(one, other)
            share = 1.0 if same else likeness(one.title, other.title)
            if share >= least:
                found.append(Twin(one, other, share, same))
    return sorted(found, key=lambda pair: (-pair.share, pair.old.key))


def _same_sentence(one: Known, other: Known) -> bool:
    if not one.text or one.text != other.text or None in (one.start, one.end, other.start, other.end):
        return False
    return one.start < other.end and other.start < one.end  # type: ignore[operator]


def crowded(new: Sequence[Known], old: Iterable[Known], *, most: int) -> dict[tuple[int, date], int]:
    """Give the units and days on which more than `most` tasks would end, with their number, the new ones counted."""
    counts: dict[tuple[int, date], int] = {}
    for one in (*old, *new):
        if one.deadline is not None:
            counts[one.lead, one.deadline] = counts.get((one.lead, one.deadline), 0) + 1
    touched = {(one.lead, one.deadline) for one in new if one.deadline is not None}
    return {place: count for place, count in counts.items() if place in touched and count > most}
