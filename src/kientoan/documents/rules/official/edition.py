"""Draft or signed: what each edition shows, and what holds the signed one back."""

from dataclasses import dataclass
from enum import StrEnum

from .closing import Failure, failures, refuse_unless_closed
from .model import Block, Document, Heading, Note


class Edition(StrEnum):
    """A draft can always be printed; the signed edition only when its totals close and every section is written."""

    DRAFT = "draft"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Finish:
    """What an edition adds to a document: its mark, its band, the doubtful figures and the list of places."""

    mark: str
    band: str
    doubtful: frozenset[str]
    closing_list: tuple[Block, ...]


def finish(document: Document, edition: Edition) -> Finish:
    """Work out an edition's marks; raises `SignedEditionHeldBack` with every reason."""
    marks = document.profile.marks
    band = marks.sample if document.sample else ""
    if edition is Edition.SIGNED:
        refuse_unless_closed(document)
        return Finish("", band, frozenset(), ())
    said = failures(document)
    held = [item for item in said if item.holds_back]
    mark = marks.draft
    if held:
        mark = f"{marks.draft} – {marks.not_closing} ({marks.places.format(count=len(held))})"
    doubtful = frozenset(key for item in held for key in item.keys)
    return Finish(mark, band, doubtful, _list(marks.closing_title, said, document) if said else ())


def _list(title: str, said: tuple[Failure, ...], document: Document) -> tuple[Block, ...]:
    marks = document.profile.marks
    return (Heading(2, "", title), *(Note(f"{place}. {item.sentence(marks)}") for place, item in enumerate(said, 1)))
