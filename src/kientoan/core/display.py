"""What pages show, as plain values: links, badges, shares, actions, events, trees, progress.

A view or query builds them, the components of `templatetags/ui.py` draw them, `plain()` writes them into an export.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from kientoan.core import formats

Tone = Literal["none", "info", "done", "soon", "late", "rank-1", "rank-2", "rank-3", "rank-4", "rank-5"]
"""What a colour and a shape say: `rank-1` (best) to `rank-5` are the ordered ramp of classes; `late` alone is red."""

SHAPES: dict[str, str] = {
    "none": "ring",
    "info": "diamond",
    "done": "check",
    "soon": "clock",
    "late": "triangle",
    "rank-1": "disc",
    "rank-2": "half",
    "rank-3": "ring",
    "rank-4": "down",
    "rank-5": "square",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; without `url` they are the place where one stands."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state: a shape, a word, a colour; `mark` is the letter of a class."""

    word: str
    tone: Tone = "none"
    mark: str = ""

    @property
    def shape(self) -> str:
        """The shape of the sprite that goes with the tone, so that colour never speaks alone."""
        return SHAPES[self.tone]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens the rows it counts."""

    value: formats.Number | None
    url: str = ""
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, always written with both; it opens the rows it counts."""

    part: formats.Number | None
    whole: formats.Number | None
    url: str = ""
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Action:
    """The verb on a button. `refused` is the sentence why not: the button is then shown disabled beside it."""

    label: str
    url: str
    method: Literal["get", "post"] = "get"
    refused: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, as people read it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a history: when, who, what, why, and what it changed."""

    at: datetime | date
    what: str
    who: str = ""
    why: str = ""
    url: str = ""
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One line of a tree; children are given, or fetched from `lazy_url` when first opened."""

    key: str
    label: str
    url: str
    note: str = ""
    badge: Badge | None = None
    children: Sequence["TreeNode"] = ()
    lazy_url: str = ""
    open: bool = False
    selected: bool = False

    @property
    def has_children(self) -> bool:
        """Whether the line can be opened."""
        return bool(self.children or self.lazy_url)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is; `poll_url` gives this component anew, `failed` is the sentence of its failure."""

    title: str
    done: int
    total: int
    poll_url: str = ""
    words: str = ""
    failed: str = ""
    result: Link | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing more is to come."""
        return bool(self.failed) or (self.total > 0 and self.done >= self.total)


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a definition list; several values stand under one another."""

    name: str
    values: Sequence[object] = field(default_factory=tuple)


Plain = str | int | float | Decimal | date | datetime | None


def plain(value: object) -> Plain:
    """What an export holds for a value shown on a page: numbers stay numbers, dates stay dates.

    >>> plain(Share(162, 220)), plain(Badge("Hoàn thành tốt", "rank-2")), plain(Link("Xã Bình Minh", "/x"))
    ('73,6 % (162/220)', 'Hoàn thành tốt', 'Xã Bình Minh')
    """
    match value:
        case None | str() | int() | float() | Decimal() | date():
            return value
        case Link():
            return value.text
        case Badge():
            return f"{value.mark} {value.word}".strip()
        case Figure():
            return value.value
        case Share():
            return formats.percent(value.part, value.whole, value.decimals)
        case list() | tuple():
            return "; ".join(str(plain(each)) for each in value)
        case _:
            return str(value)
