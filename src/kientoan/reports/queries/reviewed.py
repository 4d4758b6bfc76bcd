"""The one seam to the review: what its latest run says of the report's branch and period, or that there is none yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, overload

from kientoan.documents.rules.official.figure import SHARE, Figure, whole
from kientoan.orgs import queries as orgs
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.reports.queries.reading import BASE_KINDS, CHUNK, Reading, Row
from kientoan.reports.queries.shares import parts_of
from kientoan.reports.rules.half_year import Evidence, ProposedUnit
from kientoan.review import queries as review
from kientoan.review.models import Run, UnitResult
from kientoan.review.models.runs import ResultQuerySet
from kientoan.review.queries.rules import rules_on
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.results import SIGN
from kientoan.review.rules.tiers import AREA, Tier

BASE_TIERS = (Tier.COMMUNE.value, Tier.BASE.value)
"""What Annex A names: base organisations; the cells below them are counted beside and have their list in the review."""
CELL_TIERS = (Tier.CELL.value,)
CELL_KIND = "cell"

EVERY, PROPOSED, SHORT = (), (Outcome.PROPOSED.value,), (Outcome.NOT_ENOUGH_FIGURES.value,)
KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "review.communes": ((Tier.COMMUNE.value,), EVERY),
    "review.others": ((Tier.BASE.value,), EVERY),
    "review.cells": (CELL_TIERS, EVERY),
    "review.proposed_all": ((*BASE_TIERS, *CELL_TIERS), PROPOSED),
    "review.proposed": (BASE_TIERS, PROPOSED),
    "review.proposed_communes": ((Tier.COMMUNE.value,), PROPOSED),
    "review.proposed_others": ((Tier.BASE.value,), PROPOSED),
    "review.proposed_cells": (CELL_TIERS, PROPOSED),
    "review.insufficient": (BASE_TIERS, SHORT),
    "review.insufficient_cells": (CELL_TIERS, SHORT),
}
"""Each figure of the review: the tiers and the outcomes that it counts."""

SHARES = ("review.communes", "review.others", "review.cells")


def run_of(reading: Reading) -> Run | None:
    """The latest run up to the day over the unit, else over the nearest unit above it."""
    if "run" not in reading.memo:
        reading.memo["run"] = _run_of(reading)
    found: Run | None = reading.memo["run"]
    return found


def _run_of(reading: Reading) -> Run | None:
    runs = Run.objects.filter(period_code=reading.period.code, as_of__lte=reading.as_of).order_by("-as_of", "-pk")
    for node in reversed(orgs.path_to(reading.unit, reading.as_of)):
        found: Run | None = runs.filter(unit_id=node.id).first()
        if found is not None:
            return found
    return None


def day_of(reading: Reading) -> date:
    """The day that the review speaks of: its run's."""
    run = run_of(reading)
    return run.as_of if run else reading.as_of


def number(reading: Reading, key: str) -> tuple[int | None, int | None]:
    """A figure of the run and, of those reviewed, how many there were on the day; None while there is no run."""
    run = run_of(reading)
    if run is None:
        return None, None
    tiers, _outcomes = KEYS[key]
    return _results(reading, run, key).count(), _units_of(reading, run, tiers) if key in SHARES else None


def _results(reading: Reading, run: Run, key: str) -> ResultQuerySet:
    tiers, outcomes = KEYS[key]
    branch = Unit.objects.under(reading.unit, run.as_of).values("pk")
    found = review.results_for(reading.user, run).filter(tier__in=tiers, unit_id__in=branch)
    return found.filter(outcome__in=outcomes) if outcomes else found


def _units_of(reading: Reading, run: Run, tiers: tuple[str, ...]) -> int:
    """The units of a tier on the run's day, from the register and not from the run."""
    if tiers == CELL_TIERS:
        judged = UnitResult.objects.filter(run=run, tier__in=CELL_TIERS).values_list("kind", flat=True).distinct()
        kinds = tuple({CELL_KIND, *judged.order_by()})
        return orgs.units_page(reading.user, run.as_of, under=reading.unit, kinds=kinds).count()
    sectors = orgs.pack().at(run.as_of).sectors
    area = [code for code, sector in sectors.items() if sector.group == AREA]
    spans = orgs.units_page(reading.user, run.as_of, under=reading.unit, kinds=BASE_KINDS)
    if tiers == (Tier.COMMUNE.value,):
        return spans.filter(sector__in=area).count()
    return spans.exclude(sector__in=area).count()


