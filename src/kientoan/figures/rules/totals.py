"""Add up: shorter periods to a longer one, children to their parent's target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kientoan.figures.rules.words import OverTime


def over_time(values: Sequence[Decimal | None], way: str) -> Decimal | None:
    """Make the value of a longer period from those of the shorter ones in order; None where one that is needed is missing.

    >>> over_time([Decimal(1), None], "sum"), over_time([Decimal(1), Decimal(4)], "last")
    (None, Decimal('4'))
    """
    if not values:
        return None
    if way == OverTime.FIRST:
        return values[0]
    if way == OverTime.LAST:
        return values[-1]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    total = sum(known, Decimal())
    return total / len(known) if way == OverTime.MEAN else total


@dataclass(frozen=True, slots=True)
class RollUp:
    """A parent's target beside the sum of its children's."""

    own: Decimal | None
    children: Decimal
    with_target: int
    of_children: int

    @property
    def difference(self) -> Decimal | None:
        """Give the children's sum less the parent's target; None when the parent has none or hands none down."""
        return None if self.own is None or not self.with_target else self.children - self.own

    @property
    def closes(self) -> bool:
        """Say whether the children sum to the parent."""
        return self.difference == 0

    @property
    def is_off(self) -> bool:
        """Say whether what was handed down does not sum to the parent's target."""
        return bool(self.difference)


def roll_up(own: Decimal | None, children: Mapping[int, Decimal | None]) -> RollUp:
    """Set a parent's target beside those of its children, by unit.

    >>> roll_up(Decimal(10), {1: Decimal(6), 2: None}).difference
    Decimal('-4')
    """
    given = [value for value in children.values() if value is not None]
    return RollUp(own, sum(given, Decimal()), len(given), len(children))
