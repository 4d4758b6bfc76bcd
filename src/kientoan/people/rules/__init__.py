"""Lines of lists of persons, posts and holders, as people write them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A cadre: ``key`` names the line within the list only."""

    key: str
    unit_code: str
    full_name: str
    born: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post in the body of a unit; ``key`` names the line within the list only."""

    key: str
    unit_code: str
    body_kind: str
    title: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """Who holds a post from a day until the day before another."""

    post_key: str
    person_key: str
    valid_from: date
    valid_to: date | None = None
    acting: bool = False
    decision: str = ""
