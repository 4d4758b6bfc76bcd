"""Who may read, build and sign reports; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import NotAllowed
from kientoan.orgs.access import check_right, holds
from kientoan.orgs.models import Grant, Unit, scope
from kientoan.orgs.rules.roles import Right, Role, roles_with
from kientoan.reports.models import Report
from kientoan.reports.models.reports import ReportQuerySet

READING = (Right.BUILD_REPORTS, Right.SIGN_REPORTS, Right.SEE_PROPOSALS)
"""A report names units proposed for consideration: whoever may not see proposals does not read it."""


def _reading_roles() -> list[str]:
    roles: set[Role] = set()
    for right in READING:
        roles |= roles_with(right)
    return sorted(role.value for role in roles)


def reads_any(user: User) -> bool:
    """Whether the person may read reports anywhere."""
    if not user.is_authenticated or not user.is_active:
        return False
    grants = Grant.objects.as_of(clock.today()).filter(user=user, role__in=_reading_roles())
    return user.is_service or grants.exists()


def readable(user: User) -> ReportQuerySet:
    """The reports that the user may read: within the reach of a grant that gives one of the rights."""
    if not user.is_authenticated or not user.is_active:
        return Report.objects.none()
    if user.is_service:
        return Report.objects.all()
    grants = Grant.objects.as_of(clock.today()).filter(user=user, role__in=_reading_roles())
    return scope.cut(Report.objects.all(), "unit_id", scope.of_grants(tuple(grants.values_list("pk", flat=True))))


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
