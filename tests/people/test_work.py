"""Work on cadres and posts through the pages: done and recorded, refused in a sentence, the second of two is told."""

import re
from datetime import date

import pytest
from django.test import Client

from kientoan.core import clock
from kientoan.core.models import Action
from kientoan.core.narration import sentence_of
from kientoan.orgs.models import Body
from kientoan.orgs.rules.roles import Role
from kientoan.people import actions
from kientoan.people.models import Holding, Person, Post
from tests import make

pytestmark = pytest.mark.django_db
DAY = "2017-06-27"


@pytest.fixture
def held(client):
    """A secretary of a commune; a specialist of the district is signed in."""
    city = make.city()
    client.force_login(make.grant(make.account("canbo.h2"), Role.SPECIALIST, city["H2"]))
    return make.seated(city["X1"])


@pytest.fixture
def heir(held):
    return actions.add_person(unit=held.person.unit, full_name="Lò Thị Ỷ", by=make.operator())


def version(client: Client, page: str) -> str:
    """The seal that the form carries."""
    return re.search(r'name="version" value="(\w+)"', client.get(page).content.decode())[1]


def send(client: Client, page: str, **given: str):
    return client.post(page, {"version": version(client, page), **given})


def page_of(answer) -> str:
    return answer.content.decode()


def test_a_cadre_is_entered_in_a_unit(client, held):
    done = client.post(
        "/people/units/X1/add/", {"full_name": " Vũ  Đức Ảnh ", "sex": "m", "born": "1979-09-09", "phone": "0987654321"}
    )
    assert (done.status_code, done["Location"]) == (302, "/orgs/units/X1/")
    made = Person.objects.get(full_name="Vũ Đức Ảnh")
    assert (made.unit.code, made.born, made.phone) == ("X1", date(1979, 9, 9), "0987654321")
    assert "0987654321" not in str(Action.objects.get(verb="people.add_person", by__username="canbo.h2").detail)


def test_a_cadre_without_a_name_or_born_tomorrow_is_refused(client, held):
    before = Person.objects.count()
    answer = client.post("/people/units/X1/add/", {"full_name": "", "born": "2990-01-01"})
    assert answer.status_code == 400
    assert "Ngày sinh phải ở trong quá khứ" in page_of(answer)
    assert Person.objects.count() == before


def test_a_post_is_opened_in_a_body_and_the_unit_page_leads_there(client, held):
    url = f"/people/bodies/{held.post.body_id}/open-post/"
    assert url in page_of(client.get(f"/orgs/units/X1/?as_of={DAY}"))
    assert 'value="X1.2"' in page_of(client.get(url))
    done = send(client, url, title="Phó Bí thư", code="X1.PBT", day=DAY)
    assert (done.status_code, done["Location"]) == (302, "/orgs/units/X1/")
    assert str(Post.objects.get(code="X1.PBT").valid) == "[2017-06-27, None)"
    refused = send(client, url, title="Ủy viên", code="X1.UV", day="1999-01-01")
    assert refused.status_code == 422
    assert "không tồn tại vào ngày đó" in page_of(refused)


def test_a_post_is_handed_over_in_one_action_and_the_record_says_so(client, held, heir):
    url = f"/people/posts/{held.post_id}/hand-over/"
    assert url in page_of(client.get(f"/people/posts/{held.post_id}/"))
    assert "Nguyễn Văn Ẩn" in page_of(client.get(url))
    done = send(client, url, person="lo thi y", decision="31-QĐ/HU", day=DAY)
    assert (done.status_code, done["Location"]) == (302, f"/people/posts/{held.post_id}/")
    held.refresh_from_db()
    assert held.valid.upper == date(2017, 6, 27)
    new = Holding.objects.get(person=heir)
    assert (new.valid.lower, new.acting, new.decision) == (date(2017, 6, 27), False, "31-QĐ/HU")
    action = Action.objects.get(verb="people.hand_over")
    assert sentence_of(action) == "Bàn giao chức vụ Bí thư cho người khác, quyết định 31-QĐ/HU"
    assert Action.objects.filter(parent=action.pk).count() == 2


def test_what_cannot_be_handed_over_is_said(client, held, heir):
    url = f"/people/posts/{held.post_id}/hand-over/"
    same = send(client, url, person="Nguyễn Văn Ẩn", decision="31-QĐ/HU", day=DAY)
    assert "đang giữ chức vụ này" in page_of(same)
    nobody = send(client, url, person="Lò Thị Ỷ", decision="31-QĐ/HU", day="2009-01-01")
    assert "Không ai giữ" in page_of(nobody)
    unknown = send(client, url, person="Ai Đó", decision="31-QĐ/HU", day=DAY)
    assert "Không có cán bộ “Ai Đó”" in page_of(unknown)
    held.refresh_from_db()
    assert held.valid.upper is None
    assert not Action.objects.filter(verb="people.hand_over").exists()


