"""The way back to a meeting from what lies below: a directive, a point of a briefing, a document."""

from collections.abc import Callable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.display import Link, Term
from kientoan.core.templatetags.formats import language
from kientoan.meetings.access import sees_inside
from kientoan.meetings.models import AgendaItem, ConclusionItem, Meeting


def traces(user: User, label: str, key: int) -> Sequence[Term]:
    """What meetings know of a thing: where it was concluded, taken up, or laid before a meeting."""
    member = _MEMBERS.get(label)
    return member(user, key) if member else ()


def _meeting(one: Meeting, note: str = "") -> Link:
    said = f"{one.title} ({formats.day_short(one.held_on, language())})"
    return Link(said, reverse("meetings:meeting", args=[one.pk]), note)


def _directive(user: User, key: int) -> list[Term]:
    """The task of a conclusion that a directive carries out; who may not see inside the meeting is told of the meeting alone."""
    rows = ConclusionItem.objects.filter(
        carried_out_by__directive_id=key, meeting__in=Meeting.objects.visible_to(user)
    ).select_related("meeting__organiser")
    found: list[object] = []
    for one in rows:
        if sees_inside(user, one.meeting):
            url = reverse("meetings:item", args=[one.meeting_id, one.pk])
            words = one.text if len(one.text) <= 120 else f"{one.text[:119]}…"
            found.append(Link(_("task %(place)s: %(text)s") % {"place": one.position, "text": words}, url))
        found.append(_meeting(one.meeting))
    return [Term(_("Concluded at"), found)] if found else []


def _point(user: User, key: int) -> list[Term]:
    rows = AgendaItem.objects.filter(
        point=f"directives.escalation:{key}", meeting__in=Meeting.objects.visible_to(user)
    ).select_related("meeting")
    found = [_meeting(one.meeting, _("item %(place)s") % {"place": one.position}) for one in rows]
    return [Term(_("On the agenda of"), found)] if found else []


def _document(user: User, key: int) -> list[Term]:
    rows = Meeting.objects.visible_to(user).filter(
        Q(papers__document_id=key) | Q(report_id=key) | Q(minutes_id=key) | Q(notice_id=key)
    )
    as_what = {"report_id": _("report read"), "minutes_id": _("minutes"), "notice_id": _("conclusion notice")}
    found = [
        _meeting(one, ", ".join(word for name, word in as_what.items() if getattr(one, name) == key))
        for one in rows.distinct()[:10]
    ]
    return [Term(_("At the meeting"), found)] if found else []


_MEMBERS: dict[str, Callable[[User, int], list[Term]]] = {
    "directives.directive": _directive,
    "directives.escalation": _point,
    "documents.document": _document,
}
