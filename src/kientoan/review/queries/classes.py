"""The year classes that runs have proposed, beside what was decided; and which regime rules a year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.models import Action
from kientoan.core.params import ParameterSet
from kientoan.core.vietnamese import fold
from kientoan.orgs.models import Unit, UnitSpan, scope
from kientoan.review import access
from kientoan.review.models import ClassResult, ClassRun, DecidedClass
from kientoan.review.models.classes import ClassResultQuerySet, ClassRunQuerySet
from kientoan.review.queries.class_facts import classed_kinds
from kientoan.review.queries.parameters import fresh
from kientoan.review.rules.class_runs import proposal_from
from kientoan.review.rules.regimes import IMPLEMENTED, ClassProposal, NoRegime, YearClass, regime_on
from kientoan.review.rules.tiers import Level

FIRST_YEAR = 1976


@dataclass(frozen=True, slots=True)
class RegimeOfYear:
    """Which regime rules a year; without `code` the product knows none, `applies` says whether it holds its rules."""

    year: int
    day: date
    code: str = ""
    instrument: str = ""
    since: date | None = None
    source: str = ""
    applies: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The class that was decided, by which decision."""

    grade: YearClass
    decision: str
    day: date | None


@dataclass(frozen=True, slots=True)
class UnitClass:
    """A unit, what a run proposed for its year and what was decided; `faults` names figures that cannot be true."""

    run: int
    unit: int
    year: int
    code: str
    name: str
    kind: str
    sector: str
    level: Level
    parent: int | None
    proposal: ClassProposal
    own_word: bool = False
    decided: Decided | None = None
    bodies_unknown: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def departs(self) -> bool | None:
        """Whether the decision departs from the proposal; None where one of them is not there to compare."""
        return departs(self.decided.grade if self.decided else None, self.proposal.proposed, self.proposal.at_best)


def departs(decided: YearClass | None, proposed: YearClass | None, at_best: YearClass | None) -> bool | None:
    """Whether a decision departs from a proposal, or from the best that an open one could still become."""
    if decided is None:
        return None
    if proposed is not None:
        return decided is not proposed
    order = list(YearClass)
    return True if at_best and order.index(decided) < order.index(at_best) else None


def regime_of(year: int, parameters: ParameterSet | None = None) -> RegimeOfYear:
    """The regime of a year: the one in force on its last day."""
    day = date(year, 12, 31)
    try:
        code, entry = regime_on(parameters or fresh(), day)
    except NoRegime:
        return RegimeOfYear(year, day)
    return RegimeOfYear(year, day, code, entry.instrument, entry.since, entry.source, code in IMPLEMENTED)


def class_names(language: str, parameters: ParameterSet | None = None) -> dict[str, str]:
    """The classes of the regime of 2014 in the reader's language, best first."""
    known = (parameters or fresh()).parameter("review.r2014.classes").entries[-1].value
    code = "vi" if language.startswith("vi") else "en"
    return {grade: names[code] for grade, names in known.items()}


# Runs


def class_runs_for(user: User) -> ClassRunQuerySet:
    """The runs of the year class that a person may open, newest first."""
    return ClassRun.objects.visible_to(user).select_related("unit", "made_by").newest_first()


def class_run_of(user: User, year: int, under: Unit | None = None) -> ClassRun | None:
    """The newest run for a year that says something of what a person sees, or of a branch of it."""
    runs = class_runs_for(user).filter(year=year)
    if under is None:
        return runs.first()
    return next((run for run in runs[:20] if ClassResult.objects.filter(run=run, unit=under).exists()), None)


def facts_since(run: ClassRun) -> int:
    """How many facts about the run's units were recorded since it was made; its proposals do not know of them."""
    units = ClassResult.objects.filter(run=run).values("unit_id")
    later = Action.objects.filter(at__gt=run.made_at, verb__startswith="review.").values("id")
    events = apps.get_model("review", "ConclusionEvent").objects
    decided = DecidedClass.objects.current().filter(year=run.year, recorded_at__gt=run.made_at, unit_id__in=units)
    concluded = events.filter(day__year=run.year, pgh_context_id__in=later, unit_id__in=units)
    return int(decided.count() + concluded.values("pgh_obj_id").distinct().count())


