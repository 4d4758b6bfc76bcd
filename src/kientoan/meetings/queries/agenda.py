"""Points that wait for the leaders: at which briefing each is due, and how those on an agenda stand now."""

from collections.abc import Iterable
from datetime import date

from kientoan.accounts.models import User
from kientoan.core.agenda import Point, points_for, points_named
from kientoan.meetings.models import AgendaItem, Meeting
from kientoan.meetings.rules.briefings import Planned, briefing_of
from kientoan.meetings.rules.words import Kind, State

ON_ITS_WAY = (State.RUNNING, State.HELD)


def waiting_for(meeting: Meeting, user: User, day: date) -> list[Point]:
    """The points due at this briefing: those that came up until its day and whose next briefing it is.

    Only a planned leadership briefing has any; when it is opened they become items of its agenda.
    """
    if meeting.kind != Kind.LEADERSHIP_BRIEFING or meeting.state != State.PLANNED:
        return []
    points = [one for one in points_for(user, meeting.organiser, day) if one.since <= meeting.held_on]
    if not points:
        return []
    planned = Meeting.objects.filter(
        organiser=meeting.organiser_id, kind=Kind.LEADERSHIP_BRIEFING, state=State.PLANNED
    ).values_list("pk", "held_on", "body_id")
    briefings = [Planned(*row) for row in planned]
    taken = set(
        AgendaItem.objects.filter(
            point__in=[one.key for one in points], meeting__state__in=(*ON_ITS_WAY, State.PLANNED)
        ).values_list("point", flat=True)
    )
    return [one for one in points if one.key not in taken and briefing_of(one.since, one.body, briefings) == meeting.pk]


def points_on(items: Iterable[AgendaItem], user: User, day: date) -> dict[str, Point]:
    """The points that stand on an agenda, as they are now, by their keys."""
    keys = [one.point for one in items if one.point]
    return points_named(user, keys, day) if keys else {}
