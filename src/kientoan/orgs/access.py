"""Who may do what to the register; a refusal is the sentence that the person sees."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.orgs.models import Grant, Unit, UnitSpan, held, scope
from kientoan.orgs.models.units import UnitQuerySet
from kientoan.orgs.rules.roles import RIGHTS, Right, Role
from kientoan.orgs.rules.wide import WIDE_ROLES

FURTHEST_BACK = timedelta(days=366)
FEW = 10


def holds(user: User, right: Right, unit: Unit | None = None) -> bool:
    """Whether a grant of today gives the user the right, over the unit if one is named."""
    if user.is_service:
        return True
    if not user.is_active or not user.is_authenticated:
        return False
    if unit is None:
        return bool(held.with_rights(user, (right,)))
    return held.holds_over(user, right, unit.pk)


def check_right(user: User, right: Right, unit: Unit | None = None) -> None:
    """Refuse with a sentence when no grant of today gives the user the right (over the unit)."""
    if not holds(user, right, unit):
        raise NotAllowed(_("Your role does not include this here. Ask the head of the organisation department."))


def check_change_units(user: User, unit: Unit | None = None) -> None:
    """Opening, renaming, moving, merging, splitting and closing units."""
    check_right(user, Right.CHANGE_UNITS, unit)


def check_open_root(user: User) -> None:
    """A new top of a tree: only for one who changes units over every present top, else it would hide from them."""
    check_right(user, Right.CHANGE_UNITS)
    tops = Unit.objects.filter(spans__valid__contains=clock.today(), spans__parent__isnull=True)
    if not user.is_service and any(not holds(user, Right.CHANGE_UNITS, top) for top in tops):
        raise NotAllowed(_("Only who answers for the whole register may open a unit without one above it."))


def check_beside_sample(codes: Iterable[str]) -> None:
    """Opening real units: never in a register of sample data, for a real place never carries an invented figure."""
    if not Unit.objects.filter(is_sample=True).exists():
        return
    wanted = set(codes)
    new = sorted(wanted - set(Unit.objects.filter(code__in=wanted).values_list("code", flat=True)))
    if new:
        raise Refused(
            _(
                "This register holds sample data, all of it invented; a real place never carries an invented figure, so no real unit is opened here. Set KIENTOAN_HOME to another folder for your own register."
            ),
            errors=tuple(new[:FEW]),
        )


def units_with(user: User, right: Right) -> UnitQuerySet:
    """The units over which a grant of today gives the user the right."""
    if user.is_service:
        return Unit.objects.all()
    return scope.cut(Unit.objects.all(), "id", scope.of_grants(held.with_rights(user, (right,))))


def check_named(user: User, right: Right, codes: Iterable[str]) -> None:
    """Work on many units at once by a list: each that exists already must be within reach of the right."""
    check_right(user, right)
    if user.is_service:
        return
    named = Unit.objects.filter(code__in=set(codes))
    beyond = list(
        named.exclude(pk__in=units_with(user, right).values("pk")).order_by("code").values_list("code", flat=True)
    )
    if beyond:
        raise NotAllowed(
            _("The list names units that you may not change. Leave them out, or ask whoever answers for them."),
            errors=tuple(beyond),
        )


def check_write_spans(user: User, places: Iterable[tuple[str, str | None]]) -> None:
    """Writing spans by a list of (code, code of the parent): the units, and any parent they did not have before."""
    wanted = set(places)
    codes = {code for code, _parent in wanted}
    spans = UnitSpan.objects.filter(unit__code__in=codes)
    had = set(spans.values_list("unit__code", "parent__code")) if not user.is_service else wanted
    check_named(user, Right.CHANGE_UNITS, codes | {parent for _code, parent in wanted - had if parent})


def check_grant(user: User, unit: Unit | None = None) -> None:
    """Giving and ending grants."""
    check_right(user, Right.GRANT, unit)


def check_give(by: User, user: User, role: Role, unit: Unit, day: date) -> None:
    """Giving a role over a unit: to another, not beyond one's own kind of right, not far back."""
    check_grant(by, unit)
    if by.is_service:
        return
    if by == user:
        raise NotAllowed(_("Nobody gives a role to oneself. Ask whoever answers for the roles."))
    if role == Role.ADMINISTRATOR and not scope.reaches(held.with_roles(by, {Role.ADMINISTRATOR}), unit.pk):
        raise NotAllowed(_("Only an administrator of this unit makes another one."))
    if day < clock.today() - FURTHEST_BACK:
        raise Refused(_("A role cannot begin more than a year ago."))
    if not UnitSpan.objects.filter(unit=unit, valid__startswith__lte=day).exists():
        raise Refused(_("On that day the unit “%(code)s” did not exist yet.") % {"code": unit.code})


def check_hand_out(user: User, unit: Unit, account: User | None = None) -> None:
    """Handing out a one-time code: within reach, and only to an account that may do no more than oneself."""
    check_right(user, Right.HAND_OUT_CODES, unit)
    if account is None:
        return
    for grant in Grant.objects.as_of(clock.today()).filter(user=account).select_related("unit", "portfolio"):
        over = [grant.unit] if grant.unit else list(grant.portfolio.units.all()) if grant.portfolio else []
        for one in over:
            _check_no_wider(user, one, Role(grant.role))


def _check_no_wider(user: User, unit: Unit, role: Role) -> None:
    if holds(user, Right.GRANT, unit):
        return
    for right in RIGHTS[role] | {Right.HAND_OUT_CODES}:
        if not holds(user, right, unit):
            raise NotAllowed(
                _("This account may do more than you, or elsewhere. Its code is handed out by the level above.")
            )


def must_prove(user: User) -> bool:
    """Whether the user needs a second factor: a wide role today, and a register that holds real units."""
    if not held.with_roles(user, WIDE_ROLES):
        return False
    return Unit.objects.filter(is_sample=False).exists()
