"""Signing in at the office's OpenID Connect provider: the account of the same user name, and no other.

The provider is outside the product: a server of our own on this machine plays it over HTTP, and signs its id_token.
"""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.core.recording import recorded
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
LOGIN = "/accounts/oidc/oidc/login/"


class Provider(ThreadingHTTPServer):
    """An OpenID Connect provider; what it says of the person is set by the test."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {"sub": "7", "preferred_username": "an"}
        self.issuer = self.address
        self.told: dict[str, Any] = {}

    def id_token(self) -> str:
        now = int(time.time())
        stated = {"iss": self.issuer, "aud": "kientoan", "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(stated, KEY, algorithm="RS256", headers={"kid": "one"})


class Answers(BaseHTTPRequestHandler):
    """Discovery, token, keys and userinfo."""

    server: Provider

    def do_GET(self) -> None:
        here = self.server.address
        pages: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys",
                "userinfo_endpoint": f"{here}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one"}]},
            "/userinfo": {**self.server.claims, **self.server.told},
        }
        if self.path == "/userinfo" and self.headers["Authorization"] != "Bearer pass":
            self.send_error(401)
        else:
            self.say(pages[self.path])

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form.get("code") != ["good"] or form.get("client_secret") != ["s3cret"]:
            self.send_error(400)
            return
        self.say({"access_token": "pass", "token_type": "Bearer", "id_token": self.server.id_token()})

    def say(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with Provider() as server:
        app = {"provider_id": "oidc", "name": "Cổng", "client_id": "kientoan", "secret": "s3cret"}
        app["settings"] = {"server_url": server.address}  # type: ignore[assignment]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def sign_in(client: Client, code: str = "good", query: str = "") -> Any:
    """Press the button, come back from the provider."""
    left = client.post(LOGIN + query)
    assert left.status_code == 302, left.content.decode()
    state = parse_qs(urlsplit(left["Location"]).query)["state"][0]
    return client.get(f"{LOGIN}callback/", {"code": code, "state": state})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_account_of_the_same_name_is_entered_and_tied_once(provider: Provider) -> None:
    user = make.account("an")
    provider.claims["preferred_username"] = " AN"
    for _time in range(2):
        client = Client()
        assert sign_in(client)["Location"] == "/"
        assert who(client) == str(user.pk)
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.uid, tied.extra_data) == (user, "7", {})
    assert Action.objects.filter(verb="accounts.join_identity", by=user).count() == 1


def test_the_sign_in_page_has_the_button_only_where_one_is_set_up(provider: Provider, settings: Any) -> None:
    page = Client().get("/accounts/login/?next=/orgs/").content.decode()
    assert "Đăng nhập qua Cổng" in page
    assert f'action="{LOGIN}"' in page
    make.account("an")
    assert sign_in(Client(), query="?next=/orgs/")["Location"] == "/orgs/"
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert LOGIN not in Client().get("/accounts/login/").content.decode()


def test_an_unknown_name_makes_no_account(provider: Provider) -> None:
    before = User.objects.count()
    client = Client()
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "không có tài khoản" in answer.content.decode()
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == (None, before, 0)


@pytest.mark.parametrize("claims", [{"preferred_username": None}, {"preferred_username": ["an"]}])
def test_no_name_is_nobody(provider: Provider, claims: dict[str, Any]) -> None:
    make.account("an")
    provider.claims |= claims
    client = Client()
    assert sign_in(client).status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_service": True}])
def test_closed_accounts_and_the_system_s_own_stay_closed(provider: Provider, change: dict[str, bool]) -> None:
    user = make.account("an")
    assert sign_in(Client())["Location"] == "/"
    with recorded("tests.change", by=None):
        User.objects.filter(pk=user.pk).update(**change)
    client = Client()
    assert sign_in(client).status_code == 403
    assert who(client) is None


def test_an_identity_that_was_renamed_enters_no_other_account(provider: Provider) -> None:
    make.account("an")
    make.account("binh")
    sign_in(Client())
    provider.claims["preferred_username"] = "binh"
    client = Client()
    assert sign_in(client).status_code == 403
    assert who(client) is None


def test_a_signed_in_person_ties_nobody_else_s_identity_to_the_own_account(provider: Provider) -> None:
    mine = make.account("binh")
    client = Client()
    client.force_login(mine)
    assert sign_in(client, query="?process=connect").status_code == 403
    assert not SocialAccount.objects.filter(user=mine).exists()


@pytest.mark.parametrize(
    "wrong",
    ["issuer", "audience", "over", "subject", "code"],
)
def test_what_the_provider_did_not_say_so_is_refused(provider: Provider, wrong: str) -> None:
    make.account("an")
    if wrong == "issuer":
        provider.issuer = "https://other.example"
    elif wrong == "audience":
        provider.claims["aud"] = "other"
    elif wrong == "over":
        provider.claims["exp"] = int(time.time()) - 3600
    elif wrong == "subject":
        provider.told["sub"] = "8"
    client = Client()
    answer = sign_in(client, code="bad" if wrong == "code" else "good")
    assert "Location" not in answer
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_a_wide_role_still_proves_a_second_factor(provider: Provider, settings: Any) -> None:
    settings.MFA = "wide"
    make.grant(make.account("an"), Role.HEAD, make.city()["H2"])
    client = Client()
    sign_in(client)
    assert client.get("/orgs/")["Location"] == "/accounts/second-factor/"
