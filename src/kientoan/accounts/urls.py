"""Routes of accounts beside those of allauth."""

from django.urls import path

from kientoan.accounts import views

urlpatterns = [
    path("code/", views.sign_in_by_code, name="sign_in_by_code"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", views.revoke_token, name="revoke_token"),
]
