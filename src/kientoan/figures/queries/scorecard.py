"""Units side by side: the figures of a period, one row a unit, one column an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.figures.models import FormIssue, Indicator, Observation, Submission
from kientoan.figures.queries.frames import source_order
from kientoan.figures.rules.words import State
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import units_page


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a scorecard; a value is None where nothing was reported."""

    unit_id: int
    code: str
    name: str
    sector: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Scorecard:
    """The table, with how many of the units reported each figure and its total where it adds up."""

    period: Period
    indicators: tuple[Indicator, ...]
    lines: tuple[Line, ...]
    reported: tuple[int, ...]
    totals: tuple[Decimal | None, ...]


def last_answered(user: User, day: date) -> FormIssue | None:
    """The form sent out last, due by the day, that some unit within reach has answered: a page begins where there are figures."""
    return (
        FormIssue.objects.visible_to(user)
        .filter(due__lte=day)
        .filter(Exists(Submission.objects.visible_to(user).filter(issue=OuterRef("pk"), state=State.ACCEPTED)))
        .select_related("form")
        .order_by("-due", "-pk")
        .first()
    )


def scorecard(
    user: User,
    period: Period,
    *,
    indicators: Sequence[Indicator],
    kinds: Sequence[str] = ("base_committee",),
    sectors: Sequence[str] = (),
    under: Unit | None = None,
) -> Scorecard:
    """The figures that count, of the units that the user sees as of the period's last day, in order of name."""
    spans = units_page(user, period.end, under=under, kinds=kinds, sectors=sectors)
    units = list(spans.values_list("unit_id", "unit__code", "name", "sector"))
    place = {indicator.pk: position for position, indicator in enumerate(indicators)}
    table: dict[int, list[Decimal | None]] = {unit[0]: [None] * len(place) for unit in units}
    best: dict[tuple[int, int], int] = {}
    order = source_order(period)
    rows = Observation.objects.current().of(period).filter(indicator__in=indicators, unit_id__in=list(table))
    for unit_id, indicator_id, source, value in rows.values_list("unit_id", "indicator_id", "source", "value"):
        key = (unit_id, indicator_id)
        if order[source] < best.get(key, len(order)):
            best[key] = order[source]
            table[unit_id][place[indicator_id]] = value
    lines = tuple(Line(*unit, values=tuple(table[unit[0]])) for unit in units)
    reported, totals = _feet(lines, indicators)
    return Scorecard(period, tuple(indicators), lines, reported, totals)


def _feet(lines: Sequence[Line], indicators: Sequence[Indicator]) -> tuple[tuple[int, ...], tuple[Decimal | None, ...]]:
    columns = [[line.values[position] for line in lines] for position in range(len(indicators))]
    known = [[value for value in column if value is not None] for column in columns]
    totals = tuple(
        sum(values, Decimal()) if values and indicator.up_the_tree == "sum" else None
        for values, indicator in zip(known, indicators, strict=True)
    )
    return tuple(len(values) for values in known), totals
