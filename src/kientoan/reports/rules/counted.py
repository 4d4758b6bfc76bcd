"""Everything a report counted as plain JSON values and back, so that an edition can be drawn again to the byte."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kientoan.documents.rules.official.figure import Figure
from kientoan.reports.rules.half_year import Coverage, Evidence, HalfYearFigures, MissingUnit, ProposedUnit

COVERAGE = ("expected", "accepted", "faulty", "not_sent")


def to_plain(counted: HalfYearFigures) -> dict[str, Any]:
    """Write figures and annex rows in JSON's own types, numbers as text."""
    return {
        "figures": [_plain_figure(figure) for figure in counted.figures.values()],
        "proposed": [_plain_proposed(unit) for unit in counted.proposed],
        "coverage": [
            {"name": row.name} | {name: _plain_figure(getattr(row, name)) for name in COVERAGE}
            for row in counted.coverage
        ],
        "missing": [
            {
                "name": unit.name,
                "superior": unit.superior,
                "due": unit.due.isoformat() if unit.due else None,
                "note": unit.note,
            }
            for unit in counted.missing
        ],
    }


def from_plain(plain: Mapping[str, Any]) -> HalfYearFigures:
    """Read back what `to_plain` wrote."""
    figures = [_figure(item) for item in plain["figures"]]
    return HalfYearFigures(
        figures={figure.key: figure for figure in figures},
        proposed=tuple(_proposed(item) for item in plain["proposed"]),
        coverage=tuple(
            Coverage(item["name"], *(_figure(item[name]) for name in COVERAGE)) for item in plain["coverage"]
        ),
        missing=tuple(
            MissingUnit(item["name"], item["superior"], _day(item["due"]), item["note"]) for item in plain["missing"]
        ),
    )


def every_figure(counted: HalfYearFigures) -> dict[str, Figure]:
    """Give every figure by key, those of the annexes too."""
    return {figure.key: figure for figure in _all(counted)}


def _all(counted: HalfYearFigures) -> Iterator[Figure]:
    yield from counted.figures.values()
    for unit in counted.proposed:
        yield from (evidence.figure for evidence in unit.evidence)
    for row in counted.coverage:
        yield from (row.expected, row.accepted, row.faulty, row.not_sent)


def _plain_figure(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "title": figure.title,
        "value": _text(figure.value),
        "as_of": figure.as_of.isoformat(),
        "unit": figure.unit,
        "denominator": _text(figure.denominator),
        "decimals": figure.decimals,
        "link": figure.link,
    }


def _figure(item: Mapping[str, Any]) -> Figure:
    return Figure(
        key=item["key"],
        title=item["title"],
        value=_number(item["value"]),
        as_of=datetime.date.fromisoformat(item["as_of"]),
        unit=item["unit"],
        denominator=_number(item["denominator"]),
        decimals=item["decimals"],
        link=item["link"],
    )


def _plain_proposed(unit: ProposedUnit) -> dict[str, Any]:
    evidence = [
        {"words": one.words, "figure": _plain_figure(one.figure), "threshold": one.threshold} for one in unit.evidence
    ]
    return {
        "name": unit.name,
        "superior": unit.superior,
        "reasons": list(unit.reasons),
        "evidence": evidence,
        "proposal": unit.proposal,
        "group": unit.group,
    }


def _proposed(item: Mapping[str, Any]) -> ProposedUnit:
    return ProposedUnit(
        item["name"],
        item["superior"],
        tuple(item["reasons"]),
        tuple(Evidence(one["words"], _figure(one["figure"]), one["threshold"]) for one in item["evidence"]),
        item["proposal"],
        item.get("group", ""),
    )


def _text(value: int | Decimal | None) -> str | None:
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _number(text: str | None) -> int | Decimal | None:
    if text is None:
        return None
    return Decimal(text) if "." in text else int(text)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
