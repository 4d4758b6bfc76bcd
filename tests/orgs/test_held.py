"""A page asks once what its person holds; a request that writes, and the next page, ask anew."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kientoan.core import clock
from kientoan.core.access import NotAllowed
from kientoan.orgs import access, actions
from kientoan.orgs.models import Unit, held, scope
from kientoan.orgs.rules.roles import Right, Role
from tests import make

if TYPE_CHECKING:
    from kientoan.accounts.models import User

DAY = date(2017, 6, 27)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def asked(statements: CaptureQueriesContext, table: str) -> int:
    return sum(f'FROM "{table}"' in query["sql"] for query in statements.captured_queries)


def test_rights_asked_again_and_again_cost_one_statement(city: dict[str, Unit]) -> None:
    user = make.grant(make.account("cv"), Role.HEAD, city["H2"])
    held.remember_grants(user)
    with CaptureQueriesContext(connection) as statements:
        for right in (Right.CHANGE_UNITS, Right.EXPORT, Right.MERGE_FIGURES, Right.EDIT_RULES):
            assert access.holds(user, right)
            assert access.holds(user, right, city["H2"])
    assert asked(statements, "orgs_grant") == len(statements) == 1
    with CaptureQueriesContext(connection) as statements:
        assert access.holds(user, Right.EXPORT, city["C1"])
        assert access.holds(user, Right.CHANGE_UNITS, city["C1"])
        assert not access.holds(user, Right.CHANGE_UNITS, city["P1"])
    assert len(statements) == 2, "one for each unit"


def test_an_account_that_was_not_told_to_remember_asks_each_time(city: dict[str, Unit]) -> None:
    user = make.account("cv")
    assert not access.holds(user, Right.EXPORT)
    make.grant(user, Role.HEAD, city["H2"])
    assert access.holds(user, Right.EXPORT, city["X1"])
    actions.end_grant(grant=user.grants.get(), day=clock.today(), by=make.operator())
    with pytest.raises(NotAllowed):
        access.check_right(user, Right.EXPORT)


def test_the_next_page_sees_grants_as_they_then_are(client, city: dict[str, Unit]) -> None:
    user = make.grant(make.account("cv"), Role.READER, city["H2"])
    client.force_login(user)
    address = "/orgs/units/X1/"
    assert client.get(address).status_code == 200
    actions.end_grant(grant=user.grants.get(), day=clock.today(), by=make.operator())
    assert client.get(address).status_code == 404


def test_only_a_request_that_looks_remembers(client, city: dict[str, Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[User] = []
    monkeypatch.setattr(held, "remember_grants", told.append)
    client.force_login(make.grant(make.account("cv"), Role.HEAD, city["H2"]))
    client.post("/orgs/units/X1/change/rename/", {})
    assert told == []
    client.get("/orgs/")
    assert len(told) == 1


def test_the_reach_of_rights_is_everything_only_with_every_root(city: dict[str, Unit]) -> None:
    user = make.grant(make.grant(make.account("cv"), Role.READER, city["T"]), Role.HEAD, city["H2"])
    assert held.reach_with(user, Right.EXPORT) != scope.EVERYTHING
    make.grant(user, Role.SECRETARY, city["T"])
    assert held.reach_with(user, Right.EXPORT) == scope.EVERYTHING
    assert held.reach_with(user, Right.EDIT_RULES) != scope.EVERYTHING
    assert held.reach_with(make.account("khong"), Right.EXPORT) == scope.NOTHING
    assert held.reach_with(make.operator(), Right.EXPORT) == scope.EVERYTHING
