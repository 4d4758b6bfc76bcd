"""How good an extraction is against hand-marked records: detection at a character overlap, assignees and deadlines on the pairs that match."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Marked:
    """One record as marked by hand or as found: its place, who and by when. `left_out`: optional or a repetition, neither asked nor blamed."""

    start: int
    end: int
    assignee: str | None
    day: date | None
    op: str | None
    recurrence: str | None = None
    left_out: bool = False


@dataclass(slots=True)
class Score:
    """Counts over documents; the shares are None where there is nothing to count."""

    matched: int = 0
    missed: int = 0
    invented: int = 0
    assignee_right: int = 0
    deadline_right: int = 0
    dated: int = 0
    dated_right: int = 0
    pairs: list[tuple[Marked, Marked]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the found that are marked."""
        return self.matched / max(1, self.matched + self.invented)

    @property
    def recall(self) -> float:
        """Share of the marked that were found."""
        return self.matched / max(1, self.matched + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.matched / max(1, 2 * self.matched + self.missed + self.invented)

    @property
    def assignee(self) -> float:
        """Share of matched pairs with the right assignee."""
        return self.assignee_right / max(1, self.matched)

    @property
    def deadline(self) -> float:
        """Share of the marked deadlines that were found right (day and op)."""
        return self.dated_right / max(1, self.dated)


def overlap(one: Marked, other: Marked) -> float:
    """Intersection over union of two places."""
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / ((one.end - one.start) + (other.end - other.start) - shared)


def score(gold: Sequence[Marked], found: Sequence[Marked], least: float = 0.5, into: Score | None = None) -> Score:
    """One-to-one matching, greedy by overlap; a finding that fits a left-out record best is not blamed."""
    total = into or Score()
    asked = [g for g in gold if not g.left_out]
    ranked = sorted(((overlap(g, f), i, j) for i, g in enumerate(asked) for j, f in enumerate(found)), reverse=True)
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for share, i, j in ranked:
        if share >= least and i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            _count(total, asked[i], found[j])
    total.matched += len(taken_gold)
    total.missed += len(asked) - len(taken_gold)
    for j, f in enumerate(found):
        best = max(gold, key=lambda g: overlap(g, f), default=None)
        if j not in taken_found and not (best is not None and best.left_out and overlap(best, f) > 0):
            total.invented += 1
    total.dated += sum(g.day is not None for g in asked)
    return total


def _count(total: Score, gold: Marked, found: Marked) -> None:
    total.pairs.append((gold, found))
    total.assignee_right += same_office(gold.assignee, found.assignee)
    right = (gold.day, gold.op) == (found.day, found.op)
    total.deadline_right += right
    total.dated_right += gold.day is not None and right


def same_office(one: str | None, other: str | None) -> bool:
    """Equal, or one holds the other, without regard to case and spaces; both unknown is equal."""
    if one is None or other is None:
        return one is other
    first, second = " ".join(one.lower().split()), " ".join(other.lower().split())
    return first in second or second in first
