"""A run of the year class as a value: what was known, by which rules, what follows, and the bytes that are the same again."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kientoan.core.params import Entry, ParameterSet, plain
from kientoan.review.rules.regimes import (
    ClassProposal,
    Standing,
    Step,
    UnitYear,
    YearClass,
    propose_classes,
    regime_on,
)
from kientoan.review.rules.results import canonical

FAMILY = "review.r2014"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit, whether its score is its own word, and which of its figures cannot be true."""

    year: UnitYear
    own_word: bool = False
    faults: tuple[str, ...] = ()

    @property
    def bodies_unknown(self) -> tuple[str, ...]:
        """Name the bodies of its level whose class is not on record."""
        return tuple(body.body for body in self.year.bodies if body.lowest is None)


@dataclass(frozen=True)
class ClassRunResult:
    """The proposals of a branch, by unit; `documents` are the instruments that the steps cite, each once."""

    year: int
    as_of: datetime.date
    regime: str
    rules: str
    input: str
    documents: tuple[tuple[str, str, str], ...]
    units: tuple[tuple[Known, ClassProposal], ...]

    def to_bytes(self) -> bytes:
        """Write the run canonically: same input, same rules, same bytes."""
        head = {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "regime": self.regime,
            "rules": self.rules,
            "input": self.input,
            "documents": [list(one) for one in self.documents],
        }
        lines = [head, *(self.plain_unit(known, proposal) for known, proposal in self.units)]
        return "".join(canonical(line) + "\n" for line in lines).encode()

    def digest(self) -> str:
        """Give the SHA-256 of the run's bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def plain_unit(self, known: Known, proposal: ClassProposal) -> dict[str, Any]:
        """Give what is said of a unit in JSON's own types."""
        return {
            "unit": proposal.unit,
            "proposed": proposal.proposed or "",
            "at_best": proposal.at_best or "",
            "by_score": proposal.by_score or "",
            "own_word": known.own_word,
            "forced_by": list(proposal.forced_by),
            "signs": list(proposal.signs),
            "waits_for": list(proposal.waits_for),
            "bodies_unknown": list(known.bodies_unknown),
            "faults": list(known.faults),
            "steps": self.plain_steps(proposal),
        }

    def plain_steps(self, proposal: ClassProposal) -> list[dict[str, Any]]:
        """Give the trace in JSON's own types; a document is its place among `documents`."""
        return [
            {
                "rule": step.rule,
                "standing": step.standing.value,
                "values": [list(pair) for pair in step.values],
                "threshold": step.threshold,
                "evidence": list(step.evidence),
                "document": self.documents.index(_document(step)),
            }
            for step in proposal.steps
        ]


def judge(parameters: ParameterSet, known: Iterable[Known], *, year: int, as_of: datetime.date) -> ClassRunResult:
    """Propose the class of every unit by the regime of the year's last day; raises `NoRegime` where there are no rules."""
    day = datetime.date(year, 12, 31)
    ordered = sorted(known, key=lambda one: one.year.unit)
    found = {one.unit: one for one in propose_classes(parameters, (one.year for one in ordered), reference_date=day)}
    documents = sorted({_document(step) for one in found.values() for step in one.steps})
    return ClassRunResult(
        year=year,
        as_of=as_of,
        regime=regime_on(parameters, day)[0],
        rules=fingerprint(rules_as_plain(parameters, day)),
        input=fingerprint([_plain_known(one) for one in ordered]),
        documents=tuple(documents),
        units=tuple((one, found[one.year.unit]) for one in ordered),
    )


def fingerprint(value: Any) -> str:
    """Give the SHA-256 of a plain value as JSON writes it."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def rules_as_plain(parameters: ParameterSet, day: datetime.date) -> dict[str, Any]:
    """Give the regime and its cut-offs, shares and forcing rules as they stand, each with its document."""
    code, entry = regime_on(parameters, day)
    values = {item.key.rsplit(".", 1)[1]: _plain_entry(one) for item, one in parameters.in_force(FAMILY, day)}
    return {"regime": {"code": code, **_plain_entry(entry)}, "values": values}


def _plain_entry(entry: Entry) -> dict[str, Any]:
    return {
        "value": plain(entry.value),
        "since": entry.since.isoformat(),
        "citation": {"vi": entry.citation("vi"), "en": entry.citation("en")},
        "source": entry.source,
        "confidence": entry.confidence,
        "own": entry.is_customers_own,
    }


def _plain_known(known: Known) -> list[Any]:
    one = known.year
    return [
        one.unit,
        one.kind,
        one.parent,
        None if one.score is None else _number(one.score),
        sorted([done.rule, done.number] for done in one.conclusions),
        sorted([body.body, body.counts, body.lowest, body.decision] for body in one.bodies),
        one.members,
        one.members_failed,
        one.decided,
        known.own_word,
        list(known.faults),
    ]


def _number(value: Decimal) -> str:
    """A number without the zeros that a column of the database adds."""
    return f"{value.normalize():f}"


def _document(step: Step) -> tuple[str, str, str]:
    return (step.instrument, step.source, step.confidence)


def proposal_from(unit: int, run: Mapping[str, Any], stored: Mapping[str, Any]) -> ClassProposal:
    """Read a proposal back from what a run keeps of it; `run` has the code of the regime and the documents."""
    return ClassProposal(
        unit=unit,
        regime=run["regime"]["code"],
        proposed=_grade(stored["proposed"]),
        at_best=_grade(stored["at_best"]),
        by_score=_grade(stored["by_score"]),
        steps=tuple(_step_from(one, run["documents"]) for one in stored["steps"]),
        signs=tuple(stored["signs"]),
        waits_for=tuple(stored["waits_for"]),
    )


def _grade(text: str) -> YearClass | None:
    return YearClass(text) if text else None


def _step_from(stored: Mapping[str, Any], documents: list[list[str]]) -> Step:
    instrument, source, confidence = documents[stored["document"]]
    return Step(
        rule=stored["rule"],
        standing=Standing(stored["standing"]),
        values=tuple((name, value) for name, value in stored["values"]),
        threshold=stored["threshold"],
        evidence=tuple(stored["evidence"]),
        instrument=instrument,
        source=source,
        confidence=confidence,
    )
