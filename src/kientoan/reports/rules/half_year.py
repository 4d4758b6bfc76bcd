"""The half-year report: bound figures and people's sections laid out on the tree of sections of the day."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kientoan.documents.rules.official.figure import Figure
from kientoan.documents.rules.official.form import FormProfile, Lookup, Number, PlaceDate, Signature, day_text
from kientoan.documents.rules.official.model import (
    Annex,
    Block,
    Check,
    Column,
    Document,
    Header,
    Heading,
    HumanText,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
)

PARAMETERS = "reports.half_year"
_MARK = re.compile(r"\{(@?[\w.]+)\}")


class UnknownFigures(ValueError):
    """Figures offered to the report under keys that it does not know; all are named."""

    def __init__(self, keys: Sequence[str], known: Sequence[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(
            f"The half-year report knows no figure {', '.join(sorted(keys))}. It knows: {', '.join(sorted(known))}."
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """Sections, sentences, annexes and checks of the report in force on a day; see `parameters/reports/half_year.yaml`."""

    type_name: str
    subject: str
    words: Mapping[str, str]
    figures: Mapping[str, str]
    checks: tuple[Mapping[str, Any], ...]
    body: tuple[Mapping[str, Any], ...]
    annexes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is particular to one report: its period and day, who issues and signs it, who receives it."""

    period: str
    next_period: str
    whole: str
    as_of: datetime.date
    header: Header
    number: Number
    place_date: PlaceDate
    signature: Signature
    recipients: tuple[str, ...] = ()
    archive: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure that made a rule fire, and the threshold it was held against."""

    words: str
    figure: Figure
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class ProposedUnit:
    """A unit proposed for consideration, with the reasons in words and their figures.

    `group` is one of the keys of `annexes.proposed.groups` in the wording; units of one group stand together.
    """

    name: str
    superior: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    proposal: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units under one superior were to send their sheets, and what became of them."""

    name: str
    expected: Figure
    accepted: Figure
    faulty: Figure
    not_sent: Figure


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A unit that has not sent its sheet."""

    name: str
    superior: str
    due: datetime.date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HalfYearFigures:
    """All that the report counts: figures by key (see `Wording.figures`), and the rows of its annexes."""

    figures: Mapping[str, Figure]
    proposed: tuple[ProposedUnit, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    missing: tuple[MissingUnit, ...] = ()


def wording(day: datetime.date, at: Lookup) -> Wording:
    """Gather the report's words in force on a day."""
    names = ("type_name", "subject", "words", "figures", "checks", "body", "annexes")
    return Wording(**{name: at(f"{PARAMETERS}.{name}", day) for name in names})


def half_year(
    form: FormProfile,
    said: Wording,
    occasion: Occasion,
    counted: HalfYearFigures,
    texts: Mapping[str, Sequence[str]],
) -> Document:
    """Lay the report out; `texts` are people's sections by key. Raises `UnknownFigures`."""
    unknown = [key for key in counted.figures if key not in said.figures]
    if unknown:
        raise UnknownFigures(unknown, list(said.figures))
    figures = {key: _absent(figure, form) for key, figure in counted.figures.items()}
    filled = _words(said, occasion, form)
    blocks = tuple(block for item in said.body for block in _blocks(item, figures, texts, filled))
    return Document(
        profile=form,
        header=occasion.header,
        number=occasion.number,
        place_date=occasion.place_date,
        type_name=said.type_name,
        subject=filled(said.subject),
        blocks=blocks,
        signature=occasion.signature,
        recipients=occasion.recipients,
        archive=occasion.archive,
        annexes=_annexes(form, said, counted, figures, filled),
        checks=tuple(_checks(said, figures)),
        behind=tuple(figures.values()),
        sample=occasion.sample,
    )


def sections(said: Wording) -> dict[str, str]:
    """Give the sections that people write, with what is asked there, in the order of the report."""
    return {item["human"]: item.get("prompt", "") for item in said.body if "human" in item}


