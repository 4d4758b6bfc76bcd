"""Accounts are made by the office: nobody signs up, and a first password is changed before anything else."""

import pytest
from django.test import Client
from django.urls import reverse

from kientoan.accounts import actions
from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
FIRST, OWN = "mat khau dau tien", "câu của riêng tôi 17"
CLOSED = [
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "login/code/confirm/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-abc/",
    "password/reset/key/done/",
    "3rdparty/",
    "3rdparty/signup/",
    "social/connections/",
]


@pytest.fixture
def person() -> User:
    """One whom the office gave a first password."""
    [user] = actions.make_accounts(
        accounts=[actions.NewAccount("canbo", "Lò Thị Ỷ", password=FIRST)], by=make.operator()
    )
    return user


def inside() -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": "canbo", "password": FIRST}).status_code == 302
    return client


@pytest.mark.parametrize("address", CLOSED)
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_the_office_does_is_closed_to_everyone(address, signed_in):
    client = Client()
    if signed_in:
        client.force_login(make.account("canbo"))
    for answer in (client.get(f"/accounts/{address}"), client.post(f"/accounts/{address}", {"email": "a@b.vn"})):
        assert answer.status_code == 404


def test_a_closed_page_says_whom_to_ask(client):
    page = client.get("/accounts/password/reset/").content.decode()
    assert "Tài khoản do cơ quan cấp" in page
    assert "ban tổ chức" in page
    assert reverse("sign_in_by_code") in page


def test_the_sign_in_page_leads_to_none_of_them_and_says_whom_to_ask(client):
    page = client.get("/accounts/login/").content.decode()
    assert not [address for address in CLOSED if f'href="/accounts/{address}' in page]
    assert "Hỏi ban tổ chức của đơn vị" in page


def test_a_first_password_is_changed_before_anything_else(person):
    client = inside()
    change = reverse("account_change_password")
    assert client.get("/orgs/").headers["Location"] == change
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == change
    page = client.get(change)
    assert page.status_code == 200
    assert "mật khẩu do cơ quan cấp" in page.content.decode()
    said = client.post(change, {"oldpassword": FIRST, "password1": OWN, "password2": OWN})
    assert (said.status_code, said.headers["Location"]) == (302, "/")
    assert client.get("/orgs/").status_code == 200
    person.refresh_from_db()
    assert person.check_password(OWN)
    assert not person.must_change_password
    assert Action.objects.get(verb="accounts.choose_password").by == person


def test_a_wrong_or_short_new_password_leaves_everything_closed(person):
    client = inside()
    for old, new in ((FIRST, "ngan"), ("sai", OWN), (FIRST, FIRST)):
        data = {"oldpassword": old, "password1": new, "password2": new}
        assert client.post(reverse("account_change_password"), data).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post("/accounts/logout/").status_code == 302


def test_who_came_with_a_code_chooses_a_password_when_wanted(client):
    user = make.account("bithu")
    _code, text = actions.hand_out_code(user=user, by=make.operator())
    client.post("/accounts/code/", {"username": "bithu", "code": text})
    assert client.get("/").status_code == 200
    assert client.get(reverse("account_change_password")).headers["Location"] == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": OWN, "password2": OWN})
    user.refresh_from_db()
    assert user.check_password(OWN)


def test_the_second_proof_comes_before_the_password(person, settings):
    settings.MFA = "wide"
    make.grant(person, Role.HEAD, make.city()["H2"])
    client = inside()
    assert client.get("/").headers["Location"] == reverse("second_factor")
    assert client.get(reverse("second_factor")).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


def test_accounts_of_sample_data_keep_their_printed_password():
    line = actions.NewAccount("mau", "Mẫu", password=FIRST, keeps_password=True)
    [user] = actions.make_accounts(accounts=[line], by=make.operator())
    assert not user.must_change_password
