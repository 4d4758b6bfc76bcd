"""Admissions held against the year's target, like with like: only targets whose every base organisation has reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kientoan.core.periods import Period, PeriodKind
from kientoan.figures.models import Target
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.reports.queries.reading import Reading

ADMITTED = "members_admitted"


@dataclass(frozen=True)
class Against:
    """What was reached of which targets: the base organisations counted, and all that stand under a target."""

    counted: Mapping[int, Decimal]
    target: Decimal
    under_target: int
    whole_target: Decimal | None
    """The target of the report's own unit; None where none was given."""

    @property
    def is_asked(self) -> bool:
        """Whether anybody was given a target."""
        return self.under_target > 0


def against_targets(reading: Reading) -> Against:
    """Compare admissions of the year so far with the targets, as far as the reader sees both."""
    found: Against | None = reading.memo.get("targets")
    if found is None:
        found = reading.memo["targets"] = _against(reading)
    return found


def _against(reading: Reading) -> Against:
    targets = _targets(reading)
    admitted = admitted_so_far(reading)
    under = _nearest(reading, targets)
    counted: dict[int, Decimal] = {}
    target = Decimal(0)
    for holder, base_ids in under.items():
        if all(unit_id in admitted for unit_id in base_ids):
            counted |= {unit_id: admitted[unit_id] for unit_id in base_ids}
            target += targets[holder]
    return Against(counted, target, sum(map(len, under.values())), targets.get(reading.unit.pk))


def admitted_so_far(reading: Reading) -> dict[int, Decimal]:
    """The admissions of each base organisation that reported them in every half of the year so far."""
    found: dict[int, Decimal] | None = None
    for number in range(1, reading.period.number + 1):
        values = {
            unit_id: of_unit[ADMITTED]
            for unit_id, of_unit in reading.member_values(Period(PeriodKind.HALF, reading.period.year, number)).items()
            if ADMITTED in of_unit
        }
        if found is None:
            found = values
        else:
            found = {unit_id: found[unit_id] + value for unit_id, value in values.items() if unit_id in found}
    return found or {}


def _targets(reading: Reading) -> dict[int, Decimal]:
    """The targets in force of the report's unit and of all below it."""
    branch = Unit.objects.under(reading.unit, reading.as_of).values("pk")
    chosen = Target.objects.visible_to(reading.user).current().filter(unit__in=branch, indicator__code=ADMITTED)
    return dict(chosen.filter(year=reading.period.year).values_list("unit_id", "value"))


def _nearest(reading: Reading, targets: Mapping[int, Decimal]) -> dict[int, list[int]]:
    """The base organisations under each target that no lower target parts: those of one's own, else of the nearest above.

    A target above others is left out where it holds base organisations of its own beside them: what it asks of those
    alone is not known.
    """
    if not targets:
        return {}
    parents = _parents(reading.as_of, reading.base_ids)
    under: dict[int, list[int]] = {}
    above: set[int] = set()
    for unit_id in reading.base_ids:
        chain = [one for one in _chain(unit_id, parents, reading.unit.pk) if one in targets]
        if chain:
            under.setdefault(chain[0], []).append(unit_id)
            above.update(chain[1:])
    return {holder: base_ids for holder, base_ids in under.items() if holder not in above}


def _parents(day: date, base_ids: Sequence[int]) -> dict[int, int | None]:
    """The unit directly above each unit, up to the top, one query a tier."""
    found: dict[int, int | None] = {}
    asked = set(base_ids)
    while asked:
        rows = dict(UnitSpan.objects.as_of(day).filter(unit_id__in=asked).values_list("unit_id", "parent_id"))
        found |= rows
        asked = {above for above in rows.values() if above and above not in found}
    return found


def _chain(unit_id: int, parents: Mapping[int, int | None], top: int) -> list[int]:
    chain = [unit_id]
    while chain[-1] != top and (above := parents.get(chain[-1])):
        chain.append(above)
    return chain
