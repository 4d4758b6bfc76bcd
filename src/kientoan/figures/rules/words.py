"""The closed lists of figures: sources, channels, states of a submission, kinds and ways to add up."""

from enum import IntEnum, StrEnum


class Source(IntEnum):
    """Whose word a figure is; the number is what stands in the ledger."""

    SELF = 1
    SUPERIOR = 2
    INSPECTION = 3
    OTHER = 4

    @property
    def code(self) -> str:
        """Give the word used in files and parameters.

        >>> Source.INSPECTION.code
        'inspection'
        """
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> "Source":
        """Give the source of a word; `KeyError` when there is none.

        >>> Source.of("self")
        <Source.SELF: 1>
        """
        return cls[code.upper()]


class FigureKind(StrEnum):
    """What a value may be."""

    COUNT = "count"
    SHARE = "share"
    SCORE = "score"
    YESNO = "yesno"
    MONEY = "money"


class OverTime(StrEnum):
    """How the values of shorter periods make that of a longer one."""

    FIRST = "first"
    LAST = "last"
    SUM = "sum"
    MEAN = "mean"


class Channel(StrEnum):
    """How the figures of a unit came in."""

    FILE = "file"
    PHONE = "phone"
    ON_BEHALF = "on_behalf"


class State(StrEnum):
    """Where a submission stands."""

    AWAITED = "awaited"
    DRAFT = "draft"
    FAULTY = "faulty"
    ACCEPTED = "accepted"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.AWAITED: frozenset({State.DRAFT, State.FAULTY, State.ACCEPTED}),
    State.DRAFT: frozenset({State.DRAFT, State.FAULTY, State.ACCEPTED}),
    State.FAULTY: frozenset({State.DRAFT, State.FAULTY, State.ACCEPTED}),
    State.ACCEPTED: frozenset({State.ACCEPTED}),
}
"""A faulty or unfinished second sending never takes back what was accepted."""


def next_state(now: State, wanted: State) -> State:
    """Give the state after a step; what was accepted stays accepted.

    >>> next_state(State.AWAITED, State.FAULTY).value, next_state(State.ACCEPTED, State.FAULTY).value
    ('faulty', 'accepted')
    """
    return wanted if wanted in TRANSITIONS[now] else now
