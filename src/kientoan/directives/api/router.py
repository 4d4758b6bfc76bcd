"""The router of directives, and what its operations share."""

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.problems import Fault
from kientoan.directives.models import Directive, Task
from kientoan.orgs.models import Unit
from kientoan.people.models import Post

router = Router(tags=["directives"])


def seen_task(user: User, number: int) -> Task:
    """A task that the user may see, or 404."""
    rows = Task.objects.visible_to(user).select_related("directive", "lead", "keeper", "accountable", "adviser")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such task among those you may see."))
    return found


def seen_directive(user: User, number: int) -> Directive:
    """A directive that the user may see, or 404."""
    found = Directive.objects.visible_to(user).select_related("keeper", "issuer", "document").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such directive among those you may see."))
    return found


def seen_unit(user: User, code: str) -> Unit:
    """A unit that the user may see, or 404."""
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit


def unit_at(user: User, code: str, place: str) -> Unit:
    """A unit that a body names, or a refusal with its place."""
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        sentence = _("There is no unit “%(code)s” among those you may see.") % {"code": code}
        raise Refused(_("The request has faults; nothing was done."), errors=(Fault(place=place, sentence=sentence),))
    return unit


def post_at(user: User, number: int | None, place: str) -> Post | None:
    """A post that a body names, or a refusal with its place."""
    if number is None:
        return None
    post = Post.objects.visible_to(user).select_related("body").filter(pk=number).first()
    if post is None:
        sentence = _("There is no such post among those you may see.")
        raise Refused(_("The request has faults; nothing was done."), errors=(Fault(place=place, sentence=sentence),))
    return post
