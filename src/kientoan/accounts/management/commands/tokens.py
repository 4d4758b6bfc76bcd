"""``kientoan tokens``: keys for programs, each acting as its account."""

import argparse
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kientoan.accounts import actions
from kientoan.accounts.models import ApiToken, User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed


class Command(DomainCommand):
    """Make, list and withdraw tokens."""

    help = gettext_noop("Make, list and withdraw the tokens with which programs use the API.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare make, list and revoke."""
        make = add("make", self.make, _("give an account a token; its text is shown once"))
        make.add_argument("--user", required=True, help=_("the account that the token acts for"))
        make.add_argument("--name", required=True, help=_("what it is for"))
        make.add_argument("--write", action="store_true", help=_("it may write; without this it can only look"))
        make.add_argument("--days", type=int, default=actions.LONGEST_TOKEN, help=_("for how many days it holds"))
        listing = add("list", self.list, _("list tokens, newest first"))
        listing.add_argument("--user", help=_("only those of this account"))
        revoke = add("revoke", self.revoke, _("withdraw a token at once"))
        revoke.add_argument("number", type=int, help=_("its number in the list"))
        revoke.add_argument("--reason", default="", help=_("why, for the record"))

    def make(self, *, by: User, user: str, name: str, write: bool, days: int) -> Printed:
        """The token's text, shown this once."""
        token, text = actions.make_token(user=_account(user), name=name, by=by, may_write=write, days=days)
        lines = [
            _("The token, shown only now: keep it where the program reads it, never in its source."),
            text,
            _line(token),
        ]
        return Printed(lines, {**_value(token), "token": text})

    def list(self, *, by: User, user: str | None) -> Printed:
        """The tokens that the account who acts may see."""
        tokens = ApiToken.objects.visible_to(by).select_related("user").order_by("-made_at", "-pk")
        found = list(tokens.filter(user=_account(user)) if user else tokens)
        return Printed([_line(one) for one in found] or [_("There is no token.")], [_value(one) for one in found])

    def revoke(self, *, by: User, number: int, reason: str) -> Printed:
        """Withdraw a token by its number."""
        token = ApiToken.objects.visible_to(by).select_related("user").filter(pk=number).first()
        if token is None:
            raise Refused(_("There is no token with the number %(number)d.") % {"number": number})
        actions.revoke_token(token=token, by=by, reason=reason)
        return Printed([_line(token)], _value(token))


def _account(name: str) -> User:
    user = User.objects.filter(username=name.strip().lower()).first()
    if user is None:
        raise Refused(_("There is no active account “%(name)s”.") % {"name": name})
    return user


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return _("withdrawn at %(time)s") % {"time": f"{timezone.localtime(token.revoked_at):%H:%M %d/%m/%Y}"}
    return _("ended") if token.ends_at <= clock.now() else _("holds")


def _line(token: ApiToken) -> str:
    may = _("may write") if token.may_write else _("only looks")
    end = timezone.localtime(token.ends_at)
    return f"{token.pk:>6}  {token.user.username}  {token.name}  {may}  {_state(token)}  → {end:%d/%m/%Y}"


def _value(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "user": token.user.username,
        "name": token.name,
        "may_write": token.may_write,
        "made_at": token.made_at,
        "ends_at": token.ends_at,
        "revoked_at": token.revoked_at,
    }