def results_for(user: User | None, run: ClassRun, under: Unit | None = None) -> ClassResultQuerySet:
    """The proposals of a run that a person may see, by name; without a user all of them (for actions and tests)."""
    results = ClassResult.objects.filter(run=run)
    if user is not None:
        results = scope.cut(results, "unit_id", access.reach_of_proposals(user))
    if under is not None:
        results = scope.cut(results, "unit_id", scope.of_branch(under.pk, run.as_of))
    return results.order_by("sort_key", "unit_id")


@dataclass(frozen=True, slots=True)
class ClassFilters:
    """Which proposals a list shows; empty means all. `decided` is none, as or departs."""

    levels: tuple[Level, ...] = ()
    grade: str = ""
    decided: str = ""
    text: str = ""
    under: Unit | None = None


OPEN = "open"


def found_in(run: ClassRun, user: User | None, wanted: ClassFilters) -> QuerySet[ClassResult]:
    """The proposals that fit, without the condition on what was decided."""
    results: QuerySet[ClassResult] = results_for(user, run, wanted.under)
    if wanted.levels:
        results = results.filter(level__in=[level.value for level in wanted.levels])
    if wanted.grade:
        results = results.filter(proposed="" if wanted.grade == OPEN else wanted.grade)
    if wanted.text:
        spans = UnitSpan.objects.as_of(run.as_of).filter(search_key__contains=fold(wanted.text))
        results = results.filter(unit_id__in=spans.values("unit_id"))
    return results


def keys_of(run: ClassRun, user: User | None, wanted: ClassFilters) -> list[int]:
    """The keys of the proposals that fit, in order: what a page is cut from."""
    rows = found_in(run, user, wanted).values_list("pk", "unit_id", "proposed", "at_best")
    if not wanted.decided:
        return [key for key, *_rest in rows]
    known = {unit: YearClass(grade) for unit, grade in _grades(run.year)}
    return [
        key
        for key, unit, proposed, best in rows
        if _state(departs(known.get(unit), _grade(proposed), _grade(best)), known.get(unit)) == wanted.decided
    ]


def _grades(year: int) -> Iterable[tuple[int, str]]:
    return DecidedClass.objects.current().of_units().filter(year=year).values_list("unit_id", "grade")


def _grade(text: str) -> YearClass | None:
    return YearClass(text) if text else None


def _state(departing: bool | None, decided: YearClass | None) -> str:  # noqa: FBT001  three states, one word each
    if decided is None:
        return "none"
    return {True: "departs", False: "as", None: ""}[departing]


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """How many units are proposed, and how many decided, for each class; under `open` those that are neither."""

    proposed: dict[str, int]
    decided: dict[str, int]
    departing: int
    units: int


def class_counts(run: ClassRun, user: User | None, wanted: ClassFilters) -> ClassCounts:
    """Count the proposals and decisions of the units that fit."""
    known = {unit: YearClass(grade) for unit, grade in _grades(run.year)}
    proposed = dict.fromkeys([*(grade.value for grade in YearClass), OPEN], 0)
    decided, departing, units = dict(proposed), 0, 0
    for unit, grade, best in found_in(run, user, wanted).values_list("unit_id", "proposed", "at_best"):
        mine = known.get(unit)
        proposed[grade or OPEN] += 1
        decided[mine.value if mine else OPEN] += 1
        departing += departs(mine, _grade(grade), _grade(best)) is True
        units += 1
    return ClassCounts(proposed, decided, departing, units)


# What a run says of units


def classes_of(run: ClassRun, results: Iterable[ClassResult]) -> list[UnitClass]:
    """Stored proposals with the decisions of today beside them, in the order given."""
    rows = list(results)
    units = [row.unit_id for row in rows]
    codes = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    known = _decisions(units, run.year)
    return [_unit_class(run, row, codes[row.unit_id], known.get(row.unit_id)) for row in rows]


