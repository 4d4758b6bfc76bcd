"""Annex tables (Nội dung | Chủ trì | Phối hợp | Thời hạn | Sản phẩm): which column is which by its header, and each row as a task or as a fault."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from kientoan.core.vietnamese import fold

from .deadlines import Deadline, deadline_in

Cell = str | date | float | int | None
"""A cell as a file holds it; None where it is merged with the one above."""

_HEADERS: Final = {
    "number": ("stt", "tt", "so tt", "so thu tu"),
    "content": ("noi dung", "nhiem vu", "cong viec", "viec can lam", "dau viec", "cong tac", "viec phai lam"),
    "lead": (
        "chu tri",
        "don vi thuc hien",
        "co quan thuc hien",
        "phu trach",
        "don vi duoc giao",
        "trach nhiem",
        "dau moi",
        "bo phan thuc hien",
        "nguoi thuc hien",
        "giao cho",
        "tham muu",
    ),
    "helpers": ("phoi hop", "tham gia"),
    "due": (
        "thoi han",
        "thoi gian",
        "tien do",
        "han hoan thanh",
        "hoan thanh truoc",
        "thoi diem",
        "moc hoan thanh",
        "ngay hoan thanh",
    ),
    "product": ("san pham", "ket qua", "dau ra", "hinh thuc van ban"),
    "note": ("ghi chu",),
}
_WHOLE: Final = {"don vi": "lead", "co quan": "lead", "co quan don vi": "lead", "han": "due", "viec": "content"}
"""Headers that say so only where they stand alone: 'Đơn vị', but not 'Đơn vị tính'."""
_DITTO: Final = frozenset({"nt", "nhu tren", "nhu tren nt"})
_LONGEST_HEADER: Final = 60
_SHORT: Final = 6
_STANDING = re.compile(r"thường xuyên|liên tục|hằng|hàng|định kỳ|mỗi", re.IGNORECASE)
_DATE_ONLY = re.compile(r"\s*(?:ngày\s+)?\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{4})?\s*$", re.IGNORECASE)


class RowFault(StrEnum):
    """Why a row cannot be read."""

    NO_CONTENT = "no_content"
    NO_LEAD = "no_lead"
    TOO_FEW_CELLS = "too_few_cells"


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One row as a task: what, who leads, who helps, by when as written and as a day, what it yields; `number` counts rows of the table from 1."""

    number: int
    content: str
    lead: str
    helpers: str
    due_text: str
    due: Deadline | None
    product: str


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that cannot be read, with its words and why."""

    number: int
    words: str
    fault: RowFault


@dataclass(frozen=True, slots=True)
class Annex:
    """A table read: its columns by meaning, its rows, and the rows that could not be read."""

    columns: dict[str, int]
    rows: tuple[AnnexRow, ...]
    unread: tuple[UnreadRow, ...]


def columns_of(header: Sequence[Cell]) -> dict[str, int] | None:
    """Which column holds what, by the words of a header row; None where the row is no header of an annex."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        meaning = _meaning(cell)
        if meaning and meaning not in found:
            found[meaning] = index
    return found if "content" in found and "lead" in found else None


