"""While the meeting runs: the clock of each item and statement, and the notes, saved as they are typed."""

from datetime import datetime

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.meetings.access import check_note
from kientoan.meetings.actions.keeping import locked_meeting, told
from kientoan.meetings.models import AgendaItem, Meeting, Statement

LONGEST = 100_000


class Overtaken(Refused):
    """The notes were saved elsewhere since they were read; ``now`` is what stands there."""

    def __init__(self, sentence: str, now: str, version: int) -> None:
        super().__init__(sentence)
        self.now, self.version = now, version


def take_note(*, place: AgendaItem | Statement, text: str, based_on: int, by: User) -> int:
    """Save the notes under an item or a statement and return their new version.

    Refused as `Overtaken` where someone else saved since version `based_on`: nobody's words are written over.
    """
    kept = nfc(text).replace("\r\n", "\n").strip()
    if len(kept) > LONGEST:
        raise Refused(_("The notes are longer than %(most)s characters. Begin a new item.") % {"most": LONGEST})
    with recorded("meetings.take_note", by=by, on=[place.meeting]) as action:
        check_note(by, locked_meeting(place.meeting))
        locked = type(place).objects.select_for_update(of=("self",)).get(pk=place.pk)
        if locked.notes != kept:
            if locked.version != based_on:
                raise Overtaken(
                    _("Someone else wrote here since. Both texts are kept on this page; put them together."),
                    locked.notes,
                    locked.version,
                )
            locked.notes, locked.version = kept, locked.version + 1
            locked.save(update_fields=["notes", "version"])
        action.note(**told(place.meeting), place=locked.position)
    place.notes, place.version = locked.notes, locked.version
    return int(locked.version)


def begin_item(*, item: AgendaItem, by: User) -> None:
    """Begin an item now: the item that was under way ends."""
    _begin(item, by)


def end_item(*, item: AgendaItem, by: User) -> None:
    """End an item now."""
    _end(item, by)


def begin_statement(*, statement: Statement, by: User) -> None:
    """Give someone the floor now: who had it ends."""
    _begin(statement, by)


def end_statement(*, statement: Statement, by: User) -> None:
    """End a statement now."""
    _end(statement, by)


def _begin(row: AgendaItem | Statement, by: User) -> None:
    with recorded("meetings.begin_item", by=by, on=[row.meeting]) as action:
        locked = _running(row.meeting, by)
        now = clock.now()
        _end_others(row, locked, now)
        row.started_at, row.ended_at = row.started_at or now, None
        row.save(update_fields=["started_at", "ended_at"])
        action.note(**told(locked), place=row.position)


def _end_others(row: AgendaItem | Statement, meeting: Meeting, now: datetime) -> None:
    open_ones = type(row).objects.filter(meeting=meeting, started_at__isnull=False, ended_at__isnull=True)
    open_ones.exclude(pk=row.pk).update(ended_at=now)


def _end(row: AgendaItem | Statement, by: User) -> None:
    with recorded("meetings.end_item", by=by, on=[row.meeting]) as action:
        locked = _running(row.meeting, by)
        if row.started_at is None:
            raise Refused(_("It has not begun yet."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        action.note(**told(locked), place=row.position)


def _running(meeting: Meeting, by: User) -> Meeting:
    locked = locked_meeting(meeting)
    check_note(by, locked)
    if locked.state != "running":
        raise Refused(_("The clock runs only while the meeting does."))
    return locked
