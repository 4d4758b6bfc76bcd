"""The one way to read a person's table: `read_table` gives rows that know their place, and every fault of the file at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, overload

from kientoan.core.sheets.cells import Converter, Problem, clean, converter, shown
from kientoan.core.sheets.columns import Column, column_letter, key_to_column
from kientoan.core.sheets.delimited import spoiled_text
from kientoan.core.sheets.errors import Place, SheetError, UnreadableFileError, fault, fault_in_words, in_order
from kientoan.core.sheets.grid import STANDARD_LIMITS, Grid, Limits, is_filled
from kientoan.core.sheets.header import Header, find_header, numbers_the_columns
from kientoan.core.sheets.numbers import Mark, mark_of
from kientoan.core.sheets.source import Source, grids, take

HEADER_SEARCH_ROWS = 20


@dataclass(slots=True)
class Row:
    """One row of a table: values by column name (empty text is "", other empty cells None) and where it stands."""

    values: dict[str, Any]
    number: int
    table: "Table"

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return self.table.place(self.number)

    def at(self, name: str) -> Place:
        """Where the row's cell of a column stands."""
        return self.table.place(self.number, name)

    def fault(self, name: str, message_id: str, **params: Any) -> SheetError:
        """A domain's own fault of one cell: `message_id` is an English gettext message with named placeholders."""
        value = self.values.get(name)
        return fault_in_words(message_id, self.at(name), None if value is None else shown(value), **params)


class Rows(Sequence[Row]):
    """The rows of a table, kept by column and made when asked for, so that a hundred thousand cost little."""

    def __init__(self, table: "Table", numbers: list[int], columns: dict[str, list[Any]]) -> None:
        self.table, self.numbers, self.columns = table, numbers, columns

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        return Row({name: values[index] for name, values in self.columns.items()}, self.numbers[index], self.table)

    def __iter__(self) -> Iterator[Row]:
        names = list(self.columns)
        for number, values in zip(self.numbers, zip(*self.columns.values(), strict=True), strict=True):
            yield Row(dict(zip(names, values, strict=True)), number, self.table)


@dataclass(slots=True)
class Table:
    """What a file says: its rows, every fault, notes that are no faults, and the headers that were not used.

    A faulty cell has the value None in its row, so that a domain can go on and find its own faults too; `ok` is the word on the whole.
    """

    file: str
    sheet: str | None = None
    rows: Sequence[Row] = ()
    errors: list[SheetError] = field(default_factory=list)
    notes: list[SheetError] = field(default_factory=list)
    ignored_headers: list[str] = field(default_factory=list)
    header_row: int | None = None
    headers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name of each column that was found, with its letter and its header as written."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors

    def column(self, name: str) -> list[Any]:
        """All values of one column from top to bottom, for work on many rows at once."""
        return self.rows.columns[name] if isinstance(self.rows, Rows) else []

    def has(self, name: str) -> bool:
        """Whether the file has this column at all (an empty cell and an absent column are different things)."""
        return name in self.headers

    def place(self, row: int | None = None, name: str | None = None) -> Place:
        """The place of a row or of one of its cells."""
        letter, header = self.headers.get(name or "", (None, name))
        return Place(self.file, self.sheet, row, letter, header)


def read_table(
    source: Source,
    columns: Sequence[Column],
    *,
    file: str | None = None,
    sheet: str | None = None,
    header_search_rows: int = HEADER_SEARCH_ROWS,
    max_rows: int | None = None,
    limits: Limits = STANDARD_LIMITS,
    merged: Literal["refuse", "spread"] = "refuse",
    rows_needed: bool = True,
) -> Table:
    """Read a .csv, .tsv, .xlsx, .xlsm, .xls or .ods file into rows; never raises for what a person's file may hold.

    Columns are found by header, in any order; blank rows are passed over; a file that cannot be read has its one reason in `errors`.
    """
    limits = replace(limits, rows=max_rows) if max_rows is not None else limits
    table = Table(file or "")
    try:
        raw, table.file = take(source, file, limits)
        expected = frozenset(key_to_column(columns))
        sheets = grids(raw, table.file, limits=limits, sheet=sheet, expected=expected)
        grid, header = _choose(sheets, columns, header_search_rows, table)
    except UnreadableFileError as error:
        table.errors.append(error.error)
        return table
    table.sheet = grid.sheet
    _Reading(table, grid, header, columns, limits).run(spread=merged == "spread", rows_needed=rows_needed)
    return table


def _choose(sheets: Iterator[Grid], columns: Sequence[Column], search_rows: int, table: Table) -> tuple[Grid, Header]:
    """The sheet that has the table: the first with all its headers, else the one with most of them."""
    best: tuple[Grid, Header] | None = None
    seen: list[Grid] = []
    for grid in sheets:
        if not grid.is_empty:
            seen.append(grid)
        header = find_header(grid, columns, search_rows)
        if header is None:
            continue
        if best is None:
            best = grid, header
        elif best[1].is_complete(columns):
            if header.is_complete(columns) and len(header.found) == len(best[1].found):
                table.notes.append(fault("sheet_unused", Place(table.file), sheet_name=grid.sheet))
        elif header.is_complete(columns) or len(header.found) > len(best[1].found):
            best = grid, header
    if best is None:
        raise UnreadableFileError(_why_no_header(seen, columns, search_rows, table.file))
    return best


