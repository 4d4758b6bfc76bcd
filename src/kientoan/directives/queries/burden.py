"""The burden meter: how many tasks, reports and visits each base unit is asked for, by whom, against its like."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from django.db.models import Count
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core.burden import Asked, Demand, asked_of, demands_kept
from kientoan.directives.models import Helper, Task
from kientoan.orgs.models import Unit, UnitSpan, scope
from kientoan.orgs.queries.labels import kind_label, sector_label
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.queries.pack import default_pack

DAYS = 365
DEMAND_WORDS = {
    Demand.TASKS: gettext_lazy("Tasks"),
    Demand.REPORTS: gettext_lazy("Reports"),
    Demand.VISITS: gettext_lazy("Visits"),
}


@dataclass(frozen=True, slots=True)
class Load:
    """What one unit is asked for, and how that stands to its like."""

    unit_id: int
    code: str
    name: str
    like: str
    counts: dict[Demand, int]
    askers: tuple[tuple[str, int], ...]
    middle: float
    of: int
    place: int
    base: bool

    @property
    def total(self) -> int:
        """Everything together."""
        return sum(self.counts.values())


def tasks_asked(units: AbstractSet[int], since: date, until: date) -> list[Asked]:
    """The tasks that units were given to lead or to help with between two days, by who gave them."""
    span = {"issued_on__gte": since, "issued_on__lte": until}
    led = Task.objects.filter(lead_id__in=units, **span).order_by().values_list("lead_id", "keeper__code")
    helped = Helper.objects.filter(unit_id__in=units, **{f"task__{key}": day for key, day in span.items()})
    counted: Counter[tuple[int, str]] = Counter()
    for unit, asker, count in led.annotate(count=Count("pk")):
        counted[unit, asker] += count
    for unit, asker, count in (
        helped.order_by().values_list("unit_id", "task__keeper__code").annotate(count=Count("pk"))
    ):
        counted[unit, asker] += count
    return [Asked(unit, Demand.TASKS, asker, count) for (unit, asker), count in counted.items()]


def span_of(day: date) -> tuple[date, date]:
    """The days that the meter counts: the year up to the day."""
    return day - timedelta(days=DAYS - 1), day


def loads(user: User, day: date, under: Unit | None = None, only: Unit | None = None) -> list[Load]:
    """What each base unit within sight is asked for in the year up to the day, the most burdened first.

    The like of a unit are all units of its kind and sector in the register: their middle says nothing of any one of them.
    """
    seen = UnitSpan.objects.visible_to(user).as_of(day)
    if under is not None:
        seen = scope.cut(seen, "unit_id", scope.of_branch(under.pk, day))
    if only is not None:
        seen = seen.filter(unit=only)
    rows = list(seen.values_list("unit_id", "unit__code", "name", "kind", "sector"))
    if only is None:
        base = base_kinds(day)
        rows = [row for row in rows if row[3] in base]
    kinds = {(row[3], row[4]) for row in rows}
    alike = (
        UnitSpan.objects.as_of(day)
        .filter(kind__in={kind for kind, _s in kinds})
        .values_list("unit_id", "kind", "sector")
    )
    like = {unit: (kind, sector) for unit, kind, sector in alike if (kind, sector) in kinds}
    by_unit: dict[int, list[Asked]] = {}
    for one in asked_of(like.keys() | {row[0] for row in rows}, *span_of(day)):
        by_unit.setdefault(one.unit_id, []).append(one)
    totals: dict[tuple[str, str], list[int]] = {}
    for unit, key in like.items():
        totals.setdefault(key, []).append(sum(one.count for one in by_unit.get(unit, ())))
    found = [_load(row, by_unit.get(row[0], ()), totals[row[3], row[4]], day) for row in rows]
    found.sort(key=lambda one: (-one.total, one.name))
    return _named(found, day)


def base_kinds(day: date) -> frozenset[str]:
    """The kinds of units that the pack of the day calls base units."""
    return frozenset(code for code, kind in default_pack().at(day).kinds.items() if kind.base)


def _load(row: tuple[int, str, str, str, str], asked: Sequence[Asked], totals: Sequence[int], day: date) -> Load:
    unit, code, name, kind, sector = row
    counts = dict.fromkeys(demands_kept(), 0)
    askers: Counter[str] = Counter()
    for one in asked:
        counts[one.demand] += one.count
        askers[one.asker] += one.count
    total = sum(counts.values())
    words = ", ".join(filter(None, (kind_label(kind, day), sector_label(sector, day))))
    place = 1 + sum(1 for other in totals if other > total)
    return Load(
        unit,
        code,
        name,
        words,
        counts,
        tuple(askers.most_common()),
        float(median(totals)),
        len(totals),
        place,
        kind in base_kinds(day),
    )


def _named(found: list[Load], day: date) -> list[Load]:
    """Askers that are units of the register by their names."""
    codes = {asker for one in found for asker, _n in one.askers}
    units = dict(Unit.objects.filter(code__in=codes).values_list("pk", "code"))
    names = {units[pk]: name for pk, name in names_on(units, day).items()}
    return [
        replace(one, askers=tuple((names.get(asker, asker), count) for asker, count in one.askers)) for one in found
    ]
