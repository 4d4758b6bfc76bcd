"""The home page: what waits, what is new, how to begin."""

from datetime import date, timedelta

import pytest

from kientoan.core import clock, today
from kientoan.home import actions
from kientoan.home.models import LastVisit
from kientoan.orgs import actions as org_actions
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """The small city."""
    return make.city()


def signed_in(client, unit, role=Role.SPECIALIST):
    """An ordinary account over one branch."""
    user = make.grant(make.account("canbo"), role, unit)
    client.force_login(user)
    return user


def test_with_nothing_to_do_it_says_so_and_how_to_begin(client, city):
    signed_in(client, city["H2"])
    page = client.get("/").content.decode()
    assert "Không có việc đến hạn" in page
    assert 'href="/orgs/"' in page


def test_what_is_late_stands_first(client, city, monkeypatch):
    signed_in(client, city["H2"])
    now = clock.today()
    lines = [
        today.Line("Việc còn hạn", "/a", due=now + timedelta(3)),
        today.Line("Việc quá hạn", "/b", due=now - timedelta(2)),
        today.Line("Việc không hạn", "/c"),
    ]
    monkeypatch.setattr(today.MINE, "_members", {"tests": lambda user, day: lines})
    page = client.get("/").content.decode()
    assert page.index("Việc quá hạn") < page.index("Việc còn hạn") < page.index("Việc không hạn")
    assert "quá hạn 2 ngày" in page
    assert "3 việc của tôi (1 quá hạn)" in page


def test_what_changed_since_the_last_visit_within_reach(client, city):
    user = signed_in(client, city["H2"])
    client.get("/")
    LastVisit.objects.filter(user=user).update(seen_at=clock.now() - timedelta(days=2))
    org_actions.rename_unit(
        unit=city["X1"], name="Đảng bộ xã Đông Thượng", day=date(2017, 6, 27), by=make.operator(), decision="77-QĐ/HU"
    )
    org_actions.rename_unit(
        unit=city["P1"], name="Đảng bộ phường Xa", day=date(2017, 6, 27), by=make.operator(), decision="78-QĐ/QU"
    )
    page = client.get("/").content.decode()
    assert "77-QĐ/HU" in page
    assert "78-QĐ/QU" not in page


def test_a_visit_goes_on_until_a_pause(city):
    user = make.account("canbo")
    assert actions.note_visit(user=user) is None
    assert actions.note_visit(user=user) is None
    earlier = clock.now() - timedelta(hours=3)
    LastVisit.objects.filter(user=user).update(seen_at=earlier)
    assert actions.note_visit(user=user) == earlier
    assert actions.note_visit(user=user) == earlier, "the same visit still tells what was new at its beginning"


def test_the_picture_counts_my_tier(client, city):
    signed_in(client, city["H2"])
    page = client.get("/").content.decode()
    assert "Tổ chức theo loại" in page
    assert "/orgs/list/?kind=cell" in page


def test_a_secretary_with_a_phone_sees_only_what_is_due(client, city):
    signed_in(client, city["X1"], Role.BASE_SECRETARY)
    page = client.get("/").content.decode()
    assert "Tổ chức theo loại" not in page
    assert "Không có việc đến hạn" in page


def test_search_answers_for_units_and_people(client, city):
    signed_in(client, city["H2"])
    make.seated(city["X1"], full_name="Trần Đông Hải")
    page = client.get("/search/?q=dong").content.decode()
    assert "Đảng bộ xã Đông Thạnh" in page
    assert "Trần Đông Hải" in page
    assert "Gõ tên hoặc mã" in client.get("/search/").content.decode()


def test_a_visit_is_noted_every_five_minutes_and_a_new_one_begins_after_a_pause(city):
    user = make.account("canbo")
    assert actions.note_visit(user=user) is None
    first = LastVisit.objects.get(user=user).seen_at

    def seen_ago(**ago: int) -> LastVisit:
        LastVisit.objects.filter(user=user).update(seen_at=clock.now() - timedelta(**ago))
        return LastVisit.objects.get(user=user)

    just = seen_ago(minutes=1)
    assert actions.note_visit(user=user) is None
    assert LastVisit.objects.get(user=user).seen_at == just.seen_at, "not each click is written"
    seen_ago(minutes=10)
    assert actions.note_visit(user=user) is None, "the same visit still"
    assert LastVisit.objects.get(user=user).seen_at >= first
    ended = seen_ago(minutes=40)
    assert actions.note_visit(user=user) == ended.seen_at
    assert actions.note_visit(user=user) == ended.seen_at, (
        "the whole visit long it is told what came since the one before"
    )
