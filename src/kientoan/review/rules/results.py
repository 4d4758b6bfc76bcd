"""What a run says: per unit its outcome, reasons and gaps, and the run as bytes that are the same for the same input."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kientoan.core.params import Entry
from kientoan.review.rules import sentences
from kientoan.review.rules.criteria import Outcome

PLACES = Decimal("0.000001")
SIGN, FACT = "sign", "fact"


def exact(value: float) -> Decimal:
    """Give a measured value as a decimal of at most six places, so that it prints and compares the same everywhere.

    >>> exact(0.1 + 0.2), exact(-0.0), exact(1234567.0)
    (Decimal('0.3'), Decimal('0'), Decimal('1234567'))
    """
    if value.is_integer():
        return Decimal(int(value))
    rounded = Decimal(repr(value)).quantize(PLACES) + 0
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counted: a sign that fired or a fact, with the values behind it and its sentence."""

    code: str
    source: str
    severity: int
    points: int
    proposes: bool
    value: Decimal | None
    threshold: Decimal | None
    inputs: tuple[tuple[str, Decimal | None], ...]
    number: str
    words: Mapping[str, str]
    entry: Entry

    def sentence(self, language: str) -> str:
        """Give the reason in words, with its values filled in."""
        code = "vi" if language.startswith("vi") else "en"
        if self.source == FACT:
            return self.words[code].replace("{number}", self.number)
        values = dict(self.inputs) | {"value": self.value, "threshold": self.threshold}
        return sentences.filled(self.words[code], values, code)

    @property
    def instrument(self) -> str:
        """Name the document that the rule comes from."""
        return self.entry.instrument

    @property
    def customers_own(self) -> bool:
        """Say whether the customer, and not the product, gave the rule."""
        return self.entry.is_customers_own

    @property
    def weight(self) -> tuple[bool, int, int, str, str]:
        """Give the key that puts the weightiest reason first."""
        return (not self.proposes, -self.points, -self.severity, self.code, self.number)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit's outcome: points, what they could become if what is missing fired, reasons by weight, and the gaps.

    `missing` names the figures that were lacking, `undecided` the rules that could not be decided for that.
    """

    unit: int
    outcome: Outcome
    points: int
    could_reach: int
    decided: int
    applicable: int
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def first_reason(self) -> Reason | None:
        """Give the weightiest reason."""
        return self.reasons[0] if self.reasons else None

    def as_plain(self) -> dict[str, Any]:
        """Give the result in JSON's own types, with numbers as text."""
        return {
            "unit": self.unit,
            "outcome": self.outcome.value,
            "points": self.points,
            "could_reach": self.could_reach,
            "decided": self.decided,
            "applicable": self.applicable,
            "reasons": [_plain_reason(reason) for reason in self.reasons],
            "missing": list(self.missing),
            "undecided": list(self.undecided),
        }


@dataclass(frozen=True)
class Result:
    """A whole run: for which period and day, by which rules, on which input, and what it says of each unit.

    `left_out` lists rules that no unit could be judged by, with why (no comparison figures, no targets, not asked).
    """

    period: str
    as_of: datetime.date
    rules: str
    input: str
    units: tuple[UnitResult, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    def of(self, unit: int) -> UnitResult:
        """Give one unit's result; a unit that was not reviewed raises `KeyError`."""
        return self._by_unit()[unit]

    def _by_unit(self) -> Mapping[int, UnitResult]:
        return {one.unit: one for one in self.units}

    def counts(self) -> dict[Outcome, int]:
        """Count the units of each outcome; every outcome is there, also with 0."""
        found = Counter(one.outcome for one in self.units)
        return {outcome: found[outcome] for outcome in Outcome}

    def to_bytes(self) -> bytes:
        """Write the run canonically: same input, same rules, same bytes."""
        head = {
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "rules": self.rules,
            "input": self.input,
            "left_out": [list(one) for one in self.left_out],
        }
        lines = [head, *(one.as_plain() for one in self.units)]
        return "".join(canonical(line) + "\n" for line in lines).encode()

    def digest(self) -> str:
        """Give the SHA-256 of the run's bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def canonical(value: Any) -> str:
    """Write a plain value as JSON in one agreed way: keys sorted, no spaces, letters as they are.

    >>> canonical({"b": 1, "a": "Đ"})
    '{"a":"Đ","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Change:
    """How a unit's outcome differs from the run before; None where a run did not hold the unit."""

    unit: int
    before: Outcome | None
    after: Outcome | None


def changes(before: Iterable[UnitResult], after: Iterable[UnitResult]) -> tuple[Change, ...]:
    """List the units whose outcome changed between two runs, in order of unit."""
    old = {one.unit: one.outcome for one in before}
    new = {one.unit: one.outcome for one in after}
    units = sorted(old.keys() | new.keys())
    return tuple(Change(unit, old.get(unit), new.get(unit)) for unit in units if old.get(unit) != new.get(unit))


def _plain_reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "source": reason.source,
        "severity": reason.severity,
        "points": reason.points,
        "proposes": reason.proposes,
        "value": _text(reason.value),
        "threshold": _text(reason.threshold),
        "inputs": [[name, _text(value)] for name, value in reason.inputs],
        "number": reason.number,
        "instrument": reason.instrument,
        "customers_own": reason.customers_own,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
