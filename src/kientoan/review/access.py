"""Who may see proposals, run the review, give facts and change rules; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed
from kientoan.figures.access import check_all_within, reach_with
from kientoan.orgs.access import check_right, holds
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.rules.roles import Right

__all__ = [
    "check_all_within",
    "check_edit_rules",
    "check_give_facts",
    "check_right",
    "check_run",
    "check_see",
    "reach_of_proposals",
    "reach_with",
]


def check_see(user: User, unit: Unit | None = None) -> None:
    """Seeing what the review says of units: proposals, signs, reasons."""
    if not holds(user, Right.SEE_PROPOSALS, unit):
        raise NotAllowed(
            _("What the review says of units is shown to those who answer for them. Ask the organisation department.")
        )


def check_run(user: User, unit: Unit) -> None:
    """Running the review over a branch."""
    check_right(user, Right.RUN_REVIEW, unit)


def check_give_facts(user: User, unit: Unit) -> None:
    """Recording conclusions and decided classes of a unit."""
    check_right(user, Right.RUN_REVIEW, unit)


def check_edit_rules(user: User) -> None:
    """Dating a value of the customer's own for a sign or a listing criterion."""
    check_right(user, Right.EDIT_RULES)


def reach_of_proposals(user: User) -> scope.Reach:
    """The units whose results the user may see."""
    return reach_with(user, Right.SEE_PROPOSALS)
