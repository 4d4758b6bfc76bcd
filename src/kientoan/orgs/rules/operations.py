"""One line of a list of operations as people write it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OperationRow:
    """On a day, by a decision, a unit was opened, renamed, moved, merged into another, split or closed.

    ``to_code`` and ``share`` stand where units come from units. Lines of one kind, day and decision
    are one operation.
    """

    day: date
    kind: str
    from_code: str
    to_code: str | None = None
    share: Decimal | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body of a unit from a day until the day before another."""

    unit_code: str
    kind: str
    name: str
    valid_from: date
    valid_to: date | None = None
