"""What a finding is, and what may become of it; pure."""

from enum import StrEnum


class Source(StrEnum):
    """Where a finding comes from: words of a document, a review, an inspection, a person."""

    TEXT = "text"
    REVIEW = "review"
    INSPECTION = "inspection"
    PERSON = "person"


class State(StrEnum):
    """Proposed until a person of the level above confirms it, or dismisses it with the reason."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


MOVES: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.CONFIRMED, State.DISMISSED}),
    State.CONFIRMED: frozenset(),
    State.DISMISSED: frozenset(),
}
"""A decision on a finding stands; what turns out otherwise is a new finding, so that the first is not rewritten."""
