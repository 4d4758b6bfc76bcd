"""The year class of units: what the regime of the year proposes, from what is known, beside what was decided."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.params import ParameterSet
from kientoan.core.periods import Period
from kientoan.figures.models import Indicator
from kientoan.figures.queries.frames import Figure, values_of
from kientoan.figures.rules.words import Source
from kientoan.orgs import queries as orgs
from kientoan.orgs.models import Body, Unit, UnitSpan, scope
from kientoan.orgs.models.units import SpanQuerySet
from kientoan.orgs.rules.pack import Era
from kientoan.review import access
from kientoan.review.models import Conclusion, DecidedClass
from kientoan.review.queries.parameters import fresh
from kientoan.review.rules.regimes import (
    IMPLEMENTED,
    BodyClass,
    ClassProposal,
    NoRegime,
    UnitYear,
    YearClass,
    propose_classes,
    regime_on,
)
from kientoan.review.rules.regimes import Conclusion as Concluded
from kientoan.review.rules.tiers import AREA, tier_of

SUPERIOR, OWN, RATED, FAILED = "superior_score", "self_score", "members_rated", "members_failed"
"""The indicators of HD 27-HD/BTCTW that the proposal reads."""
FEW = 2_000
"""Up to how many units figures are asked for by name; above that all of the year are read."""


class Level(StrEnum):
    """In which list a unit's class stands."""

    ABOVE = "above"
    COMMUNE = "commune"
    BASE = "base"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class RegimeOfYear:
    """Which regime rules a year; without `code` the product knows none, `applies` says whether it holds its rules."""

    year: int
    day: date
    code: str = ""
    instrument: str = ""
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
    """A unit, what is proposed for its year and what was decided; `faults` names figures that cannot be true."""

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
        if self.decided is None:
            return None
        if self.proposal.proposed is not None:
            return self.decided.grade is not self.proposal.proposed
        order = list(YearClass)
        best = self.proposal.at_best
        return True if best and order.index(self.decided.grade) < order.index(best) else None


def regime_of(year: int, parameters: ParameterSet | None = None) -> RegimeOfYear:
    """The regime of a year: the one in force on its last day."""
    day = date(year, 12, 31)
    try:
        code, entry = regime_on(parameters or fresh(), day)
    except NoRegime:
        return RegimeOfYear(year, day)
    return RegimeOfYear(year, day, code, entry.instrument, entry.source, code in IMPLEMENTED)


def class_names(language: str, parameters: ParameterSet | None = None) -> dict[str, str]:
    """The classes of the regime of 2014 in the reader's language, best first."""
    known = (parameters or fresh()).parameter("review.r2014.classes").entries[-1].value
    code = "vi" if language.startswith("vi") else "en"
    return {grade: names[code] for grade, names in known.items()}


def classes_of(
    year: int,
    user: User,
    *,
    units: Collection[int] | None = None,
    under: Unit | None = None,
    levels: Collection[Level] | None = None,
) -> list[UnitClass]:
    """The proposals for a year of the units over which a person may see proposals, by name.

    ``units`` names them by id, ``under`` narrows to a branch and ``levels`` to lists. Raises `NoRegime` for a year whose
    rules the product does not hold.
    """
    parameters = fresh()
    day = date(year, 12, 31)
    _refuse_without_regime(parameters, day)
    kinds = [kind for name in ("committees", "cells") for kind in parameters.at(f"review.r2014.{name}", day)]
    spans = UnitSpan.objects.as_of(min(day, clock.today())).filter(kind__in=kinds)
    chosen = scope.cut(spans, "unit_id", access.reach_of_proposals(user))
    if units is not None:
        chosen = chosen.filter(unit_id__in=list(units))
    if under is not None:
        chosen = scope.cut(chosen, "unit_id", scope.of_branch(under.pk, min(day, clock.today())))
    era = orgs.pack().at(day)
    places = {place.unit: place for place in _places(chosen, era) if levels is None or place.level in levels}
    if not places:
        return []
    below = spans.filter(parent_id__in=list(places)) if len(places) <= FEW else spans
    return _proposed(parameters, _Known(year, era, places), below.values_list("unit_id", "kind", "parent_id"))


