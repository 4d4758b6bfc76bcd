"""How many figures a month units are asked for, against the budget of the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kientoan.core import clock, params
from kientoan.core.params import NoValueAt
from kientoan.core.periods import Period
from kientoan.figures.models import FormIssue, FormTemplate
from kientoan.figures.rules.burden import Asked, figures_a_month
from kientoan.orgs.models import Unit

BUDGET = "figures.checks.burden_budget"


@dataclass(frozen=True)
class Load:
    """Figures a month that one form asks, and that all forms together ask, of a unit."""

    alone: Fraction
    together: Fraction
    budget: int
    others: tuple[str, ...] = ()

    @property
    def alone_over(self) -> bool:
        """Whether the form by itself is over the budget."""
        return self.alone > self.budget

    @property
    def together_over(self) -> bool:
        """Whether all forms together are over the budget."""
        return self.together > self.budget


def budget() -> int:
    """Figures a month that a base unit may be asked for."""
    try:
        return int(params.current().at(BUDGET, clock.today()))
    except NoValueAt:
        return 8


def of_form(form: FormTemplate, indicators: Sequence[str]) -> Load:
    """The load of a form being designed, beside the other forms in use that ask the same kinds of units."""
    own = Asked(form.code, form.period, tuple(indicators))
    others = [
        other
        for other in FormTemplate.objects.in_use().exclude(pk=form.pk).prefetch_related("items__indicator")
        if _ask_the_same(form, other)
    ]
    together = figures_a_month([own, *map(_asked, others)])
    return Load(figures_a_month([own]), together, budget(), tuple(other.code for other in others))


def with_issue(form: FormTemplate, period: Period, units: Iterable[Unit]) -> Load:
    """The load on the units once the form is sent out, beside what is out for overlapping periods."""
    own = _asked(form)
    ids = [unit.pk for unit in units]
    out = FormIssue.objects.exclude(form=form).filter(submissions__unit__in=ids).distinct()
    beside = [
        issue.form
        for issue in out.select_related("form").prefetch_related("form__items__indicator")
        if issue.period.start <= period.end and period.start <= issue.period.end
    ]
    return Load(
        figures_a_month([own]),
        figures_a_month([own, *map(_asked, beside)]),
        budget(),
        tuple(sorted({other.code for other in beside})),
    )


def _asked(form: FormTemplate) -> Asked:
    return Asked(form.code, form.period, tuple(item.indicator.code for item in form.items.all()))


def _ask_the_same(one: FormTemplate, other: FormTemplate) -> bool:
    sectors = not one.sectors or not other.sectors or bool(set(one.sectors) & set(other.sectors))
    return sectors and bool(set(one.asked_of) & set(other.asked_of))
