"""A plain sheet of figures, one a row (long) or one column an indicator (wide): planned whole, then applied whole."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.periods import NotAPeriod, Period
from kientoan.core.sheets import Column, Limits, SheetError, Table, fault_in_words, in_order, read_table
from kientoan.core.sheets.reader import Rows
from kientoan.core.vietnamese import fold
from kientoan.figures import access, actions
from kientoan.figures.actions import Posted
from kientoan.figures.actions.ledger import Progress, Row, no_progress
from kientoan.figures.models import Indicator, Observation
from kientoan.figures.rules.answers import IMPOSSIBLE, breach_fault, gettext_noop
from kientoan.figures.rules.identities import breaches, identities_at, impossible
from kientoan.figures.rules.period_numbers import number_of, period_of
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit, UnitSpan, scope
from kientoan.orgs.rules.roles import Right

UNIT = gettext_noop("There is no unit with the code “%(value)s” that you answer for.")
NOT_THEN = gettext_noop("The unit “%(value)s” did not exist in %(period)s.")
INDICATOR = gettext_noop("There is no indicator “%(value)s”. Write its code or its name.")
PERIOD = gettext_noop("“%(value)s” is not a period. Write 2017, 2017-H1, 2017-Q2 or 2017-06.")
NO_PERIOD = gettext_noop("The period is missing. Write it in the column, or name it with --period.")
TWICE = gettext_noop("The same figure stands already in row %(first_row)s.")

SOURCES = {
    "self": ["tự báo cáo", "đơn vị báo cáo"],
    "superior": ["cấp trên"],
    "inspection": ["kiểm tra", "thanh tra, kiểm tra"],
    "other": ["cơ quan khác", "khác"],
}
_UNIT = Column("unit", ["Mã tổ chức", "Mã đơn vị", "Đơn vị", "Unit code"])
_PERIOD = Column("period", ["Kỳ", "Kỳ báo cáo", "Period"], required=False)
_SOURCE = Column("source", ["Nguồn", "Source"], kind="choice", required=False, choices=SOURCES)
LONG = (
    _UNIT,
    Column("indicator", ["Chỉ tiêu", "Mã chỉ tiêu", "Indicator"]),
    _PERIOD,
    Column("value", ["Giá trị", "Số liệu", "Value"], kind="decimal", places=4),
    _SOURCE,
)
EVERY = 5_000
"""After so many rows it is said how far the check is."""
_SELF = int(Source.SELF)
Answers = dict[tuple[int, int], dict[str, Decimal]]
"""By unit and number of the period: the value of each figure by its code."""
_LIMITS = Limits(rows=1_000_000)


@dataclass
class Plan:
    """What an import would do: checked rows, every fault, and how many figures are new, changed or there already."""

    file: str
    rows: list[Row] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)
    notes: list[SheetError] = field(default_factory=list)
    units: int = 0
    periods: tuple[str, ...] = ()
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether it can be applied."""
        return not self.errors

    @cached_property
    def sentences(self) -> list[str]:
        """Every fault with its place, in the reader's language."""
        return [error.translate(_) for error in self.errors]


@dataclass
class _Cells:
    """The figures of a file, kept by column because there are a hundred thousand of them.

    ``columns`` names for each the column of its value (and of its indicator, in a wide sheet).
    """

    numbers: list[int] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    values: list[Decimal | None] = field(default_factory=list)
    sources: list[str | None] = field(default_factory=list)


