"""The totals of a progress report and whether they close: what does not is shown with its place, never smoothed over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum


class Place(StrEnum):
    """A sum that does not close."""

    ALL = "all"
    DONE = "done"
    OPEN = "open"
    OVER_UNITS = "over_units"
    PART_BEYOND = "part_beyond"


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that does not close: the total as stated, what its parts add up to."""

    place: Place
    stated: int
    parts: int
    where: str = ""

    @property
    def difference(self) -> int:
        """By how much the stated total is above its parts."""
        return self.stated - self.parts


@dataclass(frozen=True, slots=True)
class Parts:
    """The seven parts of the identity; every task that was issued and not withdrawn is in exactly one of them."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    open_no_deadline: int = 0
    suspended: int = 0
    refused: int = 0

    @property
    def done(self) -> int:
        """Accepted, in time or late."""
        return self.done_on_time + self.done_late

    @property
    def open(self) -> int:
        """Not accepted and still running."""
        return self.open_in_time + self.open_overdue + self.open_no_deadline

    @property
    def total(self) -> int:
        """What the parts add up to."""
        return self.done + self.open + self.suspended + self.refused

    @property
    def due(self) -> int:
        """What should be finished by now: all that is done and what is overdue (the denominator of choice)."""
        return self.done + self.open_overdue

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Parts)))


@dataclass(frozen=True, slots=True)
class Stated:
    """A report's own words: its totals as printed; what is not printed stays None and is not checked."""

    total: int
    done: int | None = None
    done_on_time: int | None = None
    done_late: int | None = None
    open: int | None = None
    open_in_time: int | None = None
    open_overdue: int | None = None
    open_no_deadline: int = 0
    suspended: int = 0
    refused: int = 0


def gaps_of(stated: Stated, where: str = "") -> list[Gap]:
    """Give every place of stated totals that does not close; nothing where all do.

    >>> gaps_of(Stated(21914, done=16051, done_on_time=14068, done_late=1983, open=5863, open_in_time=5640, open_overdue=223))
    []
    >>> [(gap.place.value, gap.difference) for gap in gaps_of(Stated(9831, done=7892, open_in_time=1602, open_overdue=319))]
    [('all', 18)]
    """
    gaps = [
        *_sum(Place.DONE, stated.done, (stated.done_on_time, stated.done_late), where),
        *_sum(Place.OPEN, stated.open, (stated.open_in_time, stated.open_overdue, stated.open_no_deadline), where),
    ]
    done = stated.done if stated.done is not None else _added(stated.done_on_time, stated.done_late)
    running = stated.open
    if running is None:
        running = _added(stated.open_in_time, stated.open_overdue, stated.open_no_deadline)
    gaps += _sum(Place.ALL, stated.total, (done, running, stated.suspended, stated.refused), where)
    return gaps


def _added(*parts: int | None) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _sum(place: Place, total: int | None, parts: tuple[int | None, ...], where: str) -> list[Gap]:
    added = _added(*parts)
    if total is None or added is None or total == added:
        return []
    return [Gap(place, total, added, where)]


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's line of a report: how many tasks were counted for it, and their parts."""

    where: str
    counted: int
    parts: Parts


def gaps_between(counted: int, parts: Parts, lines: Sequence[Line]) -> list[Gap]:
    """Give every place where a report made here does not close: its whole, each unit's line, and the sum over units.

    `counted` and each line's `counted` are taken without regard to state, so that a task lost between the parts shows.
    """
    gaps = [*_one(Place.ALL, counted, parts.total, "")]
    for line in lines:
        gaps += _one(Place.ALL, line.counted, line.parts.total, line.where)
    gaps += _one(Place.OVER_UNITS, counted, sum(line.counted for line in lines), "")
    return gaps


def _one(place: Place, stated: int, parts: int, where: str) -> Iterable[Gap]:
    return () if stated == parts else (Gap(place, stated, parts, where),)
