"""The agenda, the papers, and who is asked and who came."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives.models import Task
from kientoan.documents.models import Document
from kientoan.meetings.access import check_change
from kientoan.meetings.actions.keeping import close_gaps, locked_meeting, next_place, one_line, save_whole, told
from kientoan.meetings.models import AgendaItem, Attendance, Meeting, Paper
from kientoan.meetings.rules.words import Part, Presence


def add_item(
    *,
    meeting: Meeting,
    title: str,
    by: User,
    presenter: str = "",
    minutes: int | None = None,
    task: Task | None = None,
) -> AgendaItem:
    """Put an item at the end of the agenda, with the minutes it is given."""
    with recorded("meetings.add_item", by=by, on=[meeting]) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        if task is not None and locked.agenda.filter(task=task).exists():
            raise Refused(_("The task is already on the agenda."))
        item = AgendaItem(meeting=locked, position=next_place(locked.agenda.all()), title=one_line(title)[:300])
        item.presenter, item.minutes, item.task = one_line(presenter), minutes, task
        save_whole(item)
        action.note(**told(locked), item=item.title)
    return item


def move_item(*, item: AgendaItem, up: bool, by: User) -> None:
    """Change places with the item above or below; at the end of the list nothing changes."""
    with recorded("meetings.move_item", by=by, on=[item.meeting]) as action:
        locked = locked_meeting(item.meeting)
        check_change(by, locked)
        rows = list(locked.agenda.order_by("position"))
        place = next(at for at, row in enumerate(rows) if row.pk == item.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            first, second = rows[place], rows[other]
            first.position, second.position = second.position, first.position
            first.save(update_fields=["position"])
            second.save(update_fields=["position"])
        action.note(**told(locked), item=item.title)


def drop_item(*, item: AgendaItem, by: User) -> None:
    """Take an item off the agenda; one that was begun or noted under stays."""
    with recorded("meetings.drop_item", by=by, on=[item.meeting]) as action:
        locked = locked_meeting(item.meeting)
        check_change(by, locked)
        if item.started_at is not None or item.notes:
            raise Refused(_("The item was already dealt with; it stays on the agenda."))
        action.note(**told(locked), item=item.title)
        item.delete()
        close_gaps(locked.agenda.all())


def add_paper(*, meeting: Meeting, document: Document, by: User) -> Paper:
    """Lay a document of the register before the meeting; whoever may see the document sees it here."""
    with recorded("meetings.add_paper", by=by, on=[meeting, document]) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        paper, made = Paper.objects.get_or_create(meeting=locked, document=document)
        if not made:
            raise Refused(_("The document is already among the papers."))
        action.note(**told(locked), written=document.written)
    return paper


def remove_paper(*, paper: Paper, by: User) -> None:
    """Take a document from the papers again."""
    with recorded("meetings.remove_paper", by=by, on=[paper.meeting, paper.document]) as action:
        locked = locked_meeting(paper.meeting)
        check_change(by, locked)
        action.note(**told(locked), written=paper.document.written)
        paper.delete()


def ask(*, meeting: Meeting, people: Sequence[dict[str, Any]], by: User) -> list[Attendance]:
    """Ask people or units to a meeting; each row may say `unit`, `post`, `post_text`, `name`, `part`."""
    with recorded("meetings.ask", by=by, on=[meeting]) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        rows = []
        for one in people:
            row = Attendance(meeting=locked, unit=one.get("unit"), post=one.get("post"))
            row.name, row.post_text = one_line(one.get("name", "")), one_line(one.get("post_text", ""))
            row.part = one.get("part", Part.MEMBER)
            if row.post is not None and row.unit is None:
                row.unit = row.post.body.unit
            save_whole(row)
            rows.append(row)
        action.note(**told(locked), count=len(rows))
    return rows


def mark_presence(*, attendance: Attendance, presence: Presence, by: User, because: str = "") -> Attendance:
    """Write down that someone came, or did not and why."""
    with recorded("meetings.mark_presence", by=by, on=[attendance.meeting]) as action:
        locked = locked_meeting(attendance.meeting)
        check_change(by, locked)
        attendance.presence = presence.value
        attendance.because = one_line(because) if presence == Presence.ABSENT else ""
        save_whole(attendance)
        action.note(**told(locked))
    return attendance
