"""What must come before the leaders at their next briefing; each domain adds its points, and meetings read them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kientoan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Point:
    """One point for a briefing: what it is, its page, since when it waits, and what is known of the reason.

    `key` names it for the domain it is from (`directives.escalation:12`), so that a meeting can say that it was taken up;
    `body` is the body that the matter belongs to, where it belongs to one; `taken_up` says where and when it was taken up.
    """

    key: str
    text: str
    url: str
    since: date
    note: str = ""
    body: int | None = None
    taken_up: str = ""


# (user, unit whose leaders meet, day) → points, longest waiting first
AGENDA: Registry[Callable[[Any, Any, date], Sequence[Point]]] = Registry("points for the next leadership briefing")
# kind of key → (user, numbers, day) → the points of those numbers that the person may see, waiting or taken up
NAMED: Registry[Callable[[Any, Sequence[int], date], Mapping[int, Point]]] = Registry("points by their number")
# kind of key → (number, where, day, by): the leaders took the point up; one that was settled before stays as it is
TAKE_UP: Registry[Callable[[int, str, date, Any], None]] = Registry("points taken up by the leaders")


def points_for(user: Any, unit: Any, day: date) -> list[Point]:
    """Every point that waits for the leaders of a unit on the day, the longest waiting first."""
    return sorted((point for member in AGENDA for point in member(user, unit, day)), key=lambda point: point.since)


def points_named(user: Any, keys: Iterable[str], day: date) -> dict[str, Point]:
    """The points of these keys that the person may see, as they stand now."""
    numbers: dict[str, list[int]] = {}
    for key in keys:
        kind, _colon, number = key.rpartition(":")
        numbers.setdefault(kind, []).append(int(number))
    return {
        point.key: point
        for kind, member in NAMED.items()
        if kind in numbers
        for point in member(user, numbers[kind], day).values()
    }


def take_up(key: str, *, where: str, on: date, by: Any) -> None:
    """Say to the domain a point is from that the leaders took it up; runs in the caller's transaction."""
    kind, _colon, number = key.rpartition(":")
    for known, member in TAKE_UP.items():
        if known == kind:
            member(int(number), where, on, by)
