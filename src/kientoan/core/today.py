"""What the home page is made of: each domain adds its lines through `wiring.py`, in the order of the loop."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kientoan.core.charts import Chart
from kientoan.core.display import Badge, Event, Link
from kientoan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits for a person: what it is, where it is done, until when.

    `period` is the code of the period whose figures it asks for; once that period has been reviewed it is no duty any more.
    """

    text: str
    url: str
    note: str = ""
    due: date | None = None
    state: Badge | None = None
    period: str = ""

    def days_late(self, today: date) -> int:
        """How many days ago it was due; below zero while there is time."""
        return (today - self.due).days if self.due else -10_000


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search found: a link, what kind of thing it is, and what became of it."""

    link: Link
    kind: str = ""
    note: str = ""


# (user, day) → lines
MINE: Registry[Callable[[Any, date], Sequence[Line]]] = Registry("what is mine to do")
TO_DECIDE: Registry[Callable[[Any, date], Sequence[Line]]] = Registry("what waits for my decision")
# (user, day) → codes of periods that need no more figures: their review was made by the day
SETTLED: Registry[Callable[[Any, date], AbstractSet[str]]] = Registry("periods that are settled")
# (user, since) → events, newest first
NEW: Registry[Callable[[Any, datetime], Sequence[Event]]] = Registry("what is new since I was last here")
# (user, day, code of the scope or "") → a picture of my tier; the last domain that has one is shown
PICTURES: Registry[Callable[[Any, date, str], Chart | None]] = Registry("a picture of my tier")
# (user) → how to begin
BEGINNINGS: Registry[Callable[[Any], Sequence[Link]]] = Registry("how to begin")
# (user, text, day) → what was found, best first
SEARCHES: Registry[Callable[[Any, str, date], Sequence[Found]]] = Registry("search")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: to do, to decide, and what was to be done for periods that are settled."""

    mine: Sequence[Line]
    to_decide: Sequence[Line]
    past: Sequence[Line]

    def late(self, day: date) -> int:
        """How many things to do are late on the day."""
        return sum(1 for line in self.mine if line.days_late(day) > 0)


def waiting(user: Any, day: date) -> Waiting:
    """Gather what waits for a person on the day from every domain, in order."""
    lines = in_order([line for member in MINE for line in member(user, day)], day)
    asked = any(line.period for line in lines)
    settled = {code for member in SETTLED for code in member(user, day)} if asked else set()
    return Waiting(
        mine=[line for line in lines if line.period not in settled],
        to_decide=in_order([line for member in TO_DECIDE for line in member(user, day)], day),
        past=[line for line in lines if line.period in settled],
    )


def in_order(lines: Sequence[Line], today: date) -> list[Line]:
    """What is latest first, then what is due soonest, then what has no day."""
    return sorted(lines, key=lambda line: -line.days_late(today))
