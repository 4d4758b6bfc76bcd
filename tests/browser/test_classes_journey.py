"""From the classes of a year to a unit's rules, to a conclusion recorded and withdrawn, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from kientoan.orgs.rules.roles import Role
from kientoan.review import actions
from tests import make
from tests.browser.seeing import opened, person, ready, well

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city():
    """A small city with a score and a decided class of one commune."""
    made = make.city()
    make.figures(made["X2"], "2016", self_score=80)
    actions.record_classes(rows=[actions.ClassRow(made["X2"].pk, 2016, "good", "71-QĐ/HU")], by=make.operator())
    return made


def test_a_conclusion_changes_the_class_that_is_proposed(browser, live_server, city):
    specialist = make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])
    context = person(browser, live_server.url, specialist)
    page = opened(context, f"{live_server.url}/review/classes/?year=2016")
    page.locator("[data-chart]").scroll_into_view_if_needed()
    expect(page.locator("[data-chart] canvas, [data-chart] svg").first).to_be_visible()
    well(page, "review-classes", whole=True)
    page.locator("main").get_by_role("link", name="Đảng bộ xã Tân Ngãi").first.click()
    page.wait_for_url("**/review/classes/2016/X2/")
    ready(page)
    well(page, "review-class", whole=True)
    page.goto(f"{live_server.url}/review/units/X2/conclusions/")
    ready(page)
    page.select_option("main [name=rule]", "K1")
    page.fill("main [name=day]", "2016-09-01")
    page.fill("main [name=number]", "12-KL/UBKTTU")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main table")).to_contain_text("12-KL/UBKTTU")
    ready(page)
    well(page, "review-conclusions")
    page.goto(f"{live_server.url}/review/classes/2016/X2/")
    ready(page)
    expect(page.locator("main")).to_contain_text("Yếu kém")
    page.goto(f"{live_server.url}/review/units/X2/conclusions/")
    ready(page)
    page.locator("main table").get_by_role("link").last.click()
    page.wait_for_url("**/withdraw/")
    ready(page)
    well(page, "review-withdraw")
    context.close()


def test_the_classes_on_a_phone(browser, live_server, city):
    specialist = make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])
    context = person(browser, live_server.url, specialist, width=360)
    page = opened(context, f"{live_server.url}/review/classes/?year=2016")
    well(page)
    page.goto(f"{live_server.url}/review/classes/2016/X2/")
    ready(page)
    well(page)
    context.close()
