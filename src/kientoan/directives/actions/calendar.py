"""The secret address of a person's calendar: made anew, or revoked."""

import hashlib
import secrets

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives.models import CalendarKey


def fingerprint(text: str) -> str:
    """The fingerprint under which a secret is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_calendar(*, by: User) -> str:
    """Make the secret of one's calendar address; an older one ends at once. The text is shown once and never kept."""
    if by.is_service or not by.is_active:
        raise Refused(_("A calendar is for an active account of a person; this is none."))
    text = secrets.token_urlsafe(32)
    with recorded("directives.make_calendar", by=by, on=[by]):
        User.objects.select_for_update().get(pk=by.pk)
        _end_old(by)
        CalendarKey.objects.create(user=by, sha256=fingerprint(text), made_at=clock.now())
    return text


def revoke_calendar(*, by: User) -> None:
    """Revoke one's calendar address; whoever has it sees nothing more."""
    if not CalendarKey.objects.filter(user=by, revoked_at__isnull=True).exists():
        raise Refused(_("There is no calendar address to revoke."))
    with recorded("directives.revoke_calendar", by=by, on=[by]):
        _end_old(by)


def _end_old(user: User) -> None:
    for key in CalendarKey.objects.select_for_update().filter(user=user, revoked_at__isnull=True):
        key.revoked_at = clock.now()
        key.save()
