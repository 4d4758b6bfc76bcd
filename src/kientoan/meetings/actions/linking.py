"""From a task of a conclusion to the directives that carry it out, and back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives import actions as directives
from kientoan.directives.models import Directive
from kientoan.meetings.access import check_give
from kientoan.meetings.actions.keeping import told
from kientoan.meetings.models import ConclusionDirective, ConclusionItem


def draft_from_item(
    *,
    item: ConclusionItem,
    leads: Sequence[directives.Lead],
    by: User,
    due: directives.Due | None = None,
    **said: Any,
) -> Directive:
    """Draft a directive in the words of a conclusion's task; the item keeps the link and the directive names its origin.

    Where the notice of the conclusion is kept it is the document; else it is what was said by the chair on the day.
    """
    meeting = item.meeting
    with recorded("meetings.draft_from_item", by=by, on=[meeting]) as action:
        check_give(by, item)
        origin: dict[str, Any] = {"issuer": meeting.body, "issuer_text": "" if meeting.body else meeting.title}
        if meeting.notice is not None:
            origin["document"] = meeting.notice
        else:
            origin |= {"spoken_by": meeting.chair or meeting.title, "spoken_on": meeting.held_on}
        values = {"title": item.text[:500], "is_key": item.is_key, **origin, **said}
        made = directives.draft_directive(
            keeper=meeting.organiser,
            leads=leads,
            sentence=directives.Sentence(quote=item.text),
            due=due,
            by=by,
            **values,
        )
        _join(item, made)
        action.about(made)
        action.note(**told(meeting), place=item.position)
    return made


def link_directive(*, item: ConclusionItem, directive: Directive, by: User) -> ConclusionDirective:
    """Say that a directive which there is already carries this task out; one directive may carry out several."""
    with recorded("meetings.link_directive", by=by, on=[item.meeting, directive]) as action:
        check_give(by, item)
        if item.carried_out_by.filter(directive=directive).exists():
            raise Refused(_("The directive is already linked to this task."))
        link = _join(item, directive)
        action.note(**told(item.meeting), place=item.position)
    return link


def unlink_directive(*, link: ConclusionDirective, by: User) -> None:
    """Take the link back; the directive stays as it is."""
    item = link.item
    with recorded("meetings.unlink_directive", by=by, on=[item.meeting, link.directive]) as action:
        check_give(by, item)
        action.note(**told(item.meeting), place=item.position)
        link.delete()


def _join(item: ConclusionItem, directive: Directive) -> ConclusionDirective:
    if item.no_directive:
        item.no_directive = ""
        item.save(update_fields=["no_directive"])
    return ConclusionDirective.objects.create(item=item, directive=directive)
