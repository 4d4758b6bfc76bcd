"""The time state of a task: reckoned from its deadline, what was sent in and the day; frozen when it is accepted."""

from datetime import date, timedelta
from enum import StrEnum

from kientoan.directives.rules.states import WorkState
from kientoan.directives.rules.words import DeadlineOp


class TimeState(StrEnum):
    """How a task stands to its deadline; the last two only when it is accepted."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NO_DEADLINE = "no_deadline"
    ON_TIME = "on_time"
    LATE = "late"


def last_day(day: date, op: DeadlineOp | str) -> date:
    """Give the last day that is still in time: `before` a day ends on the day before it.

    >>> last_day(date(2017, 7, 1), "before")
    datetime.date(2017, 6, 30)
    """
    return day - timedelta(days=1) if op == DeadlineOp.BEFORE else day


def outcome(deadline: date | None, submitted_on: date) -> TimeState:
    """Give what is frozen at acceptance: by the day on which the accepted submission was sent in."""
    if deadline is None:
        return TimeState.NO_DEADLINE
    return TimeState.ON_TIME if submitted_on <= deadline else TimeState.LATE


def time_state(
    state: WorkState,
    *,
    deadline: date | None,
    today: date,
    soon: int,
    submitted_on: date | None = None,
    frozen: TimeState | None = None,
) -> TimeState | None:
    """Give the time state on a day; None where time does not run (suspended, handed back, withdrawn).

    `soon` is the number of days before the deadline from which it counts as due soon. What awaits acceptance is measured by the day it was sent in.
    """
    if state is WorkState.DONE:
        return frozen
    if state in (WorkState.SUSPENDED, WorkState.HANDED_BACK, WorkState.WITHDRAWN):
        return None
    if deadline is None:
        return TimeState.NO_DEADLINE
    if state is WorkState.AWAITING and submitted_on is not None:
        return TimeState.IN_TIME if submitted_on <= deadline else TimeState.OVERDUE
    if today > deadline:
        return TimeState.OVERDUE
    return TimeState.DUE_SOON if (deadline - today).days <= soon else TimeState.IN_TIME
