"""Pages of cadres: within reach, sensitive fields closed, each opening recorded."""

import pytest

from kientoan.core.models import Action
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client):
    """A secretary of a commune, seen by a specialist of the district."""
    city = make.city()
    client.force_login(make.grant(make.account("canbo.h2"), Role.SPECIALIST, city["H2"]))
    return make.seated(city["X1"])


def test_cadres_stand_in_the_list_with_their_posts(client, seat):
    page = client.get("/people/").content.decode()
    for words in ("Nguyễn Văn Ẩn", "Bí thư", "Đảng bộ xã Đông Thạnh"):
        assert words in page
    assert "Nguyễn Văn Ẩn" not in client.get("/people/?q=tran").content.decode()
    assert "Nguyễn Văn Ẩn" in client.get("/people/?q=nguyen van an").content.decode()


def test_who_is_out_of_reach_is_not_there(client, seat):
    client.force_login(make.grant(make.account("canbo.q1"), Role.HEAD, make.Unit.objects.get(code="Q1")))
    assert "Nguyễn Văn Ẩn" not in client.get("/people/").content.decode()
    assert client.get(f"/people/{seat.person_id}/").status_code == 404
    assert client.get(f"/people/posts/{seat.post_id}/").status_code == 404


def test_sensitive_fields_open_for_a_reason_and_leave_a_trace(client, seat):
    url = f"/people/{seat.person_id}/"
    assert "0912345678" not in client.get(url).content.decode()
    refused = client.post(f"{url}sensitive/", {"reason": "xem"})
    assert refused.status_code == 400
    assert "0912345678" not in refused.content.decode()
    opened = client.post(f"{url}sensitive/", {"reason": "Mời họp kiểm điểm giữa năm"})
    assert "0912345678" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    action = Action.objects.get(verb="people.read_sensitive")
    assert (action.by.username, action.reason) == ("canbo.h2", "Mời họp kiểm điểm giữa năm")
    assert "0912345678" not in str(action.detail)


def test_a_reader_cannot_open_them(client, seat):
    client.force_login(make.grant(make.account("docgia"), Role.READER, make.Unit.objects.get(code="H2")))
    page = client.get(f"/people/{seat.person_id}/").content.decode()
    assert "0912345678" not in page
    assert '<form method="post" action="/people/' not in page
    assert client.post(f"/people/{seat.person_id}/sensitive/", {"reason": "Mời họp kiểm điểm"}).status_code == 403
    assert not Action.objects.filter(verb="people.read_sensitive").exists()


def test_a_post_shows_who_held_it(client, seat):
    page = client.get(f"/people/posts/{seat.post_id}/").content.decode()
    for words in ("Nguyễn Văn Ẩn", "9-QĐ/HU", "có người giữ"):
        assert words in page
    assert (
        "không tồn tại vào ngày này" in client.get(f"/people/posts/{seat.post_id}/?as_of=2005-01-01").content.decode()
    )


def test_the_unit_page_shows_posts_and_holders(client, seat):
    page = client.get("/orgs/units/X1/?as_of=2017-06-27").content.decode()
    assert "Nguyễn Văn Ẩn" in page
    assert f"/people/posts/{seat.post_id}/" in page


def test_the_list_of_cadres_leaves_only_with_a_reason(client, seat):
    assert client.get("/people/?export=csv").headers["Content-Type"].startswith("text/html")
    answer = client.get("/people/?export=csv&reason=Lập danh sách dự hội nghị")
    assert "Nguyễn Văn Ẩn" in b"".join(answer.streaming_content).decode()