def plan_import(
    source: str | Path | bytes | BinaryIO,
    *,
    by: User,
    file: str | None = None,
    period: Period | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """Read and check a sheet of figures; nothing is written. `period` holds for rows that name none."""
    access.check_merge(by)
    with _uncollected():
        return _plan(source, by, file, period, progress)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking a hundred thousand fresh rows again and again (a third of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plan(
    source: str | Path | bytes | BinaryIO, by: User, file: str | None, period: Period | None, progress: Progress
) -> Plan:
    raw = Path(source).read_bytes() if isinstance(source, str | Path) and Path(source).is_file() else source
    name = file or (Path(source).name if isinstance(source, str | Path) else "")
    table = read_table(raw, LONG, file=name, limits=_LIMITS)
    wide: tuple[Column, ...] = ()
    if any(error.code in ("column_missing", "header_missing") for error in table.errors):
        table, wide = _as_wide(raw, name, table)
    plan = Plan(table.file, errors=list(table.errors), notes=list(table.notes))
    if table.header_row and not any(error.code in ("column_missing", "too_many_rows") for error in table.errors):
        _Checking(plan, table, by, period, progress).run(_wide_cells(table, wide) if wide else _long_cells(table))
    plan.errors = in_order(plan.errors)
    return plan


def _as_wide(raw: object, name: str, long: Table) -> tuple[Table, tuple[Column, ...]]:
    """Read the file as one column an indicator; if it has no such column, what was wrong with it as a long one stays."""
    figures = tuple(_figure_columns())
    table = read_table(raw, (_UNIT, _PERIOD, _SOURCE, *figures), file=name, limits=_LIMITS)  # type: ignore[arg-type]
    found = tuple(column for column in figures if table.has(column.name))
    if not found or not table.has("unit"):
        return long, ()
    return table, found


def _figure_columns() -> Iterator[Column]:
    taken = {key for column in (_UNIT, _PERIOD, _SOURCE) for key in column.header_keys()}
    for indicator in Indicator.objects.in_use():
        headers = []
        for head in (indicator.name_vi, indicator.name_en):
            if head and fold(head) not in taken:
                taken.add(fold(head))
                headers.append(head)
        yield Column(indicator.code, headers, kind="decimal", required=False, places=4)


def _long_cells(table: Table) -> _Cells:
    numbers = table.rows.numbers if isinstance(table.rows, Rows) else []
    columns: dict[str, list[Any]] = {
        name: table.column(name) if table.has(name) else [""] * len(numbers)
        for name in ("unit", "indicator", "period", "value", "source")
    }
    return _Cells(
        numbers,
        ["value"] * len(numbers),
        columns["unit"],
        columns["indicator"],
        columns["period"],
        columns["value"],
        columns["source"],
    )


def _wide_cells(table: Table, figures: Sequence[Column]) -> _Cells:
    cells = _Cells()
    for row in table.rows:
        for column in figures:
            if row[column.name] is not None:
                cells.numbers.append(row.number)
                cells.columns.append(column.name)
                cells.units.append(row["unit"])
                cells.indicators.append(column.name)
                cells.periods.append(row["period"])
                cells.values.append(row[column.name])
                cells.sources.append(row["source"])
    return cells


@dataclass(frozen=True)
class _When:
    """A period that the file names, with the units that existed in it."""

    period: Period
    number: int
    starts: date
    alive: frozenset[int]


class _Checking:
    """The checks of one file: each distinct code, name and period is looked up once, each row only in tables."""

    def __init__(self, plan: Plan, table: Table, by: User, period: Period | None, progress: Progress) -> None:
        self.progress = progress
        self.plan, self.table, self.default, self.by = plan, table, period, by
        self.all = list(Indicator.objects.all())
        self.names = {one.code: one.name for one in self.all}
        self.by_id = {one.pk: one for one in self.all}
        self.cells = _Cells()
        self.kept: list[int] = []

    def run(self, cells: _Cells) -> None:
        """Fill the plan with rows and faults."""
        self.cells = cells
        self.units = self._units()
        self.indicators = self._indicators()
        self.when = self._periods()
        self._rows()
        self._identities()
        self.plan.units = len({row[0] for row in self.plan.rows})
        self.plan.periods = tuple(sorted({when.period.code for when in self.when.values() if when}))

    def _units(self) -> dict[str, int]:
        reach = access.reach_with(self.by, Right.MERGE_FIGURES)
        chosen = scope.cut(Unit.objects.filter(code__in=set(self.cells.units)), "id", reach)
        return dict(chosen.values_list("code", "pk"))

    def _indicators(self) -> dict[str, Indicator]:
        """Each text that names an indicator in the file: its code, or its name however it is accented."""
        known = {key: one for one in self.all for key in (one.name_vi, one.name_en) if key}
        folded = {fold(key): one for key, one in known.items()} | {one.code: one for one in self.all}
        found = {text: folded.get(text) or folded.get(fold(text)) for text in set(self.cells.indicators)}
        return {text: one for text, one in found.items() if one}

    def _periods(self) -> dict[str, _When | None]:
        found: dict[str, _When | None] = {}
        ids = set(self.units.values())
        for text in set(self.cells.periods):
            try:
                period = Period.parse(text) if text else self.default
            except NotAPeriod:
                period = None
            found[text] = None
            if period:
                spans = UnitSpan.objects.filter(valid__overlap=period.as_range(), unit_id__in=ids)
                alive = frozenset(spans.values_list("unit_id", flat=True))
                found[text] = _When(period, number_of(period), period.start, alive)
        return found

    def _rows(self) -> None:
        cells = self.cells
        sources: dict[str | None, int] = {"": 1, None: 1} | {one.code: int(one) for one in Source}
        lawful: dict[tuple[str, Decimal], bool] = {}
        seen: dict[tuple[int, int, int, int], int] = {}
        found = zip(
            map(self.units.get, cells.units),
            map(self.indicators.get, cells.indicators),
            map(self.when.get, cells.periods),
            map(sources.__getitem__, cells.sources),
            cells.values,
            strict=True,
        )
        for place, (unit, indicator, when, source, value) in enumerate(found):
            if place % EVERY == 0:
                self.progress("check", place, len(cells.numbers))
            if unit is None or indicator is None or when is None or value is None or unit not in when.alive:
                self._explain(place)
                continue
            law = indicator.kind, value
            if law not in lawful:
                lawful[law] = not impossible(*law)
            if not lawful[law]:
                self._explain(place)
                continue
            key = unit, indicator.pk, when.number, source
            if seen.setdefault(key, place) != place:
                self._fault(place, "indicator", TWICE, first_row=cells.numbers[seen[key]])
                continue
            self.plan.rows.append((unit, indicator.pk, when.number, when.starts, source, value))
            self.kept.append(place)

    def _explain(self, place: int) -> None:
        """List what is wrong with a row; what could not be read has been listed by the reading."""
        cells = self.cells
        code, name, value = cells.units[place], cells.indicators[place], cells.values[place]
        unit, indicator, when = self.units.get(code), self.indicators.get(name), self.when[cells.periods[place]]
        if code and unit is None:
            self._fault(place, "unit", UNIT, value=code)
        if when is None:
            text = cells.periods[place]
            self._fault(place, "period", PERIOD if text else NO_PERIOD, value=text)
        elif unit is not None and unit not in when.alive:
            self._fault(place, "unit", NOT_THEN, value=code, period=when.period.label())
        if name and indicator is None:
            self._fault(place, "indicator", INDICATOR, value=name)
        elif indicator and value is not None and (law := impossible(indicator.kind, value)):
            self._fault(place, "value", IMPOSSIBLE[law], value=value, name=indicator.name)

    def _fault(self, place: int, column: str, message_id: str, **more: Any) -> None:
        """A fault of one cell; in a wide sheet the indicator and the value stand in the same column."""
        own = self.cells.columns[place]
        if column == "value" or (column == "indicator" and own != "value"):
            column = own
        where = self.table.place(self.cells.numbers[place], column)
        self.plan.errors.append(fault_in_words(message_id, where, more.pop("value", None), **more))

    def _identities(self) -> None:
        """Hold what each unit says of itself for a period to the balances and parts; what the file lacks is the ledger's."""
        numbers = {when.number: when.period for when in self.when.values() if when}
        rules = {number: identities_at(params.current(), period.end) for number, period in numbers.items()}
        closing = {balance.result for rule in rules.values() for balance in rule.balances}
        involved = set().union(*(rule.names for rule in rules.values()))
        codes = {one.pk: one.code for one in self.all if one.code in involved}
        answers: Answers = {}
        for unit, indicator, number, _starts, source, value in self.plan.rows:
            if indicator in codes and source == _SELF:
                answers.setdefault((unit, number), {})[codes[indicator]] = value  # type: ignore[assignment]
        before = _recorded({(unit, _previous(number)) for unit, number in answers}, closing)
        standing = _recorded({key for key, given in answers.items() if rules[key[1]].beside(set(given))}, involved)
        for (unit, number), values in answers.items():
            earlier = unit, _previous(number)
            past = before.get(earlier, {}) | {c: v for c, v in answers.get(earlier, {}).items() if c in closing}
            known = {c: v for c, v in standing.get((unit, number), {}).items() if c not in values}
            for breach in breaches(values, past, rules[number], known):
                fault = breach_fault(breach, self.names)
                self._fault(
                    self.places[unit, number, breach.indicator], "value", fault.message_id, **dict(fault.params)
                )

    @cached_property
    def places(self) -> dict[tuple[int, int, str], int]:
        """Where the file has what each unit says of itself, by unit, period and code of the figure."""
        return {
            (row[0], row[2], self.by_id[row[1]].code): place
            for row, place in zip(self.plan.rows, self.kept, strict=True)
            if row[4] == _SELF
        }


def _recorded(wanted: set[tuple[int, int]], codes: set[str]) -> Answers:
    """What the ledger has of what units say of themselves, for units and periods, by code of the figure."""
    if not wanted:
        return {}
    rows = Observation.objects.current().filter(
        period__in={number for _unit, number in wanted},
        indicator__code__in=codes,
        source=Source.SELF,
        unit_id__in={unit for unit, _number in wanted},
    )
    found: Answers = {}
    for unit, number, code, value in rows.values_list("unit_id", "period", "indicator__code", "value"):
        if value is not None:
            found.setdefault((unit, number), {})[code] = value
    return found


@cache
def _previous(number: int) -> int:
    return number_of(period_of(number).previous())


def apply_import(plan: Plan, *, by: User, reason: str = "", progress: Progress = no_progress) -> Posted:
    """Carry out a plan as one recorded action; refused with every fault if it has any."""
    if not plan.ok:
        raise Refused(
            _("Nothing of “%(file)s” was taken in. Correct these faults and send it again.") % {"file": plan.file},
            errors=tuple(plan.sentences),
        )
    return actions.import_figures(rows=plan.rows, by=by, file=plan.file, reason=reason, progress=progress)
