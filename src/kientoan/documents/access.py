"""Who keeps a register of documents; a refusal is the sentence that the person sees."""

from django.conf import settings
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed, Refused
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Secrecy
from kientoan.orgs.access import check_right, holds
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right


def check_keep_register(user: User, unit: Unit | None = None) -> None:
    """Entering and correcting lines of a unit's register, keeping files, linking, following a resolution."""
    check_right(user, Right.KEEP_REGISTER, unit)


def check_export(user: User) -> None:
    """Taking the register out as a file."""
    check_right(user, Right.EXPORT)


def check_marked(user: User, unit: Unit, secrecy: str) -> None:
    """Entering the line of a marked document: only who may see marked lines."""
    if secrecy != Secrecy.NONE and not holds(user, Right.SEE_MARKED, unit):
        raise NotAllowed(_("Your role does not include marked documents. Ask whoever keeps them."))


def check_change(user: User, document: Document) -> None:
    """Changing a line or what hangs on it: by who keeps that register, not once it is struck out."""
    check_keep_register(user, document.keeper)
    if document.withdrawn_on is not None:
        raise Refused(_("This line is struck out; nothing more is entered on it."))


def check_keep_file(user: User, document: Document) -> None:
    """Keeping a file: by who keeps the register, and never of a marked document."""
    check_change(user, document)
    if document.is_marked:
        raise Refused(
            _("This document bears a secrecy mark: only its line is held here, no file and no text. Keep it on paper.")
        )


def check_follow(user: User, document: Document) -> None:
    """Following what becomes of a document: by who keeps the register, and never of a marked one."""
    check_change(user, document)
    if document.is_marked:
        raise Refused(_("A marked document is not followed here: its content may not be written down."))


def check_size(size: int, name: str) -> None:
    """A file within what KIENTOAN_LARGEST_FILE allows."""
    if size > settings.LARGEST_FILE:
        raise Refused(
            _("“%(name)s” is larger than %(most)s MB. Divide it, or keep a smaller copy.")
            % {"name": name, "most": settings.LARGEST_FILE // 1_000_000}
        )
    if size == 0:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
