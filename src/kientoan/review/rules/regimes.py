"""The year class: which regime rules on a day, and what the regime of 2014 (HD 27-HD/BTCTW) proposes, with its trace.

A proposal is not the class: the directly superior standing board decides. Classes of subordinates count only once decided,
so a tree is worked from the leaves up; what is not known yet leaves the proposal open and is named.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from kientoan.core.params import Entry, ParameterSet


class NoRegime(LookupError):
    """A reference date for which the product holds no regime, or one whose rules it does not apply yet."""


class YearClass(StrEnum):
    """The four classes of the regime of 2014, best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    WEAK = "weak"


class Standing(StrEnum):
    """How a rule stands for a unit."""

    FIRED = "fired"
    CLEAR = "clear"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"
    SIGN_ONLY = "sign_only"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """That a unit is divided (K1) or had a member disciplined for degradation (K2), and the number that concludes it."""

    rule: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class BodyClass:
    """A same-level body and whether its own class is the lowest; None where it is not known yet.

    `counts` is "government" or "front_mass", as the pack's bodies say.
    """

    body: str
    counts: str
    lowest: bool | None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class UnitYear:
    """What is known of one unit for its year class.

    `members` and `members_failed` matter for cells only; a score is out of 100; None means not known.
    """

    unit: int
    kind: str
    parent: int | None = None
    score: Decimal | None = None
    conclusions: tuple[Conclusion, ...] = ()
    bodies: tuple[BodyClass, ...] = ()
    members: int | None = None
    members_failed: int | None = None
    decided: YearClass | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of the trace: how it stands, the values it looked at, its threshold, its evidence and its document."""

    rule: str
    standing: Standing
    values: tuple[tuple[str, str], ...]
    threshold: str
    evidence: tuple[str, ...]
    instrument: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ClassProposal:
    """The class proposed for a unit, or None while it is open; `at_best` is the best it can still become.

    `signs` are K1 and K2 without the number of a conclusion; `waits_for` names what is not known.
    """

    unit: int
    regime: str
    proposed: YearClass | None
    at_best: YearClass | None
    by_score: YearClass | None
    steps: tuple[Step, ...]
    signs: tuple[str, ...]
    waits_for: tuple[str, ...]

    @property
    def forced_by(self) -> tuple[str, ...]:
        """Name the forcing rules that fired."""
        return tuple(step.rule for step in self.steps if step.rule != "score" and step.standing is Standing.FIRED)

    @property
    def is_forced(self) -> bool:
        """Say whether a forcing rule, and not the score, makes the class."""
        return bool(self.forced_by) and self.by_score is not YearClass.WEAK


def regime_on(parameters: ParameterSet, day: datetime.date) -> tuple[str, Entry]:
    """Give the code and document of the regime in force on a day; before the first one `NoRegime`."""
    item = parameters.parameter("review.regimes.in_force")
    if day < item.entries[0].since:
        raise NoRegime(f"No regime of the year class is known on {day:%d/%m/%Y}.")
    entry = item.entry(day)
    return entry.value, entry


def propose_classes(
    parameters: ParameterSet,
    units: Iterable[UnitYear],
    *,
    reference_date: datetime.date,
    only: Collection[int] | None = None,
) -> tuple[ClassProposal, ...]:
    """Propose the year class of every unit by the regime of the reference date, leaves first.

    With ``only`` the others are known for K5 of those above them and get no proposal of their own.
    Raises `NoRegime` where the regime's rules are not in the product, and `ValueError` for a unit given twice or a tree
    that runs in a circle.
    """
    code, entry = regime_on(parameters, reference_date)
    make = IMPLEMENTED.get(code)
    if make is None:
        known = ", ".join(IMPLEMENTED)
        raise NoRegime(
            f"On {reference_date:%d/%m/%Y} the year class follows {entry.instrument} ({code}), "
            f"whose rules are not in the product yet. Implemented: {known}."
        )
    ordered = leaves_first(units)
    below: dict[int, list[UnitYear]] = {}
    for unit in ordered:
        if unit.parent is not None:
            below.setdefault(unit.parent, []).append(unit)
    regime = make(parameters, reference_date)
    wanted = [unit for unit in ordered if only is None or unit.unit in only]
    return tuple(regime.propose(unit, below.get(unit.unit, [])) for unit in wanted)


def leaves_first(units: Iterable[UnitYear]) -> list[UnitYear]:
    """Order units so that each comes after all that stand below it; equals by id."""
    known: dict[int, UnitYear] = {}
    for unit in units:
        if unit.unit in known:
            raise ValueError(f"Unit {unit.unit} is given twice.")
        known[unit.unit] = unit
    depth: dict[int, int] = {}
    for start in known:
        path: list[int] = []
        here: int | None = start
        while here is not None and here in known and here not in depth:
            if here in path:
                raise ValueError(f"Unit {here} stands below itself.")
            path.append(here)
            here = known[here].parent
        base = depth[here] if here is not None and here in depth else 0
        for number, one in enumerate(reversed(path), start=1):
            depth[one] = base + number
    return sorted(known.values(), key=lambda unit: (-depth[unit.unit], unit.unit))


class Regime2014:
    """HD 27-HD/BTCTW of 25/9/2014: points with cut-offs, and five rules (K1-K5) that force the lowest class."""

    code = "R2014"

    def __init__(self, parameters: ParameterSet, day: datetime.date) -> None:
        def entry(name: str) -> Entry:
            return parameters.entry(f"review.r2014.{name}", day)

        self._floor, self._good, self._excellent = entry("completed_from"), entry("good_from"), entry("excellent_from")
        self._mass, self._subordinates, self._members = (
            entry("mass_lowest"),
            entry("weak_subordinates_over"),
            entry("failed_members_over"),
        )
        self._committees, self._cells = entry("committees"), entry("cells")

    def by_score(self, score: Decimal) -> YearClass:
        """Give the class of a score alone; a score outside 0 to 100 raises `ValueError`."""
        if not 0 <= score <= 100:
            raise ValueError(f"A score is from 0 to 100, not {score}.")
        if score >= self._excellent.value:
            return YearClass.EXCELLENT
        if score >= self._good.value:
            return YearClass.GOOD
        return YearClass.COMPLETED if score >= self._floor.value else YearClass.WEAK

    def propose(self, unit: UnitYear, below: list[UnitYear]) -> ClassProposal:
        """Propose a unit's class from its score, the forcing rules and the decided classes of those below it."""
        by_score = None if unit.score is None else self.by_score(unit.score)
        steps = (
            self._score_step(unit, by_score),
            self._concluded(unit, "K1"),
            self._concluded(unit, "K2"),
            self._government(unit),
            self._front_and_mass(unit),
            self._from_below(unit, below),
        )
        weak = any(step.standing is Standing.FIRED for step in steps)
        is_open = any(step.standing is Standing.OPEN for step in steps)
        at_best = YearClass.WEAK if weak else by_score or YearClass.EXCELLENT
        return ClassProposal(
            unit=unit.unit,
            regime=self.code,
            proposed=at_best if weak or not is_open else None,
            at_best=at_best,
            by_score=by_score,
            steps=steps,
            signs=tuple(step.rule for step in steps if step.standing is Standing.SIGN_ONLY),
            waits_for=tuple(step.rule for step in steps if step.standing is Standing.OPEN),
        )

    def _score_step(self, unit: UnitYear, by_score: YearClass | None) -> Step:
        if unit.score is None or by_score is None:
            return _step("score", Standing.OPEN, {}, f">= {self._floor.value}", self._floor)
        standing = Standing.FIRED if by_score is YearClass.WEAK else Standing.CLEAR
        entry = {
            YearClass.EXCELLENT: self._excellent,
            YearClass.GOOD: self._good,
            YearClass.COMPLETED: self._floor,
            YearClass.WEAK: self._floor,
        }[by_score]
        relation = "<" if by_score is YearClass.WEAK else ">="
        return _step("score", standing, {"score": unit.score, "class": by_score}, f"{relation} {entry.value}", entry)

    def _concluded(self, unit: UnitYear, rule: str) -> Step:
        mine = [conclusion for conclusion in unit.conclusions if conclusion.rule == rule]
        numbers = tuple(sorted({one.number.strip() for one in mine if one.number.strip()}))
        standing = Standing.FIRED if numbers else Standing.SIGN_ONLY if mine else Standing.CLEAR
        return _step(rule, standing, {"conclusions": len(numbers)}, ">= 1", self._floor, numbers)

    def _government(self, unit: UnitYear) -> Step:
        return self._bodies(unit, "K3", "government", 1, self._floor)

    def _front_and_mass(self, unit: UnitYear) -> Step:
        return self._bodies(unit, "K4", "front_mass", self._mass.value, self._mass)

    def _bodies(self, unit: UnitYear, rule: str, counts: str, needed: int, entry: Entry) -> Step:
        mine = [body for body in unit.bodies if body.counts == counts]
        lowest = [body for body in mine if body.lowest]
        unknown = [body for body in mine if body.lowest is None]
        if len(lowest) >= needed:
            standing = Standing.FIRED
        elif len(mine) < needed:
            standing = Standing.NOT_APPLICABLE
        else:
            standing = Standing.OPEN if len(lowest) + len(unknown) >= needed else Standing.CLEAR
        evidence = tuple(sorted(f"{body.body} {body.decision}".strip() for body in lowest))
        values = {"lowest": len(lowest), "not_known": len(unknown), "of": len(mine)}
        return _step(rule, standing, values, f">= {needed}", entry, evidence)

    def _from_below(self, unit: UnitYear, below: list[UnitYear]) -> Step:
        if unit.kind in self._cells.value:
            return self._failed_members(unit)
        organisations = [one for one in below if one.kind in (*self._committees.value, *self._cells.value)]
        if unit.kind not in self._committees.value or not organisations:
            return _step("K5", Standing.NOT_APPLICABLE, {}, "", self._subordinates)
        weak = sum(one.decided is YearClass.WEAK for one in organisations)
        undecided = sum(one.decided is None for one in organisations)
        values = {"weak": weak, "not_decided": undecided, "of": len(organisations)}
        standing = _more_than(weak, undecided, len(organisations), self._subordinates.value)
        return _step("K5", standing, values, f"> {self._subordinates.value}", self._subordinates)

    def _failed_members(self, unit: UnitYear) -> Step:
        share = self._members
        if unit.members is None or unit.members_failed is None:
            return _step("K5", Standing.OPEN, {}, f"> {share.value}", share)
        if not 0 <= unit.members_failed <= unit.members:
            raise ValueError(f"Unit {unit.unit}: {unit.members_failed} of {unit.members} members failed.")
        if not unit.members:
            return _step("K5", Standing.NOT_APPLICABLE, {"of": 0}, f"> {share.value}", share)
        values = {"failed": unit.members_failed, "of": unit.members}
        return _step(
            "K5", _more_than(unit.members_failed, 0, unit.members, share.value), values, f"> {share.value}", share
        )


def _more_than(found: int, unknown: int, total: int, share: Fraction) -> Standing:
    """Say whether more than a share is found, for certain; a share reached exactly is not more."""
    if Fraction(found, total) > share:
        return Standing.FIRED
    return Standing.OPEN if Fraction(found + unknown, total) > share else Standing.CLEAR


def _step(
    rule: str,
    standing: Standing,
    values: Mapping[str, Any],
    threshold: str,
    entry: Entry,
    evidence: tuple[str, ...] = (),
) -> Step:
    shown = tuple((name, f"{value}") for name, value in values.items())
    return Step(rule, standing, shown, threshold, evidence, entry.instrument, entry.source, entry.confidence)


IMPLEMENTED: Mapping[str, Callable[[ParameterSet, datetime.date], Regime2014]] = {"R2014": Regime2014}
