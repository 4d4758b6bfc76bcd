"""A plain sheet of figures, one a row (long) or one column an indicator (wide): planned whole, then applied whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
from kientoan.figures.actions.ledger import Row
from kientoan.figures.models import Indicator, Observation
from kientoan.figures.rules.answers import IMPOSSIBLE, AnswerFault, breach_fault, gettext_noop, shown
from kientoan.figures.rules.identities import Identities, breaches, identities_at, impossible
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


@dataclass(frozen=True, slots=True)
class _Cell:
    """One figure as it stands in the file."""

    number: int
    column: str
    unit: str
    indicator: str
    period: str
    value: Decimal
    source: str


def plan_import(
    source: str | Path | bytes | BinaryIO, *, by: User, file: str | None = None, period: Period | None = None
) -> Plan:
    """Read and check a sheet of figures; nothing is written. `period` holds for rows that name none."""
    access.check_merge(by)
    raw = Path(source).read_bytes() if isinstance(source, str | Path) and Path(source).is_file() else source
    name = file or (Path(source).name if isinstance(source, str | Path) else "")
    table = read_table(raw, LONG, file=name, limits=_LIMITS)
    wide: tuple[Column, ...] = ()
    if any(error.code in ("column_missing", "header_missing") for error in table.errors):
        table, wide = _as_wide(raw, name, table)
    plan = Plan(table.file, errors=list(table.errors), notes=list(table.notes))
    if table.header_row and not any(error.code in ("column_missing", "too_many_rows") for error in table.errors):
        _Checking(plan, table, by, period).run(_wide_cells(table, wide) if wide else _long_cells(table))
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


def _long_cells(table: Table) -> Iterator[_Cell]:
    """The rows that could be read; a fault of reading has been listed already."""
    empty = [""] * len(table.rows)
    columns = (
        table.column(name) if table.has(name) else empty for name in ("unit", "indicator", "period", "value", "source")
    )
    numbers = table.rows.numbers if isinstance(table.rows, Rows) else []
    for number, unit, indicator, period, value, source in zip(numbers, *columns, strict=True):
        if unit and indicator and value is not None:
            yield _Cell(number, "indicator", unit, indicator, period or "", value, source or "self")


def _wide_cells(table: Table, figures: Sequence[Column]) -> Iterator[_Cell]:
    for row in table.rows:
        for column in figures:
            value = row[column.name]
            if row["unit"] and value is not None:
                yield _Cell(
                    row.number,
                    column.name,
                    row["unit"],
                    column.name,
                    row["period"] or "",
                    value,
                    row["source"] or "self",
                )


class _Checking:
    """The checks of one file, each over whole sets."""

    def __init__(self, plan: Plan, table: Table, by: User, period: Period | None) -> None:
        self.plan, self.table, self.default = plan, table, period
        self.reach = access.reach_with(by, Right.MERGE_FIGURES)
        indicators = list(Indicator.objects.all())
        self.by_id = {one.pk: one for one in indicators}
        self.indicators = {key: one for one in indicators for key in (one.code, fold(one.name_vi), fold(one.name_en))}
        self.names = {one.code: one.name for one in indicators}
        self.periods: dict[str, Period | None] = {}

    def run(self, cells: Iterable[_Cell]) -> None:
        cells = list(cells)
        units = self._units({cell.unit for cell in cells})
        alive = {period: self._alive(period, set(units.values())) for period in set(map(self._period, cells)) if period}
        seen: dict[tuple[int, ...], int] = {}
        places: list[_Cell] = []
        for cell in cells:
            if found := self._row(cell, units, alive):
                key = found[0], found[1], found[2], found[4]
                if key in seen:
                    self._fault(cell, cell.column, TWICE, first_row=seen[key])
                    continue
                seen[key] = cell.number
                self.plan.rows.append(found)
                places.append(cell)
        self._identities(places)
        self.plan.units = len({row[0] for row in self.plan.rows})
        self.plan.periods = tuple(period.code for period in sorted(alive))

    def _units(self, codes: set[str]) -> dict[str, int]:
        chosen = scope.cut(Unit.objects.filter(code__in=codes), "id", self.reach)
        return dict(chosen.values_list("code", "pk"))

    def _alive(self, period: Period, ids: set[int]) -> set[int]:
        """The units that existed on some day of the period."""
        return set(
            UnitSpan.objects.filter(valid__overlap=period.as_range(), unit_id__in=ids).values_list("unit_id", flat=True)
        )

    def _period(self, cell: _Cell) -> Period | None:
        if not cell.period:
            return self.default
        if cell.period not in self.periods:
            try:
                self.periods[cell.period] = Period.parse(cell.period)
            except NotAPeriod:
                self.periods[cell.period] = None
        return self.periods[cell.period]

    def _row(self, cell: _Cell, units: dict[str, int], alive: dict[Period, set[int]]) -> Row | None:
        """The row of the ledger that a cell becomes, or None after its faults were listed."""
        before = len(self.plan.errors)
        unit = units.get(cell.unit)
        period = self._period(cell)
        indicator = self.indicators.get(cell.indicator) or self.indicators.get(fold(cell.indicator))
        if unit is None:
            self._fault(cell, "unit", UNIT, value=cell.unit)
        if period is None:
            self._fault(cell, "period", PERIOD if cell.period else NO_PERIOD, value=cell.period)
        elif unit is not None and unit not in alive[period]:
            self._fault(cell, "unit", NOT_THEN, value=cell.unit, period=period.label())
        if indicator is None:
            self._fault(cell, cell.column, INDICATOR, value=cell.indicator)
        elif law := impossible(indicator.kind, cell.value):
            column = cell.column if cell.column != "indicator" else "value"
            self._fault(cell, column, IMPOSSIBLE[law], value=shown(cell.value), name=indicator.name)
        if len(self.plan.errors) > before or unit is None or period is None or indicator is None:
            return None
        return unit, indicator.pk, number_of(period), period.start, int(Source.of(cell.source)), cell.value

    def _fault(self, cell: _Cell, column: str, message_id: str, **more: Any) -> None:
        place = self.table.place(cell.number, column)
        self.plan.errors.append(fault_in_words(message_id, place, more.pop("value", None), **more))

    def _identities(self, cells: list[_Cell]) -> None:
        """Hold what each unit says of itself for a period to the balances and parts."""
        answers: dict[tuple[int, int], dict[str, tuple[Decimal, _Cell]]] = {}
        for row, cell in zip(self.plan.rows, cells, strict=True):
            if row[4] == Source.SELF:
                answers.setdefault((row[0], row[2]), {})[self.by_id[row[1]].code] = (cell.value, cell)
        numbers = {number for _unit, number in answers}
        rules = {number: identities_at(params.current(), period_of(number).end) for number in numbers}
        closing = {balance.result for rule in rules.values() for balance in rule.balances}
        before = self._closings(set(answers), closing)
        for (unit, number), answer in answers.items():
            values = {code: value for code, (value, _cell) in answer.items()}
            past = before.get((unit, _previous(number)), {}) | {
                code: value
                for code, (value, _c) in answers.get((unit, _previous(number)), {}).items()
                if code in closing
            }
            for fault in _breaches(values, past, rules[number], self.names):
                cell = answer[fault.indicator][1]
                column = cell.column if cell.column != "indicator" else "value"
                self._fault(cell, column, fault.message_id, **dict(fault.params))

    def _closings(self, answers: set[tuple[int, int]], closing: set[str]) -> dict[tuple[int, int], dict[str, Decimal]]:
        """What the ledger has as closing figures of the periods before."""
        wanted = {_previous(number) for _unit, number in answers}
        rows = Observation.objects.current().filter(
            period__in=wanted, indicator__code__in=closing, source=Source.SELF, unit_id__in={u for u, _n in answers}
        )
        found: dict[tuple[int, int], dict[str, Decimal]] = {}
        for unit, number, code, value in rows.values_list("unit_id", "period", "indicator__code", "value"):
            if value is not None:
                found.setdefault((unit, number), {})[code] = value
        return found


def _breaches(
    values: dict[str, Decimal], past: dict[str, Decimal], rules: Identities, names: dict[str, str]
) -> Iterator[AnswerFault]:
    for breach in breaches(values, past, rules):
        yield breach_fault(breach, names)


@cache
def _previous(number: int) -> int:
    return number_of(period_of(number).previous())


def apply_import(plan: Plan, *, by: User, reason: str = "") -> Posted:
    """Carry out a plan as one recorded action; refused with every fault if it has any."""
    if not plan.ok:
        raise Refused(
            _("Nothing of “%(file)s” was taken in. Correct these faults and send it again.") % {"file": plan.file},
            errors=tuple(plan.sentences),
        )
    return actions.import_figures(rows=plan.rows, by=by, file=plan.file, reason=reason)
