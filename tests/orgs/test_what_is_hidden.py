"""What a role may never do is left out of a page; what is refused only as things stand keeps its button and says why."""

from datetime import date

import pytest

from kientoan.core.access import NotAllowed, Refused, can
from kientoan.orgs import actions
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
HISTORY, CHANGE, GIVE = "/orgs/units/X1/history/", "/orgs/units/X1/change/", "Giao vai trò"


@pytest.fixture
def city():
    """The small city."""
    return make.city()


def page(client, unit, role, path="/orgs/units/X1/"):
    client.force_login(make.grant(make.account(f"nguoi.{role}"), role, unit))
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.READER, Role.CLERK, Role.BASE_SECRETARY])
def test_a_narrow_role_is_shown_no_way_that_ends_in_a_refusal(client, city, role):
    said = page(client, city["X1"], role)
    assert HISTORY not in said
    assert CHANGE not in said
    assert "Thay đổi mới nhất" not in said
    assert client.get(HISTORY).status_code == 403, "hidden and refused are the same"
    grants = client.get("/orgs/units/X1/grants/").content.decode()
    assert HISTORY not in grants
    assert '<form method="post" class="kt-form"' not in grants
    assert "/orgs/units/X1/accounts/" not in grants


@pytest.mark.parametrize("role", [Role.HEAD, Role.SPECIALIST])
def test_who_may_is_shown_the_way_and_it_opens(client, city, role):
    said = page(client, city["H2"], role)
    for way in (HISTORY, CHANGE):
        assert f'href="{way}"' in said
        assert client.get(way).status_code == 200


def test_what_is_refused_only_now_keeps_its_button_with_the_reason(client, city):
    actions.close_unit(unit=city["C1"], day=date(2018, 1, 1), by=make.operator())
    said = page(client, city["H2"], Role.HEAD, "/orgs/units/C1/change/")
    assert "disabled" in said
    assert 'class="kt-act-why"' in said


def test_sensitive_particulars_stand_only_on_the_page_of_who_may_open_them(client, city):
    person = make.seated(city["X1"]).person
    assert "Thông tin nhạy cảm" not in page(client, city["X1"], Role.READER, f"/people/{person.pk}/")
    assert f'action="/people/{person.pk}/sensitive/"' in page(
        client, city["H2"], Role.SPECIALIST, f"/people/{person.pk}/"
    )


@pytest.mark.parametrize(("error", "never"), [(NotAllowed("x"), True), (Refused("x"), False)])
def test_an_answer_tells_never_from_not_now(error, never):
    def check():
        raise error

    assert can(check).never is never
    assert can(check).reason == "x"
