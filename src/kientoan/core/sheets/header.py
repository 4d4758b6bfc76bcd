"""Find the row of headers wherever it stands, also when it is merged or two rows deep, and map it to the wanted columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kientoan.core.sheets.columns import Column, column_letter, header_key, key_to_column
from kientoan.core.sheets.errors import Place, SheetError, fault
from kientoan.core.sheets.grid import Grid, is_filled

_DEEPEST = 3


@dataclass(slots=True)
class Header:
    """Which column of a sheet is which: rows `top` to `bottom` (from 0) hold the headers, `found` maps names to column numbers."""

    top: int
    bottom: int
    texts: list[str]
    found: dict[str, int]
    twice: list[tuple[int, int]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def errors(self, columns: Sequence[Column], place: Place) -> list[SheetError]:
        """Missing and doubled headers."""
        at = Place(place.file, place.sheet, self.bottom + 1)
        found = ", ".join(text for text in self.texts if text)
        errors = [
            fault(
                "column_missing",
                at,
                wanted=column.title,
                aliases=", ".join((*column.headers[1:], column.name)),
                found=found,
            )
            for column in columns
            if column.must_be_there and column.name not in self.found
        ]
        for first, second in self.twice:
            where = Place(place.file, place.sheet, self.bottom + 1, column_letter(second), self.texts[second])
            params = {
                "first": self.texts[first],
                "first_column": column_letter(first),
                "second": self.texts[second],
                "second_column": column_letter(second),
            }
            errors.append(fault("column_twice", where, **params))
        return errors

    def is_complete(self, columns: Iterable[Column]) -> bool:
        """Whether every column that must be there was found."""
        return all(column.name in self.found for column in columns if column.must_be_there)


def find_header(grid: Grid, columns: Sequence[Column], search_rows: int) -> Header | None:
    """The block of rows that names most of the columns; the first and the flattest of equal ones; None if no row names any."""
    keys = key_to_column(columns)
    covered = _covered_cells(grid, search_rows + _DEEPEST)
    best: Header | None = None
    for top in range(min(search_rows, len(grid.rows))):
        for depth in range(1, _DEEPEST + 1):
            if depth > 1 and not _merge_touches(grid, top, top + depth - 1):
                break
            header = _map_block(grid, covered, keys, top, top + depth - 1)
            if header.found and (best is None or len(header.found) > len(best.found)):
                best = header
    if best is not None:
        best.bottom = max(
            [
                best.bottom,
                *(
                    last
                    for (first, _), (last, _) in grid.merged
                    if best.top <= first <= best.bottom and last < first + _DEEPEST
                ),
            ]
        )
    return best


def _covered_cells(grid: Grid, rows: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell under a merge of the first rows, with the cell that holds its value."""
    return {
        (row, column): first
        for first, last in grid.merged
        if first[0] < rows
        for row in range(first[0], min(last[0], rows) + 1)
        for column in range(first[1], min(last[1], first[1] + 1000) + 1)
    }


def _merge_touches(grid: Grid, top: int, bottom: int) -> bool:
    return any(first[0] <= bottom and last[0] >= top for first, last in grid.merged)


def _map_block(
    grid: Grid, covered: dict[tuple[int, int], tuple[int, int]], keys: dict[str, Column], top: int, bottom: int
) -> Header:
    width = max((len(grid.rows[row]) for row in range(top, min(bottom + 1, len(grid.rows)))), default=0)
    texts: list[str] = []
    found: dict[str, int] = {}
    twice: list[tuple[int, int]] = []
    ignored: list[str] = []
    for index in range(width):
        parts = _parts(grid, covered, index, top, bottom)
        texts.append(" / ".join(parts))
        column = next((keys[key] for key in _candidate_keys(parts) if key in keys), None)
        if column is None:
            if parts:
                ignored.append(texts[-1])
        elif column.name in found:
            if covered.get((bottom, found[column.name])) is None or covered.get(
                (bottom, found[column.name])
            ) != covered.get((bottom, index)):
                twice.append((found[column.name], index))
        else:
            found[column.name] = index
    return Header(top, bottom, texts, found, twice, ignored)


def _parts(grid: Grid, covered: dict[tuple[int, int], tuple[int, int]], index: int, top: int, bottom: int) -> list[str]:
    parts: list[str] = []
    for row in range(top, bottom + 1):
        cell = grid.cell(*covered.get((row, index), (row, index)))
        text = " ".join(str(cell).split()) if is_filled(cell) else ""
        if text and text not in parts[-1:]:
            parts.append(text)
    return parts


def _candidate_keys(parts: list[str]) -> list[str]:
    if not parts:
        return []
    keys = [header_key(" ".join(parts)), header_key(parts[-1])]
    return [
        *keys,
        *(
            header_key(without_unit)
            for part in parts[-1:]
            if (without_unit := part.split("(")[0]) != part and without_unit.strip()
        ),
    ]


def numbers_the_columns(cells: Sequence[object]) -> bool:
    """Whether a row under the headers only numbers them, as forms do: (1) (2) (3), or A B 1 2 3."""
    words = [
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        for cell in cells
        if is_filled(cell)
    ]
    if len(words) < 2:
        return False
    if all(word.startswith("(") and word.endswith(")") and len(word) <= 12 for word in words):
        return all(word[1:2].isalnum() for word in words)
    letters = [word for word in words if len(word) == 1 and word.isupper()]
    numbers = words[len(letters) :]
    return (
        bool(letters)
        and letters == list("ABCDEFGH"[: len(letters)])
        and bool(numbers)
        and numbers == [str(n + 1) for n in range(len(numbers))]
    )
