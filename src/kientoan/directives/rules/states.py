"""How a task moves from state to state; its time state is another thing and is reckoned, never moved (see `timing`)."""

from collections.abc import Mapping
from enum import StrEnum


class WorkState(StrEnum):
    """Where the work stands (practice.md 1.3)."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    AWAITING = "awaiting"
    REDO = "redo"
    DONE = "done"
    SUSPENDED = "suspended"
    HANDED_BACK = "handed_back"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What a person does to a task."""

    ACKNOWLEDGE = "acknowledge"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    SUSPEND = "suspend"
    RESUME = "resume"
    HAND_BACK = "hand_back"
    WITHDRAW = "withdraw"


class Impossible(ValueError):
    """A move that the table does not know from the present state."""

    def __init__(self, state: WorkState, move: Move) -> None:
        self.state, self.move = state, move
        super().__init__(f"{move} is not possible from {state}")


_OPEN = (WorkState.NOT_STARTED, WorkState.UNDER_WAY, WorkState.REDO)
LIVE = frozenset({*_OPEN, WorkState.AWAITING})
"""States in which someone still has something to do."""
ENDED = frozenset({WorkState.DONE, WorkState.HANDED_BACK, WorkState.WITHDRAWN})
"""States that nothing leads out of."""

TRANSITIONS: Mapping[tuple[WorkState, Move], WorkState] = {
    (WorkState.NOT_STARTED, Move.ACKNOWLEDGE): WorkState.UNDER_WAY,
    **{(state, Move.SUBMIT): WorkState.AWAITING for state in (WorkState.UNDER_WAY, WorkState.REDO)},
    (WorkState.AWAITING, Move.ACCEPT): WorkState.DONE,
    (WorkState.AWAITING, Move.RETURN): WorkState.REDO,
    **{(state, Move.SUSPEND): WorkState.SUSPENDED for state in _OPEN},
    (WorkState.SUSPENDED, Move.RESUME): WorkState.UNDER_WAY,
    **{(state, Move.HAND_BACK): WorkState.HANDED_BACK for state in _OPEN},
    **{(state, Move.WITHDRAW): WorkState.WITHDRAWN for state in (*_OPEN, WorkState.AWAITING, WorkState.SUSPENDED)},
}


def after(state: WorkState, move: Move) -> WorkState:
    """Give the state that a move leads to; raises `Impossible` where the table has none.

    >>> after(WorkState.AWAITING, Move.RETURN)
    <WorkState.REDO: 'redo'>
    """
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        raise Impossible(state, move) from None


def moves_from(state: WorkState) -> tuple[Move, ...]:
    """Give the moves that are possible from a state, in the order of the table."""
    return tuple(move for (one, move) in TRANSITIONS if one is state)
