"""What a unit is asked for, by whom: each domain counts its own kind of demand, the burden meter lays them side by side."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.core.registry import Registry


class Demand(StrEnum):
    """What a unit can be asked for."""

    TASKS = "tasks"
    REPORTS = "reports"
    VISITS = "visits"


@dataclass(frozen=True, slots=True)
class Asked:
    """So many demands of one kind on one unit by one asker (a unit's code, or words)."""

    unit_id: int
    demand: Demand
    asker: str
    count: int


# by kind of demand: (ids of units, first day, last day) → what they were asked for in that time
BURDENS: Registry[Callable[[AbstractSet[int], date, date], Sequence[Asked]]] = Registry("what units are asked for")


def asked_of(units: AbstractSet[int], since: date, until: date) -> list[Asked]:
    """Everything that units were asked for between two days, by every domain."""
    return [one for member in BURDENS for one in member(units, since, until)]


def demands_kept() -> list[Demand]:
    """The kinds of demands that some domain of the product counts; of the others nothing is known."""
    kept = {key for key, _member in BURDENS.items()}
    return [demand for demand in Demand if demand.value in kept]
