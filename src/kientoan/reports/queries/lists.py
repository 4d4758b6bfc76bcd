"""The lists that go with a report, as sheets: proposed, near a threshold, not sent, coverage."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core import formats
from kientoan.core.sheets.outgoing import OutColumn, OutSheet
from kientoan.reports.queries import reviewed
from kientoan.reports.queries.reading import ACCEPTED, FAULTY, NOT_SENT, Reading

NUMBER = OutColumn("STT", "int", 6)


def lists_of(reading: Reading) -> dict[str, OutSheet]:
    """Each list by the name of its file; a list of nothing is written too, so that its absence says nothing."""
    return {
        "proposed": _sheet(
            reading,
            _("Proposed for consideration"),
            [_text(_("Unit")), _text(_("Directly under")), _text(_("Reasons"), 60), _text(_("Values"), 50)],
            (
                [unit.name, unit.superior, "; ".join(unit.reasons), "; ".join(map(_evidence, unit.evidence))]
                for unit in reviewed.proposed(reading, lambda _key: "")
            ),
        ),
        "near": _sheet(
            reading,
            _("Close to a threshold"),
            [_text(_("Code"), 14), _text(_("Unit")), _text(_("Directly under")), _text(_("Remark"), 60)],
            ([row.code, row.name, row.superior, row.note] for row in reviewed.near(reading)),
        ),
        "not-sent": _sheet(
            reading,
            _("Not sent"),
            [_text(_("Code"), 14), _text(_("Unit")), _text(_("Directly under")), OutColumn(_("Due"), "date")],
            _not_sent(reading),
        ),
        "coverage": _sheet(
            reading,
            _("Coverage"),
            [
                _text(_("Directly under")),
                *(OutColumn(name, "int") for name in (_("Asked"), _("Received"), _("Returned"), _("Not sent"))),
            ],
            _coverage(reading),
        ),
    }


def _text(header: str, width: int = 34) -> OutColumn:
    return OutColumn(header, "text", width, wrap=True)


def _sheet(reading: Reading, title: str, columns: Sequence[OutColumn], rows: Iterable[Sequence[Any]]) -> OutSheet:
    return OutSheet(
        name=title[:31],
        columns=[NUMBER, *columns],
        rows=[[number, *row] for number, row in enumerate(rows, 1)],
        title=[title],
        as_of=_("as of %(day)s") % {"day": formats.day_short(reading.as_of)},
        scope=f"{reading.unit.code} · {reading.period.label()}",
    )


def _evidence(one: Any) -> str:
    threshold = _(" (threshold %(value)s)") % {"value": one.threshold} if one.threshold else ""
    return f"{one.words}: {one.figure.display}{threshold}"


def _not_sent(reading: Reading) -> list[list[Any]]:
    due = {sheet.unit_id: sheet.due for sheet in reading.sheets if sheet.state == NOT_SENT}
    return [[row.code, row.name, row.superior, due[key]] for key, row in reading.named(list(due)).items()]


def _coverage(reading: Reading) -> list[list[Any]]:
    counts: dict[int | None, Counter[str]] = {}
    for sheet in reading.sheets:
        counts.setdefault(reading.superiors.get(sheet.unit_id), Counter())[sheet.state] += 1
    named = reading.named([key for key in counts if key])
    order = [*named, *(key for key in counts if key not in named)]
    return [
        [
            named[key].name if key in named else "…",
            counts[key].total(),
            counts[key][ACCEPTED],
            counts[key][FAULTY],
            counts[key][NOT_SENT],
        ]
        for key in order
    ]