def _meaning(cell: Cell) -> str | None:
    folded = fold(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_HEADER else ""
    if not folded:
        return None
    if folded in _HEADERS["number"]:
        return "number"
    if folded in _WHOLE:
        return _WHOLE[folded]
    # 'Thời gian hoàn thành' and 'Cơ quan chủ trì thực hiện nhiệm vụ' hold words of other columns: the telling ones are asked first
    for meaning in ("helpers", "lead", "due", "product", "content", "note"):
        if any(f" {word}" in f" {folded}" for word in _HEADERS[meaning]):
            return meaning
    return None


def read_table(table: Sequence[Sequence[Cell]], reference: date, columns: dict[str, int] | None = None) -> Annex | None:
    """Read a table from its header on; `columns` are those of the page before, for a table that goes on without a header. None where it is no annex."""
    start = 0
    header: set[tuple[str, ...]] = set()
    for index in range(len(table)):
        named, lines = _header_at(table, index)
        if named is not None:
            columns, start = named, index + lines
            header = {_folded(row) for row in table[index:start]}
            break
    if columns is None:
        return None
    rows: list[AnnexRow] = []
    unread: list[UnreadRow] = []
    above: dict[str, Cell] = {}
    for number, row in enumerate(table[start:], start + 1):
        if _folded(row) in header:
            continue
        cells, above = _cells(row, columns, above), _kept(row, columns, above)
        read = _read_row(number, row, cells, columns, reference)
        if isinstance(read, AnnexRow):
            rows.append(read)
        elif read is not None:
            unread.append(read)
    return Annex(columns, tuple(rows), tuple(unread))


def _header_at(table: Sequence[Sequence[Cell]], index: int) -> tuple[dict[str, int] | None, int]:
    """The columns that a header at `index` names and its lines: one, or two where 'Đơn vị thực hiện' is parted into 'Chủ trì' and 'Phối hợp' below."""
    row = table[index]
    one = columns_of(row)
    below = table[index + 1] if index + 1 < len(table) else ()
    if one is None and not any(_meaning(cell) for cell in row):
        return None, 1
    if not _is_second_line(row, below):
        return one, 1
    width = max(len(row), len(below))
    both = [_cell(below, at) if _meaning(_cell(below, at)) else _cell(row, at) for at in range(width)]
    return columns_of(both) or one, 2


def _folded(row: Sequence[Cell]) -> tuple[str, ...]:
    """A row's words for comparing, so that the header printed again on the next page is known."""
    return tuple(fold(_words(cell)) for cell in row if _words(cell))


def _is_second_line(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether what stands below parts the header: only headers, nothing, or the words above again, and at least one header that is new."""
    fresh = [cell for at, cell in enumerate(below) if _words(cell) and _words(cell) != _words(_cell(row, at))]
    return bool(fresh) and all(_meaning(cell) and len(_words(cell).split()) <= _SHORT for cell in fresh)


def _cell(row: Sequence[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else ""


def _is_ditto(cell: Cell) -> bool:
    """'-nt-', 'Như trên' and a lone mark mean the cell above."""
    return isinstance(cell, str) and (fold(cell).strip(" -") in _DITTO or cell.strip() in {'"', "”", "''", "〃"})


def _cells(row: Sequence[Cell], columns: dict[str, int], above: dict[str, Cell]) -> dict[str, Cell]:
    """The cells by meaning; one merged with the cell above has that cell's words."""
    return {name: above.get(name) if _goes_on(row, index) else _cell(row, index) for name, index in columns.items()}


def _goes_on(row: Sequence[Cell], index: int) -> bool:
    return index < len(row) and (row[index] is None or _is_ditto(row[index]))


def _kept(row: Sequence[Cell], columns: dict[str, int], above: dict[str, Cell]) -> dict[str, Cell]:
    return {
        name: above.get(name) if index >= len(row) or _goes_on(row, index) else row[index]
        for name, index in columns.items()
    }


def _read_row(
    number: int, row: Sequence[Cell], cells: dict[str, Cell], columns: dict[str, int], reference: date
) -> AnnexRow | UnreadRow | None:
    """A task, a fault, or None for an empty row and for the heading of a group of rows."""
    words = " | ".join(_words(cell) for cell in row if _words(cell))
    if not words or _is_group(row):
        return None
    if len(row) <= columns["lead"]:
        return UnreadRow(number, words, RowFault.TOO_FEW_CELLS)
    content, lead = _words(cells.get("content")), _words(cells.get("lead"))
    if not content or not lead:
        return UnreadRow(number, words, RowFault.NO_LEAD if content else RowFault.NO_CONTENT)
    due = cells.get("due")
    return AnnexRow(
        number,
        content,
        lead,
        _words(cells.get("helpers")),
        _words(due),
        due_of(due, reference),
        _words(cells.get("product")),
    )


def _is_group(row: Sequence[Cell]) -> bool:
    """'I | Công tác tổ chức cán bộ' or one text over all columns: a heading, no task; so is a row that repeats the header's numbers (1)(2)(3)."""
    filled = [_words(cell) for cell in row if _words(cell)]
    texts = [words for words in filled if not re.fullmatch(r"\(?(?:\d{1,3}|[IVXLC]+|[A-Z])\)?[.)]?", words)]
    return not texts or (
        len(set(texts)) == 1 and (len(texts) > 1 or re.fullmatch(r"\(?[IVXLCA-Z]+\)?[.)]?", filled[0]) is not None)
    )


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def due_of(cell: Cell, reference: date) -> Deadline | None:
    """The deadline of a cell: a day, 'Quý II/2018', 'Tháng 6', '30/6', 'Trước 15/7'; a standing duty recurs; None where the words give none."""
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return Deadline(0, 0, f"{day:%d/%m/%Y}", day, "by")
    text = _words(cell)
    if not text:
        return None
    if _STANDING.search(text):
        return Deadline(0, len(text), text, None, None, text)
    found = deadline_in(text, 0, len(text), reference)
    if found is not None:
        return found
    led = f"{'đến' if _DATE_ONLY.match(text) else 'trong'} {text[0].lower()}{text[1:]}"
    found = deadline_in(led, 0, len(led), reference)
    return Deadline(0, len(text), text, found.day, found.op, found.recurrence, found.sure) if found else None
