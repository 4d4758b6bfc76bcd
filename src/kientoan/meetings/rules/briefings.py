"""Which of the planned briefings is the next for a point that waits for the leaders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Planned:
    """A leadership briefing that is planned: its number, its day, the body that holds it where one is named."""

    number: int
    held_on: date
    body: int | None


def briefing_of(since: date, body: int | None, planned: Iterable[Planned]) -> int | None:
    """The number of the briefing at which a point is due: the next of its own body, else the next of the unit.

    A briefing held before the point came up is none of its; of two on one day the one planned first is meant.

    >>> monday, tuesday = date(2017, 7, 3), date(2017, 7, 4)
    >>> briefings = [Planned(1, monday, None), Planned(2, tuesday, 7)]
    >>> briefing_of(monday, 7, briefings), briefing_of(monday, None, briefings), briefing_of(monday, 8, briefings)
    (2, 1, 1)
    >>> briefing_of(date(2017, 7, 5), None, briefings)
    """
    after = sorted((one.held_on, one.number, one.body) for one in planned if one.held_on >= since)
    own = [number for _day, number, of in after if of == body]
    return next(iter(own or [number for _day, number, _of in after]), None)
