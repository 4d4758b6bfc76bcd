"""The router of the register, and what its operations share."""

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router

from kientoan.accounts.models import User
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit

router = Router(tags=["documents"])


def seen_document(user: User, number: int) -> Document:
    """A document that the user may see, or 404."""
    found = Document.objects.visible_to(user).select_related("keeper", "issuer").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such document among those you may see."))
    return found


def seen_unit(user: User, code: str) -> Unit:
    """A unit that the user may see, or 404."""
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit
