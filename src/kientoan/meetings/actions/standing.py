"""A meeting planned, opened, closed, concluded or cancelled."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.meetings.access import check_change, check_hold
from kientoan.meetings.actions.briefing import put_points, take_points_up
from kientoan.meetings.actions.keeping import kept_text, locked_meeting, one_line, save_whole, told
from kientoan.meetings.models import Attendance, Meeting
from kientoan.meetings.rules.words import MAY_FOLLOW, ItemKind, Kind, State
from kientoan.orgs.models import Unit

FIELDS = (
    "body",
    "host",
    "block",
    "begins",
    "place",
    "chair",
    "chair_post",
    "follows",
    "report",
    "report_reader",
    "overall",
    "response",
    "responder",
)
"""What may be said of a meeting besides who holds it, its kind, subject and day."""
_LINES = ("place", "chair", "chair_post", "report_reader", "responder")
_TEXTS = ("overall", "response")


def plan_meeting(*, organiser: Unit, kind: Kind, title: str, held_on: date, by: User, **said: Any) -> Meeting:
    """Plan a meeting; the units of a block are asked to its briefing at once."""
    check_hold(by, organiser)
    with recorded("meetings.plan", by=by, on=[organiser]) as action:
        meeting = Meeting(organiser=organiser, kind=kind, title=one_line(title), held_on=held_on)
        _say(meeting, said)
        save_whole(meeting)
        if meeting.block is not None:
            Attendance.objects.bulk_create(
                Attendance(meeting=meeting, unit=unit) for unit in meeting.block.units.order_by("code")
            )
        action.about(meeting)
        action.note(**told(meeting))
    return meeting


def change_meeting(*, meeting: Meeting, by: User, reason: str = "", **said: Any) -> Meeting:
    """Change what is said of a meeting; what is not given stays."""
    with recorded("meetings.change", by=by, on=[meeting], reason=reason) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        for name in ("title", "held_on"):
            if name in said:
                value = said.pop(name)
                setattr(locked, name, one_line(value) if name == "title" else value)
        fields = sorted(said)
        _say(locked, said)
        save_whole(locked)
        action.note(**told(locked), fields=fields)
    meeting.refresh_from_db()
    return meeting


def _say(meeting: Meeting, said: dict[str, Any]) -> None:
    unknown = set(said) - set(FIELDS)
    if unknown:
        raise TypeError(f"a meeting does not say {', '.join(sorted(unknown))}")
    for name, value in said.items():
        given = one_line(value) if name in _LINES else kept_text(value) if name in _TEXTS else value
        setattr(meeting, name, given)
    before = meeting.follows
    if before is not None and before.held_on > meeting.held_on:
        raise Refused(_("A meeting follows one that was held before it."))


def open_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """Open the meeting: from now on its minutes are taken. A meeting that was closed by mistake is opened again.

    What waits for the leaders becomes items of the agenda of their briefing here, when it opens.
    """
    return _move(meeting, State.RUNNING, "meetings.open", by)


def close(*, meeting: Meeting, by: User) -> Meeting:
    """Close the meeting; one that was only written down afterwards is closed without ever having been opened here."""
    return _move(meeting, State.HELD, "meetings.close", by)


def conclude(*, meeting: Meeting, by: User, on: date | None = None) -> Meeting:
    """Conclude: what was concluded is fixed from now on, and whoever was asked sees it.

    The points that stand on the agenda of a leadership briefing count as taken up.
    """
    if not meeting.items.exists():
        raise Refused(_("Nothing is concluded yet: write down at least one result, limit or task."))
    day = on or clock.today()
    if day < meeting.held_on or day > clock.today():
        raise Refused(_("The day of the conclusion lies between the meeting and today."))
    return _move(meeting, State.CONCLUDED, "meetings.conclude", by, concluded_on=day)


def cancel(*, meeting: Meeting, by: User, reason: str) -> Meeting:
    """Cancel a meeting that was planned."""
    if not reason.strip():
        raise Refused(_("Say why the meeting is cancelled."))
    return _move(meeting, State.CANCELLED, "meetings.cancel", by, reason=reason)


def _move(
    meeting: Meeting, to: State, verb: str, by: User, *, reason: str = "", concluded_on: date | None = None
) -> Meeting:
    with recorded(verb, by=by, on=[meeting], reason=reason) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        if to not in MAY_FOLLOW[State(locked.state)]:
            raise Refused(_("This cannot be done with a meeting that is “%(state)s”.") % _state(locked))
        if to in (State.RUNNING, State.HELD) and locked.held_on > clock.today():
            raise Refused(_("The day of the meeting has not come yet."))
        if locked.state == State.PLANNED and to in (State.RUNNING, State.HELD):
            put_points(locked, by)
        _clock(locked, to)
        locked.state, locked.concluded_on = to.value, concluded_on
        save_whole(locked)
        if to == State.CONCLUDED:
            take_points_up(locked, by)
        counts = {kind.value: locked.items.filter(kind=kind).count() for kind in ItemKind}
        action.note(**told(locked), **(counts if to == State.CONCLUDED else {}))
    meeting.refresh_from_db()
    return meeting


def _clock(meeting: Meeting, to: State) -> None:
    """A meeting of today keeps when it really opened and closed; one written down later has no such times."""
    if to == State.RUNNING:
        meeting.opened_at = meeting.opened_at or clock.now()
        meeting.closed_at = None
    elif to == State.HELD and meeting.opened_at is not None:
        meeting.closed_at = clock.now()
        now = meeting.closed_at
        meeting.agenda.filter(started_at__isnull=False, ended_at__isnull=True).update(ended_at=now)
        meeting.statements.filter(started_at__isnull=False, ended_at__isnull=True).update(ended_at=now)


def _state(meeting: Meeting) -> dict[str, str]:
    return {"state": str(meeting.get_state_display())}
