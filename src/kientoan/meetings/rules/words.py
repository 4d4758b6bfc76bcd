"""The closed lists that a meeting is described with, and which step may follow which."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a meeting is: hội nghị, giao ban theo khối, giao ban lãnh đạo, phiên họp của ban thường vụ."""

    CONFERENCE = "conference"
    BLOCK_BRIEFING = "block_briefing"
    LEADERSHIP_BRIEFING = "leadership"
    BOARD_SESSION = "board_session"


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """As what someone attends."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    INVITED = "invited"


class Presence(StrEnum):
    """Whether someone came."""

    EXPECTED = "expected"
    PRESENT = "present"
    ABSENT = "absent"


class ItemKind(StrEnum):
    """What a conclusion says: a result, a limit, a task."""

    RESULT = "result"
    LIMIT = "limit"
    TASK = "task"


class ProposalState(StrEnum):
    """What became of a proposal sent up."""

    SENT = "sent"
    TAKEN_UP = "taken_up"
    PASSED_UP = "passed_up"
    ANSWERED = "answered"
    DECLINED = "declined"


class AdviceKind(StrEnum):
    """A submission to a board (tờ trình), or guidance to a department of the same branch (hướng dẫn)."""

    SUBMISSION = "submission"
    GUIDANCE = "guidance"


class AdviceState(StrEnum):
    """Where a submission stands on its way to the board's conclusion; guidance is only prepared and sent."""

    PREPARED = "prepared"
    SUBMITTED = "submitted"
    TABLED = "tabled"
    CONCLUDED = "concluded"
    RETURNED = "returned"
    SENT = "sent"


MAY_FOLLOW: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.RUNNING, State.HELD, State.CANCELLED}),
    State.RUNNING: frozenset({State.HELD}),
    State.HELD: frozenset({State.RUNNING, State.CONCLUDED}),
    State.CONCLUDED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""Which state of a meeting may follow which."""

ADVICE_MAY_FOLLOW: dict[AdviceState, frozenset[AdviceState]] = {
    AdviceState.PREPARED: frozenset({AdviceState.SUBMITTED, AdviceState.SENT}),
    AdviceState.SUBMITTED: frozenset({AdviceState.TABLED, AdviceState.CONCLUDED, AdviceState.RETURNED}),
    AdviceState.TABLED: frozenset({AdviceState.CONCLUDED, AdviceState.RETURNED}),
    AdviceState.RETURNED: frozenset({AdviceState.SUBMITTED}),
    AdviceState.CONCLUDED: frozenset(),
    AdviceState.SENT: frozenset(),
}
"""Which state of an advice may follow which."""

PROPOSAL_MAY_FOLLOW: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.SENT: frozenset(
        {ProposalState.TAKEN_UP, ProposalState.PASSED_UP, ProposalState.ANSWERED, ProposalState.DECLINED}
    ),
    ProposalState.TAKEN_UP: frozenset({ProposalState.ANSWERED, ProposalState.DECLINED, ProposalState.PASSED_UP}),
    ProposalState.PASSED_UP: frozenset({ProposalState.ANSWERED, ProposalState.DECLINED}),
    ProposalState.ANSWERED: frozenset(),
    ProposalState.DECLINED: frozenset(),
}
"""Which state of a proposal may follow which; what was answered or declined stays as it is."""
OPEN_PROPOSALS = tuple(state for state, after in PROPOSAL_MAY_FOLLOW.items() if after)
"""Proposals that still wait for a word."""


def named(name: str, post: str, unit: str) -> str:
    """Someone with post and unit, the unit only where the post's title does not already name it.

    >>> named("Nguyễn Phương Nhung", "Bí thư Đảng bộ huyện Hữu Tín", "Đảng bộ huyện Hữu Tín")
    'Nguyễn Phương Nhung, Bí thư Đảng bộ huyện Hữu Tín'
    >>> named("Trần Tâm", "Bí thư Chi bộ thôn 12", "Chi bộ thôn 1")
    'Trần Tâm, Bí thư Chi bộ thôn 12, Chi bộ thôn 1'
    """
    known = unit and re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", post, re.IGNORECASE)
    return ", ".join(filter(None, (name, post, "" if known else unit)))
