"""Runs: which there are, the latest, their head line, and how one differs from the run before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, Count, Q, QuerySet, Value, When

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.orgs.models import Unit, UnitSpan, scope
from kientoan.review import access
from kientoan.review.models import Run, UnitResult
from kientoan.review.models.runs import ResultQuerySet, ReviewRunQuerySet
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.results import Change
from kientoan.review.rules.tiers import Tier


@dataclass(frozen=True, slots=True)
class Counts:
    """Units of one tier by outcome; `total` is how many there were on the day, reviewed or not."""

    tier: Tier
    reviewed: int
    total: int
    proposed: int
    near: int
    not_enough: int

    @property
    def not_proposed(self) -> int:
        """Units that nothing puts forward."""
        return self.reviewed - self.proposed - self.near - self.not_enough


def runs_for(user: User) -> ReviewRunQuerySet:
    """The runs a person may open, newest first."""
    return Run.objects.visible_to(user).select_related("unit", "made_by").newest_first()


def latest_run(unit: Unit, period: Period) -> Run | None:
    """The run of a branch and period with the latest as-of day (the last made of them), or None."""
    return Run.objects.of(period).filter(unit=unit).newest_first().first()


def run_before(run: Run) -> Run | None:
    """The run of the same branch with which this one is compared: the last earlier one whose period or day differs."""
    earlier = Run.objects.filter(unit_id=run.unit_id, pk__lt=run.pk, as_of__lte=run.as_of)
    return earlier.exclude(period_code=run.period_code, as_of=run.as_of).newest_first().first()


def results_for(user: User | None, run: Run, under: Unit | None = None) -> ResultQuerySet:
    """The results of a run that a person may see: those of units over which a grant gives the right to see proposals.

    ``under`` narrows to a branch as of the run's day; without a user everything is read (for actions and tests).
    """
    results = UnitResult.objects.filter(run=run)
    if user is not None:
        results = scope.cut(results, "unit_id", access.reach_of_proposals(user))
    return results if under is None else scope.cut(results, "unit_id", scope.of_branch(under.pk, run.as_of))


def headline(run: Run, user: User | None = None, under: Unit | None = None) -> list[Counts]:
    """The counts of a run by tier, communes first; cut to what the user may see and to a branch, if one is given."""
    results = results_for(user, run, under)
    found: dict[str, dict[str, int]] = {}
    for tier, outcome, count in results.values_list("tier", "outcome").annotate(n=Count("pk")).order_by():
        found.setdefault(tier, {})[outcome] = count
    return [_counts(tier, found[tier.value]) for tier in Tier if tier.value in found]


def _counts(tier: Tier, by: Mapping[str, int]) -> Counts:
    total = sum(by.values())
    return Counts(
        tier,
        total,
        total,
        by.get(Outcome.PROPOSED.value, 0),
        by.get(Outcome.NEAR.value, 0),
        by.get(Outcome.NOT_ENOUGH_FIGURES.value, 0),
    )


@dataclass(frozen=True)
class Compared:
    """How the proposals of a run differ from those of the run before: unit ids that came in, went out, still stand."""

    before: Run
    came_in: frozenset[int]
    went_out: frozenset[int]
    still: frozenset[int]
    changes: tuple[Change, ...]


def compare(run: Run, before: Run, user: User | None = None, under: Unit | None = None) -> Compared:
    """Compare the proposals of two runs, as far as the user may see them."""
    now, then = _outcomes(run, user, under), _outcomes(before, user, under)
    proposed_now = {unit for unit, outcome in now.items() if outcome == Outcome.PROPOSED}
    proposed_then = {unit for unit, outcome in then.items() if outcome == Outcome.PROPOSED}
    changed = tuple(
        Change(unit, then.get(unit), now.get(unit))
        for unit in sorted(now.keys() | then.keys())
        if then.get(unit) != now.get(unit)
    )
    return Compared(
        before,
        frozenset(proposed_now - proposed_then),
        frozenset(proposed_then - proposed_now),
        frozenset(proposed_now & proposed_then),
        changed,
    )


def _outcomes(run: Run, user: User | None, under: Unit | None) -> dict[int, Outcome]:
    results = results_for(user, run, under)
    return {unit: Outcome(outcome) for unit, outcome in results.values_list("unit_id", "outcome")}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which results a list shows; empty means all. `change` is in, out or still against the run before."""

    outcomes: tuple[str, ...] = ()
    tier: str = ""
    kind: str = ""
    sector: str = ""
    reason: str = ""
    parent: str = ""
    text: str = ""
    change: str = ""
    under: Unit | None = None