def test_someone_acts_in_a_post_until_a_day(client, held, heir):
    url = f"/people/posts/{held.post_id}/seat/"
    done = send(
        client, url, person=f"Lò Thị Ỷ ({heir.pk})", decision="15-QĐ/HU", day=DAY, until="2017-09-01", acting="on"
    )
    assert done.status_code == 302
    new = Holding.objects.get(person=heir)
    assert (new.acting, str(new.valid)) == (True, "[2017-06-27, 2017-09-01)")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "người khác giữ"),
        ({"day": "1999-01-01"}, "không tồn tại vào ngày đó"),
        ({"until": DAY}, "Ngày thôi phải sau ngày bắt đầu"),
    ],
)
def test_what_cannot_be_given_is_said(client, held, heir, given, said):
    url = f"/people/posts/{held.post_id}/seat/"
    answer = send(client, url, **{"person": "Lò Thị Ỷ", "decision": "15-QĐ/HU", "day": DAY, **given})
    assert answer.status_code == 422
    assert said in page_of(answer)
    assert Holding.objects.count() == 1


def test_namesakes_are_told_apart_by_their_number(client, held, heir):
    other = actions.add_person(unit=held.person.unit, full_name="Lò Thị Ỷ", by=make.operator())
    url = f"/people/posts/{held.post_id}/seat/"
    answer = send(client, url, person="Lò Thị Ỷ", decision="15-QĐ/HU", day=DAY, acting="on")
    assert answer.status_code == 400
    for one in (heir, other):
        assert f"({one.pk}) X1" in page_of(answer)
    assert send(client, url, person=str(other.pk), decision="15-QĐ/HU", day=DAY, acting="on").status_code == 302
    assert Holding.objects.get(acting=True).person == other


def test_a_holding_is_ended_and_not_twice(client, held):
    url = f"/people/holdings/{held.pk}/end/"
    assert url in page_of(client.get(f"/people/posts/{held.post_id}/"))
    assert send(client, url, day=DAY, decision="14-QĐ/HU", reason="nghỉ hưu").status_code == 302
    held.refresh_from_db()
    assert held.valid.upper == date(2017, 6, 27)
    assert Action.objects.get(verb="people.unseat").reason == "nghỉ hưu"
    assert url not in page_of(client.get(f"/people/posts/{held.post_id}/"))
    again = send(client, url, day="2018-01-01", decision="15-QĐ/HU")
    assert again.status_code == 422
    assert "Vào ngày ấy người này không giữ chức vụ" in page_of(again)


def test_particulars_are_corrected_without_showing_what_is_sensitive(client, held):
    url = f"/people/{held.person_id}/correct/"
    assert url in page_of(client.get(f"/people/{held.person_id}/"))
    assert "0912345678" not in page_of(client.get(url))
    assert send(client, url, full_name="Nguyễn Văn Ân", sex="m", away="phone", reason="ghi sai").status_code == 302
    person = Person.objects.get(pk=held.person_id)
    assert (person.full_name, person.phone, person.born) == ("Nguyễn Văn Ân", "", date(1970, 3, 2))
    action = Action.objects.get(verb="people.correct_person")
    assert (action.detail, action.reason) == ({"fields": ["full_name", "phone"]}, "ghi sai")
    assert sentence_of(action) == "Sửa thông tin của một cán bộ"
    assert send(client, url, full_name="Nguyễn Văn Ân", sex="f", born="1971-03-02").status_code == 302
    person.refresh_from_db()
    assert (person.sex, person.born) == ("f", date(1971, 3, 2))
    same = send(client, url, full_name="Nguyễn Văn Ân", sex="f")
    assert same.status_code == 422
    assert "không có gì được sửa" in page_of(same)
    assert send(client, url, full_name="Nguyễn Văn Ân", sex="f", born="2990-01-01").status_code == 400


def test_a_person_is_erased_once_no_post_is_held(client, held):
    url = f"/people/{held.person_id}/forget/"
    assert "Người này còn đang giữ chức vụ" in page_of(client.get(f"/people/{held.person_id}/"))
    given = {"reason": "Hết thời hạn giữ thông tin cá nhân", "sure": "on"}
    assert send(client, url, **given).status_code == 422
    actions.unseat(holding=held, day=date(2017, 6, 27), by=make.operator())
    assert send(client, url, reason=given["reason"]).status_code == 400
    assert Person.objects.get().full_name == "Nguyễn Văn Ẩn"
    assert send(client, url, **given).status_code == 302
    assert Person.objects.get().full_name == "—"
    page = page_of(client.get(f"/people/{held.person_id}/"))
    assert url not in page
    refused = send(client, f"/people/{held.person_id}/correct/", full_name="Ai", sex="m")
    assert "đã bị xoá hẳn" in page_of(refused)


