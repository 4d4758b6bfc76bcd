"""What other domains show on a unit's page; they join in through `wiring.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kientoan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class UnitPanel:
    """A part of a unit's page: its heading, the template that draws its inside and what that is given."""

    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


# (unit, day, user) → a panel, or None where there is nothing to say
UNIT_PANELS: Registry[Callable[[Any, date, Any], UnitPanel | None]] = Registry("panels of a unit's page")
