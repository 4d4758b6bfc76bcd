"""A real Chromium looks at every component: no error, no breach of the policy, no fault of accessibility, no overflow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kientoan.core import pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(client):
    """The session cookie of a person who may see the gallery."""
    from kientoan.accounts.models import User
    from kientoan.core.recording import recorded

    with recorded("tests.make_user", by=None):
        user = User.objects.create(username="dev", full_name="Trần Thị Ước", is_staff=True)
    client.force_login(user)
    return client.cookies["sessionid"].value


def open_gallery(browser: Browser, live_server, cookie, *, width=1366, dark=False, still=True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        reduced_motion="reduce" if still else "no-preference",
    )
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/gallery/")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def draw_charts(page: Page) -> None:
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("canvas")).to_be_attached()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_fault_of_accessibility(browser, live_server, signed_in, dark):
    page = open_gallery(browser, live_server, signed_in, dark=dark)
    draw_charts(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.faults == []


def test_the_band_of_sample_data_is_well_too(browser, live_server, signed_in, monkeypatch):
    monkeypatch.setattr(pages._sources, "sample", lambda: True)
    page = open_gallery(browser, live_server, signed_in)
    draw_charts(page)
    assert page.locator(".kt-band.is-sample").is_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_is_wider_than_a_phone(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in, width=360)
    draw_charts(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.faults == []


def test_touch_targets_of_buttons_and_fields_are_44_high(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in, width=360)
    small = page.evaluate(
        """[...document.querySelectorAll('.btn, .form-control, .form-select, summary, .kt-side a, .kt-pages a, .kt-tabs a')]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_slash_goes_to_the_search_only_when_nobody_is_typing(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    page.evaluate(
        "document.body.insertAdjacentHTML('afterbegin', '<input id=probe data-search><textarea id=other></textarea>')"
    )
    page.focus("#other")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "other"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "probe"


def test_the_tree_by_keyboard_loads_a_branch(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    focused = "document.activeElement.dataset.label"
    page.focus("#node-d1")
    for key in ("ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate(focused) == "Đảng bộ phường Ứng Hoè"
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("treeitem", name="Chi bộ thôn 1")).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "Chi bộ thôn 1"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("treeitem", name="Chi bộ thôn 1")).to_be_hidden()
    page.keyboard.press("End")
    assert page.evaluate(focused) == "Đảng bộ Khối doanh nghiệp"
    page.keyboard.press("Home")
    assert page.evaluate(focused) == "Đảng bộ huyện Lạc Thuỷ"


def test_what_was_typed_survives_and_is_offered_again(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    page.fill("form[data-draft] [name=members]", "241")
    page.fill("form[data-draft] [name=reason]", "Hai đồng chí chuyển đi")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.input_value("form[data-draft] [name=members]") == "233"
    page.click("form[data-draft] [data-draft-restore]")
    assert page.input_value("form[data-draft] [name=members]") == "241"
    assert page.input_value("form[data-draft] [name=reason]") == "Hai đồng chí chuyển đi"


def test_a_list_sorts_in_place_and_its_address_can_be_sent(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    page.click("#units-by-members")
    expect(page.locator("#units th[aria-sort=ascending]")).to_contain_text("Đảng viên")
    assert "sort=members" in page.url
    page.click("#units nav a[aria-label='Trang 2']")
    expect(page.locator("#units [aria-current=page]")).to_have_text("2")
    assert page.faults == []


def test_the_day_stays_as_one_moves_about(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    page.goto(f"{live_server.url}/gallery/?as_of=2017-06-27")
    page.click("#units-by-members")
    expect(page.locator("#units th[aria-sort=ascending]")).to_be_visible()
    page.click(".kt-brand")
    assert "as_of=2017-06-27" in page.url


def test_long_work_is_asked_after_until_it_ends(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    expect(page.locator(".kt-progress [role=status]").first).to_contain_text("100,0 % (126/126)", timeout=6000)


def test_the_theme_is_chosen_and_kept(browser, live_server, signed_in):
    page = open_gallery(browser, live_server, signed_in)
    page.click("summary:has-text('Trần Thị Ước')")
    page.click("[data-theme-switch]")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
