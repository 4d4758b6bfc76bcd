"""The customer's dated listing criteria: how signs and concluded facts add up to a proposal to consider a unit."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from kientoan.core.params import Entry, ParameterSet
from kientoan.review.rules.signs import SEVERITIES, RuleFaults

FAMILY = "review.listing"
FACT_FIELDS = frozenset({"needs_number", "severity", "proposes", "without_number", "vi", "en", "vi_sign", "en_sign"})


class Outcome(StrEnum):
    """What a mid-year run says of a unit: never a class, never a decision."""

    PROPOSED = "proposed"
    NEAR = "near"
    NOT_PROPOSED = "not_proposed"
    NOT_ENOUGH_FIGURES = "not_enough_figures"


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """Something known of a unit that is no figure; `number` is that of the conclusion or decision that states it."""

    unit: int
    kind: str
    number: str = ""

    @property
    def has_number(self) -> bool:
        """Say whether a conclusion or decision with a number states the fact."""
        return bool(self.number.strip())


@dataclass(frozen=True, slots=True)
class FactRule:
    """How one kind of fact counts, with its sentences."""

    kind: str
    needs_number: bool
    severity: int
    proposes: bool
    without_number: int | None
    sentence: Mapping[str, str]
    sign_sentence: Mapping[str, str]

    def counts_fully(self, fact: Fact) -> bool:
        """Say whether the fact counts as concluded, and not only as a sign."""
        return fact.has_number or not self.needs_number


@dataclass(frozen=True)
class Criteria:
    """The listing criteria of a day."""

    severity_points: tuple[int, ...]
    propose_from: int
    near_from: int
    grave_signs: int
    enough_figures: Fraction
    facts: Mapping[str, FactRule]
    entries: Mapping[str, Entry]

    def points(self, severity: int) -> int:
        """Give the points of a sign of a severity (1, 2 or 3)."""
        return self.severity_points[severity - 1]

    def proposes(self, points: int, grave: int, *, by_fact: bool) -> bool:
        """Say whether so many points, grave signs and facts put a unit forward."""
        return by_fact or points >= self.propose_from or grave >= self.grave_signs

    @property
    def are_customers_own(self) -> bool:
        """Say whether the customer has given any of the criteria itself."""
        return any(entry.is_customers_own for entry in self.entries.values())


def criteria_at(parameters: ParameterSet, day: datetime.date) -> Criteria:
    """Give the listing criteria in force on a day; raises `RuleFaults` listing every fault in them."""
    entries = {item.key.rsplit(".", 1)[1]: entry for item, entry in parameters.in_force(FAMILY, day)}
    needed = ("severity_points", "propose_from", "near_from", "grave_signs", "enough_figures", "facts")
    missing = [(f"{FAMILY}.{name}", f"has no value on {day:%d/%m/%Y}") for name in needed if name not in entries]
    if missing:
        raise RuleFaults(missing)
    value = {name: entries[name].value for name in needed}
    faults = _faults(value)
    if faults:
        raise RuleFaults([(f"{FAMILY}.{name}", what) for name, what in faults])
    return Criteria(
        severity_points=tuple(value["severity_points"]),
        propose_from=value["propose_from"],
        near_from=value["near_from"],
        grave_signs=value["grave_signs"],
        enough_figures=Fraction(value["enough_figures"]),
        facts={kind: _fact_rule(kind, fields) for kind, fields in value["facts"].items()},
        entries={name: entries[name] for name in needed},
    )


def _faults(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    faults = []
    points = value["severity_points"]
    whole = len(points) == len(SEVERITIES) and all(isinstance(one, int) and one > 0 for one in points)
    if not whole or list(points) != sorted(points):
        faults.append(("severity_points", "must be three whole numbers above 0, none less than the one before"))
    counts = ("propose_from", "near_from", "grave_signs")
    bad = [name for name in counts if not isinstance(value[name], int) or value[name] < 1]
    faults += [(name, "must be a whole number from 1") for name in bad]
    if not faults and value["near_from"] > value["propose_from"]:
        faults.append(("near_from", "may not be above propose_from"))
    for kind, fields in value["facts"].items():
        faults += [("facts", f"{kind}: {what}") for what in _fact_faults(fields)]
    return faults


def _fact_faults(fields: Any) -> list[str]:
    if not isinstance(fields, Mapping):
        return ["must be a mapping"]
    faults = [f"{name!r} is not a field of a fact" for name in fields if name not in FACT_FIELDS]
    unsaid = [name for name in ("needs_number", "proposes") if not isinstance(fields.get(name), bool)]
    faults += [f"{name} must be true or false" for name in unsaid]
    if fields.get("severity") not in SEVERITIES:
        faults.append("severity must be 1, 2 or 3")
    if fields.get("needs_number") is True and fields.get("without_number") not in SEVERITIES:
        faults.append("without_number must be 1, 2 or 3 where a number is needed")
    wanted = ["vi", "en"] + (["vi_sign", "en_sign"] if fields.get("needs_number") is True else [])
    return faults + [f"{name} must be a sentence" for name in wanted if not isinstance(fields.get(name), str)]


def _fact_rule(kind: str, fields: Mapping[str, Any]) -> FactRule:
    return FactRule(
        kind=kind,
        needs_number=fields["needs_number"],
        severity=fields["severity"],
        proposes=fields["proposes"],
        without_number=fields.get("without_number"),
        sentence={"vi": fields["vi"], "en": fields["en"]},
        sign_sentence={"vi": fields.get("vi_sign", fields["vi"]), "en": fields.get("en_sign", fields["en"])},
    )