def _words(said: Wording, occasion: Occasion, form: FormProfile) -> Callable[[str], str]:
    words = {
        **said.words,
        "period": occasion.period,
        "next_period": occasion.next_period,
        "whole": occasion.whole,
        "as_of": day_text(form, occasion.as_of),
    }

    def fill(text: str) -> str:
        return _MARK.sub(lambda mark: words[mark[1][1:]] if mark[1].startswith("@") else mark[0], text)

    return fill


def _absent(figure: Figure, form: FormProfile) -> Figure:
    return replace(figure, absent=form.marks.missing)


def _blocks(
    item: Mapping[str, Any],
    figures: Mapping[str, Figure],
    texts: Mapping[str, Sequence[str]],
    filled: Callable[[str], str],
) -> Iterator[Block]:
    if "heading" in item:
        yield Heading(item["heading"], item["label"], filled(item["title"]))
    elif "human" in item:
        yield HumanText(item["human"], item.get("prompt", ""), tuple(texts.get(item["human"], ())))
    elif "note" in item:
        yield Note(filled(item["note"]))
    else:
        told = [filled(text) for text in _told(item["sentences"], figures)]
        if told:
            yield Paragraph(tuple(_runs(" ".join(told), figures)))


def _told(sentences: Sequence[str | Mapping[str, str]], figures: Mapping[str, Figure]) -> Iterator[str]:
    """The sentences whose figures are all offered and whose condition, if there is one, holds."""
    for sentence in sentences:
        if set(keys_of(sentence)) <= set(figures) and _holds(sentence, figures):
            yield text_of(sentence)


def text_of(sentence: str | Mapping[str, str]) -> str:
    """Give a sentence's words; one with a condition is written `{text: …, if_whole: key}` or `{text: …, if_part: key}`."""
    return sentence if isinstance(sentence, str) else sentence["text"]


def keys_of(sentence: str | Mapping[str, str]) -> list[str]:
    """Give the figures that a sentence needs, that of its condition too."""
    found = [mark for mark in _MARK.findall(text_of(sentence)) if not mark.startswith("@")]
    if isinstance(sentence, str):
        return found
    return [*found, *(sentence[name] for name in ("if_whole", "if_part") if name in sentence)]


def _holds(sentence: str | Mapping[str, str], figures: Mapping[str, Figure]) -> bool:
    """Whether the share that a sentence depends on is whole (all of them) or only a part, as the sentence asks."""
    if isinstance(sentence, str):
        return True
    return all(
        figures[sentence[name]].is_whole is whole
        for name, whole in (("if_whole", True), ("if_part", False))
        if name in sentence
    )


def _runs(text: str, figures: Mapping[str, Figure]) -> Iterator[Run]:
    for place, piece in enumerate(_MARK.split(text)):
        if place % 2:
            yield figures[piece]
        elif piece:
            yield Text(piece)


def _checks(said: Wording, figures: Mapping[str, Figure]) -> Iterator[Check]:
    for item in said.checks:
        check = Check(item["name"], item["total"], tuple(item["parts"]), tuple(item.get("minus", ())))
        if {check.total_key, *check.part_keys, *check.minus_keys} <= set(figures):
            yield check


def _annexes(
    form: FormProfile,
    said: Wording,
    counted: HalfYearFigures,
    figures: Mapping[str, Figure],
    filled: Callable[[str], str],
) -> tuple[Annex, ...]:
    words = said.annexes
    as_of = filled(words["as_of"])
    rows = _coverage(form, counted.coverage, figures, words)
    shape = [(3, "center"), (18, "left"), *[(4, "right")] * 4]
    return (
        _proposed_annex(form, counted.proposed, words, as_of, filled),
        _annex(words["coverage"], [_table("", words["coverage"], shape, rows, filled)] if rows else [], as_of),
        _missing_annex(form, counted.missing, words["missing"], as_of, filled),
    )


def _annex(words: Mapping[str, Any], tables: Sequence[Table], as_of: str) -> Annex:
    """An annex: the day of its figures first, on the page of the table that it speaks of."""
    if not tables:
        return Annex(words["label"], words["title"], (Note(words["none"]), Note(as_of)))
    return Annex(words["label"], words["title"], (Note(as_of, with_next=True), *tables))


