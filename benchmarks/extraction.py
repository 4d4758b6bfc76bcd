"""Measurements of the reading of texts: the score of the guideline on articles marked by hand, on the invented set, and speed.

The marked articles are not in the repository: KIENTOAN_DIRECTIVES_GOLD names the folder that holds `gold.json` and its texts. Shares are of what is
wrong, so that less is better: 0.2 of F1 missing is an F1 of 0.80.
"""

import io
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks import database
from benchmarks.runner import Figures, NotRunError, bench
from kientoan.directives.rules.extraction.reading import read_text
from kientoan.directives.rules.extraction.scoring import Marked, Score, score
from tests.directives.marked_texts import all_texts, as_marked

PAGE = 2_500
"""Letters of a full page of an official document."""
PAGES = 200
DAY = date(2018, 3, 14)


@cache
def _gold() -> tuple[Score, int]:
    """The score over all marked articles, and how many directives were found in those that have none."""
    named = os.environ.get("KIENTOAN_DIRECTIVES_GOLD", "")
    if not named:
        raise NotRunError("KIENTOAN_DIRECTIVES_GOLD names no folder of marked articles")
    folder, total, invented = Path(named), Score(), 0
    for document in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["documents"]:
        text = (folder / document["file"]).read_text(encoding="utf-8")
        marks = [_mark(record) for record in document["directives"]]
        found = [as_marked(one) for one in read_text(text, date.fromisoformat(document["reference_date"])).directives]
        score(marks, found, into=total)
        invented += len(found) if not marks else 0
    return total, invented


def _mark(record: dict) -> Marked:
    day = date.fromisoformat(record["deadline_iso"]) if record["deadline_iso"] else None
    left_out = record["optional"] or record["status"] == "repeat"
    return Marked(
        record["start"], record["end"], record["assignee"], day, record["deadline_op"], record["recurrence"], left_out
    )


@bench(
    name="extraction.gold_f1_missing",
    unit="share",
    target=0.20,
    about="1 - F1 of detection at IoU 0.5 on the marked articles",
)
def gold_f1() -> Iterator[Figures]:
    """What is missing to a perfect F1 on the marked articles."""
    yield 1 - _gold()[0].f1


@bench(
    name="extraction.gold_assignee_wrong",
    unit="share",
    target=0.15,
    about="assignees that are wrong, of the pairs that match",
)
def gold_assignee() -> Iterator[Figures]:
    """Wrong assignees on the marked articles."""
    yield 1 - _gold()[0].assignee


@bench(
    name="extraction.gold_deadline_wrong",
    unit="share",
    target=0.10,
    about="deadlines not found right (day and kind), of those marked",
)
def gold_deadline() -> Iterator[Figures]:
    """Wrong or missed deadlines on the marked articles."""
    yield 1 - _gold()[0].deadline


@bench(
    name="extraction.gold_invented_where_none",
    unit="count",
    target=0,
    about="directives found in marked articles that have none",
)
def gold_invented() -> Iterator[Figures]:
    """Directives found where there are none."""
    yield float(_gold()[1])


@bench(
    name="extraction.invented_set_f1_missing",
    unit="share",
    target=0.05,
    about="1 - F1 on the committed invented texts, which the rules were tried on",
)
def invented_set() -> Iterator[Figures]:
    """What is missing to a perfect F1 on the invented set."""
    total = Score()
    for text in all_texts():
        score(text.marks, [as_marked(one) for one in text.found()], into=total)
    yield 1 - total.f1


@bench(
    name="extraction.text_200_pages",
    unit="s",
    target=60,
    about="processor time for 200 pages of 2,500 letters of running text, on one core",
)
def text_pages() -> Iterator[Figures]:
    """Reading running text."""
    text = _long_text(PAGES * PAGE)
    for _ in range(3):
        yield _processor_seconds(lambda: read_text(text, DAY))


@bench(
    name="extraction.pdf_200_pages",
    unit="s",
    target=60,
    about="processor time for 200 pages of PDF, on one core: text out of the file, tables looked for, directives found",
)
def pdf_pages() -> Iterator[Figures]:
    """Reading a PDF with its text."""
    database.ready()
    from pypdf import PdfReader

    from kientoan.directives.imports import read_file

    content = _pdf(_long_text(20 * PAGE))
    pages = len(PdfReader(io.BytesIO(content)).pages)

    def read() -> None:
        file = read_file("a.pdf", content, DAY)
        read_text(file.text, DAY, file.apart)

    for _ in range(3):
        yield _for_pages(read, pages)


def _for_pages(read: Callable[[], None], pages: int) -> float:
    return _processor_seconds(read) * PAGES / pages


def _processor_seconds(work: Callable[[], object]) -> float:
    """Processor time of this one process: what one core needs, whatever else the machine does."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _long_text(letters: int) -> str:
    whole = "\n".join(text.text for text in all_texts())
    return (whole * (letters // len(whole) + 1))[:letters]


def _pdf(text: str) -> bytes:
    import typst

    escaped = "".join(f"\\{letter}" if letter in "#$*_`<>@\\[]~=-+/'\"" else letter for letter in text).replace(
        "\n", "\n\n"
    )
    return bytes(typst.compile(f'#set page(paper: "a4")\n#set text(size: 12pt)\n{escaped}\n'.encode()))
