"""One-time codes are handed out only by those who could do themselves whatever the account may do."""

from django.utils.translation import gettext as _

from kientoan.accounts.actions import hand_out_code as make_code
from kientoan.accounts.models import SignInCode, User
from kientoan.core.access import Refused
from kientoan.orgs.access import check_hand_out
from kientoan.orgs.models import Unit


def hand_out_code(*, user: User, unit: Unit, by: User) -> tuple[SignInCode, str]:
    """Make the code of an account that has a role over the unit; refuses what would lend a wider right."""
    if user == by:
        raise Refused(_("Nobody hands out a code to himself or herself."))
    check_hand_out(by, unit, user)
    return make_code(user=user, by=by)
