"""The records of a reading and what is remembered from one sentence to the next."""

from dataclasses import dataclass, field
from typing import Final, Literal

from .deadlines import Deadline

Status = Literal["current", "past", "repeat"]
Origin = Literal["text", "table", "model"]
UNSURE: Final = 0.7
"""Below this confidence a directive is shown as unsure."""
LONG_AGO: Final = 99


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive at [start, end) of the text. `group`: records of one trigger; `confidence` from 0 to 1, under `UNSURE` a person should look first; `repeat_of`: place in the list of the record that it says again.

    `helpers` and `product` as written, where the text or a table says them; `origin`: running text, a row of a table, or a language model.
    """

    start: int
    end: int
    quote: str
    issuer: str | None
    assignee: str | None
    assignee_explicit: bool
    action: str
    deadline: Deadline | None
    urgency: str | None
    status: Status
    confidence: float
    group: int
    repeat_of: int | None = None
    helpers: str = ""
    product: str = ""
    origin: Origin = "text"


@dataclass(frozen=True, slots=True)
class Spot:
    """A trigger as read: where its record starts and ends, whose order, for whom, where the deed begins, whether the assignee is carried on from before, and how sure."""

    start: int
    end: int
    issuer: str | None
    office: tuple[int, int] | None
    action: int
    sure: float
    past: bool
    carry: bool = False


@dataclass(slots=True)
class Course:
    """What is remembered: who speaks, who was told last, how many sentences ago that was and the speaker was heard of, whether the past is told, the list one is in, whether someone is giving out tasks, and how many offices were told in a row."""

    issuer: str | None = None
    assignee: str | None = None
    since: int = LONG_AGO
    heard: int = LONG_AGO
    past: bool = False
    group: int = 0
    speaking: bool = False
    listing: bool = False
    listed: str | None = None
    giving: bool = False
    run: int = 0
    found: list[Directive] = field(default_factory=list)
