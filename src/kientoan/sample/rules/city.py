"""What the sample city is made of: frozen values, nothing computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

Value = int | Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """What a unit was called and where it hung from a day up to, not including, another (`None`: still)."""

    code: str
    name: str
    kind: str
    sector: str | None
    parent: str | None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One dated change of the tree by a numbered decision; `share` is the part of `from_code` that goes to `to_code`."""

    day: date
    op: str
    from_code: str
    to_code: str | None
    share: Decimal | None
    decision: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organ that acts for a unit or stands beside it on the same level."""

    unit: str
    kind: str
    name: str

    @property
    def code(self) -> str:
        """Name the body within the city: unit and kind."""
        return f"{self.unit}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented cadre."""

    code: str
    full_name: str
    woman: bool
    born: date
    unit: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a body; it stays when its holder goes."""

    code: str
    body: str
    title: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a post since when by which decision; `acting` where the post is only looked after."""

    post: str
    person: str
    since: date
    decision: str
    until: date | None = None
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A user to show the app with; the demo gives all of them one password made on the spot."""

    user_name: str
    person: str
    role: str
    unit: str
    title: str


class Observation(NamedTuple):
    """One figure: unit × indicator × period × source. A named tuple because a city has some 300,000 of them."""

    unit: str
    indicator: str
    period: str
    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Target:
    """A figure assigned to a unit for a year by a decision (chỉ tiêu giao)."""

    unit: str
    indicator: str
    year: int
    value: int
    decision: str
    signed: date


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A fact about a unit: `forcing` names the rule it belongs to, `number` is `None` where nothing numbered states it yet."""

    unit: str
    forcing: str
    day: date
    number: str | None


@dataclass(frozen=True, slots=True)
class BodyClass:
    """The class that the proper authority decided for a same-level body for a year."""

    unit: str
    body: str
    year: int
    grade: str
    number: str


class YearClass(NamedTuple):
    """The decided class of a unit for a year."""

    unit: str
    year: int
    grade: str
    number: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that a commune sent for the period: when it arrived and what, if anything, is wrong with it."""

    unit: str
    arrived: date
    fault: str | None
    indicator: str | None = None
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Truths:
    """What was planted, kept apart from what the city shows: truth → units, faults of files, the latent quality of each base unit."""

    planted: Mapping[str, tuple[str, ...]]
    faults: Mapping[str, tuple[str, ...]]
    latent: Mapping[str, str]
    never_accuse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """The whole sample city as one seed makes it."""

    seed: int
    name: str
    spans: tuple[Span, ...]
    operations: tuple[Operation, ...]
    bodies: tuple[Body, ...]
    posts: tuple[Post, ...]
    people: tuple[Person, ...]
    holdings: tuple[Holding, ...]
    accounts: tuple[Account, ...]
    observations: tuple[Observation, ...]
    targets: tuple[Target, ...]
    conclusions: tuple[Conclusion, ...]
    body_classes: tuple[BodyClass, ...]
    year_classes: tuple[YearClass, ...]
    returned: tuple[Returned, ...]
    truths: Truths
