"""What tests of the API share: tokens, and a client that sends them."""

from typing import Any

from django.core.cache import cache
from django.test import Client

from kientoan.accounts import actions
from kientoan.accounts.models import User
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make


class Caller:
    """A program with a token."""

    def __init__(self, user: User, *, may_write: bool = True) -> None:
        cache.clear()
        self.user = user
        self.token, self.text = actions.make_token(user=user, name="thử", by=user, may_write=may_write)
        self.client = Client(headers={"Authorization": f"Bearer {self.text}"})

    def get(self, address: str, **headers: str) -> Any:
        """The answer to a read."""
        return self.client.get(f"/api/v1/{address}", headers=headers)

    def post(self, address: str, **body: Any) -> Any:
        """The answer to a write."""
        return self.client.post(f"/api/v1/{address}", body, content_type="application/json")


def caller(role: Role, unit: Unit, *, name: str = "", may_write: bool = True) -> Caller:
    """A program that acts for someone with the role over the unit."""
    user = make.account(name or f"may.{role}.{unit.code}".lower())
    return Caller(make.grant(user, role, unit), may_write=may_write)
