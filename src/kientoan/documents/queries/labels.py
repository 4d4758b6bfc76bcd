"""What the register's words are called on pages."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from kientoan.core.display import Badge
from kientoan.core.templatetags.formats import language
from kientoan.documents.models import Document
from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.words import Direction, LinkKind, Outcome, Regime, ReviewKind, Secrecy, Urgency

DIRECTIONS: Mapping[str, Promise] = {
    Direction.IN: gettext_lazy("incoming"),
    Direction.OUT: gettext_lazy("outgoing"),
    Direction.INTERNAL: gettext_lazy("internal"),
}
REGIMES: Mapping[str, Promise] = {
    Regime.PARTY: gettext_lazy("the Party's"),
    Regime.STATE: gettext_lazy("the State's"),
    Regime.OTHER: gettext_lazy("another"),
}
URGENCIES: Mapping[str, Promise] = {
    Urgency.NORMAL: gettext_lazy("not urgent"),
    Urgency.URGENT: gettext_lazy("urgent"),
    Urgency.VERY_URGENT: gettext_lazy("very urgent"),
    Urgency.EXPRESS: gettext_lazy("express"),
}
MARKS: Mapping[str, Promise] = {
    Secrecy.NONE: gettext_lazy("no mark"),
    Secrecy.SECRET: gettext_lazy("secret"),
    Secrecy.TOP_SECRET: gettext_lazy("top secret"),
    Secrecy.UTMOST_SECRET: gettext_lazy("utmost secret"),
}
LINKS: Mapping[str, Promise] = {
    LinkKind.CARRIES_OUT: gettext_lazy("carries out"),
    LinkKind.ANSWERS: gettext_lazy("answers"),
    LinkKind.AMENDS: gettext_lazy("amends"),
    LinkKind.REPLACES: gettext_lazy("replaces"),
}
LINKED_FROM: Mapping[str, Promise] = {
    LinkKind.CARRIES_OUT: gettext_lazy("is carried out by"),
    LinkKind.ANSWERS: gettext_lazy("is answered by"),
    LinkKind.AMENDS: gettext_lazy("is amended by"),
    LinkKind.REPLACES: gettext_lazy("is replaced by"),
}
REVIEWS: Mapping[str, Promise] = {
    ReviewKind.ON_THE_WAY: gettext_lazy("review on the way"),
    ReviewKind.CLOSING: gettext_lazy("closing review"),
}
OUTCOMES: Mapping[str, Promise] = {
    Outcome.REACHED: pgettext_lazy("an aim", "reached"),
    Outcome.PARTLY: pgettext_lazy("an aim", "reached in part"),
    Outcome.NOT_REACHED: pgettext_lazy("an aim", "not reached"),
    Outcome.NOT_YET: pgettext_lazy("an aim", "not begun"),
}
_TONES: dict[str, str] = {
    Outcome.REACHED: "done",
    Outcome.PARTLY: "info",
    Outcome.NOT_REACHED: "soon",
    Outcome.NOT_YET: "none",
}


def type_label(kind: str, day: date, regime: str = "") -> str:
    """What a type is called on the day, in the reader's language."""
    return types_at(day).label(kind, language(), Regime(regime) if regime else None)


def kind_of(document: Document) -> str:
    """What a document's type is called."""
    return type_label(document.kind, document.dated, document.regime)


def title_of(document: Document) -> str:
    """Number and symbol, or the type and the day where it has none."""
    return document.written or f"{kind_of(document)} {document.dated:%d/%m/%Y}"


def marks_of(document: Document) -> list[Badge]:
    """The urgency and the secrecy mark where there are any, and that a line is struck out."""
    marks = []
    if document.withdrawn_on:
        marks.append(Badge(str(gettext_lazy("struck out")), "none"))
    if document.secrecy:
        marks.append(Badge(str(MARKS[document.secrecy]), "info"))
    if document.urgency != Urgency.NORMAL:
        marks.append(Badge(str(URGENCIES[document.urgency]), "soon"))
    return marks


def outcome_badge(outcome: str) -> Badge:
    """How far an aim is reached, as a badge; no review yet says so."""
    if not outcome:
        return Badge(str(gettext_lazy("not reviewed yet")), "none")
    return Badge(str(OUTCOMES[outcome]), _TONES[outcome])  # type: ignore[arg-type]
