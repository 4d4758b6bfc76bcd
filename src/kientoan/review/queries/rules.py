"""The rules as they stand on a day: signs and listing criteria, each with its document and how sure it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kientoan.core.params import Entry, Parameter
from kientoan.review.queries import parameters
from kientoan.review.rules import sentences

SIGNS, LISTING = "review.signs", "review.listing"
RELATIONS = {"<=": "≤", ">=": "≥", "<>": "≠"}
_PLACE = re.compile(r"\{[^}]*\}")
UNSURE = frozenset({"background", "low"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule in force: what it says, what it is held against, its document; `to_confirm` when the product only began it."""

    key: str
    title: str
    is_sign: bool
    sentence: str
    is_share: bool
    measure: str
    fires: str
    value: Any
    severity: int
    kinds: tuple[str, ...]
    sectors: tuple[str, ...]
    since: date
    citation: str
    source: str
    confidence: str
    own: bool
    editable: bool
    disabled: bool

    @property
    def to_confirm(self) -> bool:
        """Whether the value is the product's starting value, which the office has still to confirm."""
        return not self.own and self.confidence in UNSURE

    @property
    def is_number(self) -> bool:
        """Whether the page can change it: a single number."""
        return isinstance(self.value, int | Decimal | Fraction) and not isinstance(self.value, bool)

    def in_words(self, language: str) -> str:
        """The threshold with its relation, or the value, as people write it."""
        code = "vi" if language.startswith("vi") else "en"
        if self.value is None:
            return ""
        if self.is_share and self.is_number:
            text = sentences.percent_text(Decimal(str(self.value)), code)
        else:
            text = value_in_words(self.value, code)
        return f"{RELATIONS.get(self.fires, self.fires)} {text}".strip()


def value_in_words(value: Any, language: str) -> str:
    """A value of a parameter as people write it: numbers by the language, lists with commas."""
    code = "vi" if language.startswith("vi") else "en"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Decimal):
        return sentences.number_text(Decimal(value), code, places=4)
    if isinstance(value, tuple | list):
        return " · ".join(value_in_words(one, language) for one in value)
    return str(value)


def rules_on(day: date, language: str, family: str = SIGNS) -> list[Shown]:
    """The rules of a family in force on a day, switched-off ones too, in order of title."""
    found = [_shown(item, entry, language) for item, entry in parameters.fresh().in_force(family, day)]
    return sorted(found, key=lambda rule: rule.title)


def rule_on(key: str, day: date, language: str) -> Shown | None:
    """One rule by its key as of a day; None when there is none."""
    known = parameters.fresh()
    if key not in known or not key.startswith((SIGNS + ".", LISTING + ".")):
        return None
    item = known.parameter(key)
    return _shown(item, item.entry(max(day, item.entries[0].since)), language)


def dated_values(key: str, language: str) -> list[Shown]:
    """Every dated value of a rule, latest first."""
    item = parameters.fresh().parameter(key)
    return [_shown(item, entry, language) for entry in reversed(item.entries)]


def _shown(item: Parameter, entry: Entry, language: str) -> Shown:
    code = "vi" if language.startswith("vi") else "en"
    is_sign = item.key.startswith(SIGNS + ".")
    raw: Mapping[str, Any] = entry.value if isinstance(entry.value, Mapping) else {}
    disabled = raw.get("disabled") is True
    return Shown(
        key=item.key,
        title=item.title[code],
        is_sign=is_sign,
        sentence=_PLACE.sub("…", raw["sentence"][code]) if is_sign and not disabled else "",
        is_share=is_sign and not disabled and ":percent}" in raw["sentence"]["vi"].partition("{threshold")[2][:10],
        measure=raw.get("measure", "") if is_sign else "",
        fires=raw.get("fires", ""),
        value=raw.get("threshold") if is_sign else None if raw else entry.value,
        severity=raw.get("severity", 0) if is_sign else 0,
        kinds=tuple(raw.get("kinds", ())),
        sectors=tuple(raw.get("sectors", ())),
        since=entry.since,
        citation=entry.citation(code),
        source=entry.source,
        confidence=entry.confidence,
        own=entry.is_customers_own,
        editable=item.editable,
        disabled=disabled,
    )
