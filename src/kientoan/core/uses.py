"""What has been made from the figures of a period (runs of the review, signed reports), so that a change can say what it touches.

Higher domains register what they made (`wiring.py`); the domain that keeps the figures asks here and imports none of them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from kientoan.core.periods import Period, PeriodKind
from kientoan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Use:
    """One thing made from figures: what it is in the reader's language, and its page where the reader may open it."""

    text: str
    url: str = ""


# (ids of units, period of the figures, reader) → what was made from figures of any of them, newest first
USES: Registry[Callable[[Collection[int], Period, Any], Sequence[Use]]] = Registry("what was made from figures")


def uses_of(units: Collection[int], period: Period, user: Any) -> list[Use]:
    """What has been made from figures of these units and period, in the order of the domains."""
    return [use for member in USES for use in member(units, period, user)]


def covering(period: Period) -> list[str]:
    """Codes of the periods that a figure of this period counts for: itself and every longer one around it.

    >>> covering(Period.parse("2017-05")), covering(Period.parse("2017-H1"))
    (['2017-05', '2017-Q2', '2017-H1', '2017'], ['2017-H1', '2017'])
    """
    around = [Period.of(period.start, kind) for kind in PeriodKind]
    return [one.code for one in around if one.start <= period.start and period.end <= one.end]
