"""The cells of one sheet as they stand in the file, before anyone knows what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

CellRange = tuple[tuple[int, int], tuple[int, int]]

FAULT_SHEET = "Lỗi cần sửa"
"""The sheet that `mark_faults` puts first; it is never read as a table."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a person's file is read before it is refused: rows of a sheet, bytes as sent and as unpacked, cells of a sheet."""

    rows: int = 200_000
    bytes: int = 64_000_000
    unpacked: int = 512_000_000
    cells: int = 6_000_000


STANDARD_LIMITS = Limits()


@dataclass(slots=True)
class Grid:
    """A sheet: rows of cells from A1 on, and what the cells alone do not show (merged ranges, formulas without a result)."""

    sheet: str | None
    rows: Sequence[Sequence[Any]]
    merged: list[CellRange] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    delimiter: str | None = None

    def cell(self, row: int, column: int) -> Any:
        """The value at a row and column counted from 0; an empty text where there is none."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""

    @property
    def is_empty(self) -> bool:
        """Whether no cell has a value."""
        return (
            not self.broken and not self.uncalculated and not any(is_filled(cell) for row in self.rows for cell in row)
        )


def is_filled(cell: Any) -> bool:
    """Whether a cell holds more than white space."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
