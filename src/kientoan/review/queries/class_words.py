"""The proposal of a year class in words: every rule of the trace, the first reason, what is missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.core import formats
from kientoan.orgs import queries as orgs
from kientoan.review.queries.classes import RegimeOfYear, UnitClass, class_names
from kientoan.review.rules.regimes import Standing, Step

UNSURE = {"background", "low"}


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One rule of the trace as people read it."""

    rule: str
    standing: Standing
    word: str
    sentence: str
    citation: str
    to_confirm: bool


def standing_word(standing: Standing) -> str:
    """How a rule stands, in a word."""
    return {
        Standing.FIRED: _("forces the lowest class"),
        Standing.CLEAR: _("does not fire"),
        Standing.OPEN: _("open, something is not known"),
        Standing.NOT_APPLICABLE: _("does not apply"),
        Standing.SIGN_ONLY: _("a sign only"),
    }[standing]


def no_regime_words(regime: RegimeOfYear) -> str:
    """Why nothing can be proposed for a year, with the instrument that rules it and since when; empty where it can."""
    if regime.applies:
        return ""
    given: dict[str, Any] = {"year": regime.year, "instrument": regime.instrument, "code": regime.code}
    if not regime.code or regime.since is None:
        return _("The product knows no document that rules the class of %(year)d, so nothing is proposed.") % given
    given["since"] = formats.day_short(regime.since, _language())
    return (
        _(
            "The class of %(year)d follows %(instrument)s (in force since %(since)s; regime %(code)s). This regime is not yet "
            "implemented in the product, so nothing is proposed; decided classes can still be recorded."
        )
        % given
    )


