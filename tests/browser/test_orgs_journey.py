"""A specialist's morning in a real Chromium: today, the tree by keyboard, a unit, a change looked at and done, the list.

With KIENTOAN_PICTURES=docs/pictures the same journey makes the pictures of the documentation.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kientoan.orgs import actions
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("KIENTOAN_PICTURES", "")


@pytest.fixture
def morning(client):
    """The small city with a merger behind it, a secretary, and the head of a district signed in."""
    city = make.city()
    make.seated(city["X1"])
    ending = make.unit("X3", "base_committee", city["H2"], name="Đảng bộ xã Lãng Ngâm", sector="commune")
    actions.merge_units(
        olds=[ending],
        into=city["X2"],
        day=date(2016, 3, 1),
        by=make.operator(),
        decision="31-QĐ/TU",
    )
    user = make.grant(make.account("truongban", full_name="Trần Thị Ước"), Role.HEAD, city["H2"])
    client.force_login(user)
    return client.cookies["sessionid"].value


def opened(browser, live_server, cookie, *, width=1366, dark=False) -> Page:
    """A page of the signed-in person that notes every fault of the browser."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    return page


def go(page: Page, url: str) -> None:
    """Open an address and wait until its scripts run."""
    page.goto(url)
    page.wait_for_selector("html[data-ready]", state="attached")


def well(page: Page, picture: str = "") -> None:
    """Nothing is wrong with the page for a screen reader or in the browser; its picture is kept where one is wanted."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.faults == []
    if PICTURES and picture:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"orgs-{picture}.png")


def test_a_morning_with_the_register(browser, live_server, morning):
    page = opened(browser, live_server, morning)
    go(page, live_server.url + "/")
    well(page, "today")

    page.get_by_role("link", name="Tổ chức", exact=True).click()
    page.wait_for_url("**/orgs/")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.focus("[role=treeitem]")
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_role("treeitem", name="Chi bộ thôn 2", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#tree-unit h2")).to_have_text("Chi bộ thôn 2")
    page.wait_for_url("**/orgs/?unit=C1")
    well(page, "tree")

    page.fill("#tree-q", "dong thanh")
    expect(page.locator("#tree-found a")).to_have_text("Đảng bộ xã Đông Thạnh")
    page.click("#tree-found a")
    page.wait_for_url("**/units/X1/")
    expect(page.locator("h1")).to_have_text("Đảng bộ xã Đông Thạnh")
    expect(page.locator("main")).to_contain_text("Nguyễn Văn Ẩn")
    well(page, "unit")

    page.get_by_role("link", name="Thay đổi tổ chức này").click()
    page.wait_for_url("**/change/")
    well(page)
    page.get_by_role("link", name="Đổi tên").click()
    page.wait_for_url("**/change/rename/")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.fill("[name=day]", "2017-06-27")
    page.fill("[name=decision]", "77-QĐ/HU")
    page.fill("[name=name]", "Đảng bộ xã Đông Thượng")
    page.get_by_role("button", name="Xem trước kết quả").click()
    expect(page.locator("main")).to_contain_text("Chưa ghi gì")
    well(page, "preview")
    page.get_by_role("button", name="Đổi tên").click()
    page.wait_for_url("**/acts/**")
    expect(page.locator("main")).to_contain_text("77-QĐ/HU")
    well(page)

    go(page, f"{live_server.url}/orgs/units/X3/")
    expect(page.locator("main")).to_contain_text("31-QĐ/TU")
    well(page, "gone")
    go(page, f"{live_server.url}/orgs/list/")
    page.click("#units-by-code")
    expect(page.locator("#units th[aria-sort=ascending]")).to_contain_text("Mã")
    well(page, "list")


PAGES = ("/", "/orgs/", "/orgs/?unit=X1", "/orgs/units/X2/", "/orgs/list/", "/orgs/map/", "/people/", "/search/?q=dong",
         "/orgs/units/X1/grants/", "/orgs/units/X1/history/", "/orgs/units/X1/change/split/")  # fmt: skip


def test_nothing_is_wider_than_a_phone(browser, live_server, morning):
    page = opened(browser, live_server, morning, width=360)
    for path in PAGES:
        go(page, live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
    assert page.faults == []


def test_no_fault_of_accessibility_in_the_dark(browser, live_server, morning):
    page = opened(browser, live_server, morning, dark=True)
    for path in PAGES:
        go(page, live_server.url + path)
        well(page)
