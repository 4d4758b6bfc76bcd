"""Who may define, send out, enter, merge and set figures; a refusal is the sentence that the person sees."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed
from kientoan.figures.models import Submission
from kientoan.figures.rules.words import Channel
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit, held, scope
from kientoan.orgs.rules.roles import Right


def reach_with(user: User, right: Right) -> scope.Reach:
    """The units over which grants of today give the user the right."""
    return held.reach_with(user, right)


def check_define(user: User) -> None:
    """Defining and retiring indicators, and taking over the starting list."""
    check_right(user, Right.DEFINE_INDICATORS)


def check_issue(user: User, units: Iterable[Unit] | None = None) -> None:
    """Designing forms and sending them out to units."""
    check_right(user, Right.ISSUE_FORMS)
    if units is not None:
        check_all_within(user, Right.ISSUE_FORMS, {unit.pk for unit in units})


def check_merge(user: User, unit: Unit | None = None) -> None:
    """Taking back workbooks and importing sheets of figures."""
    check_right(user, Right.MERGE_FIGURES, unit)


def check_enter(user: User, submission: Submission, channel: str = Channel.PHONE) -> None:
    """Entering a unit's figures, by itself or on its behalf."""
    right = Right.ENTER_ON_BEHALF if channel == Channel.ON_BEHALF else Right.ENTER_FIGURES
    check_right(user, right, submission.unit)


def check_set_target(user: User, unit: Unit) -> None:
    """Setting a unit's target."""
    check_right(user, Right.SET_TARGETS, unit)


def check_all_within(user: User, right: Right, unit_ids: set[int]) -> None:
    """Refuse when any of the units lies outside of what the right reaches, and say how many."""
    reach = reach_with(user, right)
    if reach.everything or not unit_ids:
        return
    within = scope.cut(Unit.objects.filter(pk__in=unit_ids), "id", reach).count()
    if outside := len(unit_ids) - within:
        raise NotAllowed(
            ngettext(
                "%(count)d of the units lies outside of what you answer for.",
                "%(count)d of the units lie outside of what you answer for.",
                outside,
            )
            % {"count": outside}
            + " "
            + _("Ask the head of the organisation department.")
        )
