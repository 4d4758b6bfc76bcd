"""The API of accounts: who one is, and one's own tokens."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kientoan.accounts import actions
from kientoan.accounts.models import ApiToken, User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Paging, Reason, Rows, acting, paged

router = Router(tags=["accounts"])


class TokenOut(Schema):
    """A token; its text is never shown again."""

    id: int
    name: str
    may_write: bool
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


class Me(Schema):
    """The account that the token acts for."""

    username: str
    full_name: str
    language: str
    token: TokenOut


class TokenIn(Schema):
    """A token to make; it cannot outlive the token that makes it, nor may it write if that one may not."""

    name: str = Field(min_length=1, max_length=80, description="What it is for.")
    may_write: bool = False
    days: int = Field(30, ge=1, le=actions.LONGEST_TOKEN, description="For how many days it holds.")


class NewToken(Schema):
    """A token just made, with its text: keep it now."""

    text: str
    token: TokenOut


class Withdrawal(Schema):
    """Why a token is withdrawn."""

    reason: Reason = ""


def own_token(request: HttpRequest, number: int) -> ApiToken:
    """One of the tokens that one may see, or 404."""
    user: User = acting(request)
    return get_object_or_404(ApiToken.objects.visible_to(user), pk=number)


@router.get("/me", response=Me)
def me(request: HttpRequest) -> Me:
    """Who one is: the account and the token in use."""
    user: User = acting(request)
    token = TokenOut.from_orm(request.auth)  # type: ignore[attr-defined]
    return Me(username=user.username, full_name=user.full_name, language=user.language, token=token)


@router.get("/me/tokens", response=Rows[TokenOut])
def list_tokens(request: HttpRequest, paging: Query[Paging]) -> object:
    """One's own tokens, newest first."""
    return paged(ApiToken.objects.visible_to(acting(request)).order_by("-made_at", "-pk"), paging)


@router.post("/me/tokens", response={201: NewToken})
def make_token(request: HttpRequest, body: TokenIn) -> Status:
    """Make another token for oneself."""
    used: ApiToken = request.auth  # type: ignore[attr-defined]
    left = (used.ends_at - clock.now()).days
    if body.days > left:
        raise Refused(
            _("The new token would outlive the one that makes it, which ends in %(days)d days.") % {"days": left}
        )
    user = acting(request)
    token, text = actions.make_token(user=user, name=body.name, by=user, may_write=body.may_write, days=body.days)
    return Status(201, {"text": text, "token": token})


@router.post("/me/tokens/{number}/revoke", response=TokenOut)
def revoke_token(request: HttpRequest, number: int, body: Withdrawal) -> ApiToken:
    """Withdraw one of one's own tokens at once."""
    return actions.revoke_token(token=own_token(request, number), by=acting(request), reason=body.reason)
