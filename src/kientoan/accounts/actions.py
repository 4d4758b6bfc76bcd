"""What is done to accounts: made from the office's list, codes handed out on paper, tokens."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from kientoan.accounts.access import check_token
from kientoan.accounts.models import ApiToken, SignInCode, User
from kientoan.accounts.queries import fingerprint
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc

OPERATOR = "operator"
LONGEST_TOKEN = 365
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0/O, 1/I: the code is read from paper


@dataclass(frozen=True)
class NewAccount:
    """A line of the office's list of accounts."""

    username: str
    full_name: str
    email: str = ""
    phone: str = ""
    password: str | None = None
    keeps_password: bool = False
    """The password need not be changed: accounts of sample data, whose password is printed."""


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


def make_accounts(*, accounts: Sequence[NewAccount], by: User) -> list[User]:
    """Make accounts in bulk; refused whole when a user name is taken or stands twice.

    The caller has checked that ``by`` may make accounts (`orgs.access`). Without a password the
    account is entered by a one-time code and a password chosen then.
    """
    names = [nfc(account.username).strip().lower() for account in accounts]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    errors = [_("“%(name)s” is in use already.") % {"name": name} for name in names if name in taken]
    errors += [
        _("“%(name)s” stands twice in the list.") % {"name": n}
        for n in sorted({n for n in names if names.count(n) > 1})
    ]
    if errors:
        raise Refused(_("No account was made."), errors=tuple(errors))
    with recorded("accounts.make_accounts", by=by, detail={"count": len(names)}) as action:
        hashed: dict[str, str] = {}
        users = User.objects.bulk_create(
            User(
                username=name,
                full_name=" ".join(nfc(account.full_name).split()),
                email=account.email,
                phone=account.phone,
                password=_hashed(account.password, hashed),
                must_change_password=account.password is not None and not account.keeps_password,
                is_active=True,
            )
            for name, account in zip(names, accounts, strict=True)
        )
        action.about(*users)
    return users


def _hashed(password: str | None, known: dict[str, str]) -> str:
    """Hash a password; a first password shared by a list is hashed once."""
    if password is None:
        return make_password(None)
    if password not in known:
        known[password] = make_password(password)
    return known[password]


def choose_password(*, user: User, password: str, by: User | None = None) -> None:
    """Set the password that the person has chosen (or, in a demo, that was made by `by`); none is demanded any more."""
    with recorded("accounts.choose_password", by=by or user, on=[user]):
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])


def hand_out_code(*, user: User, by: User, days: int = 7) -> tuple[SignInCode, str]:
    """Make a one-time code to print and hand over; earlier unused codes of the account end."""
    if user.is_service or not user.is_active:
        raise Refused(_("This account cannot sign in."))
    text = "".join(secrets.choice(_LETTERS) for _n in range(10))
    now = clock.now()
    with recorded("accounts.hand_out_code", by=by, on=[user]) as action:
        for old in SignInCode.objects.select_for_update().filter(user=user, used_at=None, ends_at__gt=now):
            old.ends_at = max(now, old.made_at + timedelta(microseconds=1))
            old.save(update_fields=["ends_at"])
        code = SignInCode.objects.create(
            user=user, code_hash=make_password(text), made_by=by, made_at=now, ends_at=now + timedelta(days=days)
        )
        action.about(code)
    return code, f"{text[:5]}-{text[5:]}"


def use_code(*, username: str, text: str) -> User:
    """Sign in with a one-time code: returns the user and spends the code; the refusal tells nothing more."""
    refused = Refused(_("The user name and the code do not go together, or the code has been used or has ended."))
    user = User.objects.filter(username=nfc(username).strip().lower(), is_active=True, is_service=False).first()
    typed = text.strip().upper().replace("-", "").replace(" ", "")
    if user is None:
        make_password(typed)  # as slow as a wrong code, so that names cannot be told apart
        raise refused
    with recorded("accounts.use_code", by=user, on=[user]):
        waiting = SignInCode.objects.select_for_update().filter(user=user, used_at=None, ends_at__gt=clock.now())
        code = next((one for one in waiting if check_password(typed, one.code_hash)), None)
        if code is None:
            raise refused
        code.used_at = clock.now()
        code.save(update_fields=["used_at"])
    return user


def join_identity(*, user: User, identity: SocialAccount) -> None:
    """Tie an identity of the office's OpenID Connect provider, not saved yet, to the account that it names."""
    with recorded("accounts.join_identity", by=user, on=[user], detail={"provider": identity.provider}):
        identity.user = user
        identity.save()


def make_token(*, user: User, name: str, by: User, may_write: bool = False, days: int = 365) -> tuple[ApiToken, str]:
    """Make a key for a program that acts as the user; the text is shown once and never kept."""
    check_token(by, user)
    if not user.is_active or user.is_service:
        raise Refused(_("A token acts for an active account of a person; this is none."))
    if not 1 <= days <= LONGEST_TOKEN:
        raise Refused(_("A token holds for 1 to %(days)d days.") % {"days": LONGEST_TOKEN})
    if not name.strip():
        raise Refused(_("Say what the token is for."))
    text = f"kt_{secrets.token_urlsafe(32)}"
    now = clock.now()
    with recorded("accounts.make_token", by=by, on=[user], detail={"name": name}) as action:
        token = ApiToken.objects.create(
            user=user,
            name=nfc(name).strip(),
            token_hash=fingerprint(text),
            may_write=may_write,
            made_at=now,
            ends_at=now + timedelta(days=days),
        )
        action.about(token)
    return token, text


def revoke_token(*, token: ApiToken, by: User, reason: str = "") -> ApiToken:
    """Withdraw a token at once."""
    check_token(by, token.user)
    if token.revoked_at is not None:
        raise Refused(_("The token was withdrawn already."))
    with recorded("accounts.revoke_token", by=by, on=[token, token.user], reason=reason):
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
    return token
