"""Cadres in a real Chromium: a post with its holder, one who acts in it, and the hand-over seen on each day."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kientoan.orgs.rules.roles import Role
from kientoan.people import actions
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