class ResultRows(Sequence[Row]):
    """Results as rows in order of name, read a page at a time: there are as many as the run judged."""

    def __init__(self, found: ResultQuerySet, run: Run) -> None:
        self.found, self.run = found.select_related("unit").order_by("sort_key", "unit_id"), run

    def __len__(self) -> int:
        return self.found.count()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return self._rows(list(self.found[place]))
        return self._rows([self.found[place]])[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]

    def _rows(self, results: list[UnitResult]) -> list[Row]:
        names = _names([one.parent_id for one in results], self.run)
        return [_row(one, self.run, names) for one in results]


def rows(reading: Reading, key: str) -> Sequence[Row]:
    """The units that a figure of the run counts, in order of name, with their weightiest reason."""
    run = run_of(reading)
    return ResultRows(_results(reading, run, key), run) if run is not None else []


def _row(result: UnitResult, run: Run, names: Mapping[int, str]) -> Row:
    code = result.unit.code
    why = review.first_reason(result, "vi", run.rules_used)
    return Row(result.unit_id, code, result.name, names.get(result.parent_id or 0, ""), None, why)


def _parents(run: Run) -> dict[int, str]:
    ids = UnitResult.objects.filter(run=run, tier__in=BASE_TIERS).values("parent_id")
    return dict(UnitSpan.objects.as_of(run.as_of).filter(unit_id__in=ids).values_list("unit_id", "name"))


def _names(ids: Iterable[int | None], run: Run) -> dict[int, str]:
    known = {one for one in ids if one}
    return dict(UnitSpan.objects.as_of(run.as_of).filter(unit_id__in=known).values_list("unit_id", "name"))


def proposed(reading: Reading, link: Callable[[str], str]) -> tuple[ProposedUnit, ...]:
    """The base organisations proposed for consideration, as Annex A lists them: communes first, the weightiest first."""
    run = run_of(reading)
    if run is None:
        return ()
    measures = {rule.key.rpartition(".")[2]: rule.measure for rule in rules_on(run.as_of, "vi")}
    chosen = _results(reading, run, "review.proposed").select_related("unit")
    ordered = review.proposals(run, reading.user).filter(pk__in=chosen.values("pk")).select_related("unit")
    listing = _Listing(run, _parents(run), measures, link)
    return tuple(map(listing.unit, ordered))


@dataclass(frozen=True)
class _Listing:
    """Writes the units of Annex A: with the names of their superiors, the measures of the rules, the links of numbers."""

    run: Run
    names: Mapping[int, str]
    measures: Mapping[str, str]
    link: Callable[[str], str]

    def unit(self, result: UnitResult) -> ProposedUnit:
        said = review.reasons_of(result, "vi", rules=self.run.rules_used)
        evidence = [
            self._evidence(result, reason, one)
            for reason, one in zip(result.reasons, said, strict=True)
            if reason["source"] == SIGN and reason["value"] is not None
        ]
        word = review.outcome_word(result.outcome)
        return ProposedUnit(
            result.name,
            self.names.get(result.parent_id or 0, ""),
            tuple(one.title.rstrip(".") for one in said),
            tuple(evidence),
            word[:1].upper() + word[1:],
            result.tier,
        )

    def _evidence(self, result: UnitResult, reason: Mapping[str, Any], said: review.Said) -> Evidence:
        """The value that made a sign fire, bound like any other number; a share with the two numbers it is made of."""
        key = f"review.value.{result.unit.code}.{reason['code']}"
        title, value, day = f"{result.name}: {said.title}", Decimal(reason["value"]), self.run.as_of
        parts = None
        if said.value.rstrip().endswith("%"):
            inputs = {name: Decimal(one) for name, one in reason["inputs"] if one is not None}
            parts = parts_of(self.measures.get(reason["code"], ""), inputs, value)
        if parts is None:
            figure = Figure(key, title, whole(value), day, link=self.link(key))
        else:
            part, of = map(whole, parts)
            figure = Figure(key, title, part, day, SHARE, of, link=self.link(key))
        return Evidence(said.title.rstrip("."), figure, said.threshold)


def value_rows(reading: Reading, unit_code: str) -> list[Row]:
    """The unit whose value a number of Annex A is."""
    run = run_of(reading)
    if run is None:
        return []
    found = review.results_for(reading.user, run).filter(unit__code=unit_code).select_related("unit")
    return list(ResultRows(found, run))


def near(reading: Reading) -> list[Row]:
    """The base organisations close to the threshold: for the reviewer's own list, in no report."""
    run = run_of(reading)
    if run is None:
        return []
    branch = Unit.objects.under(reading.unit, run.as_of).values("pk")
    found = review.results_for(reading.user, run).filter(
        tier__in=BASE_TIERS, unit_id__in=branch, outcome=Outcome.NEAR.value
    )
    names = _parents(run)
    return [_row(one, run, names) for one in found.select_related("unit").order_by("sort_key")]
