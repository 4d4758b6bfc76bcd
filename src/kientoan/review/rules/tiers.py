"""Which list a unit stands in: communes, other base organisations, what is below the base, for a class also above it."""

from enum import StrEnum

AREA = "area"


class Tier(StrEnum):
    """The lists in the order in which they are spoken of."""

    COMMUNE = "commune"
    BASE = "base"
    CELL = "cell"


class Level(StrEnum):
    """In which list a unit's year class stands: the lists of the review, and what is above the base."""

    ABOVE = "above"
    COMMUNE = "commune"
    BASE = "base"
    CELL = "cell"


def tier_of(*, base: bool, group: str) -> Tier:
    """Give the list of a unit whose kind is a base organisation or not, and whose sector is counted in a group.

    >>> tier_of(base=True, group="area").value, tier_of(base=True, group="enterprise").value, tier_of(base=False, group="area").value
    ('commune', 'base', 'cell')
    """
    if not base:
        return Tier.CELL
    return Tier.COMMUNE if group == AREA else Tier.BASE
