"""Whoever holds a wide role proves with a second factor who it is, before anything else is shown.

`orgs` says through `wiring.py` of whom this is demanded. A token of the API is no second factor:
whoever must have one and has set none up is refused there too. KIENTOAN_MFA turns it off for a network that has another way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

OFF: Final = "off"
STRONG: Final = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN: Final = frozenset(
    ["second_factor", "set_language", "account_login", "account_logout", "account_reauthenticate", "sign_in_by_code"]
)

PROVING: Final = frozenset(
    ["mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"]
)


@dataclass(slots=True)
class _Source:
    demanded: Callable[[Any], bool] | None = None


_source = _Source()


def register(demanded: Callable[[Any], bool]) -> None:
    """Let `orgs` say of whom a second factor is demanded."""
    _source.demanded = demanded


def demanded_of(user: Any) -> bool:
    """Whether this person must use a second factor."""
    return settings.MFA != OFF and _source.demanded is not None and _source.demanded(user)


def proved(request: HttpRequest) -> bool:
    """Whether a second factor, or a passkey, was used in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def set_up(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Whoever has just set up a second factor has proved it: the same code is not asked for again at once."""
    if authenticator.type in STRONG:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def lacks(user: Any) -> bool:
    """Whether this person must use a second factor and has set none up."""
    return demanded_of(user) and not is_mfa_enabled(user, types=STRONG)


class SecondFactorMiddleware:
    """Sends whoever must use a second factor, and has not, to where it is set up or asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the view is looked at in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let the page open, or lead elsewhere first."""
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        if name in OPEN or name in PROVING or not getattr(view, "login_required", True):
            return None
        user = request.user
        if not user.is_authenticated or proved(request) or not demanded_of(user):
            return None
        if name.startswith("mfa_") and not is_mfa_enabled(user, types=STRONG):
            return None  # the first one is set up; a further one only by whoever has proved the first
        first = self._first(request)
        htmx = getattr(request, "htmx", None)
        return HttpResponseClientRedirect(first) if htmx and not htmx.boosted else redirect(first)

    def _first(self, request: HttpRequest) -> str:
        """Where the person proves it, or sets it up."""
        if not is_mfa_enabled(request.user, types=STRONG):
            return reverse("second_factor")
        has_app = is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP])
        page = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
        back = request.get_full_path() if request.method == "GET" else "/"
        return f"{page}?{urlencode({'next': back})}"
