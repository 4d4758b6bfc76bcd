"""The router of meetings, and what its operations share."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.problems import Fault
from kientoan.documents.models import Document
from kientoan.meetings.access import sees_inside
from kientoan.meetings.models import Meeting
from kientoan.orgs.models import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router(tags=["meetings"])


def seen_meeting(user: User, number: int) -> Meeting:
    """A meeting that the user may see, or 404."""
    rows = Meeting.objects.visible_to(user).select_related("organiser", "host", "body", "notice", "minutes", "report")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such meeting among those you may see."))
    return found


def inside(user: User, number: int) -> Meeting:
    """A meeting of which the user may see what was said, or 404: those asked see it once it is concluded."""
    found = seen_meeting(user, number)
    if not sees_inside(user, found):
        raise Http404(_("What was said is shown once the meeting is concluded."))
    return found


def row_of(rows: "QuerySet[Any]", number: int) -> Any:
    """A row of a meeting, or 404."""
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(_("The meeting has nothing with this number."))
    return found


def named(rows: "QuerySet[Any]", number: int | None, place: str) -> Any:
    """What a body names by its number, or a refusal with its place."""
    if number is None:
        return None
    found = rows.filter(pk=number).first()
    if found is None:
        fault = Fault(place=place, sentence=_("There is none with this number among those you may see."))
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    return found


def document_at(user: User, number: int | None, place: str) -> Document | None:
    """A document that a body names, or a refusal with its place."""
    found: Document | None = named(Document.objects.visible_to(user), number, place)
    return found


def unit_at(user: User, code: str | None, place: str) -> Unit | None:
    """A unit that a body names, or a refusal with its place."""
    if not code:
        return None
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        sentence = _("There is no unit “%(code)s” among those you may see.") % {"code": code}
        raise Refused(_("The request has faults; nothing was done."), errors=(Fault(place=place, sentence=sentence),))
    return unit


def keeper_at(user: User, code: str, place: str) -> Unit:
    """A unit that a body must name, or a refusal with its place."""
    unit = unit_at(user, code, place)
    if unit is None:
        fault = Fault(place=place, sentence=_("A value is needed."))
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    return unit
