"""A text that was read, as its page shows it: the text in pieces with marks, and a card for each draft, what is unsure first."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from kientoan.directives.models.reading import Draft, DraftKind, DraftState, DraftUnit, Match, Reading
from kientoan.directives.queries.extraction import title_of
from kientoan.directives.rules.extraction.course import UNSURE
from kientoan.orgs.queries.life import names_on


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: the drafts that it belongs to, which of them begins here, the figures that begin here, and whether a scan left it unsure."""

    text: str
    drafts: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    stated: tuple[int, ...] = ()
    unsure: bool = False

    @property
    def numbers(self) -> str:
        """The drafts' numbers, for the page."""
        return " ".join(map(str, self.drafts))


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit of a draft with its name on the day of the text."""

    code: str
    name: str
    body: str
    post: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A draft as it is shown: its title, units, what to look at, and what can be done."""

    draft: Draft
    title: str
    units: tuple[NamedUnit, ...]
    more: int
    helpers: tuple[NamedUnit, ...]
    doubts: tuple[str, ...]

    @property
    def unsure(self) -> bool:
        """Whether a person should look at it first."""
        return bool(self.doubts) and self.draft.state == DraftState.WAITING


MOST_NAMED = 6
"""More units than this are counted on a card, not named."""


def pieces_of(reading: Reading, drafts: Sequence[Draft]) -> list[Piece]:
    """The text cut where a draft or an unsure word begins or ends."""
    cuts = {0, len(reading.text)}
    for draft in drafts:
        cuts |= {draft.start, draft.end}
    for start, end in reading.unsure:
        cuts |= {start, end}
    places = sorted(cut for cut in cuts if 0 <= cut <= len(reading.text))
    return [_piece(reading, drafts, left, right) for left, right in itertools.pairwise(places)]


def _piece(reading: Reading, drafts: Sequence[Draft], left: int, right: int) -> Piece:
    here = [draft for draft in drafts if draft.start <= left and right <= draft.end]
    inside = tuple(draft.number for draft in here if draft.kind != DraftKind.FIGURE)
    begins = tuple(draft.number for draft in here if draft.start == left and draft.kind != DraftKind.FIGURE)
    stated = tuple(draft.number for draft in here if draft.start == left and draft.kind == DraftKind.FIGURE)
    unsure = any(start <= left and right <= end for start, end in reading.unsure)
    return Piece(reading.text[left:right], inside, begins, stated, unsure)


def drafts_of(reading: Reading) -> list[Draft]:
    """The drafts of a text with their units."""
    return list(
        reading.drafts.select_related("directive").prefetch_related("units__unit", "units__body", "units__post")
    )


def cards_of(reading: Reading, drafts: Sequence[Draft]) -> list[Card]:
    """A card for each draft but the figures: waiting and unsure first, then waiting, then repetitions, then what is decided."""
    names = names_on({row.unit_id for draft in drafts for row in draft.units.all()}, reading.day)
    cards = [card_of(draft, names) for draft in drafts if draft.kind != DraftKind.FIGURE]
    return sorted(cards, key=_order)


def figures_of(drafts: Sequence[Draft]) -> list[Draft]:
    """The figures that the text states, in their order; those dropped last."""
    stated = [draft for draft in drafts if draft.kind == DraftKind.FIGURE]
    return sorted(stated, key=lambda draft: (draft.state == DraftState.DROPPED, draft.number))


def _order(card: Card) -> tuple[int, int]:
    draft = card.draft
    if draft.state != DraftState.WAITING:
        return 3, draft.number
    if draft.status == "repeat":
        return 2, draft.number
    return (0 if card.unsure else 1), draft.number


def card_of(draft: Draft, names: dict[int, str]) -> Card:
    """One draft as it is shown."""
    rows = list(draft.units.all())
    leads = [_named(row, names) for row in rows if not row.helps]
    helpers = tuple(_named(row, names) for row in rows if row.helps)
    shown = leads[:MOST_NAMED]
    title = draft.place if draft.kind != DraftKind.DIRECTIVE else title_of(draft.action or draft.quote)
    return Card(draft, title, tuple(shown), len(leads) - len(shown), helpers, tuple(_doubts(draft, leads)))


def _named(row: DraftUnit, names: dict[int, str]) -> NamedUnit:
    return NamedUnit(
        row.unit.code,
        names.get(row.unit_id, row.unit.code),
        row.body.name if row.body else "",
        row.post.title if row.post else "",
        row.match == Match.UNSURE,
    )


def _doubts(draft: Draft, leads: Sequence[NamedUnit]) -> list[str]:
    """What a person should look at, as codes: confidence, nobody named, units, day, model."""
    if draft.kind != DraftKind.DIRECTIVE:
        return ["no_unit"] if draft.kind == DraftKind.WEAK and not leads else []
    doubts = []
    if draft.confidence < UNSURE:
        doubts.append("confidence")
    if not leads:
        doubts.append("no_unit" if draft.assignee_text else "nobody")
    if any(unit.unsure for unit in leads):
        doubts.append("units")
    if draft.deadline_day is not None and not draft.deadline_sure and not draft.changed:
        doubts.append("day")
    if draft.origin == "model":
        doubts.append("model")
    return doubts


@dataclass(frozen=True, slots=True)
class Tally:
    """How many drafts of a text wait, were accepted and were dropped."""

    waiting: int
    unsure: int
    accepted: int
    dropped: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.waiting + self.accepted + self.dropped


def tally(cards: Sequence[Card]) -> Tally:
    """Count the cards by what became of them."""
    states = [card.draft.state for card in cards]
    return Tally(
        states.count(DraftState.WAITING.value),
        sum(card.unsure for card in cards),
        states.count(DraftState.ACCEPTED.value),
        states.count(DraftState.DROPPED.value),
    )