def class_of(unit: Unit, year: int, user: User) -> UnitClass | None:
    """The proposal of one unit; None where it is no party organisation of that year within reach."""
    return next(iter(classes_of(year, user, units=[unit.pk])), None)


def _refuse_without_regime(parameters: ParameterSet, day: date) -> None:
    propose_classes(parameters, (), reference_date=day)


@dataclass(frozen=True, slots=True)
class _Place:
    unit: int
    code: str
    name: str
    kind: str
    sector: str
    parent: int | None
    level: Level


def _places(spans: SpanQuerySet, era: Era) -> list[_Place]:
    columns = ("unit_id", "unit__code", "name", "kind", "sector", "parent_id")
    rows = spans.order_by("sort_key", "unit_id").values_list(*columns)
    return [
        _Place(unit, code, name, kind, sector, parent, _level(era, kind, sector))
        for unit, code, name, kind, sector, parent in rows
    ]


def _level(era: Era, kind: str, sector: str) -> Level:
    known, group = era.kinds.get(kind), era.sectors.get(sector)
    base_rank = min((one.rank for one in era.kinds.values() if one.base), default=0)
    if known is not None and known.rank < base_rank:
        return Level.ABOVE
    return Level(tier_of(base=bool(known and known.base), group=group.group if group else "").value)


@dataclass(slots=True)
class _Known:
    """What is known of the units of a year."""

    year: int
    era: Era
    places: Mapping[int, _Place]
    figures: dict[int, dict[str, Figure]] = field(default_factory=dict)
    concluded: dict[int, list[Concluded]] = field(default_factory=dict)
    decided: dict[int, Decided] = field(default_factory=dict)
    of_bodies: dict[int, dict[str, tuple[bool, str]]] = field(default_factory=dict)
    bodies: dict[int, set[str]] = field(default_factory=dict)

    def read(self, below: Collection[int]) -> None:
        """Read figures, conclusions, classes (also of those below) and bodies, each in one question to the database."""
        few = list(self.places) if len(self.places) <= FEW else None
        self._read_figures(few)
        self._read_facts(few, below)

    def _read_figures(self, few: list[int] | None) -> None:
        read = list(Indicator.objects.filter(code__in=(SUPERIOR, OWN, RATED, FAILED)))
        code_of = {one.pk: one.code for one in read}
        if read:
            for unit, of_unit in values_of(Period.parse(str(self.year)), units=few, indicators=read).items():
                self.figures[unit] = {code_of[key]: figure for key, figure in of_unit.items()}

    def _read_facts(self, few: list[int] | None, below: Collection[int]) -> None:
        narrow = {} if few is None else {"unit_id__in": few}
        conclusions = (
            Conclusion.objects.filter(**narrow).standing().between(date(self.year, 1, 1), date(self.year, 12, 31))
        )
        for unit, rule, number in conclusions.values_list("unit_id", "rule", "number"):
            self.concluded.setdefault(unit, []).append(Concluded(rule, number))
        rows = DecidedClass.objects.current().filter(year=self.year)
        if few is not None and len(below) <= FEW:
            rows = rows.filter(unit_id__in=[*few, *below])
        columns = ("unit_id", "body", "grade", "decision", "decided_on")
        for unit, body, grade, decision, day in rows.values_list(*columns).iterator(chunk_size=20_000):
            if body:
                self.of_bodies.setdefault(unit, {})[body] = (grade == YearClass.WEAK, decision)
            else:
                self.decided[unit] = Decided(YearClass(grade), decision, day)
        counting = [code for code, kind in self.era.bodies.items() if kind.class_counts]
        standing = Body.objects.as_of(min(date(self.year, 12, 31), clock.today())).filter(kind__in=counting, **narrow)
        for unit, kind in standing.values_list("unit_id", "kind"):
            self.bodies.setdefault(unit, set()).add(kind)

    def score(self, unit: int) -> tuple[Decimal | None, bool, bool]:
        """The points that count, whether they are the unit's own word, and whether they cannot be true."""
        mine = self.figures.get(unit, {})
        found = mine.get(SUPERIOR) or mine.get(OWN)
        if found is None:
            return None, False, False
        own = SUPERIOR not in mine and found.source == Source.SELF
        return (found.value, own, False) if 0 <= found.value <= 100 else (None, own, True)

    def members(self, unit: int) -> tuple[int | None, int | None, bool]:
        """Members rated and failed, and whether they cannot be true."""
        mine = self.figures.get(unit, {})
        rated, failed = (int(mine[code].value) if code in mine else None for code in (RATED, FAILED))
        wrong = rated is not None and failed is not None and not 0 <= failed <= rated
        return (None, None, True) if wrong else (rated, failed, False)

    def body_classes(self, place: _Place) -> tuple[BodyClass, ...]:
        """The bodies of the unit's level with their classes: those recorded, else those its kind has in an area."""
        classed = self.of_bodies.get(place.unit, {})
        there = self.bodies.get(place.unit) or self._usual(place)
        found = []
        for code in sorted(there | classed.keys()):
            kind = self.era.bodies.get(code)
            if kind is not None and kind.class_counts:
                lowest, decision = classed.get(code, (None, ""))
                found.append(BodyClass(code, kind.class_counts, lowest, decision))
        return tuple(found)

    def _usual(self, place: _Place) -> set[str]:
        sector = self.era.sectors.get(place.sector)
        if sector is None or sector.group != AREA:
            return set()
        return {
            code
            for code, kind in self.era.bodies.items()
            if kind.class_counts and kind.branch != "management" and place.kind in kind.at
        }


