"""Targets of a unit and of those below it: whether the children sum to the parent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.figures.models import Indicator, Target
from kientoan.figures.queries.frames import values_of
from kientoan.figures.rules.totals import RollUp, roll_up
from kientoan.orgs.models import Unit, UnitSpan


@dataclass(frozen=True)
class TargetLine:
    """An indicator's target of a unit beside its children's, what was reached so far, and the children one by one."""

    indicator: Indicator
    target: Target | None
    roll_up: RollUp
    reached: Decimal | None
    children: Mapping[int, Decimal | None]


def targets_of(unit: Unit, year: int, user: User, *, day: date | None = None) -> list[TargetLine]:
    """The targets of a unit in a year, each beside the sum of its children's of the day (default: the year's last)."""
    period = Period.parse(str(year))
    day = day or period.end
    spans = UnitSpan.objects.visible_to(user).as_of(day).filter(parent=unit)
    children = list(spans.by_name().values_list("unit_id", flat=True))
    chosen = Target.objects.visible_to(user).current().filter(year=year, unit_id__in=[unit.pk, *children])
    by_indicator: dict[int, dict[int, Target]] = {}
    for target in chosen.select_related("indicator"):
        by_indicator.setdefault(target.indicator_id, {})[target.unit_id] = target
    indicators = Indicator.objects.filter(pk__in=by_indicator)
    reached = values_of(period, user=user, units=[unit.pk], indicators=indicators).get(unit.pk, {})
    lines = []
    for indicator in indicators:
        given = by_indicator[indicator.pk]
        own = given.get(unit.pk)
        of_children = {key: given[key].value if key in given else None for key in children}
        figure = reached.get(indicator.pk)
        lines.append(
            TargetLine(
                indicator,
                own,
                roll_up(own.value if own else None, of_children),
                figure.value if figure else None,
                of_children,
            )
        )
    return lines


@dataclass(frozen=True)
class ChildTarget:
    """A unit right below another, with its target of an indicator, or without."""

    code: str
    name: str
    value: Decimal | None
    decision: str


def children_with_targets(
    unit: Unit, indicator: Indicator, year: int, user: User, *, day: date | None = None
) -> list[ChildTarget]:
    """Those right below a unit on a day (default: the year's last), by name, each with its target of an indicator."""
    day = day or Period.parse(str(year)).end
    spans = UnitSpan.objects.visible_to(user).as_of(day).filter(parent=unit).by_name()
    rows = list(spans.values_list("unit_id", "unit__code", "name"))
    chosen = Target.objects.visible_to(user).current().filter(indicator=indicator, year=year)
    given = {one.unit_id: one for one in chosen.filter(unit_id__in=[key for key, _code, _name in rows])}
    return [
        ChildTarget(code, name, given[key].value if key in given else None, given[key].decision if key in given else "")
        for key, code, name in rows
    ]
