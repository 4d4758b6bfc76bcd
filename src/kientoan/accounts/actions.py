"""What is done to accounts."""

from kientoan.accounts.models import User
from kientoan.core.recording import recorded

OPERATOR = "operator"


def make_operator() -> User:
    """See that the service account for work at the machine itself exists; it can never sign in."""
    found = User.objects.filter(username=OPERATOR).first()
    if found:
        return found
    with recorded("accounts.make_operator", by=None) as action:
        user = User(username=OPERATOR, full_name="Máy chủ", is_service=True, is_active=True)
        user.set_unusable_password()
        user.save()
        action.about(user)
    return user
