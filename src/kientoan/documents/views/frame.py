"""What the pages of the register share: who asks, the tabs, the way here, how a refusal goes back to its form."""

from typing import TYPE_CHECKING, cast

from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.core.display import Link
from kientoan.documents.models import Document
from kientoan.documents.queries.labels import title_of

if TYPE_CHECKING:
    from kientoan.accounts.models import User


def who(request: HttpRequest) -> "User":
    """The person who asks."""
    return cast("User", request.user)


def within(request: HttpRequest, key: int) -> Document:
    """A document that the person may see, or 404."""
    found = Document.objects.visible_to(who(request)).select_related("keeper", "issuer").filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such document among those you may see."))
    return found


def tabs(here: str) -> list[Link]:
    """The pages of the register; the one that one stands on leads nowhere."""
    known = (
        ("all", _("All documents"), reverse("documents:register")),
        ("in", _("Incoming"), reverse("documents:register") + "?way=in"),
        ("out", _("Outgoing"), reverse("documents:register") + "?way=out"),
        ("internal", _("Internal"), reverse("documents:register") + "?way=internal"),
        ("followed", _("Followed resolutions"), reverse("documents:followed")),
        ("numbers", _("Check of numbers"), reverse("documents:numbers")),
    )
    return [Link(word, "" if key == here else url) for key, word, url in known]


def crumbs(*links: Link) -> list[Link]:
    """The way from the register."""
    return [Link(_("Documents"), reverse("documents:register")), *links]


def link_to(document: Document) -> Link:
    """A document as a link to its page."""
    return Link(title_of(document), reverse("documents:document", args=[document.pk]))


def give_back(form: Form, refused: Refused) -> None:
    """Put a refusal and its faults above the form."""
    form.add_error(None, str(refused.sentence))
    for error in refused.errors:
        form.add_error(None, str(error))
