"""Who may read, build and sign reports; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed
from kientoan.orgs.access import check_right, holds
from kientoan.orgs.models import Unit, held, scope
from kientoan.orgs.rules.roles import Right
from kientoan.reports.models import Report
from kientoan.reports.models.reports import ReportQuerySet

READING = (Right.BUILD_REPORTS, Right.SIGN_REPORTS, Right.SEE_PROPOSALS)
"""A report names units proposed for consideration: whoever may not see proposals does not read it."""


def reads_any(user: User) -> bool:
    """Whether the person may read reports anywhere."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_service or bool(held.with_rights(user, READING))


def readable(user: User) -> ReportQuerySet:
    """The reports that the user may read: within the reach of a grant that gives one of the rights."""
    if not user.is_authenticated or not user.is_active:
        return Report.objects.none()
    return scope.cut(Report.objects.all(), "unit_id", held.reach_with(user, *READING))


def check_read(user: User, unit: Unit) -> None:
    """Read a report of the unit, its figures and its editions."""
    if not any(holds(user, right, unit) for right in READING):
        raise NotAllowed(
            _("Your role does not include reading this report. Ask the head of the organisation department.")
        )


def check_build(user: User, unit: Unit) -> None:
    """Build drafts of a unit's report and write its sections."""
    check_right(user, Right.BUILD_REPORTS, unit)


def check_sign(user: User, unit: Unit) -> None:
    """Issue the signed edition of a unit's report."""
    check_right(user, Right.SIGN_REPORTS, unit)
