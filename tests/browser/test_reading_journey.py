"""Reading a text in a real Chromium: paste it, check the drafts by pointer and by keyboard, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import expect

from kientoan.directives.models import Directive
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser.seeing import opened, person, ready, well

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEXT = """KẾT LUẬN HỘI NGHỊ
Huyện ủy Thượng Vân giao Đảng ủy xã Đông Thạnh kiểm tra chi bộ trước ngày 30/7/2027.
Đảng ủy xã Tân Ngãi khẩn trương củng cố cấp ủy; báo cáo Huyện ủy trong quý III.
Các đơn vị thường xuyên báo cáo.
"""


@pytest.fixture
def city(settings, tmp_path):
    settings.HOME = tmp_path
    return make.city()


@pytest.fixture
def head(city):
    return make.grant(make.account("truong", full_name="Lê Văn Ước"), Role.HEAD, city["H2"])


def test_a_text_is_pasted_and_its_drafts_are_checked_by_keyboard(browser, live_server, head):
    context = person(browser, live_server.url, head)
    page = opened(context, f"{live_server.url}/directives/readings/new/")
    well(page, "reading-new")
    page.fill("main [name=text]", TEXT)
    page.fill("main [name=day]", "2027-07-01")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/directives/readings/*/")
    ready(page)
    well(page, "reading-check")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.dataset.draftNumber")
    expect(page.locator(f'[data-drafts~="{first}"]').first).to_have_class("kt-mark is-found is-lit")
    page.locator("#place-1").hover()
    expect(page.locator("#draft-1.is-lit")).to_be_visible()
    page.locator("#place-1").click()
    assert page.evaluate("document.activeElement.id") == "draft-1"
    page.keyboard.press("a")
    expect(page.locator("#draft-1")).to_have_attribute("data-state", "accepted")
    assert Directive.objects.get().tasks.get().lead.code == "X1"
    expect(page.locator("#tally")).to_contain_text("đã nhận 1")
    page.locator("#draft-2").focus()
    page.keyboard.press("x")
    expect(page.locator("#draft-2")).to_have_attribute("data-state", "dropped")
    page.locator("#draft-3").focus()
    page.keyboard.press("e")
    page.wait_for_url("**/drafts/3/")
    ready(page)
    well(page, "reading-change")
    page.fill("main [name=leads]", "X2")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/directives/readings/*/#draft-3")
    ready(page)
    well(page)
    context.close()


def test_the_check_on_a_phone(browser, live_server, city, head):
    reading = make.reading(city["H2"], TEXT)
    context = person(browser, live_server.url, head, width=390)
    page = opened(context, f"{live_server.url}/directives/readings/{reading.pk}/")
    well(page, "reading-check-phone")
    page.locator("#draft-1 [data-do=accept]").click()
    expect(page.locator("#draft-1")).to_have_attribute("data-state", "accepted")
    page.goto(f"{live_server.url}/directives/readings/")
    ready(page)
    well(page, "reading-list-phone")
    context.close()
