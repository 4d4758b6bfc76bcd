"""Indicators and forms as the dated parameters describe them."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kientoan.core.params import Entry, Parameter, ParameterSet

INDICATORS, FORMS, CHECKS = "figures.indicators", "figures.forms", "figures.checks"


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator as of a day: what it means, who reports it, and the document that asks for it."""

    code: str
    title: Mapping[str, str]
    measure: Mapping[str, str]
    definition: Mapping[str, str]
    kind: str
    direction: str
    period: str
    over_time: str
    up_the_tree: str
    asked_of: tuple[str, ...]
    by: str
    since: datetime.date
    instrument: str
    article: str
    signed: datetime.date | None
    confidence: str


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """One form as of a day: which figures, of which kinds and sectors of units, how often, and by which document."""

    code: str
    title: Mapping[str, str]
    period: str
    asked_of: tuple[str, ...]
    sectors: tuple[str, ...]
    indicators: tuple[str, ...]
    instrument: str


def indicators_at(parameters: ParameterSet, day: datetime.date) -> Iterator[Definition]:
    """Give the indicators in force on a day, in the order of their codes."""
    for item, entry in parameters.in_force(INDICATORS, day):
        yield _definition(item, entry)


def forms_at(parameters: ParameterSet, day: datetime.date) -> Iterator[FormDefinition]:
    """Give the forms in force on a day."""
    for item, entry in parameters.in_force(FORMS, day):
        value: Mapping[str, Any] = entry.value
        yield FormDefinition(
            code=_last(item.key),
            title=item.title,
            period=value["period"],
            asked_of=tuple(value["asked_of"]),
            sectors=tuple(value["sectors"]),
            indicators=tuple(value["indicators"]),
            instrument=entry.instrument,
        )


def _definition(item: Parameter, entry: Entry) -> Definition:
    value: Mapping[str, Any] = entry.value
    return Definition(
        code=_last(item.key),
        title=item.title,
        measure=value["measure"],
        definition=value["definition"],
        kind=value["kind"],
        direction=value["direction"],
        period=value["period"],
        over_time=value["over_time"],
        up_the_tree=value["up_the_tree"],
        asked_of=tuple(value["asked_of"]),
        by=value["by"],
        since=entry.since,
        instrument=entry.instrument,
        article=entry.article or "",
        signed=entry.signed,
        confidence=entry.confidence,
    )


def _last(key: str) -> str:
    return key.rsplit(".", 1)[1]
