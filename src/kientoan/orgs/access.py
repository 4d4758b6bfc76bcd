"""Who may do what to the register; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.orgs.models import Grant, Unit, scope
from kientoan.orgs.rules.roles import Right, roles_with


def holds(user: User, right: Right, unit: Unit | None = None) -> bool:
    """Whether a grant of today gives the user the right, over the unit if one is named."""
    if user.is_service:
        return True
    if not user.is_active or not user.is_authenticated:
        return False
    grants = Grant.objects.as_of(clock.today()).filter(user=user, role__in=[role.value for role in roles_with(right)])
    if unit is None:
        return grants.exists()
    return scope.cut(
        Unit.objects.filter(pk=unit.pk), "id", scope.of_grants(tuple(grants.values_list("pk", flat=True)))
    ).exists()


def check_right(user: User, right: Right, unit: Unit | None = None) -> None:
    """Refuse with a sentence when no grant of today gives the user the right (over the unit)."""
    if not holds(user, right, unit):
        raise Refused(
            _("Your role does not include this here (%(right)s). Ask the head of the organisation department.")
            % {"right": right.value}
        )


def check_change_units(user: User, unit: Unit | None = None) -> None:
    """Opening, renaming, moving, merging, splitting and closing units."""
    check_right(user, Right.CHANGE_UNITS, unit)


def check_grant(user: User, unit: Unit | None = None) -> None:
    """Giving and ending grants."""
    check_right(user, Right.GRANT, unit)
