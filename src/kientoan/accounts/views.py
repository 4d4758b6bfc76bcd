"""Pages of accounts, and how allauth is told our ways."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from kientoan.accounts import actions, queries
from kientoan.accounts.forms import CodeForm, TokenForm
from kientoan.accounts.models import ApiToken, User
from kientoan.core import clock
from kientoan.core import second_factor as factor
from kientoan.core.access import NotAllowed, Refused
from kientoan.core.pages import is_sample, render_page
from kientoan.core.vietnamese import nfc


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: accounts are made from the office's list."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth passes it
        """Nobody signs up."""
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """A new password is another than the present one."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("This is the present password. Choose another one."))
        cleaned: str = super().clean_password(password, user=user)
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        """Whoever chooses a password is not asked for a new one again; that it was chosen is recorded."""
        actions.choose_password(user=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  allauth passes it
        """Back to what waits for one."""
        return "/"


class NewPasswordMiddleware:
    """Whoever was given a first password by the office chooses one of his or her own before anything else."""

    OPEN = frozenset(
        ["account_change_password", "account_set_password", "account_logout", "account_reauthenticate", "set_language"]
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the view is looked at in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let the page open, or lead to where a password is chosen; the second proof comes before it."""
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        if name in self.OPEN or name == "second_factor" or name.startswith("mfa_"):
            return None
        if not getattr(view, "login_required", True) or not getattr(request.user, "must_change_password", False):
            return None
        first = reverse("account_change_password")
        htmx = getattr(request, "htmx", None)
        return HttpResponseClientRedirect(first) if htmx and not htmx.boosted else redirect(first)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Who signs in at the office's OpenID Connect provider enters the account of the same user name, or none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002  allauth passes them
        """Nobody gets an account by signing in elsewhere."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:  # noqa: ARG002  allauth passes it
        """Tie the identity to its account the first time; refuse with a sentence when there is none, or another."""
        name = _name_at_provider(sociallogin)
        user = queries.person_named(name)
        if user is None or (sociallogin.is_existing and sociallogin.user != user):
            raise NotAllowed(
                _("There is no account here for “%(name)s”. Ask the office that keeps the accounts.") % {"name": name}
            )
        identity = sociallogin.account
        identity.extra_data = {}  # what the provider says of the person is not kept
        if sociallogin.is_existing:
            identity.save(update_fields=["extra_data"])
        else:
            actions.join_identity(user=user, identity=identity)
            sociallogin.user = user


def _name_at_provider(sociallogin: SocialLogin) -> str:
    """The user name that the configured provider states; what another states counts for nothing."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if sociallogin.account.provider not in {app["provider_id"] for app in apps}:
        raise NotAllowed(_("This way to sign in is not set up. Ask the office that keeps the accounts."))
    token, told = (sociallogin.account.extra_data.get(part) or {} for part in ("id_token", "userinfo"))
    if token and told and token.get("sub") != told.get("sub"):
        raise OAuth2Error("userinfo is of another subject than id_token")
    name = told.get("preferred_username") or token.get("preferred_username")
    return nfc(name).strip().lower() if isinstance(name, str) else ""


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the one-time code that the commune handed out on paper."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        if ratelimit.consume(request, action="sign_in_by_code", key=name.lower()):
            try:
                user = actions.use_code(username=name, text=form.cleaned_data["code"])
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                login(request, user, backend="django.contrib.auth.backends.ModelBackend")
                return redirect("/")
        else:
            status = 429
            form.add_error(
                None, _("Too many tries. Wait five minutes, then try again, or ask the commune for a new code.")
            )
    return render(request, "accounts/sign_in_by_code.html", {"form": form}, status=status)


@login_not_required
def closed(request: HttpRequest, key: str = "") -> HttpResponse:  # noqa: ARG001  some addresses hold a key
    """What the sign-in package would offer and the office does: there is no such page, and whom to ask instead."""
    return render(request, "accounts/closed.html", status=404)


@require_http_methods(["GET"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, whether one is set up, and where to set it up."""
    values = {
        "demanded": factor.demanded_of(request.user),
        "there": is_mfa_enabled(request.user, types=factor.STRONG),
        "sample": is_sample(),
    }
    return render_page(request, "accounts/second_factor.html", values)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens for programs; a new one shows its text once."""
    user = signed_in(request)
    form, text = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, text = actions.make_token(user=user, by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            form = TokenForm()
    rows = ApiToken.objects.filter(user=user).order_by("-made_at", "-pk")
    values = {"form": form, "text": text, "tokens": rows, "now": clock.now()}
    response = render_page(request, "accounts/tokens.html", values)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["POST"])
def revoke_token(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one of one's own tokens at once."""
    user = signed_in(request)
    token = get_object_or_404(ApiToken.objects.filter(user=user), pk=number)
    actions.revoke_token(token=token, by=user)
    messages.success(request, _("The token “%(name)s” is withdrawn.") % {"name": token.name})
    return redirect("tokens")


def signed_in(request: HttpRequest) -> User:
    """The account that is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
