"""What must come before the leaders at their next briefing; each domain adds its points, and meetings read them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kientoan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Point:
    """One point for a briefing: what it is, its page, since when it waits, and what is known of the reason.

    `key` names it for the domain it is from (`directives.escalation:12`), so that a meeting can say that it was taken up.
    """

    key: str
    text: str
    url: str
    since: date
    note: str = ""


# (user, unit whose leaders meet, day) → points, longest waiting first
AGENDA: Registry[Callable[[Any, Any, date], Sequence[Point]]] = Registry("points for the next leadership briefing")


def points_for(user: Any, unit: Any, day: date) -> list[Point]:
    """Every point that waits for the leaders of a unit on the day, the longest waiting first."""
    return sorted((point for member in AGENDA for point in member(user, unit, day)), key=lambda point: point.since)
