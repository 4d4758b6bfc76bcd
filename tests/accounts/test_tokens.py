"""Tokens by page and by command: one's own only, the text shown once."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from kientoan.accounts.models import ApiToken
from tests import make

ADDRESS = "/accounts/tokens/"


@pytest.fixture
def user(db):
    """Somebody with an account."""
    return make.account("huong")


@pytest.fixture
def client(user):
    """Her browser."""
    client = Client()
    client.force_login(user)
    return client


def run(*words: str) -> str:
    out = StringIO()
    call_command("tokens", *words, stdout=out)
    return out.getvalue()


def works(text: str) -> bool:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 200


def test_a_page_makes_a_token_and_shows_it_once(client, user):
    page = client.post(ADDRESS, {"name": "Kho dữ liệu", "days": "30"})
    text = re.search(r"kt_[\w-]+", page.content.decode())[0]
    assert works(text)
    assert not ApiToken.objects.get(user=user).may_write
    again = client.get(ADDRESS).content.decode()
    assert text not in again
    assert "Kho dữ liệu" in again


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "  "}, {"days": "0"}, {"days": "4000"}, {"days": "x"}])
def test_a_page_makes_none_of_faults(client, wrong):
    page = client.post(ADDRESS, {"name": "Kho", "days": "30"} | wrong)
    assert page.status_code == 200
    assert not ApiToken.objects.exists()


def test_one_withdraws_one_s_own_token_and_nobody_else_s(client, user):
    client.post(ADDRESS, {"name": "Kho", "days": "30"})
    token = ApiToken.objects.get()
    other = Client()
    other.force_login(make.account("khac"))
    assert other.post(f"{ADDRESS}{token.pk}/revoke/").status_code == 404
    assert client.get(f"{ADDRESS}{token.pk}/revoke/").status_code == 405
    client.post(f"{ADDRESS}{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_command_makes_lists_and_withdraws(user):
    made = json.loads(run("make", "--user", "huong", "--name", "Kho", "--write", "--json"))
    assert works(made["token"])
    [listed] = json.loads(run("list", "--user", "huong", "--json"))
    assert (listed["name"], listed["may_write"], "token" in listed) == ("Kho", True, False)
    run("revoke", str(made["id"]), "--reason", "Máy đã thay")
    assert not works(made["token"])
    at = timezone.localtime(ApiToken.objects.get(pk=made["id"]).revoked_at)
    assert f"đã thu hồi lúc {at:%H:%M %d/%m/%Y}" in run("list")


@pytest.mark.parametrize(
    "words",
    [
        ("make", "--user", "ai.do", "--name", "x"),
        ("make", "--user", "operator", "--name", "x"),
        ("make", "--user", "huong", "--name", " "),
        ("make", "--user", "huong", "--name", "x", "--days", "999"),
        ("make", "--user", "huong", "--name", "x", "--by", "khac"),
        ("revoke", "99999999"),
    ],
)
def test_the_command_refuses_with_a_sentence(user, words):
    make.account("khac")
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert refused.value.returncode == 1
    assert not ApiToken.objects.exists()
