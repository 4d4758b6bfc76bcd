"""What the actions on bodies and roles refuse whoever calls them: nothing is written then."""

from datetime import date

import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.orgs import actions
from kientoan.orgs.models import Grant
from kientoan.orgs.rules.operations import BodyRow
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 27)


@pytest.fixture
def city():
    """The small city."""
    return make.city()


def give(city, **changes):
    values = {"user": make.account("can.bo"), "role": Role.READER, "day": DAY, "by": make.operator(), **changes}
    return actions.give_grant(**values)


REFUSED = {
    "a role over nothing": lambda c, by: actions.give_grant(user=make.operator(), role=Role.READER, day=DAY, by=by),
    "a role of a service account": lambda c, by: actions.give_grant(
        user=make.operator(), role=Role.READER, unit=c["X1"], day=DAY, by=by
    ),
    "a body without a name": lambda c, by: actions.open_body(
        unit=c["X1"], kind="standing_board", name=" ", day=DAY, by=by
    ),
    "a body of a kind unknown there": lambda c, by: actions.open_body(
        unit=c["X1"], kind="throne", name="Ngai", day=DAY, by=by
    ),
    "a body of a unit unknown": lambda c, by: actions.write_bodies(
        rows=[BodyRow("KHONG", "standing_board", "Ban Thường vụ", DAY)], by=by
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_nothing_is_written(city, name):
    before = Action.objects.count()
    with pytest.raises(Refused):
        REFUSED[name](city, make.operator())
    assert Action.objects.count() == before


def test_a_body_ends_once(city):
    by = make.operator()
    body = actions.open_body(unit=city["X1"], kind="standing_board", name="Ban Thường vụ", day=make.START, by=by)
    with pytest.raises(Refused, match="Ban Thường vụ"):
        actions.end_body(body=body, day=make.START, by=by)
    actions.end_body(body=body, day=DAY, by=by)
    with pytest.raises(Refused, match="Ban Thường vụ"):
        actions.end_body(body=body, day=date(2018, 1, 1), by=by)


def test_a_role_ends_once_and_not_before_it_began(city):
    by = make.operator()
    grant = give(city, unit=city["X1"])
    with pytest.raises(Refused):
        actions.end_grant(grant=grant, day=DAY, by=by)
    actions.end_grant(grant=grant, day=date(2017, 7, 1), by=by)
    with pytest.raises(Refused):
        actions.end_grant(grant=grant, day=date(2017, 8, 1), by=by)


def test_a_role_over_a_portfolio_is_given_and_ended(city):
    by = make.operator()
    portfolio = actions.make_portfolio(name="Khối xã", units=[city["X1"], city["X2"]], by=by)
    grant = give(city, portfolio=portfolio)
    actions.end_grant(grant=grant, day=date(2017, 7, 1), by=by)
    assert Grant.objects.get(pk=grant.pk).valid.upper == date(2017, 7, 1)
    with pytest.raises(Refused):
        give(city, portfolio=portfolio, unit=city["X1"], user=make.account("hai"))