def test_a_post_held_until_a_day_to_come_is_held_still(client, held):
    by = make.operator()
    actions.unseat(holding=held, day=clock.today().replace(year=clock.today().year + 1, day=1), by=by)
    answer = send(client, f"/people/{held.person_id}/forget/", reason="Hết thời hạn giữ thông tin", sure="on")
    assert answer.status_code == 422


def test_the_second_of_two_is_told(client, held, heir):
    by = make.operator()
    pages = {
        f"/people/posts/{held.post_id}/seat/": {"person": "Lò Thị Ỷ", "decision": "1-QĐ", "day": DAY, "acting": "on"},
        f"/people/posts/{held.post_id}/hand-over/": {"person": "Lò Thị Ỷ", "decision": "1-QĐ", "day": DAY},
        f"/people/holdings/{held.pk}/end/": {"day": DAY, "decision": "1-QĐ"},
        f"/people/bodies/{held.post.body_id}/open-post/": {"title": "Ủy viên", "code": "u", "day": DAY},
        f"/people/{heir.pk}/correct/": {"full_name": "Lò Thị Ý", "sex": "f"},
        f"/people/{heir.pk}/forget/": {"reason": "Hết thời hạn giữ thông tin", "sure": "on"},
    }
    seen = {page: version(client, page) for page in pages}
    actions.seat(post=held.post, person=heir, day=date(2015, 1, 1), until=date(2015, 3, 1), acting=True, by=by)
    actions.open_post(body=held.post.body, code="u1", title="Ủy viên", day=make.START, by=by)
    actions.correct_person(person=heir, by=by, phone="0900000009")
    before = Action.objects.count()
    for page, given in pages.items():
        answer = client.post(page, {**given, "version": seen[page]})
        assert (page, answer.status_code) == (page, 409)
        assert "Có người khác vừa thay đổi" in page_of(answer)
    assert Action.objects.count() == before


def test_a_body_is_opened_and_ended_with_its_posts(client, held):
    client.force_login(make.grant(make.account("truongban"), Role.HEAD, make.Unit.objects.get(code="H2")))
    assert "/orgs/units/X1/bodies/open/" in page_of(client.get(f"/orgs/units/X1/?as_of={DAY}"))
    opened = {"kind": "standing_board", "name": "Ban Thường vụ", "decision": "5-QĐ/HU", "day": DAY}
    assert send(client, "/orgs/units/X1/bodies/open/", **opened).status_code == 302
    assert str(Body.objects.get(kind="standing_board").valid) == "[2017-06-27, None)"
    url = f"/orgs/bodies/{held.post.body_id}/end/"
    assert url in page_of(client.get(f"/orgs/units/X1/?as_of={DAY}"))
    seen = version(client, url)
    given = {"day": DAY, "decision": "6-QĐ/HU", "reason": "hết nhiệm kỳ"}
    assert client.post(url, {**given, "version": seen}).status_code == 302
    for thing in (Body.objects.get(pk=held.post.body_id), Post.objects.get(), Holding.objects.get()):
        assert thing.valid.upper == date(2017, 6, 27)
    action = Action.objects.get(verb="orgs.end_body")
    assert [kind for kind, _label, _outcome in action.detail["held"]] == ["holder", "post"]
    told = client.post(url, {**given, "version": seen})
    assert (told.status_code, "Tổ chức này không có" in page_of(told)) == (422, False)


def test_the_second_of_two_at_a_unit_s_bodies_is_told(client, held):
    client.force_login(make.grant(make.account("truongban"), Role.HEAD, make.Unit.objects.get(code="H2")))
    page = "/orgs/units/X1/bodies/open/"
    seen = version(client, page)
    given = {"kind": "standing_board", "name": "Ban Thường vụ", "decision": "5-QĐ/HU", "day": DAY}
    assert send(client, page, **given).status_code == 302
    answer = client.post(page, {**given, "version": seen})
    assert answer.status_code == 409
    assert "Có người khác vừa thay đổi" in page_of(answer)
    assert Body.objects.filter(kind="standing_board").count() == 1
    wrong = send(client, page, **{**given, "day": "1990-01-01"})
    assert wrong.status_code == 422


def test_a_reader_sees_no_way_to_work(client, held):
    client.force_login(make.grant(make.account("docgia"), Role.READER, make.Unit.objects.get(code="H2")))
    for page in (f"/people/{held.person_id}/", f"/people/posts/{held.post_id}/", f"/orgs/units/X1/?as_of={DAY}"):
        text = page_of(client.get(page))
        for way in ("/correct/", "/seat/", "/hand-over/", "/end/", "/add/", "/open-post/", "/bodies/open/"):
            assert way not in text