def classes_by_key(run: ClassRun, keys: Collection[int]) -> list[UnitClass]:
    """The proposals with these keys, in their order."""
    rows = {row.pk: row for row in ClassResult.objects.filter(pk__in=list(keys))}
    return classes_of(run, [rows[key] for key in keys])


def class_of(unit: Unit, year: int, run: ClassRun | None = None) -> UnitClass | None:
    """What the newest run for a year (or this run) proposes for a unit; None where none speaks of it."""
    results = ClassResult.objects.filter(unit=unit, run__year=year)
    if run is not None:
        results = results.filter(run=run)
    found = results.select_related("run").order_by("-run__as_of", "-run_id").first()
    return None if found is None else classes_of(found.run, [found])[0]


def results_of_unit(unit: Unit, year: int) -> list[ClassResult]:
    """What every run for a year proposed for a unit, newest first."""
    rows = ClassResult.objects.filter(unit=unit, run__year=year).select_related("run").defer("steps")
    return list(rows.order_by("-run__as_of", "-run_id"))


def decided_class(unit: Unit, year: int) -> Decided | None:
    """The class decided for a unit for a year; None where none is on record."""
    return _decisions([unit.pk], year).get(unit.pk)


def is_classed(unit: Unit, year: int) -> bool:
    """Whether a unit was of a kind that the regime of a year classes."""
    kinds = classed_kinds(fresh(), year)
    span = DateRange(date(year, 1, 1), date(year + 1, 1, 1))
    return UnitSpan.objects.filter(unit=unit, kind__in=kinds, valid__overlap=span).exists()


def _decisions(units: Collection[int], year: int) -> dict[int, Decided]:
    rows = DecidedClass.objects.current().of_units().filter(year=year, unit_id__in=units)
    return {
        unit: Decided(YearClass(grade), decision, day)
        for unit, grade, decision, day in rows.values_list("unit_id", "grade", "decision", "decided_on")
    }


def _unit_class(run: ClassRun, row: ClassResult, code: str, decided: Decided | None) -> UnitClass:
    stored = {
        "proposed": row.proposed,
        "at_best": row.at_best,
        "by_score": row.by_score,
        "steps": row.steps,
        "signs": row.signs,
        "waits_for": row.waits_for,
    }
    return UnitClass(
        run=run.pk,
        unit=row.unit_id,
        year=run.year,
        code=code,
        name=row.name,
        kind=row.kind,
        sector=row.sector,
        level=Level(row.level),
        parent=row.parent_id,
        proposal=proposal_from(row.unit_id, run.rules_used, stored),
        own_word=row.own_word,
        decided=decided,
        bodies_unknown=tuple(row.bodies_unknown),
        faults=tuple(row.faults),
    )


def decided_of(unit: Unit) -> list[DecidedClass]:
    """Every class ever decided for a unit and the bodies of its level, the latest year first; replaced ones too."""
    rows = DecidedClass.objects.filter(unit=unit).order_by("-year", "body", "replaced_by", "-pk")
    return list(rows)


@dataclass(frozen=True, slots=True)
class Below:
    """An organisation directly below another, with its decided class."""

    code: str
    name: str
    decided: Decided | None


def below(unit: Unit, year: int) -> list[Below]:
    """The organisations directly below a unit that its K5 counts, with what was decided for the year, undecided ones first."""
    day = min(date(year, 12, 31), clock.today())
    parameters = fresh()
    if not regime_of(year, parameters).applies:
        return []
    spans = UnitSpan.objects.as_of(day).filter(parent=unit, kind__in=classed_kinds(parameters, year))
    rows = list(spans.order_by("sort_key", "unit_id").values_list("unit_id", "unit__code", "name"))
    known = _decisions([key for key, *_rest in rows], year)
    found = [Below(code, name, known.get(key)) for key, code, name in rows]
    return sorted(found, key=lambda one: one.decided is not None)


def years_known() -> tuple[int, int]:
    """The first and the last year for which a class can be asked."""
    return FIRST_YEAR, clock.today().year


def last_whole_year(day: date) -> int:
    """The last year that was whole on a day: the one whose class one asks for.

    >>> last_whole_year(date(2017, 6, 30)), last_whole_year(date(2016, 12, 31))
    (2016, 2016)
    """
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1
