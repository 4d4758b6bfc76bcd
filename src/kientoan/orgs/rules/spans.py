"""One row of the register as people write it: a unit as it was from day to day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A unit's name, kind, sector and parent from ``valid_from`` until the day before ``valid_to``.

    ``closes_unit`` says that the unit ended with this span (it did not merely change).
    """

    code: str
    name: str
    kind: str
    sector: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None = None
    closes_unit: bool = False
