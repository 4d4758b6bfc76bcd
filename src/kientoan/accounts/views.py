"""Pages of accounts, and how allauth is told our ways."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kientoan.accounts import actions
from kientoan.accounts.forms import CodeForm
from kientoan.core.access import Refused


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: accounts are made from the office's list."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth passes it
        """Nobody signs up."""
        return False


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
