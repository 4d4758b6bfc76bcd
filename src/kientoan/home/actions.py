"""A visit is noted: once in a while, for oneself alone."""

from datetime import datetime, timedelta

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.home.models import LastVisit

PAUSE = timedelta(minutes=30)
"""After so long without a page a new visit begins."""
NOTED_EVERY = timedelta(minutes=5)


def note_visit(*, user: User) -> datetime | None:
    """Note that the person is here now and return when the visit before ended; None at the first.

    It is no change of the organisation's data, so it stands outside of the record.
    """
    now = clock.now()
    visit = LastVisit.objects.filter(user=user).first()
    if visit is None:
        LastVisit.objects.get_or_create(user=user, defaults={"seen_at": now})
        return None
    if now - visit.seen_at > PAUSE:
        LastVisit.objects.filter(pk=visit.pk).update(seen_at=now, before=visit.seen_at)
        return visit.seen_at
    if now - visit.seen_at > NOTED_EVERY:
        LastVisit.objects.filter(pk=visit.pk).update(seen_at=now)
    return visit.before
