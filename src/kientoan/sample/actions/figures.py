"""Bring the sample city's figures in: indicators, targets, what was reported without a workbook; send the form out."""

from collections.abc import Iterator
from decimal import Decimal

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.figures import actions as figures
from kientoan.figures.actions.ledger import Row
from kientoan.figures.models import FormIssue, FormTemplate, Indicator
from kientoan.figures.queries.forms import units_asked
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit
from kientoan.sample.rules import shape
from kientoan.sample.rules.city import City, Observation

FORM = "half_year_commune"
PERIOD = Period.parse("2017-H1")
DECISION = "412-CV/BTCTU"
CELL_FORM = "half_year_cell"
CELL_PERIOD = Period.parse("2017-H2")
CELL_DECISION = "86-CV/HU"


def sync_indicators(*, by: User) -> int:
    """Take over the starting list of indicators and forms of the city's day."""
    synced = figures.sync_starting_list(by=by, day=shape.AS_OF)
    return len(synced.added)


def write_targets(*, city: City, by: User) -> int:
    """Set every target of the city by its decision."""
    units, indicators = _keys(Unit), _keys(Indicator)
    rows = [
        figures.TargetRow(units[t.unit], indicators[t.indicator], t.year, Decimal(t.value), t.decision, t.signed)
        for t in city.targets
    ]
    return figures.set_targets(rows=rows, by=by, reason=f"dữ liệu mẫu, hạt giống {city.seed}")


def write_observations(*, city: City, by: User) -> int:
    """Record every figure that does not come by workbook: earlier periods, other units, other sources."""
    by_workbook = answered_by_workbook(city)
    units, indicators = _keys(Unit), _keys(Indicator)
    periods = {code: Period.parse(code) for code in {o.period for o in city.observations}}
    when = {code: (number_of(period), period.start) for code, period in periods.items()}
    sources = {source.code: int(source) for source in Source}

    def rows() -> Iterator[Row]:
        for o in city.observations:
            if not by_workbook(o):
                yield units[o.unit], indicators[o.indicator], *when[o.period], sources[o.source], Decimal(o.value)

    posted = figures.import_figures(rows=list(rows()), by=by, file=f"dữ liệu mẫu, hạt giống {city.seed}")
    return posted.added


class answered_by_workbook:  # noqa: N801  reads as the question it answers
    """Whether a figure comes by the workbook of its commune."""

    def __init__(self, city: City) -> None:
        self.units = communes(city)
        items = FormTemplate.objects.get(code=FORM).items
        self.asked = frozenset(items.values_list("indicator__code", flat=True))

    def __call__(self, o: Observation) -> bool:
        """Say so for one figure."""
        return o.period == PERIOD.code and o.source == "self" and o.indicator in self.asked and o.unit in self.units


def communes(city: City) -> frozenset[str]:
    """Give the codes of the communes, wards and towns of today."""
    sectors = ("ward", "commune", "town")
    return frozenset(
        s.code for s in city.spans if s.kind == "base_committee" and s.sector in sectors and s.valid_to is None
    )


def issue_form(*, by: User) -> FormIssue:
    """Send the half-year form out to every commune of the city."""
    form = FormTemplate.objects.get(code=FORM)
    units = units_asked(form, by, shape.AS_OF)
    return figures.issue_form(form=form, period=PERIOD, due=shape.DEADLINE, decision=DECISION, units=units, by=by)


def issue_cell_form(*, city: City, by: User) -> FormIssue:
    """Send the cells' form of the half-year to come out to the cells of the commune that the accounts show.

    It is of another period than the communes' form, so that who answered that one, and what was reviewed, stay as they are.
    """
    commune = Unit.objects.get(code=next(a.unit for a in city.accounts if a.user_name == "bithu.xa"))
    below = Unit.objects.under(commune, shape.AS_OF).values_list("code", flat=True)
    form = FormTemplate.objects.get(code=CELL_FORM)
    units = units_asked(form, by, shape.AS_OF, codes=list(below))
    return figures.issue_form(
        form=form, period=CELL_PERIOD, due=shape.CELLS_DEADLINE, decision=CELL_DECISION, units=units, by=by
    )


def _keys(model: type[Unit] | type[Indicator]) -> dict[str, int]:
    return dict(model.objects.values_list("code", "pk"))