def _why_no_header(seen: list[Grid], columns: Sequence[Column], search_rows: int, file: str) -> SheetError:
    expected = ", ".join(column.title for column in columns)
    if not seen:
        return fault("file_empty", Place(file))
    cells = (str(cell) for row in seen[0].rows[:search_rows] for cell in row if is_filled(cell))
    if spoiled := spoiled_text("\n".join(cells)):
        return fault(spoiled[0], Place(file, seen[0].sheet), spoiled[1], encoding=spoiled[2])
    if seen[0].delimiter and len(columns) > 1 and all(len(row) <= 1 for row in seen[0].rows[:search_rows]):
        return fault("delimiter_unknown", Place(file), expected=expected)
    return fault("header_missing", Place(file, seen[0].sheet), rows=search_rows, expected=expected)


class _Reading:
    """The reading of one sheet: collects rows, faults and notes into the table."""

    def __init__(self, table: Table, grid: Grid, header: Header, columns: Sequence[Column], limits: Limits) -> None:
        self.table, self.grid, self.header, self.columns, self.limits = table, grid, header, columns, limits
        self.present = [column for column in columns if column.name in header.found]
        self.first = header.bottom + 1
        self.silent: set[tuple[int, int]] = set()

    def run(self, *, spread: bool, rows_needed: bool) -> None:
        table, header = self.table, self.header
        table.header_row = header.bottom + 1
        table.ignored_headers = header.ignored
        table.headers = {name: (column_letter(index), header.texts[index]) for name, index in header.found.items()}
        table.errors.extend(header.errors(self.columns, table.place()))
        self._skip_row_of_numbers()
        self._settle_merged(spread=spread)
        numbers = self._filled_rows()
        if len(numbers) > self.limits.rows:
            table.errors.append(fault("too_many_rows", table.place(), found=len(numbers), limit=self.limits.rows))
            return
        if not numbers and rows_needed:
            table.errors.append(fault("no_rows", table.place()))
        self._check_widths(numbers)
        self._fill(numbers)
        table.errors = in_order(table.errors)

    def _skip_row_of_numbers(self) -> None:
        if self.first < len(self.grid.rows) and numbers_the_columns(self.grid.rows[self.first]):
            self.table.notes.append(fault("number_row_skipped", self.table.place(self.first + 1)))
            self.first += 1

    def _settle_merged(self, *, spread: bool) -> None:
        """Refuse or spread the merged cells that hold a value of a wanted column."""
        wanted = set(self.header.found.values())
        for (top, left), (bottom, right) in self.grid.merged:
            value = self.grid.cell(top, left)
            if top < self.first or not is_filled(value) or not wanted.intersection(range(left, right + 1)):
                continue
            area = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
            name = next(
                (column.name for column in self.present if left <= self.header.found[column.name] <= right), None
            )
            place = self.table.place(top + 1, name)
            cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            if spread:
                self._spread(cells, value)
                self.table.notes.append(fault("merged_spread", place, shown(value), range=area))
            else:
                self.silent.update(cells)
                self.table.errors.append(fault("merged_cells", place, shown(value), range=area))

    def _spread(self, cells: list[tuple[int, int]], value: Any) -> None:
        rows = [list(row) for row in self.grid.rows]
        for row, column in cells:
            if row < len(rows):
                rows[row].extend([""] * (column + 1 - len(rows[row])))
                rows[row][column] = value
        self.grid.rows = rows

    def _filled_rows(self) -> list[int]:
        """The rows (from 0) in which a wanted column holds anything."""
        wanted = set(self.header.found.values())
        odd = {
            row
            for row, column in (*self.grid.uncalculated, *self.grid.broken)
            if column in wanted and row >= self.first
        }
        indexes = sorted(wanted)
        filled = {
            number for number, row in enumerate(self.grid.rows) if number >= self.first and _holds_any(row, indexes)
        }
        return sorted(filled | odd)

    def _check_widths(self, numbers: list[int]) -> None:
        if self.grid.delimiter is None:
            return
        width = len(self.grid.rows[self.header.bottom])
        for number in numbers:
            row = self.grid.rows[number]
            if len(row) > width and any(is_filled(cell) for cell in row[width:]):
                place = self.table.place(number + 1)
                self.table.errors.append(
                    fault("csv_row_too_long", place, found=len(row), expected=width, delimiter=self.grid.delimiter)
                )

    def _fill(self, numbers: list[int]) -> None:
        marks = self._marks(numbers)
        filled: dict[str, list[Any]] = {}
        for column in self.columns:
            if column.name in self.header.found:
                filled[column.name] = self._column(column, numbers, marks.get(column.name))
            else:
                filled[column.name] = ["" if column.kind == "text" else None] * len(numbers)
        self.table.rows = Rows(self.table, [number + 1 for number in numbers], filled)

    def _cells(self, column: Column, numbers: list[int]) -> list[Any]:
        index, rows = self.header.found[column.name], self.grid.rows
        if self.grid.delimiter is not None:
            return [row[index] if index < len(row) else "" for row in map(rows.__getitem__, numbers)]
        return [rows[number][index] if number < len(rows) and index < len(rows[number]) else "" for number in numbers]

    def _marks(self, numbers: list[int]) -> dict[str, Mark | None]:
        """For each column of decimals the fraction mark that its texts prove, or else the other numbers of the file."""
        proven: dict[str, set[Mark]] = {}
        for column in self.present:
            if column.kind in ("int", "decimal"):
                texts = {cell for cell in self._cells(column, numbers) if isinstance(cell, str)}
                proven[column.name] = {mark for mark in map(mark_of, texts) if mark}
        everywhere = set().union(*proven.values()) if proven else set()
        return {
            name: next(iter(found)) if len(found := own or everywhere) == 1 else None for name, own in proven.items()
        }

    def _column(self, column: Column, numbers: list[int], mark: Mark | None) -> list[Any]:
        """The values of one column; its faults go to the table."""
        empty = "" if column.kind == "text" else None
        cells = self._cells(column, numbers)
        if column.kind == "text" and column.max_length is None and self.grid.delimiter is not None:
            values = self._plain_texts(column, cells)
        else:
            values = self._converted(column, cells, converter(column, mark), empty)
        self._take_out_odd(column, numbers, values)
        self._take_out_problems(column, numbers, cells, values, empty)
        if column.unique:
            self._check_unique(column, numbers, values)
        if column.kind in ("text", "choice"):
            self._check_letters(column, numbers, cells)
        return values

    def _plain_texts(self, column: Column, cells: list[Any]) -> list[Any]:
        """Texts of a text file, whose letters are composed already."""
        values: list[Any] = list(map(str.strip, cells))
        if any(text[:1] == "'" for text in values):
            values = list(map(clean, values))
        if column.required and "" in values:
            missing = Problem("value_missing")
            values = [text or missing for text in values]
        return values

    def _converted(self, column: Column, cells: list[Any], convert: Converter, empty: Any) -> list[Any]:
        known: dict[str, Any] = {"": Problem("value_missing") if column.required else empty}
        values: list[Any] = []
        for cell in cells:
            if type(cell) is not str:
                values.append(convert(cell))
            elif cell in known:
                values.append(known[cell])
            else:
                text = cell.strip()
                known[cell] = convert(text) if text else known[""]
                values.append(known[cell])
        return values

    def _take_out_odd(self, column: Column, numbers: list[int], values: list[Any]) -> None:
        """Formulas without a result or with an error are faults, whatever the reader made of them."""
        if not (self.grid.uncalculated or self.grid.broken or self.silent):
            return
        index = self.header.found[column.name]
        for position, number in enumerate(numbers):
            cell = (number, index)
            if cell in self.grid.uncalculated:
                values[position] = Problem("formula_missing")
            elif cell in self.grid.broken:
                values[position] = Problem("formula_error", {"value": self.grid.broken[cell]})
            elif cell in self.silent and isinstance(values[position], Problem):
                values[position] = None

    def _take_out_problems(
        self, column: Column, numbers: list[int], cells: list[Any], values: list[Any], empty: Any
    ) -> None:
        if Problem not in set(map(type, values)):
            return
        for position, value in enumerate(values):
            if type(value) is Problem:
                place = self.table.place(numbers[position] + 1, column.name)
                params = dict(value.params)
                found = params.pop("value", None) or shown(cells[position])
                self.table.errors.append(fault(value.code, place, found, **params))
                values[position] = None if value.code != "value_missing" else empty

    def _check_unique(self, column: Column, numbers: list[int], values: list[Any]) -> None:
        given = [value for value in values if value not in (None, "")]
        if len(set(given)) == len(given):
            return
        first: dict[Any, int] = {}
        for number, value in zip(numbers, values, strict=True):
            if value not in (None, "") and first.setdefault(value, number) != number:
                place = self.table.place(number + 1, column.name)
                self.table.errors.append(fault("value_twice", place, shown(value), first_row=first[value] + 1))

    def _check_letters(self, column: Column, numbers: list[int], cells: list[Any]) -> None:
        """Text of an old encoding hides in workbooks too (the font shows it rightly): tell each cell."""
        if (
            self.grid.delimiter is not None
            or spoiled_text("\n".join(cell for cell in cells if isinstance(cell, str))) is None
        ):
            return
        for number, cell in zip(numbers, cells, strict=True):
            if isinstance(cell, str) and (spoiled := spoiled_text(cell)):
                place = self.table.place(number + 1, column.name)
                self.table.errors.append(fault(spoiled[0], place, spoiled[1], encoding=spoiled[2]))


def _holds_any(row: Sequence[Any], indexes: list[int]) -> bool:
    width = len(row)
    for index in indexes:  # noqa: SIM110 (a generator for each of 100,000 rows costs a third more)
        if index < width and (cell := row[index]) != "" and is_filled(cell):
            return True
    return False
