"""The account of the machine itself: there once, and nobody signs in with it."""

import pytest
from django.contrib.auth import authenticate

from kientoan.accounts import actions
from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.core.recording import recorded

pytestmark = pytest.mark.django_db


def test_it_is_made_once_and_can_never_sign_in():
    with recorded("tests.without_operator", by=None):
        User.objects.all().delete()
    made = actions.make_operator()
    assert (made.is_service, made.has_usable_password()) == (True, False)
    assert authenticate(username=made.username, password="") is None
    before = Action.objects.count()
    assert actions.make_operator() == made
    assert Action.objects.count() == before
