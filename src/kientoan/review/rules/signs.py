"""Signs (dấu hiệu): what each rule measures, when it fires, how grave it is and what it says, read from parameters."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from kientoan.core.params import Entry, ParameterSet
from kientoan.core.params_reading import nearest
from kientoan.review.rules import expressions, sentences
from kientoan.review.rules.expressions import ExpressionFault, Node

FAMILY = "review.signs"
SEVERITIES = (1, 2, 3)
FIELDS = frozenset({"measure", "when", "fires", "threshold", "severity", "kinds", "sectors", "sentence"})
NEEDED = FIELDS - {"when", "kinds", "sectors"}


class RuleFaults(ValueError):
    """Every fault found in the sign rules or listing criteria, one a line, each with its key."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{key}: {what}" for key, what in faults))


@dataclass(frozen=True)
class Sign:
    """One rule in force: it fires where `measure` stands in relation `fires` to `threshold`, and `when` holds."""

    code: str
    title: Mapping[str, str]
    measure: Node
    when: Node | None
    fires: str
    threshold: Decimal
    severity: int
    kinds: frozenset[str]
    sectors: frozenset[str]
    sentence: Mapping[str, str]
    entry: Entry

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Give the names the rule reads, each once, in order of appearance; `months` too, though it is never missing."""
        found = list(expressions.names(self.measure))
        if self.when is not None:
            found += expressions.names(self.when)
        return tuple(dict.fromkeys(found))

    def speaks_of(self, kind: str, sector: str | None) -> bool:
        """Say whether the rule is meant for units of a kind and sector (an empty list means all)."""
        return (not self.kinds or kind in self.kinds) and (not self.sectors or sector in self.sectors)


def signs_at(
    parameters: ParameterSet,
    day: datetime.date,
    *,
    indicators: Collection[str] = (),
    kinds: Collection[str] | None = None,
    sectors: Collection[str] | None = None,
) -> tuple[Sign, ...]:
    """Give the sign rules in force on a day, in order of code; raises `RuleFaults` listing every fault.

    Known indicators are those of the parameters and, where given, `indicators` that live in the register only; `kinds`
    and `sectors`, where given, are the known codes.
    """
    named = {item.key.rsplit(".", 1)[1] for item in parameters.under("figures.indicators")}
    known = _Known(frozenset(named | set(indicators)), kinds, sectors)
    found: list[Sign] = []
    faults: list[tuple[str, str]] = []
    for item, entry in parameters.in_force(FAMILY, day):
        if not isinstance(entry.value, Mapping):
            faults.append((item.key, "must be a mapping with measure, fires, threshold, severity and sentence"))
            continue
        if entry.value.get("disabled") is True:
            continue
        wrong = check(entry.value, known)
        faults += [(item.key, what) for what in wrong]
        if not wrong:
            found.append(_sign(item.key.rsplit(".", 1)[1], item.title, entry))
    if faults:
        raise RuleFaults(faults)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a rule may name."""

    indicators: frozenset[str]
    kinds: Collection[str] | None
    sectors: Collection[str] | None


def check(value: Mapping[str, Any], known: _Known) -> list[str]:
    """List every fault of one rule as a sentence."""
    faults = [f"{name!r} is not a field of a sign" for name in value if name not in FIELDS]
    faults += [f"{name} is missing" for name in sorted(NEEDED - set(value))]
    inputs: set[str] = set()
    for name, boolean in (("measure", False), ("when", True)):
        if value.get(name) is not None:
            faults += _check_expression(name, value[name], known, boolean=boolean, inputs=inputs)
    if "fires" in value and value["fires"] not in expressions.COMPARISONS:
        faults.append(f"fires must be one of {' '.join(expressions.COMPARISONS)}")
    if "threshold" in value and (not isinstance(value["threshold"], int | Decimal) or value["threshold"] is True):
        faults.append("threshold must be a number")
    if "severity" in value and value["severity"] not in SEVERITIES:
        faults.append("severity must be 1 (light), 2 (clear) or 3 (grave)")
    faults += _check_codes("kinds", value.get("kinds", ()), known.kinds)
    faults += _check_codes("sectors", value.get("sectors", ()), known.sectors)
    if "sentence" in value:
        faults += _check_sentence(value["sentence"], inputs | {"value", "threshold"})
    return faults


def _check_expression(name: str, text: Any, known: _Known, *, boolean: bool, inputs: set[str]) -> list[str]:
    if not isinstance(text, str):
        return [f"{name} must be an expression written as text"]
    try:
        node = expressions.parse(text)
        if expressions.is_boolean(node) is not boolean:
            return [f"{name} must be {'a comparison' if boolean else 'a number, not a comparison'}"]
    except ExpressionFault as fault:
        return [f"{name}: {fault}"]
    used = set(expressions.names(node))
    inputs |= used
    unknown = sorted(
        one for one in used if one != expressions.MONTHS and expressions.indicator_of(one) not in known.indicators
    )
    return [
        f"{name}: no indicator {one!r}.{nearest(expressions.indicator_of(one), known.indicators)}" for one in unknown
    ]


def _check_codes(name: str, codes: Any, known: Collection[str] | None) -> list[str]:
    if not isinstance(codes, tuple | list):
        return [f"{name} must be a list"]
    return [f"{name}: {code!r} is unknown" for code in codes if known is not None and code not in known]


def _check_sentence(sentence: Any, known: set[str]) -> list[str]:
    if not isinstance(sentence, Mapping) or not all(isinstance(sentence.get(code), str) for code in ("vi", "en")):
        return ["sentence needs vi and en"]
    return [f"sentence.{code}: {what}" for code in ("vi", "en") for what in sentences.faults(sentence[code], known)]


def _sign(code: str, title: Mapping[str, str], entry: Entry) -> Sign:
    value = entry.value
    when = value.get("when")
    return Sign(
        code=code,
        title=title,
        measure=expressions.parse(value["measure"]),
        when=expressions.parse(when) if when is not None else None,
        fires=value["fires"],
        threshold=Decimal(value["threshold"]),
        severity=value["severity"],
        kinds=frozenset(value.get("kinds", ())),
        sectors=frozenset(value.get("sectors", ())),
        sentence=value["sentence"],
        entry=entry,
    )
