"""Points that wait for the leaders: on the agenda of their next briefing by themselves, and taken up when it concludes."""

from django.conf import settings
from django.utils import translation

from kientoan.accounts.models import User
from kientoan.core import agenda, clock, formats
from kientoan.meetings.actions.keeping import next_place, one_line
from kientoan.meetings.models import AgendaItem, Meeting
from kientoan.meetings.queries.agenda import waiting_for


def put_points(meeting: Meeting, by: User) -> int:
    """Put what waits for this briefing at the end of its agenda, in the words of the office's language; gives how many."""
    with translation.override(settings.LANGUAGE_CODE):
        points = waiting_for(meeting, by, clock.today())
    place = next_place(meeting.agenda.all())
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place + more, title=one_line(one.text)[:300], point=one.key)
        for more, one in enumerate(points)
    )
    return len(points)


def take_points_up(meeting: Meeting, by: User) -> None:
    """Say that the points still on the agenda were taken up at this meeting, on its day."""
    where = f"{meeting.title} ({formats.day_short(meeting.held_on, settings.LANGUAGE_CODE)})"
    for key in meeting.agenda.exclude(point="").order_by("position").values_list("point", flat=True):
        agenda.take_up(key, where=where[:200], on=meeting.held_on, by=by)
