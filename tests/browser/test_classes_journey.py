"""From a unit's page to its year class, to a decision and a conclusion recorded, to the next run, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from kientoan.orgs.rules.roles import Role
from kientoan.review import actions
from kientoan.review.models import DecidedClass
from tests import make
from tests.browser.seeing import opened, person, ready, well

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def propose(city):
    """A run over the whole city, as the worker makes it."""
    return actions.run_classes(unit=city["T"], year=2016, by=make.operator(), only_if_changed=True)


@pytest.fixture
def city():
    """A small city with a score of one commune, and a run of the year class."""
    made = make.city()
    make.figures(made["X2"], "2016", self_score=80)
    propose(made)
    return made


def test_from_the_unit_to_its_class_to_a_decision_and_the_next_run(browser, live_server, city):
    specialist = make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])
    context = person(browser, live_server.url, specialist)
    page = opened(context, f"{live_server.url}/orgs/units/X2/?as_of=2017-06-30")
    expect(page.locator("main")).to_contain_text("Xếp loại năm 2016")
    page.locator("main").get_by_role("link", name="Từng quy tắc và các quyết định").click()
    page.wait_for_url("**/review/classes/2016/X2/**")
    ready(page)
    expect(page.locator("main")).to_contain_text("chưa đủ căn cứ")
    well(page, "review-class", whole=True)
    page.locator("main").get_by_role("link", name="Ghi nhận quyết định xếp loại").click()
    page.wait_for_url("**/review/units/X2/classes/**")
    ready(page)
    page.select_option("main [name=grade]", "weak")
    page.fill("main [name=decision]", "71-QĐ/HU")
    page.fill("main [name=decided_on]", "2017-01-10")
    page.select_option("main [name=rule]", "K1")
    page.fill("main [name=day]", "2016-09-01")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main form")).to_contain_text("Kết luận phải có đủ")
    ready(page)
    assert not DecidedClass.objects.exists()
    page.faults.clear()  # the browser notes the refusal (400), which was wanted
    page.fill("main [name=number]", "12-KL/UBKTTU")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main table").last).to_contain_text("71-QĐ/HU")
    ready(page)
    well(page, "review-decide", whole=True)
    page.goto(f"{live_server.url}/review/classes/?year=2016")
    ready(page)
    expect(page.locator("main")).to_contain_text("chưa được tính")
    propose(city)
    page.reload()
    ready(page)
    page.locator("[data-chart]").scroll_into_view_if_needed()
    expect(page.locator("[data-chart] canvas, [data-chart] svg").first).to_be_visible()
    well(page, "review-classes", whole=True)
    page.locator("main").get_by_role("link", name="Đảng bộ xã Tân Ngãi").first.click()
    page.wait_for_url("**/review/classes/2016/X2/**")
    ready(page)
    expect(page.locator("main")).to_contain_text("12-KL/UBKTTU")
    expect(page.locator("main")).to_contain_text("đúng như đề xuất")
    page.goto(f"{live_server.url}/review/units/X2/conclusions/")
    ready(page)
    well(page, "review-conclusions")
    page.locator("main table").get_by_role("link").last.click()
    page.wait_for_url("**/withdraw/**")
    ready(page)
    well(page, "review-withdraw")
    context.close()


def test_the_classes_on_a_phone(browser, live_server, city):
    specialist = make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])
    context = person(browser, live_server.url, specialist, width=360)
    page = opened(context, f"{live_server.url}/review/classes/?year=2016")
    well(page)
    for address in ("classes/2016/X2/", "units/X1/classes/?year=2016", "classes/start/?year=2016"):
        page.goto(f"{live_server.url}/review/{address}")
        ready(page)
        well(page)
    context.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_scorecard_keeps_the_unit_in_sight(browser, live_server, city, width):
    make.issue([city["X1"], city["X2"]])
    specialist = make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])
    context = person(browser, live_server.url, specialist, width=width)
    page = opened(context, f"{live_server.url}/figures/scorecard/?as_of=2017-06-30")
    well(page)
    first = page.locator("#scorecard tbody th").first
    before = first.bounding_box()
    assert before["width"] >= (240 if width == 1366 else 120)
    page.locator("#scorecard .kt-scroll").evaluate("it => { it.scrollLeft = 10000 }")
    assert page.locator("#scorecard .kt-scroll").evaluate("it => it.scrollLeft") > 0
    assert abs(first.bounding_box()["x"] - before["x"]) < 2
    context.close()
