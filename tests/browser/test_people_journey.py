"""Cadres in a real Chromium: a post with its holder, one who acts in it, and the hand-over seen on each day."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kientoan.orgs.models import Body
from kientoan.orgs.rules.roles import Role
from kientoan.people import actions
from kientoan.people.models import Holding, Person
from tests import make
from tests.browser.seeing import opened, person, ready, well

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEAVES, ACTS_FROM, COMES = date(2017, 3, 1), date(2017, 3, 1), date(2017, 6, 1)


@pytest.fixture
def handed_over():
    """A post held until March, acted in until June, held by the next since."""
    city, by = make.city(), make.operator()
    first = make.seated(city["X1"], full_name="Nguyễn Văn Ẩn")
    deputy = actions.add_person(unit=city["X1"], full_name="Lò Thị Ỷ", by=by)
    heir = actions.add_person(unit=city["X1"], full_name="Vũ Đức Ảnh", by=by, born=date(1979, 9, 9), phone="0987654321")
    actions.unseat(holding=first, day=LEAVES, by=by, decision="14-QĐ/HU")
    actions.seat(post=first.post, person=deputy, day=ACTS_FROM, until=COMES, acting=True, by=by, decision="15-QĐ/HU")
    actions.seat(post=first.post, person=heir, day=COMES, by=by, decision="31-QĐ/HU")
    head = make.grant(make.account("truongban", full_name="Trần Thị Ước"), Role.HEAD, city["H2"])
    return first.post, heir, head


@pytest.mark.parametrize("width", [1366, 390])
def test_a_post_its_holders_and_the_hand_over(browser, live_server, handed_over, width):
    post, _heir, head = handed_over
    url = live_server.url
    page = opened(person(browser, url, head, width=width), f"{url}/orgs/units/X1/?as_of=2017-01-15")
    well(page)
    seat = page.get_by_role("listitem").filter(has_text="Bí thư")
    expect(seat.first).to_contain_text("Nguyễn Văn Ẩn")
    page.goto(f"{url}/orgs/units/X1/?as_of=2017-04-15")
    ready(page)
    expect(seat.first).to_contain_text("Lò Thị Ỷ")
    expect(seat.first).not_to_contain_text("Nguyễn Văn Ẩn")
    seat.first.get_by_role("link").first.click()
    ready(page)
    well(page, f"post-{width}")
    assert f"/people/posts/{post.pk}/" in page.url
    held = page.locator("main")
    for said in ("Nguyễn Văn Ẩn", "Lò Thị Ỷ", "Vũ Đức Ảnh", "15-QĐ/HU", "31-QĐ/HU"):
        expect(held).to_contain_text(said)
    page.goto(f"{url}/people/?as_of=2017-06-27")
    ready(page)
    well(page, f"people-{width}")
    page.get_by_role("link", name="Vũ Đức Ảnh").click()
    ready(page)
    well(page, f"person-{width}")
    expect(page.locator("main")).not_to_contain_text("0987654321")
    page.locator("main [name=reason]").fill("Liên hệ họp giao ban")
    page.get_by_role("button", name="Xem, và ghi lại là tôi đã xem").click()
    ready(page)
    well(page)
    expect(page.locator("main")).to_contain_text("0987654321")


def sent(page, button, **given):
    """Fill the form and send it; the browser leads on."""
    well(page)
    for name, value in given.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main").get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    ready(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_body_a_post_a_cadre_and_a_hand_over_through_the_pages(browser, live_server, width):
    head = make.grant(make.account("truongban", full_name="Trần Thị Ước"), Role.HEAD, make.city()["H2"])
    day = "2017-06-27"
    page = opened(person(browser, live_server.url, head, width=width), f"{live_server.url}/orgs/units/X1/?as_of={day}")
    main = page.locator("main")

    main.get_by_role("link", name="Lập một cơ quan").click()
    ready(page)
    page.locator("main [name=kind]").select_option("standing_board")
    sent(page, "Lập một cơ quan", name="Ban Thường vụ", decision="1-QĐ/HU", day="2017-01-01")
    for name in ("Nguyễn Văn Ẩn", "Lò Thị Ỷ"):
        main.get_by_role("link", name="Nhập một cán bộ").click()
        ready(page)
        sent(page, "Nhập cán bộ", full_name=name, born="1970-03-02", phone="0912345678")
        expect(page.locator("body")).to_contain_text(f"Đã nhập {name}")
    well(page, f"people-unit-{width}", whole=True)
    main.get_by_role("link", name="Lập chức vụ trong Ban Thường vụ").click()
    ready(page)
    well(page, f"people-open-post-{width}")
    sent(page, "Lập một chức vụ", title="Bí thư", day="2017-01-01")
    main.get_by_role("link", name="Bí thư").click()
    ready(page)
    main.get_by_role("link", name="Giao chức vụ này").click()
    ready(page)
    sent(page, "Giao chức vụ", person="nguyen van an", decision="2-QĐ/HU", day="2017-01-02")
    expect(main).to_contain_text("2-QĐ/HU")
    main.get_by_role("link", name="Bàn giao chức vụ này").click()
    ready(page)
    sent(page, "Bàn giao", person="Ai Đó", decision="3-QĐ/HU", day="2017-06-01")
    page.faults.clear()  # the browser itself notes the answer 400
    expect(main).to_contain_text("Không có cán bộ “Ai Đó”")
    well(page, f"people-hand-over-{width}", whole=True)
    sent(page, "Bàn giao", person="Lò Thị Ỷ")
    expect(page.locator("body")).to_contain_text("Đã bàn giao chức vụ cho Lò Thị Ỷ")
    well(page, f"people-post-{width}", whole=True)
    assert [(h.person.full_name, str(h.valid)) for h in Holding.objects.order_by("valid")] == [
        ("Nguyễn Văn Ẩn", "[2017-01-02, 2017-06-01)"),
        ("Lò Thị Ỷ", "[2017-06-01, None)"),
    ]
    main.get_by_role("link", name="kết thúc").click()
    ready(page)
    sent(page, "Kết thúc", day="2017-06-20", decision="4-QĐ/HU")
    main.get_by_role("link", name="Nguyễn Văn Ẩn").click()
    ready(page)
    main.get_by_role("link", name="Sửa thông tin").click()
    ready(page)
    well(page, f"people-correct-{width}", whole=True)
    sent(page, "Sửa", full_name="Nguyễn Văn Ân")
    main.get_by_role("link", name="Xoá hẳn").click()
    ready(page)
    well(page, f"people-erase-{width}", whole=True)
    page.locator("main [name=sure]").check()
    sent(page, "Xoá hẳn", reason="Hết thời hạn giữ thông tin cá nhân")
    well(page)
    assert sorted(Person.objects.values_list("full_name", flat=True)) == ["Lò Thị Ỷ", "—"]
    page.goto(f"{live_server.url}/orgs/units/X1/?as_of=2017-06-10")
    ready(page)
    main.get_by_role("link", name="Kết thúc cơ quan Ban Thường vụ").click()
    ready(page)
    sent(page, "Kết thúc một cơ quan", decision="5-QĐ/HU", day="2017-06-25")
    assert str(Body.objects.get().valid) == "[2017-01-01, 2017-06-25)"
