"""A clerk's hour in a real Chromium: enter a document with its file, find it by its words, follow it, record a review."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kientoan.documents.models import Document
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(client):
    city = make.city()
    make.resolution(city["H2"], kind="report", written="40-BC/HU", dated=date(2018, 6, 1), abstract="Sơ kết một năm")
    client.force_login(make.grant(make.account("vanthu", full_name="Trần Thị Ước"), Role.SPECIALIST, city["H2"]))
    return client.cookies["sessionid"].value


def seen_well(page, width):
    """No part of the page is wider than the screen, and axe finds nothing."""
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_resolution_is_entered_found_and_followed(browser, live_server, signed_in, settings, tmp_path, width):
    settings.HOME = tmp_path
    context = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": signed_in, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/documents/")
    page.get_by_role("link", name="Vào sổ văn bản").click()
    page.get_by_label("Loại văn bản").select_option("resolution")
    page.get_by_label("Số, ký hiệu").fill("15-NQ/TU")
    page.get_by_label("Ngày văn bản").fill("2017-07-04")
    page.get_by_label("Cơ quan ban hành").fill("Ban Thường vụ Thành ủy")
    page.get_by_label("Trích yếu").fill("Về củng cố tổ chức cơ sở đảng")
    words = "Đến hết năm 2017 không còn chi bộ dưới ba đảng viên."
    page.get_by_label("Tệp văn bản").set_input_files(
        {"name": "nghi-quyet.txt", "mimeType": "text/plain", "buffer": words.encode()}
    )
    page.get_by_role("button", name="Lưu dòng sổ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("15-NQ/TU")
    expect(page.get_by_role("link", name="nghi-quyet.txt")).to_be_visible()

    page.get_by_role("link", name="Ghi các yêu cầu").click()
    page.get_by_label("Yêu cầu").fill("Không còn chi bộ dưới ba đảng viên")
    page.get_by_role("button", name="Ghi mục tiêu").click()
    page.get_by_role("link", name="Về trang văn bản").click()
    page.get_by_role("link", name="Ghi sơ kết, tổng kết").click()
    page.get_by_label("Ngày sơ kết, tổng kết").fill("2018-06-01")
    page.get_by_label("Thể hiện ở văn bản nào").fill("40-BC/HU")
    page.get_by_label("Mức đạt").select_option("partly")
    seen_well(page, width)
    page.get_by_role("button", name="Ghi lần sơ kết, tổng kết").click()
    expect(page.locator("#aims")).to_contain_text("đạt một phần")
    expect(page.locator("#reviews").get_by_role("link", name="40-BC/HU")).to_be_visible()
    seen_well(page, width)

    page.goto(f"{live_server.url}/documents/?q=duoi+ba+dang+vien")
    expect(page.locator("#documents")).to_contain_text("15-NQ/TU")
    expect(page.locator("#documents")).to_contain_text("không còn chi bộ dưới ba đảng viên")
    seen_well(page, width)
    assert Document.objects.get(written="15-NQ/TU").files.count() == 1
    context.close()
