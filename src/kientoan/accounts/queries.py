"""Reads of accounts: which token a text is, whose a user name is."""

from hashlib import sha256

from kientoan.accounts.models import ApiToken, User
from kientoan.core import clock


def fingerprint(text: str) -> str:
    """What is kept of a token's text; 256 random bits need no slow hash."""
    return sha256(text.encode()).hexdigest()


def live_token(text: str) -> ApiToken | None:
    """The token with this text, if it holds and its account is active and a person's."""
    return (
        ApiToken.objects.live(clock.now())
        .filter(token_hash=fingerprint(text), user__is_active=True, user__is_service=False)
        .select_related("user")
        .first()
    )


def person_named(username: str) -> User | None:
    """The active account of a person with this user name, written as accounts are (NFC, small letters)."""
    return User.objects.filter(username=username, is_active=True, is_service=False).first()
