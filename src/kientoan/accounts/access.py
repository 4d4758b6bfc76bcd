"""Who may do what to accounts and tokens; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed


def check_token(by: User, user: User) -> None:
    """Making and withdrawing tokens: one's own, or anybody's for the operator of the machine."""
    if by != user and not by.is_service:
        raise NotAllowed(_("Everyone makes and withdraws only his or her own tokens."))
