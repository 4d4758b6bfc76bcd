"""All that a report counts on its day: figures with their links, and the rows of its annexes."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode

from kientoan.accounts.models import User
from kientoan.documents.rules.official.figure import Figure
from kientoan.reports.models import Report
from kientoan.reports.queries import reviewed
from kientoan.reports.queries.bindings import BINDINGS, SHEETS
from kientoan.reports.queries.drawing import wording_of
from kientoan.reports.queries.reading import NOT_SENT, Reading
from kientoan.reports.rules.half_year import Coverage, HalfYearFigures, MissingUnit


def figures_now(report: Report, user: User) -> HalfYearFigures:
    """Count everything anew as of the report's day, as far as the user sees."""
    reading = Reading.of(report, user)
    titles = wording_of(report).figures
    figures = {
        key: binding.figure(key, titles[key], reading, link(report, reading, key))
        for key, binding in BINDINGS.items()
        if key in titles and binding.offered(reading)
    }
    return HalfYearFigures(
        figures,
        reviewed.proposed(reading, lambda key: link(report, reading, key)),
        _coverage(report, reading, titles),
        _missing(reading),
    )


def link(report: Report, reading: Reading, key: str) -> str:
    """The address that opens the rows of a figure as of its day."""
    where = reverse("reports:rows", args=[report.pk, key])
    return f"{where}?{urlencode({'as_of': reading.as_of.isoformat()})}"


def _coverage(report: Report, reading: Reading, titles: Mapping[str, str]) -> tuple[Coverage, ...]:
    by_superior: dict[int | None, list[str]] = {}
    for sheet in reading.sheets:
        by_superior.setdefault(reading.superiors.get(sheet.unit_id), []).append(sheet.state)
    named = reading.named([key for key in by_superior if key])
    order = {key: place for place, key in enumerate(named)}
    rows = []
    for key in sorted(by_superior, key=lambda one: order.get(one or 0, len(order))):
        code, name = (named[key].code, named[key].name) if key in named else ("-", "…")
        figures = [
            Figure(
                f"{figure}.{code}",
                titles[figure],
                sum(state in states for state in by_superior[key]),
                reading.as_of,
                link=link(report, reading, f"{figure}.{code}"),
            )
            for figure, states in SHEETS.items()
        ]
        rows.append(Coverage(name, *figures))
    return tuple(rows)


def _missing(reading: Reading) -> tuple[MissingUnit, ...]:
    due = {sheet.unit_id: sheet.due for sheet in reading.sheets if sheet.state == NOT_SENT}
    return tuple(MissingUnit(row.name, row.superior, due[key]) for key, row in reading.named(list(due)).items())
