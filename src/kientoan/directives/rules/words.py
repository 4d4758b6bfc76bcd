"""The closed lists a directive is described with: where it comes from, what it must yield, how its day was found."""

from enum import StrEnum


class Standing(StrEnum):
    """Where a directive stands as a whole."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class ProductKind(StrEnum):
    """What a directive must yield (practice.md 1.2)."""

    REPORT = "report"
    PLAN = "plan"
    DECISION = "decision"
    FIGURES = "figures"
    EVENT = "event"
    STATE_CHANGE = "state_change"
    OTHER = "other"


class DeadlineOp(StrEnum):
    """How the day of a deadline is meant: before it, within a span that ends on it, or by it."""

    BEFORE = "before"
    WITHIN = "within"
    BY = "by"


class DeadlineOrigin(StrEnum):
    """Where the day comes from: written so, reckoned from the words, the default rule, or there is none."""

    STATED = "stated"
    INFERRED = "inferred"
    DEFAULT = "default"
    NONE = "none"


class ItemOrigin(StrEnum):
    """Why an item stands in a programme of work; one item may have several origins."""

    OWN = "own"
    URGED = "urged"
    CONCLUSION = "conclusion"
    SUPERIOR = "superior"


class HandBackKind(StrEnum):
    """Why a unit asks to hand a task back."""

    REASSIGN = "reassign"
    NOT_OURS = "not_ours"


class Answer(StrEnum):
    """What became of something asked for."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