PROPOSED_ONLY = Filters(outcomes=(Outcome.PROPOSED.value,))
_BY_TIER = Case(
    *(When(tier=tier.value, then=Value(place)) for place, tier in enumerate(Tier)), default=Value(len(Tier))
)
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "tier": (_BY_TIER, "-points", "sort_key", "unit_id"),
    "points": ("points", "sort_key", "unit_id"),
    "-points": ("-points", "sort_key", "unit_id"),
    "name": ("sort_key", "unit_id"),
    "-name": ("-sort_key", "unit_id"),
}


def proposals(run: Run, user: User, filters: Filters = PROPOSED_ONLY, *, order: str = "tier") -> "QuerySet[UnitResult]":
    """The results of a run that a person may see, filtered, communes and the weightiest first; to be sliced into pages."""
    from kientoan.core.vietnamese import fold

    results: QuerySet[UnitResult] = results_for(user, run, filters.under)
    if filters.outcomes:
        results = results.filter(outcome__in=filters.outcomes)
    if filters.tier:
        results = results.filter(tier=filters.tier)
    if filters.kind:
        results = results.filter(kind=filters.kind)
    if filters.sector:
        results = results.filter(sector=filters.sector)
    if filters.reason:
        results = results.filter(codes__contains=[filters.reason])
    if filters.parent:
        results = results.filter(parent__code=filters.parent)
    if filters.text:
        found = UnitSpan.objects.as_of(run.as_of).filter(search_key__contains=fold(filters.text))
        results = results.filter(unit_id__in=found.values("unit_id"))
    if filters.change:
        results = results.filter(unit_id__in=_changed(run, user, filters.change))
    return results.order_by(*ORDERS.get(order, ORDERS["tier"]))


def _changed(run: Run, user: User, change: str) -> Iterable[int]:
    before = run_before(run)
    if before is None:
        return ()
    compared = compare(run, before, user)
    return {"in": compared.came_in, "out": compared.went_out, "still": compared.still}.get(change, frozenset())


def result_of(unit: Unit, run: Run) -> UnitResult | None:
    """What a run says of a unit; None where it did not judge it."""
    return UnitResult.objects.filter(run=run, unit=unit).first()


def results_of_unit(unit: Unit) -> list[UnitResult]:
    """What every run said of a unit, latest first."""
    rows = UnitResult.objects.filter(unit=unit).select_related("run", "run__unit").order_by("-run__as_of", "-run_id")
    return list(rows)


def parents_of(run: Run) -> list[tuple[str, str]]:
    """The units directly above the base organisations of a run, by name: code and name."""
    judged = UnitResult.objects.filter(run=run).exclude(tier=Tier.CELL.value)
    spans = UnitSpan.objects.as_of(run.as_of).filter(unit_id__in=judged.values("parent_id")).by_name()
    return list(spans.values_list("unit__code", "name"))


class Seen(NamedTuple):
    """How many units of a run a person may see, and how many of these are put forward."""

    units: int = 0
    proposed: int = 0


def seen_counts(user: User, runs: Iterable[Run]) -> defaultdict[int, Seen]:
    """Of each run, what a person may see of it: both counts have the same base."""
    judged = UnitResult.objects.filter(run__in=list(runs))
    cut = scope.cut(judged, "unit_id", access.reach_of_proposals(user))
    counted = cut.values("run_id").annotate(
        units=Count("pk"), put=Count("pk", filter=Q(outcome=Outcome.PROPOSED.value))
    )
    return defaultdict(
        Seen, {run: Seen(units, put) for run, units, put in counted.order_by().values_list("run_id", "units", "put")}
    )


@dataclass(frozen=True, slots=True)
class ByParent:
    """How many units directly under a unit were reviewed and put forward."""

    code: str
    name: str
    reviewed: int
    proposed: int
    near: int
    not_enough: int


def by_parent(run: Run, user: User, under: Unit | None = None) -> list[ByParent]:
    """The base organisations of a run by the unit directly above them, most proposals first."""
    rows = (
        results_for(user, run, under)
        .exclude(tier=Tier.CELL.value)
        .values_list("parent_id", "outcome")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int | None, dict[str, int]] = {}
    for parent, outcome, count in rows:
        found.setdefault(parent, {})[outcome] = count
    spans = UnitSpan.objects.as_of(run.as_of).filter(unit_id__in=[parent for parent in found if parent])
    names = {span.unit_id: (span.unit.code, span.name, span.sort_key) for span in spans.select_related("unit")}
    order = sorted(
        found, key=lambda parent: (-found[parent].get(Outcome.PROPOSED.value, 0), names[parent][2] if parent else "")
    )
    return [_of_parent(names.get(parent or 0, ("", "–", "")), found[parent]) for parent in order]


def _of_parent(name: tuple[str, str, str], by: Mapping[str, int]) -> ByParent:
    counts = _counts(Tier.BASE, by)
    return ByParent(name[0], name[1], counts.reviewed, counts.proposed, counts.near, counts.not_enough)
