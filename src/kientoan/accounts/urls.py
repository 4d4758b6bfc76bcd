"""Routes of accounts: ours, those of the sign-in package that we use, and the closed ones in place of the rest."""

from allauth.account import urls as package
from allauth.socialaccount import views as elsewhere
from django.urls import include, path

from kientoan.accounts import views

# The package reverses some of these names, so they stay, and lead to the page that says whom to ask.
CLOSED = {
    "account_signup": "signup/",
    "account_email": "email/",
    "account_email_verification_sent": "confirm-email/",
    "account_confirm_email": "confirm-email/<str:key>/",
    "account_confirm_login_code": "login/code/confirm/",
    "account_reset_password": "password/reset/",
    "account_reset_password_done": "password/reset/done/",
    "account_reset_password_from_key": "password/reset/key/<str:key>/",
    "account_reset_password_from_key_done": "password/reset/key/done/",
    "socialaccount_connections": "3rdparty/",
    "socialaccount_signup": "3rdparty/signup/",
}

urlpatterns = [
    path("code/", views.sign_in_by_code, name="sign_in_by_code"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", views.revoke_token, name="revoke_token"),
    *(path(pattern, views.closed, name=name) for name, pattern in CLOSED.items()),
    path("", include([route for route in package.urlpatterns if route.name not in CLOSED])),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/login/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", elsewhere.login_error, name="socialaccount_login_error"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