def _proposed(
    parameters: ParameterSet, known: _Known, below: "Iterable[tuple[int, str, int | None]]"
) -> list[UnitClass]:
    under = list(below)
    known.read({unit for unit, _kind, _parent in under})
    years: dict[int, UnitYear] = {}
    for unit, kind, parent in under:
        decided = known.decided.get(unit)
        years[unit] = UnitYear(unit, kind, parent, decided=decided.grade if decided else None)
    extra: dict[int, tuple[bool, tuple[str, ...]]] = {}
    for place in known.places.values():
        years[place.unit], extra[place.unit] = _year_of(known, place)
    found = propose_classes(
        parameters, years.values(), reference_date=date(known.year, 12, 31), only=known.places.keys()
    )
    by_unit = {one.unit: one for one in found}
    return [
        UnitClass(
            unit=place.unit,
            year=known.year,
            code=place.code,
            name=place.name,
            kind=place.kind,
            sector=place.sector,
            level=place.level,
            parent=place.parent,
            proposal=by_unit[place.unit],
            own_word=extra[place.unit][0],
            decided=known.decided.get(place.unit),
            bodies_unknown=tuple(body.body for body in years[place.unit].bodies if body.lowest is None),
            faults=extra[place.unit][1],
        )
        for place in known.places.values()
    ]


def _year_of(known: _Known, place: _Place) -> tuple[UnitYear, tuple[bool, tuple[str, ...]]]:
    score, own, wrong_score = known.score(place.unit)
    members, failed, wrong_members = known.members(place.unit)
    decided = known.decided.get(place.unit)
    year = UnitYear(
        place.unit,
        place.kind,
        place.parent,
        score=score,
        conclusions=tuple(known.concluded.get(place.unit, ())),
        bodies=known.body_classes(place),
        members=members,
        members_failed=failed,
        decided=decided.grade if decided else None,
    )
    faults = tuple(rule for rule, wrong in (("score", wrong_score), ("K5", wrong_members)) if wrong)
    return year, (own, faults)