def _table(
    title: str,
    words: Mapping[str, Any],
    shape: Sequence[tuple[int, str]],
    rows: Sequence[Row],
    filled: Callable[[str], str],
) -> Table:
    columns = tuple(
        Column(filled(heading), part, align, sums=align == "right")
        for heading, (part, align) in zip(words["headings"], shape, strict=False)
    )
    return Table(title, columns, tuple(rows))


def _said_once(words: Mapping[str, Any], cells: Sequence[str]) -> str:
    """A column that would say the same in each row, as one sentence; empty where the rows differ."""
    if len(set(cells)) != 1 or not cells[0]:
        return ""
    return " " + str(words["once"]).format(said=cells[0][:1].lower() + cells[0][1:])


def _proposed_annex(
    form: FormProfile,
    units: Sequence[ProposedUnit],
    words: Mapping[str, Any],
    as_of: str,
    filled: Callable[[str], str],
) -> Annex:
    said = words["proposed"]
    once = _said_once(said, [unit.proposal for unit in units])
    shape = [(3, "center"), (11, "left"), (10, "left"), (28, "left"), *([] if once else [(8, "left")])]
    tables = []
    numbered = list(enumerate(units, 1))
    for group in dict.fromkeys(unit.group for unit in units):
        rows = [
            Row(cells if not once else cells[:-1])
            for number, unit in numbered
            if unit.group == group
            for cells in [_proposed(form, number, unit, words)]
        ]
        tables.append(_table(filled(said["groups"].get(group, "")), said, shape, rows, filled))
    return _annex(said, tables, as_of + once)


def _missing_annex(
    form: FormProfile,
    units: Sequence[MissingUnit],
    words: Mapping[str, Any],
    as_of: str,
    filled: Callable[[str], str],
) -> Annex:
    dues = [day_text(form, unit.due) if unit.due else "" for unit in units]
    once = _said_once(words, dues)
    columns = [(3, "center"), (14, "left"), (12, "left"), (6, "center"), (10, "left")]
    kept = [place for place in range(len(columns)) if not (once and place == 3)]
    rows = []
    for number, (unit, due) in enumerate(zip(units, dues, strict=True), 1):
        cells = (str(number), unit.name, unit.superior, due, unit.note)
        rows.append(Row(tuple(cells[place] for place in kept)))
    shown = {**words, "headings": [words["headings"][place] for place in kept]}
    tables = [_table("", shown, [columns[place] for place in kept], rows, filled)] if rows else []
    return _annex(words, tables, as_of + once)


def _proposed(
    form: FormProfile, number: int, unit: ProposedUnit, words: Mapping[str, Any]
) -> tuple[str | tuple[Run, ...], ...]:
    """One unit: each reason with its own number and threshold beside it; numbers without a reason of that name follow."""
    measured = {evidence.words: evidence for evidence in unit.evidence}
    runs: list[Run] = []
    for reason in dict.fromkeys((*unit.reasons, *measured)):
        evidence = measured.get(reason)
        runs.append(Text(("; " if runs else "") + reason + (": " if evidence else "")))
        if evidence is not None:
            runs.append(_absent(evidence.figure, form))
            if evidence.threshold:
                runs.append(Text(words["threshold"].format(threshold=evidence.threshold)))
    return (str(number), unit.name, unit.superior, tuple(runs), unit.proposal)


def _coverage(
    form: FormProfile, coverage: Sequence[Coverage], figures: Mapping[str, Figure], words: Mapping[str, Any]
) -> list[Row]:
    rows = []
    for number, item in enumerate(coverage, 1):
        counts = (item.expected, item.accepted, item.faulty, item.not_sent)
        rows.append(Row((str(number), item.name, *(_absent(figure, form) for figure in counts))))
    keys = ("sheets.expected", "sheets.accepted", "sheets.faulty", "sheets.not_sent")
    if rows and all(key in figures for key in keys):
        rows.append(Row(("", words["total"], *(figures[key] for key in keys)), is_total=True))
    return rows
