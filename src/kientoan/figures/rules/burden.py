"""How many figures a month a unit is asked for, against the budget."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kientoan.core.periods import PeriodKind


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as far as its burden goes: how often it comes and which figures it asks for."""

    code: str
    period: str
    indicators: tuple[str, ...]


def figures_a_month(forms: Iterable[Asked]) -> Fraction:
    """Count the figures that these forms ask of one unit in an average month.

    A figure asked for by several forms counts once, as often as the most frequent of them asks for it.

    >>> figures_a_month([Asked("m", "month", ("a", "b")), Asked("h", "half", ("a", "c"))])
    Fraction(13, 6)
    """
    shortest: dict[str, int] = {}
    for form in forms:
        months = PeriodKind(form.period).months
        for indicator in form.indicators:
            shortest[indicator] = min(months, shortest.get(indicator, months))
    return sum((Fraction(1, months) for months in shortest.values()), Fraction())
