"""The half-year report: bound figures and people's sections laid out on the tree of sections of the day."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kientoan.reports.rules.figure import Figure
from kientoan.reports.rules.form import FormProfile, Lookup, Number, PlaceDate, Signature
from kientoan.reports.rules.model import (
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
    """A unit proposed for consideration, with the reasons in words and their figures."""

    name: str
    superior: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    proposal: str


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
    filled = _words(said, occasion)
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


def _words(said: Wording, occasion: Occasion) -> Callable[[str], str]:
    words = {
        **said.words,
        "period": occasion.period,
        "next_period": occasion.next_period,
        "whole": occasion.whole,
        "as_of": f"{occasion.as_of:%d/%m/%Y}",
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
        told = [filled(sentence) for sentence in item["sentences"] if set(_keys(sentence)) <= set(figures)]
        if told:
            yield Paragraph(tuple(_runs(" ".join(told), figures)))


def _keys(sentence: str) -> list[str]:
    return [mark for mark in _MARK.findall(sentence) if not mark.startswith("@")]


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
    rows = {
        "proposed": [_proposed(form, number, unit, words) for number, unit in enumerate(counted.proposed, 1)],
        "coverage": _coverage(form, counted.coverage, figures, words),
        "missing": [_missing(number, unit) for number, unit in enumerate(counted.missing, 1)],
    }
    shapes = {
        "proposed": [(3, "center"), (10, "left"), (9, "left"), (14, "left"), (12, "left"), (9, "left")],
        "coverage": [(3, "center"), (18, "left"), *[(4, "right")] * 4],
        "missing": [(3, "center"), (14, "left"), (12, "left"), (6, "center"), (10, "left")],
    }
    return tuple(_annex(words[name], shapes[name], rows[name], filled(words["as_of"]), filled) for name in rows)


def _annex(
    words: Mapping[str, Any],
    shape: Sequence[tuple[int, str]],
    rows: Sequence[Row],
    as_of: str,
    filled: Callable[[str], str],
) -> Annex:
    if not rows:
        return Annex(words["label"], words["title"], (Note(words["none"]), Note(as_of)))
    columns = tuple(
        Column(filled(heading), part, align, sums=align == "right")
        for heading, (part, align) in zip(words["headings"], shape, strict=True)
    )
    return Annex(words["label"], words["title"], (Table("", columns, tuple(rows)), Note(as_of)))


def _proposed(form: FormProfile, number: int, unit: ProposedUnit, words: Mapping[str, Any]) -> Row:
    runs: list[Run] = []
    for evidence in unit.evidence:
        threshold = words["threshold"].format(threshold=evidence.threshold) if evidence.threshold else ""
        runs += [
            Text(("; " if runs else "") + f"{evidence.words}: "),
            _absent(evidence.figure, form),
            Text(threshold),
        ]
    return Row((str(number), unit.name, unit.superior, "; ".join(unit.reasons), tuple(runs), unit.proposal))


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


def _missing(number: int, unit: MissingUnit) -> Row:
    due = f"{unit.due:%d/%m/%Y}" if unit.due else ""
    return Row((str(number), unit.name, unit.superior, due, unit.note))