class ClassWords:
    """Makes words of proposals; names of classes and bodies are read once."""

    def __init__(self, year: int) -> None:
        self._code = "vi" if _language().startswith("vi") else "en"
        self._classes = class_names(self._code)
        era = orgs.pack().at(date(year, 12, 31))
        self._bodies = {code: kind.label(self._code) for code, kind in era.bodies.items()}

    def grade(self, grade: str | None) -> str:
        """A class as the regime calls it; a proposal that is open says so."""
        return self._classes[grade] if grade else _("not yet decidable")

    def body(self, body: str) -> str:
        """Whose class it is: a body of the unit's level by its name, or the unit itself."""
        return self._bodies.get(body, body) if body else _("the organisation itself")

    def rule(self, rule: str) -> str:
        """A rule as it is called."""
        return _("Score") if rule == "score" else rule

    def steps(self, unit: UnitClass) -> list[ToldStep]:
        """Every rule of the trace in words."""
        return [self._told(unit, step) for step in unit.proposal.steps]

    def first_reason(self, unit: UnitClass) -> str:
        """What makes the class, or why it is open: the forcing rule first, then what is missing, then the score."""
        steps = unit.proposal.steps
        for standing in (Standing.FIRED, Standing.OPEN):
            found = next((step for step in steps if step.standing is standing and step.rule != "score"), None)
            score = steps[0] if steps[0].standing is standing else None
            chosen = (found or score) if standing is Standing.FIRED else (score or found)
            if chosen is not None:
                return self._sentence(unit, chosen)
        return self._sentence(unit, steps[0])

    def missing(self, unit: UnitClass) -> list[str]:
        """What would have to be known for the proposal to be whole."""
        return [self._sentence(unit, step) for step in unit.proposal.steps if step.standing is Standing.OPEN]

    def departure(self, unit: UnitClass) -> str:
        """Whether the decision departs from the proposal, in words; empty where nothing was decided."""
        if unit.decided is None:
            return ""
        if unit.departs is None:
            return _("cannot be compared yet: the proposal is open")
        if not unit.departs:
            return _("as proposed")
        given = {
            "decided": self.grade(unit.decided.grade),
            "proposed": self.grade(unit.proposal.proposed or unit.proposal.at_best),
        }
        if unit.proposal.proposed is not None:
            return _("departs: %(decided)s was decided, %(proposed)s follows from what is known") % given
        return _("departs: %(decided)s was decided, at best %(proposed)s follows from what is known") % given

    def _told(self, unit: UnitClass, step: Step) -> ToldStep:
        return ToldStep(
            rule=self.rule(step.rule),
            standing=step.standing,
            word=_("gives the class")
            if step.rule == "score" and step.standing is Standing.CLEAR
            else standing_word(step.standing),
            sentence=self._sentence(unit, step),
            citation=step.instrument,
            to_confirm=step.confidence in UNSURE,
        )

    def _sentence(self, unit: UnitClass, step: Step) -> str:
        tell = {
            "score": self._score,
            "K1": self._concluded,
            "K2": self._concluded,
            "K3": self._of_bodies,
            "K4": self._of_bodies,
            "K5": self._from_below,
        }
        values: dict[str, Any] = dict(step.values)
        values |= {"limit": _number(step.threshold.rpartition(" ")[2]), "evidence": ", ".join(step.evidence)}
        return tell[step.rule](unit, step, values)

    def _score(self, unit: UnitClass, step: Step, values: dict[str, Any]) -> str:
        if step.standing is Standing.OPEN:
            if "score" in unit.faults:
                return _("The score on record is not between 0 and 100 and is not used.")
            return _("There is no score, neither the superior's nor its own.")
        values |= {
            "score": _number(values["score"]),
            "class": self.grade(values["class"]),
            "whose": _("its own score") if unit.own_word else _("the superior's score"),
        }
        if step.standing is Standing.FIRED:
            return _("%(score)s points (%(whose)s), below %(limit)s: %(class)s.") % values
        return _("%(score)s points (%(whose)s), %(limit)s or more: %(class)s.") % values

    def _concluded(self, _unit: UnitClass, step: Step, values: dict[str, Any]) -> str:
        first = step.rule == "K1"
        if step.standing is Standing.FIRED:
            said = (
                _("Internal division is stated by conclusion %(evidence)s.")
                if first
                else _("Discipline for corruption or degradation is stated by conclusion %(evidence)s.")
            )
        elif step.standing is Standing.SIGN_ONLY:
            said = (
                _("Internal division is reported without the number of a conclusion: a sign only, it does not count.")
                if first
                else _("Degradation is reported without the number of a conclusion: a sign only, it does not count.")
            )
        else:
            said = (
                _("No conclusion of the year states internal division.")
                if first
                else _("No conclusion of the year states corruption or degradation.")
            )
        return said % values

    def _of_bodies(self, unit: UnitClass, step: Step, values: dict[str, Any]) -> str:
        government = step.rule == "K3"
        if step.standing is Standing.NOT_APPLICABLE:
            return (
                _("No government or management of its level is on record.")
                if government
                else _("It has fewer Front and mass organisations of its level than the rule asks.")
            )
        if step.standing is Standing.FIRED:
            values["bodies"] = "; ".join(self._named(one) for one in step.evidence)
            return _("Of the lowest class: %(bodies)s.") % values
        if step.standing is Standing.OPEN:
            values["bodies"] = ", ".join(self._unknown(unit, government=government))
            return _("The classes of these are not recorded: %(bodies)s.") % values
        return (
            _("%(lowest)s of %(of)s bodies of its level are of the lowest class; the rule asks for %(limit)s.") % values
        )

    def _named(self, evidence: str) -> str:
        body, _space, decision = evidence.partition(" ")
        name = self._bodies.get(body, body)
        return f"{name} ({decision})" if decision else name

    def _unknown(self, unit: UnitClass, *, government: bool) -> list[str]:
        era_counts = "government" if government else "front_mass"
        kinds = orgs.pack().at(date(unit.year, 12, 31)).bodies
        return [self._bodies[code] for code in unit.bodies_unknown if kinds[code].class_counts == era_counts]

    def _from_below(self, unit: UnitClass, step: Step, values: dict[str, Any]) -> str:
        if step.standing is Standing.NOT_APPLICABLE:
            return _("Nobody was rated.") if "of" in values else _("It has no organisations below it.")
        if "weak" in values:
            if step.standing is Standing.OPEN:
                return (
                    _(
                        "%(weak)s of %(of)s organisations below it are weak and %(not_decided)s have no decided class yet."
                    )
                    % values
                )
            return (
                _("%(weak)s of %(of)s organisations below it are weak; the rule asks for more than %(limit)s.") % values
            )
        if step.standing is Standing.OPEN:
            if "K5" in unit.faults:
                return _("More members are recorded as failed than were rated; the figures are not used.")
            return _("How many members were rated and how many failed is not recorded.")
        return _("%(failed)s of %(of)s members did not do their tasks; the rule asks for more than %(limit)s.") % values


def plain(unit: UnitClass, words: ClassWords) -> dict[str, Any]:
    """A proposal with its whole trace as plain values, for a machine."""
    proposal, decided = unit.proposal, unit.decided
    told = words.steps(unit)
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "regime": proposal.regime,
        "proposed": proposal.proposed,
        "at_best": proposal.at_best,
        "by_score": proposal.by_score,
        "forced_by": list(proposal.forced_by),
        "signs": list(proposal.signs),
        "waits_for": list(proposal.waits_for),
        "missing": words.missing(unit),
        "decided": decided.grade if decided else None,
        "decision": decided.decision if decided else None,
        "departs": unit.departs,
        "trace": [
            {
                "rule": step.rule,
                "standing": step.standing,
                "sentence": said.sentence,
                "values": dict(step.values),
                "threshold": step.threshold,
                "evidence": list(step.evidence),
                "instrument": step.instrument,
                "source": step.source,
                "confidence": step.confidence,
            }
            for step, said in zip(proposal.steps, told, strict=True)
        ],
    }


def _language() -> str:
    return get_language() or "vi"


def _number(text: str) -> str:
    try:
        return formats.number(Decimal(text), language=_language())
    except ArithmeticError:
        return text
