"""Paragraphs of the Word edition: runs, bound figures as content controls, headings, people's sections, tables."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.text.run import Run as WordRun

from kientoan.documents.rules.official.breaks import unbroken, unbroken_runs
from kientoan.documents.rules.official.figure import Figure
from kientoan.documents.rules.official.form import FormProfile
from kientoan.documents.rules.official.model import (
    Block,
    Heading,
    HumanText,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
    cell_runs,
    placeholder,
)

from .page import BODY, CELL, NOTE, column_widths, points
from .xml import TAG_LIMIT, control, element, fix_table, keep_row

FIRST_CONTROL = 100001
FIGURE_TAG, SECTION_TAG = "kt:", "kt-text:"
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def figure_tag(key: str) -> str:
    """Give the tag of a figure's control; Word allows 64 characters, so a longer key is shortened by its hash."""
    tag = f"{FIGURE_TAG}{key}"
    return tag if len(tag) <= TAG_LIMIT else f"{FIGURE_TAG}~{hashlib.sha256(key.encode()).hexdigest()[:24]}"


@dataclass(slots=True)
class Bound:
    """A figure as it was written into a control."""

    control: int
    tag: str
    figure: Figure


@dataclass(slots=True)
class Writer:
    """Writes blocks into a Word document and remembers which control holds which figure."""

    word: Any
    form: FormProfile
    doubtful: frozenset[str]
    bound: list[Bound] = field(default_factory=list)
    _next: int = FIRST_CONTROL

    def blocks(self, blocks: Iterable[Block], width: Any) -> None:
        """Write a list of blocks into a text of the given width in mm."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, width)
            else:
                writers: dict[type, Callable[[Any], None]] = {
                    Heading: self._heading,
                    Paragraph: self._paragraph,
                    HumanText: self._human,
                    Note: self._note,
                }
                writers[type(block)](block)

    def runs(self, paragraph: Any, runs: Iterable[Run], *, bold: bool = False) -> None:
        """Write words and bound figures into a paragraph."""
        for run in unbroken_runs(runs):
            if isinstance(run, Text):
                made = paragraph.add_run(run.words)
                made.bold, made.italic = (run.bold or bold) or None, run.italic or None
            else:
                self._figure(paragraph, run, bold=bold)

    def _figure(self, paragraph: Any, figure: Figure, *, bold: bool) -> None:
        run = element("r")
        shown = WordRun(run, paragraph)
        shown.text = unbroken(figure.display)
        shown.bold = bold or None
        if figure.key in self.doubtful:
            shown.font.highlight_color = WD_COLOR_INDEX.YELLOW
        tag = figure_tag(figure.key)
        self.bound.append(Bound(self._next, tag, figure))
        paragraph._p.append(
            control([element("text")], tag=tag, title=figure.title, number=self._next, contents=[run]),
        )
        self._next += 1

    def _heading(self, heading: Heading) -> None:
        paragraph = self.word.add_paragraph(style=f"Heading {heading.level}")
        if heading.level == 1 and heading.label:
            paragraph.add_run(unbroken(heading.label)).add_break()
            paragraph.add_run(unbroken(heading.title).upper())
        else:
            paragraph.add_run(unbroken(" ".join(filter(None, (heading.label, heading.title)))))

    def _paragraph(self, block: Paragraph) -> None:
        self.runs(self.word.add_paragraph(style=BODY), block.runs)

    def _note(self, note: Note) -> None:
        made = self.word.add_paragraph(unbroken(note.words), style=NOTE)
        if note.with_next:
            made.paragraph_format.keep_with_next = True
            made.paragraph_format.space_after = points(4)

    def _human(self, block: HumanText) -> None:
        place = self.word.add_paragraph(style=BODY)
        lines = tuple(map(unbroken, block.paragraphs or (placeholder(self.form, block.prompt),)))
        place.add_run(lines[0])
        paragraphs = [place, *(self.word.add_paragraph(line, style=BODY) for line in lines[1:])]
        parent = place._p.getparent()
        where = parent.index(place._p)
        parent.insert(
            where,
            control(
                [],
                tag=f"{SECTION_TAG}{block.section}",
                title=block.prompt or block.section,
                number=self._next,
                contents=[item._p for item in paragraphs],
            ),
        )
        self._next += 1

    def _table(self, table: Table, width: Any) -> None:
        if table.title:
            title = self.word.add_paragraph(style=CELL)
            title.alignment = WD_ALIGN_PARAGRAPH.CENTER
            title.paragraph_format.keep_with_next = True
            title.add_run(table.title).bold = True
        made = self.word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
        fix_table(made, column_widths([column.part for column in table.columns], width), borders=True)
        cells = made._cells
        for cell, column in zip(cells, table.columns, strict=False):
            self._cell(cell, (Text(column.heading),), "center", bold=True)
        for line, row in enumerate(table.rows, 1):
            self._row(cells[line * len(table.columns) : (line + 1) * len(table.columns)], table, row)
        for place, word_row in enumerate(made.rows):
            keep_row(word_row, heading=place == 0)
        after = self.word.add_paragraph(style=CELL)
        after.paragraph_format.line_spacing = points(6)

    def _row(self, cells: list[Any], table: Table, row: Row) -> None:
        for cell, contents, column in zip(cells, row.cells, table.columns, strict=True):
            self._cell(cell, cell_runs(contents), column.align, bold=row.is_total)

    def _cell(self, cell: Any, runs: Iterable[Run], align: str, *, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = CELL.replace(" ", "")  # by its id: looking the style up takes milliseconds per cell
        paragraph.alignment = ALIGNMENTS[align]
        self.runs(paragraph, runs, bold=bold)
