"""What a document is to others."""

from django.db import transaction
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.documents.access import check_change
from kientoan.documents.actions.lines import locked, one_line
from kientoan.documents.models import Document, DocumentLink
from kientoan.documents.rules.words import LinkKind


def add_link(
    *, document: Document, kind: LinkKind, by: User, other: Document | None = None, written: str = ""
) -> DocumentLink:
    """Say what a document is to another: one of the register, or one named by its number and symbol."""
    check_change(by, document)
    named = one_line(written)
    if other is None and not named:
        raise Refused(_("Say which document: choose it, or write its number and symbol."))
    if other == document:
        raise Refused(_("A document cannot refer to itself."))
    values = {"kind": kind, "other": other, "written": "" if other else named}
    # Who may see one of the two may not see the other: the record of neither names the other one.
    detail = {"written": document.written, "kind": kind.value}
    with transaction.atomic():
        check_change(by, locked(document))
        if already := document.links.filter(**values).first():
            return already
        with recorded("documents.add_link", by=by, on=[document], detail=detail) as action:
            link = DocumentLink.objects.create(document=document, **values)
            action.about(link)
        return link


def remove_link(*, link: DocumentLink, by: User) -> None:
    """Take a relation back that was entered wrongly."""
    check_change(by, link.document)
    detail = {"written": link.document.written, "kind": link.kind}
    with recorded("documents.remove_link", by=by, on=[link.document], detail=detail):
        link.delete()
