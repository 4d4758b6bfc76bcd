"""The document model both renderers draw: header, blocks with bound figures, signature, annexes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from .figure import Figure
from .form import FormProfile, Number, PlaceDate, Signature


@dataclass(frozen=True, slots=True)
class Text:
    """Fixed words of the report, not a number that is counted."""

    words: str
    bold: bool = False
    italic: bool = False


Run: TypeAlias = Text | Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A division: level 1 is `label` on its own line over a title in capitals; lower levels stand on one line."""

    level: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of fixed words and bound figures."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class HumanText:
    """A section that people write; the paragraphs stay theirs, and an empty one shows a place to write."""

    section: str
    prompt: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in smaller italics: the as-of day, the source, a limit; `with_next` keeps it on the page of what follows."""

    words: str
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: heading, width as a part of the table's, alignment, and whether its total is a sum."""

    heading: str
    part: int = 1
    align: str = "left"
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; each cell holds words, a bound figure, or several runs. A total's figures stand for the rows above."""

    cells: tuple[str | Figure | tuple[Run, ...], ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a repeated heading row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        """Refuse rows that do not have a cell per column."""
        for place, row in enumerate(self.rows, 1):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"Table {self.title!r}, row {place}: {len(row.cells)} of {len(self.columns)} cells.")


Block: TypeAlias = Heading | Paragraph | HumanText | Note | Table


@dataclass(frozen=True, slots=True)
class Check:
    """An identity: the total equals its parts, less what is taken off (`minus_keys`)."""

    name: str
    total_key: str
    part_keys: tuple[str, ...]
    minus_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on landscape pages."""

    label: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The issuing body and the one above it."""

    superior: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A second signature on the left, as minutes have it; recipients then stand below."""

    position: str
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `type_name=""` makes an official letter. `sample` prints the band of invented data.

    `behind` holds figures that the checks need although no sentence shows them.
    """

    profile: FormProfile
    header: Header
    number: Number
    place_date: PlaceDate
    type_name: str
    subject: str
    blocks: tuple[Block, ...]
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = ""
    annexes: tuple[Annex, ...] = ()
    checks: tuple[Check, ...] = ()
    behind: tuple[Figure, ...] = ()
    sample: bool = False
    beside: Beside | None = None

    @property
    def title(self) -> str:
        """Type name and subject on one line, as a list of files shows it; `subject` itself may hold line ends."""
        return " ".join(f"{self.type_name} {self.subject}".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and where in the document it stands."""

    place: str
    figure: Figure


def cell_runs(cell: str | Figure | tuple[Run, ...]) -> tuple[Run, ...]:
    """Give a cell's contents as runs."""
    if isinstance(cell, str):
        return (Text(cell),) if cell else ()
    return cell if isinstance(cell, tuple) else (cell,)


def block_lists(document: Document) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Give the body and each annex with the name of its place."""
    yield "", document.blocks
    for annex in document.annexes:
        yield annex.label, annex.blocks


def tables(document: Document) -> Iterator[tuple[str, Table]]:
    """Give every table with the name of its place."""
    for place, blocks in block_lists(document):
        for block in blocks:
            if isinstance(block, Table):
                yield (", ".join(filter(None, (place, block.title))), block)


def placed_figures(document: Document) -> Iterator[Placed]:
    """Give every bound figure in the order of the document, with the place a reader would look for."""
    for root, blocks in block_lists(document):
        headings: dict[int, str] = {}
        for block in blocks:
            if isinstance(block, Heading):
                headings = {level: name for level, name in headings.items() if level < block.level}
                headings[block.level] = block.label or block.title
            place = ", ".join(filter(None, (root, *(name.rstrip(". ") for name in headings.values()))))
            yield from (Placed(where, figure) for where, figure in _block_figures(block, place))


def _block_figures(block: Block, place: str) -> Iterator[tuple[str, Figure]]:
    if isinstance(block, Paragraph):
        yield from ((place, run) for run in block.runs if isinstance(run, Figure))
    elif isinstance(block, Table):
        for line, row in enumerate(block.rows, 1):
            where = f"{place}, dòng {line}" if place else f"{block.title}, dòng {line}"
            yield from ((where, run) for cell in row.cells for run in cell_runs(cell) if isinstance(run, Figure))


def human_texts(document: Document) -> dict[str, tuple[str, ...]]:
    """Give what people wrote, by section."""
    return {
        block.section: block.paragraphs
        for _, blocks in block_lists(document)
        for block in blocks
        if isinstance(block, HumanText)
    }


def ended(form: FormProfile, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Close the last sentence of the body with the form's end mark (`.` for the Party, `./.` for the State)."""
    if not blocks:
        return blocks
    last = blocks[-1]
    if isinstance(last, Paragraph) and isinstance(last.runs[-1], Text):
        closed: Block = Paragraph((*last.runs[:-1], replace(last.runs[-1], words=_closed(last.runs[-1].words, form))))
    elif isinstance(last, HumanText) and last.paragraphs:
        closed = replace(last, paragraphs=(*last.paragraphs[:-1], _closed(last.paragraphs[-1], form)))
    else:
        return blocks
    return (*blocks[:-1], closed)


def _closed(words: str, form: FormProfile) -> str:
    return words.rstrip("./ ") + form.end_mark


def placeholder(form: FormProfile, prompt: str) -> str:
    """Write the place where people are to write: `[… what is asked]`."""
    mark = form.marks.placeholder
    return mark.replace("]", f" {prompt}]") if prompt else mark
