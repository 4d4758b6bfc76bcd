"""A text or a file read and linked to the register: what the page, the command and the API show of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.directives.queries.linking import (
    Linked,
    Register,
    body_names,
    link_assignee,
    link_place,
    register_for,
)
from kientoan.directives.rules.extraction.course import Directive
from kientoan.directives.rules.extraction.filed import FileRead, PlacedRow, Unread
from kientoan.directives.rules.extraction.places import Figure, Place
from kientoan.directives.rules.extraction.reading import TextRead, normal, read_text

_SURE_ROW, _ROW_WITHOUT_DAY = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class LinkedDirective:
    """A directive found and the units that its assignee and its helpers mean."""

    found: Directive
    units: tuple[Linked, ...]
    helpers: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class WeakPlace:
    """A place that the text names as weak, and the smallest unit of the register that it means."""

    place: Place
    unit: Linked | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in a text: directives in the order of their places, weak places, figures, rows that were not read, unsure words."""

    text: str
    sha256: str
    reference: date
    directives: tuple[LinkedDirective, ...]
    weak: tuple[WeakPlace, ...]
    figures: tuple[Figure, ...]
    unread: tuple[Unread, ...] = ()
    unsure: tuple[tuple[int, int], ...] = field(default=())


def extract(user: User, text: str, reference: date | None = None) -> Extraction:
    """Read a text as of a day (today without one) and link it to the units that the user may see on that day."""
    day = reference or clock.today()
    return _linked(user, read_text(normal(text), day), FileRead())


def extract_file(user: User | None, file: FileRead, reference: date) -> Extraction:
    """The same of a file: its running text, and each row of its annex tables as a directive; without a user, not linked."""
    read = read_text(file.text, reference, file.apart)
    rows = [_of_row(file.text, placed) for placed in file.rows]
    return _linked(user, replace(read, directives=in_order(read.directives, rows)), file)


def relinked(user: User, read: TextRead) -> Extraction:
    """Link directives that somebody else found in a text (a language model)."""
    return _linked(user, read, FileRead())


def in_order(first: Sequence[Directive], second: Sequence[Directive]) -> tuple[Directive, ...]:
    """Both in the order of their places; what repeats another keeps pointing at it."""
    ordered = sorted([*first, *second], key=lambda found: (found.start, found.end))
    place = {id(found): index for index, found in enumerate(ordered)}
    return tuple(
        found if found.repeat_of is None else replace(found, repeat_of=place[id(first[found.repeat_of])])
        for found in ordered
    )


def _of_row(text: str, placed: PlacedRow) -> Directive:
    row = placed.row
    readable = row.due is not None or not row.due_text
    return Directive(
        start=placed.start,
        end=placed.end,
        quote=text[placed.start : placed.end],
        issuer=None,
        assignee=row.lead,
        assignee_explicit=True,
        action=row.content,
        deadline=row.due,
        urgency=None,
        status="current",
        confidence=_SURE_ROW if row.due else _ROW_WITHOUT_DAY if readable else 0.6,
        group=0,
        helpers=row.helpers,
        product=row.product,
        origin="table",
    )


def _linked(user: User | None, read: TextRead, file: FileRead) -> Extraction:
    named = [name for found in read.directives for name in (found.assignee, found.helpers) if name]
    if user is None:
        register = Register(body_names=body_names(read.reference))
    else:
        register = register_for(user, read.text, named, read.reference)
    return Extraction(
        read.text,
        read.sha256,
        read.reference,
        tuple(
            LinkedDirective(
                found, tuple(link_assignee(register, found.assignee)), tuple(link_assignee(register, found.helpers))
            )
            for found in read.directives
        ),
        tuple(WeakPlace(place, link_place(register, place)) for place in read.weak),
        read.figures,
        tuple(file.unread),
        tuple(file.unsure),
    )


def title_of(action: str) -> str:
    """An action as the title of a task: without the words of duty before it, with a capital, at most 500 characters."""
    bare = re.sub(
        r"^(?:(?:phải|cần|hãy|có nhiệm vụ|có trách nhiệm|được giao|đồng thời|cũng)\s+)+",
        "",
        action.strip(),
        flags=re.IGNORECASE,
    )
    short = bare if len(bare) <= 500 else f"{bare[:499]}…"
    return short[:1].upper() + short[1:]


def as_json(extraction: Extraction) -> dict[str, Any]:
    """The published shape; rows that could not be read and unsure words of a scan are added where there are any."""
    value: dict[str, Any] = {
        "text_sha256": extraction.sha256,
        "reference_date": extraction.reference,
        "directives": [_directive_json(one) for one in extraction.directives],
        "weak_units": [_weak_json(one) for one in extraction.weak],
        "figures": [
            {"start": one.start, "end": one.end, "quote": one.quote, "value": _number(one.value), "unit": one.unit}
            for one in extraction.figures
        ],
    }
    if extraction.unread:
        value["rows_not_read"] = [
            {"table": one.table, "where": one.where, "row": one.row, "words": one.words, "why": one.why}
            for one in extraction.unread
        ]
    if extraction.unsure:
        value["unsure_words"] = [
            {"start": start, "end": end, "quote": extraction.text[start:end]} for start, end in extraction.unsure
        ]
    return value


def _directive_json(one: LinkedDirective) -> dict[str, Any]:
    found, due = one.found, one.found.deadline
    return {
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
        "issuer": found.issuer,
        "assignee": found.assignee,
        "assignee_explicit": found.assignee_explicit,
        "units": [{"code": unit.code, "name": unit.name, "match": unit.match} for unit in one.units],
        "action": found.action,
        "deadline_text": due.text if due else None,
        "deadline": due.day if due else None,
        "deadline_op": due.op if due else None,
        "urgency": found.urgency,
        "recurrence": due.recurrence if due else None,
        "status": found.status,
        "repeat_of": found.repeat_of,
        "confidence": found.confidence,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _weak_json(one: WeakPlace) -> dict[str, Any]:
    place = one.place
    return {
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
        "unit_path": place.path,
        "code": one.unit.code if one.unit else None,
    }
