"""Routes of accounts beside those of allauth."""

from django.urls import path

from kientoan.accounts import views

urlpatterns = [
    path("code/", views.sign_in_by_code, name="sign_in_by_code"),
]
