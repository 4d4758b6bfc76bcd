"""Holders of wide roles prove who they are with a second factor before they see anything else."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kientoan.accounts import actions
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.wide import WIDE_ROLES
from tests import make

PASSWORD = "mot-cau-dai-de-nho"
SETUP = "/accounts/second-factor/"


@pytest.fixture(autouse=True)
def _demanded(settings, db):
    """As it is by default."""
    settings.MFA = "wide"
    cache.clear()


@pytest.fixture
def city(db):
    """A small city of real units."""
    return make.city()


def signed_in(role, unit):
    """Someone with the role, who signed in with the password alone."""
    user = make.grant(make.account(f"nguoi.{role}", password=PASSWORD, keeps_password=True), role, unit)
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return user, client


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))


@pytest.mark.parametrize("role", sorted(WIDE_ROLES))
def test_a_wide_role_sets_one_up_first(city, role):
    _user, client = signed_in(role, city["H2"])
    for address in ("/", "/orgs/", "/accounts/tokens/"):
        assert client.get(address).headers["Location"] == SETUP
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == SETUP
    page = client.get(SETUP)
    assert page.status_code == 200
    assert reverse("mfa_activate_totp") in page.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - WIDE_ROLES))
def test_other_roles_need_none(city, role):
    _user, client = signed_in(role, city["H2"])
    assert client.get("/").status_code == 200


def test_with_a_code_of_the_app_pages_open_and_without_it_they_do_not(city):
    user, client = signed_in(Role.HEAD, city["H2"])
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    ask = client.get("/orgs/").headers["Location"]
    assert ask.startswith(reverse("mfa_reauthenticate"))
    assert client.post(ask, {"code": "000000"}).status_code == 200
    assert client.get("/").status_code == 302
    done = client.post(ask, {"code": code(secret)})
    assert (done.status_code, done.headers["Location"]) == (302, "/orgs/")
    assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_proves_it_for_this_session_only(city):
    _user, client = signed_in(Role.HEAD, city["H2"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = re.search(r"data-secret>(\w+)<", client.get(reverse("mfa_activate_totp")).content.decode())[1]
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    assert client.get("/").status_code == 200, "the code just typed is not asked for again"
    other = Client()
    other.post("/accounts/login/", {"login": f"nguoi.{Role.HEAD}", "password": PASSWORD})
    assert other.get("/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "page", ["mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_index"]
)
def test_who_has_not_proved_the_first_cannot_add_another_or_take_it_away(city, page):
    user, client = signed_in(Role.HEAD, city["H2"])
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.get(reverse(page)).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.post(reverse(page)).headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_code_on_paper_does_not_go_round_it(city):
    user = make.grant(make.account("truong.ban"), Role.HEAD, city["H2"])
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    _code, text = actions.hand_out_code(user=user, by=make.operator())
    client = Client()
    assert client.post("/accounts/code/", {"username": user.username, "code": text}).status_code == 302
    assert client.get("/").headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_who_has_only_a_passkey_is_asked_for_it(city):
    user, client = signed_in(Role.HEAD, city["H2"])
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
    assert client.get("/").headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_recovery_codes_alone_are_no_second_factor(city):
    user, client = signed_in(Role.HEAD, city["H2"])
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get("/").headers["Location"] == SETUP


def test_an_ended_grant_demands_none(city):
    user, client = signed_in(Role.HEAD, city["H2"])
    from kientoan.core import clock
    from kientoan.orgs.actions import end_grant

    end_grant(grant=user.grants.get(), day=clock.today(), by=make.operator())
    assert client.get("/").status_code == 200


def test_a_register_of_sample_data_demands_none_and_says_so(db):
    top = make.unit("T", "city_committee", sample=True)
    _user, client = signed_in(Role.HEAD, top)
    assert client.get("/").status_code == 200
    assert "dữ liệu mẫu" in client.get(SETUP).content.decode()


def test_it_can_be_turned_off(city, settings):
    settings.MFA = "off"
    _user, client = signed_in(Role.HEAD, city["H2"])
    assert client.get("/").status_code == 200


def test_one_may_leave_without_it(city):
    _user, client = signed_in(Role.HEAD, city["H2"])
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["me", "units", "openapi.json"])
def test_a_token_of_a_wide_role_without_one_reads_nothing(city, address):
    from tests.api import caller

    head = caller(Role.HEAD, city["H2"], name="truong.ban")
    answer = head.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert "xác thực hai lớp" in answer.json()["detail"]
    TOTP.activate(head.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert head.get(address).status_code == 200


def test_a_token_of_a_narrow_role_needs_none(city):
    from tests.api import caller

    assert caller(Role.CLERK, city["X1"], name="xa").get("me").status_code == 200
