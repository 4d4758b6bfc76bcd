"""Each figure of the half-year report and the rows that it counts: the number is made from the very rows it opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kientoan.core.periods import Period
from kientoan.documents.rules.official.figure import SHARE, Figure, whole
from kientoan.reports.queries import reviewed
from kientoan.reports.queries.reading import ACCEPTED, BASE_KINDS, FAULTY, NOT_SENT, Reading, Row, SpanRows
from kientoan.reports.queries.targets import ADMITTED, against_targets

Number = int | Decimal | None
VALUE = "review.value."

MEMBERS = {
    "members.opening": "members_opening",
    "members.admitted": ADMITTED,
    "members.transferred_in": "members_transferred_in",
    "members.reinstated": "members_reinstated",
    "members.died": "members_died",
    "members.expelled": "members_expelled",
    "members.struck_off": "members_struck_off",
    "members.left": "members_left",
    "members.transferred_out": "members_transferred_out",
    "members.closing": "members",
}
KINDS = {
    "orgs.upper": ("upper_base_committee",),
    "orgs.base": BASE_KINDS,
    "orgs.base_committees": ("base_committee",),
    "orgs.base_cells": ("base_cell",),
    "orgs.cells": ("cell",),
}
SHEETS = {
    "sheets.expected": (ACCEPTED, FAULTY, NOT_SENT),
    "sheets.accepted": (ACCEPTED,),
    "sheets.faulty": (FAULTY,),
    "sheets.not_sent": (NOT_SENT,),
}


@dataclass(frozen=True)
class Binding:
    """How one figure is counted: its number (None: not known), the rows behind it, whether the report speaks of it."""

    number: Callable[[Reading], tuple[Number, Number]]
    rows: Callable[[Reading], Sequence[Row]]
    offered: Callable[[Reading], bool] = lambda _: True
    unit: str = "count"
    day: Callable[[Reading], date] = lambda reading: reading.as_of

    def figure(self, key: str, title: str, reading: Reading, link: str) -> Figure:
        """The figure as of the reading's day."""
        value, whole = self.number(reading)
        return Figure(key, title, value, self.day(reading), self.unit, whole, link=link)


def _of_kinds(kinds: tuple[str, ...]) -> Binding:
    return Binding(
        number=lambda reading: (reading.spans(kinds).count(), None),
        rows=lambda reading: SpanRows(reading, reading.spans(kinds)),
        offered=lambda reading: reading.own_kind not in kinds,
    )


def _member_sum(code: str) -> Binding:
    def number(reading: Reading) -> tuple[Number, Number]:
        return _sum(_values(reading, code, [reading.period])), None

    return Binding(number, lambda reading: _valued(reading, _values(reading, code, [reading.period])))


def _values(reading: Reading, code: str, periods: Sequence[Period]) -> dict[int, Decimal]:
    """The value of each base organisation that reported one, over the periods together."""
    found: dict[int, Decimal] = {}
    for period in periods:
        for unit_id, of_unit in reading.member_values(period).items():
            if code in of_unit:
                found[unit_id] = found.get(unit_id, Decimal(0)) + of_unit[code]
    return found


def _sum(values: Mapping[int, Decimal]) -> Number:
    """The sum of what was reported; where nobody reported there is no number, and no zero."""
    return whole(sum(values.values(), Decimal(0))) if values else None


def _valued(reading: Reading, values: Mapping[int, Decimal]) -> list[Row]:
    return [replace(row, value=values[key]) for key, row in reading.named(list(values)).items()]


def _reporting(reading: Reading) -> tuple[Number, Number]:
    return len(_values(reading, "members", [reading.period])), len(reading.base_ids)


def _admission_target(reading: Reading) -> tuple[Number, Number]:
    against = against_targets(reading)
    return (_sum(against.counted), whole(against.target)) if against.counted else (None, None)


def _admission_coverage(reading: Reading) -> tuple[Number, Number]:
    against = against_targets(reading)
    return len(against.counted), against.under_target


def _whole_target(reading: Reading) -> tuple[Number, Number]:
    target = against_targets(reading).whole_target
    return None if target is None else whole(target), None


def _whole_target_rows(reading: Reading) -> list[Row]:
    target = against_targets(reading).whole_target
    return [] if target is None else _valued(reading, {reading.unit.pk: target})


def _against_rows(reading: Reading) -> list[Row]:
    return _valued(reading, against_targets(reading).counted)


def _sheets(states: tuple[str, ...]) -> Binding:
    return Binding(
        number=lambda reading: (sum(sheet.state in states for sheet in reading.sheets), None),
        rows=lambda reading: sheet_rows(reading, states),
        offered=lambda reading: reading.has_issues,
    )


def sheet_rows(reading: Reading, states: tuple[str, ...], superior: str = "") -> list[Row]:
    """The units whose forms stand in these states, perhaps only those directly under one unit."""
    found = {sheet.unit_id: sheet for sheet in reading.sheets if sheet.state in states}
    rows = [replace(row, note=found[key].state) for key, row in reading.named(list(found)).items()]
    if not superior:
        return rows
    above = reading.named([key for key in {reading.superiors.get(row.unit_id) for row in rows} if key])
    codes = {key: row.code for key, row in above.items()}
    return [row for row in rows if codes.get(reading.superiors.get(row.unit_id) or 0, "") == superior]


def _reviewed(key: str, unit: str = "count") -> Binding:
    return Binding(
        number=lambda reading: reviewed.number(reading, key),
        rows=lambda reading: reviewed.rows(reading, key),
        unit=unit,
        day=reviewed.day_of,
    )


BINDINGS: dict[str, Binding] = {
    **{key: _of_kinds(kinds) for key, kinds in KINDS.items()},
    **{key: _member_sum(code) for key, code in MEMBERS.items()},
    "members.reporting": Binding(
        _reporting,
        lambda reading: _valued(reading, _values(reading, "members", [reading.period])),
        unit=SHARE,
    ),
    "members.admission_target": Binding(
        _admission_target, _against_rows, offered=lambda reading: against_targets(reading).is_asked, unit=SHARE
    ),
    "members.admission_coverage": Binding(
        _admission_coverage, _against_rows, offered=lambda reading: against_targets(reading).is_asked, unit=SHARE
    ),
    "members.city_target": Binding(
        _whole_target,
        _whole_target_rows,
        offered=lambda reading: against_targets(reading).whole_target is not None,
    ),
    **{key: _reviewed(key, SHARE if key in reviewed.SHARES else "count") for key in reviewed.KEYS},
    **{key: _sheets(states) for key, states in SHEETS.items()},
}
KEYS = tuple(BINDINGS)


def rows_of(reading: Reading, key: str) -> Sequence[Row] | None:
    """The rows that a figure counts; None for a key that no figure bears.

    The figures of Annex B end with the code of the unit directly above, `sheets.faulty.Q1`; those of Annex A name the
    unit and the sign, `review.value.X1.low_attendance`.
    """
    if key.startswith(VALUE):
        return reviewed.value_rows(reading, key.removeprefix(VALUE).rpartition(".")[0])
    if key in BINDINGS:
        return BINDINGS[key].rows(reading)
    area, _, rest = key.partition(".")
    state, _, superior = rest.partition(".")
    if f"{area}.{state}" in SHEETS and superior:
        return sheet_rows(reading, SHEETS[f"{area}.{state}"], superior)
    return None
