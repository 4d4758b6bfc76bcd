"""What is known of the party organisations of a branch for the class of a year: figures, conclusions, classes, bodies."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kientoan.core.params import ParameterSet
from kientoan.core.periods import Period
from kientoan.figures.models import Indicator
from kientoan.figures.queries.frames import Figure, values_of
from kientoan.figures.rules.words import Source
from kientoan.orgs import queries as orgs
from kientoan.orgs.models import Body, Unit, UnitSpan, scope
from kientoan.orgs.rules.pack import Era
from kientoan.review.models import Conclusion, DecidedClass
from kientoan.review.rules.class_runs import Known
from kientoan.review.rules.regimes import BodyClass, UnitYear, YearClass
from kientoan.review.rules.regimes import Conclusion as Concluded
from kientoan.review.rules.tiers import AREA, Level, tier_of

SUPERIOR, OWN, RATED, FAILED = "superior_score", "self_score", "members_rated", "members_failed"
"""The indicators of HD 27-HD/BTCTW that the proposal reads."""
FEW = 2_000
"""Up to how many units figures are asked for by name; above that all of the year are read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A party organisation as of the day: what it is called, what it is and where it hangs."""

    unit: int
    name: str
    kind: str
    sector: str
    parent: int | None
    sort_key: str
    level: Level


def places_classed(unit: Unit, year: int, as_of: date, parameters: ParameterSet) -> list[Place]:
    """The party organisations of a branch on the day, those kinds that the regime of the year classes, by name."""
    kinds = classed_kinds(parameters, year)
    spans = UnitSpan.objects.as_of(as_of).filter(kind__in=kinds)
    columns = ("unit_id", "name", "kind", "sector", "parent_id", "sort_key")
    rows = scope.cut(spans, "unit_id", scope.of_branch(unit.pk, as_of)).order_by("sort_key", "unit_id")
    era = orgs.pack().at(as_of)
    return [
        Place(key, name, kind, sector, parent, sort_key, level_of(era, kind, sector))
        for key, name, kind, sector, parent, sort_key in rows.values_list(*columns)
    ]


def classed_kinds(parameters: ParameterSet, year: int) -> list[str]:
    """The kinds of units that are classed in a year."""
    day = date(year, 12, 31)
    return [kind for name in ("committees", "cells") for kind in parameters.at(f"review.r2014.{name}", day)]


def level_of(era: Era, kind: str, sector: str) -> Level:
    """In which list a unit of a kind and sector stands."""
    known, group = era.kinds.get(kind), era.sectors.get(sector)
    base_rank = min((one.rank for one in era.kinds.values() if one.base), default=0)
    if known is not None and known.rank < base_rank:
        return Level.ABOVE
    return Level(tier_of(base=bool(known and known.base), group=group.group if group else "").value)


def known_of(
    places: Collection[Place], year: int, as_of: date, *, progress: Callable[[int], None] = lambda _step: None
) -> list[Known]:
    """Everything the regime reads of these units, each kind of fact in one question to the database."""
    facts = _Facts(year, as_of, {place.unit: place for place in places}, orgs.pack().at(as_of))
    facts.read_figures()
    progress(2)
    facts.read_decisions()
    progress(3)
    return [facts.of(place) for place in places]


@dataclass(slots=True)
class _Facts:
    year: int
    as_of: date
    places: Mapping[int, Place]
    era: Era
    figures: dict[int, dict[str, Figure]] = field(default_factory=dict)
    concluded: dict[int, list[Concluded]] = field(default_factory=dict)
    decided: dict[int, YearClass] = field(default_factory=dict)
    of_bodies: dict[int, dict[str, tuple[bool, str]]] = field(default_factory=dict)
    bodies: dict[int, set[str]] = field(default_factory=dict)

    @property
    def _few(self) -> list[int] | None:
        return list(self.places) if len(self.places) <= FEW else None

    @property
    def _narrow(self) -> dict[str, list[int]]:
        return {} if self._few is None else {"unit_id__in": self._few}

    def read_figures(self) -> None:
        read = list(Indicator.objects.filter(code__in=(SUPERIOR, OWN, RATED, FAILED)))
        code_of = {one.pk: one.code for one in read}
        if read:
            for unit, of_unit in values_of(Period.parse(str(self.year)), units=self._few, indicators=read).items():
                self.figures[unit] = {code_of[key]: figure for key, figure in of_unit.items()}

    def read_decisions(self) -> None:
        conclusions = Conclusion.objects.filter(**self._narrow).standing().between(date(self.year, 1, 1), self.as_of)
        for unit, rule, number in conclusions.values_list("unit_id", "rule", "number"):
            self.concluded.setdefault(unit, []).append(Concluded(rule, number))
        rows = DecidedClass.objects.current().filter(year=self.year, **self._narrow)
        for unit, body, grade, decision in rows.values_list("unit_id", "body", "grade", "decision").iterator(20_000):
            if body:
                self.of_bodies.setdefault(unit, {})[body] = (grade == YearClass.WEAK, decision)
            else:
                self.decided[unit] = YearClass(grade)
        counting = [code for code, kind in self.era.bodies.items() if kind.class_counts]
        standing = Body.objects.as_of(self.as_of).filter(kind__in=counting, **self._narrow)
        for unit, kind in standing.values_list("unit_id", "kind"):
            self.bodies.setdefault(unit, set()).add(kind)

    def of(self, place: Place) -> Known:
        score, own, wrong_score = self._score(place.unit)
        members, failed, wrong_members = self._members(place.unit)
        year = UnitYear(
            place.unit,
            place.kind,
            place.parent,
            score=score,
            conclusions=tuple(sorted(self.concluded.get(place.unit, ()), key=lambda one: (one.rule, one.number))),
            bodies=self._body_classes(place),
            members=members,
            members_failed=failed,
            decided=self.decided.get(place.unit),
        )
        faults = tuple(rule for rule, wrong in (("score", wrong_score), ("K5", wrong_members)) if wrong)
        return Known(year, own, faults)

    def _score(self, unit: int) -> tuple[Decimal | None, bool, bool]:
        """The points that count, whether they are the unit's own word, and whether they cannot be true."""
        mine = self.figures.get(unit, {})
        found = mine.get(SUPERIOR) or mine.get(OWN)
        if found is None:
            return None, False, False
        own = SUPERIOR not in mine and found.source == Source.SELF
        return (found.value, own, False) if 0 <= found.value <= 100 else (None, own, True)

    def _members(self, unit: int) -> tuple[int | None, int | None, bool]:
        """Members rated and failed, and whether they cannot be true."""
        mine = self.figures.get(unit, {})
        rated, failed = (int(mine[code].value) if code in mine else None for code in (RATED, FAILED))
        wrong = rated is not None and failed is not None and not 0 <= failed <= rated
        return (None, None, True) if wrong else (rated, failed, False)

    def _body_classes(self, place: Place) -> tuple[BodyClass, ...]:
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

    def _usual(self, place: Place) -> set[str]:
        sector = self.era.sectors.get(place.sector)
        if sector is None or sector.group != AREA:
            return set()
        return {
            code
            for code, kind in self.era.bodies.items()
            if kind.class_counts and kind.branch != "management" and place.kind in kind.at
        }
