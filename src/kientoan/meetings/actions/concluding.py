"""What a meeting concludes: results, limits and tasks."""

from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.meetings.access import check_change, check_give
from kientoan.meetings.actions.keeping import (
    close_gaps,
    kept_text,
    locked_meeting,
    next_place,
    one_line,
    save_whole,
    told,
)
from kientoan.meetings.models import ConclusionItem, Meeting
from kientoan.meetings.rules.words import ItemKind


def add_conclusion(
    *,
    meeting: Meeting,
    kind: ItemKind,
    text: str,
    by: User,
    is_key: bool = False,
    lead: str = "",
    by_when: str = "",
) -> ConclusionItem:
    """Write down a result, a limit or a task of the conclusion; a task says who leads and by when, as it was said."""
    with recorded("meetings.add_conclusion", by=by, on=[meeting]) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        rows = locked.items.filter(kind=kind)
        item = ConclusionItem(meeting=locked, kind=kind, position=next_place(rows), text=kept_text(text))
        item.is_key, item.lead, item.by_when = is_key, one_line(lead), one_line(by_when)
        save_whole(item)
        action.note(**told(locked), kind=kind.value, place=item.position)
    return item


def change_conclusion(*, item: ConclusionItem, by: User, **said: Any) -> ConclusionItem:
    """Change the words of an item until the meeting is concluded."""
    unknown = set(said) - {"text", "is_key", "lead", "by_when"}
    if unknown:
        raise TypeError(f"a conclusion does not say {', '.join(sorted(unknown))}")
    with recorded("meetings.change_conclusion", by=by, on=[item.meeting]) as action:
        locked = locked_meeting(item.meeting)
        check_change(by, locked)
        for name, value in said.items():
            setattr(item, name, kept_text(value) if name == "text" else value)
        save_whole(item)
        action.note(**told(locked), place=item.position)
    return item


def drop_conclusion(*, item: ConclusionItem, by: User) -> None:
    """Take an item out again; one that already has a directive stays."""
    with recorded("meetings.drop_conclusion", by=by, on=[item.meeting]) as action:
        locked = locked_meeting(item.meeting)
        check_change(by, locked)
        if item.carried_out_by.exists():
            raise Refused(_("A directive carries this out; take the link back first."))
        kind = item.kind
        action.note(**told(locked), place=item.position)
        item.delete()
        close_gaps(locked.items.filter(kind=kind))


def say_no_directive(*, item: ConclusionItem, because: str, by: User) -> ConclusionItem:
    """Say why a task of the conclusion needs no directive of its own; empty words take that back."""
    with recorded("meetings.say_no_directive", by=by, on=[item.meeting]) as action:
        check_give(by, item)
        if because.strip() and item.carried_out_by.exists():
            raise Refused(_("A directive carries this out; take the link back first."))
        item.no_directive = one_line(because)
        save_whole(item)
        action.note(**told(item.meeting), place=item.position)
    return item
