"""A list of units brought to the import page in a real Chromium: every fault by its cell, then the plan, the deed, the record."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser.seeing import opened, person, ready, well
from tests.worker import work_once

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HEAD = "Mã,Tên tổ chức,Loại tổ chức,Loại hình,Mã cấp trên,Từ ngày\n"
GOOD = "X9,Đảng bộ xã Bình Sơn,Đảng bộ cơ sở,xã,H2,01/01/2017\n"


@pytest.fixture
def head():
    """The head of a district's organisation department."""
    return make.grant(make.account("truongban"), Role.HEAD, make.city()["H2"])


def bring(page: Page, file: Path, text: str) -> None:
    """Choose a file and ask what it would do."""
    file.write_text(HEAD + text, encoding="utf-8")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Xem", exact=False).click()
    page.wait_for_load_state()
    ready(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_list_is_refused_with_its_faults_then_seen_done_and_recorded(
    browser, live_server, head, settings, tmp_path, width
):
    settings.HOME = tmp_path
    page = opened(person(browser, live_server.url, head, width=width), f"{live_server.url}/orgs/import/")
    well(page, f"orgs-import-{width}")

    bring(page, tmp_path / "ds.csv", GOOD + "X8,Đảng bộ xã Kia,vua,xã,ZZ,31/02/2017\n")
    page.faults.clear()  # the browser itself notes the answer 400
    faults = page.locator("#faults tbody tr")
    expect(faults).to_have_count(3)
    expect(page.locator("#faults")).to_contain_text("Ghi ngày/tháng/năm")
    expect(page.locator("#faults")).to_contain_text("Không có tổ chức nào mang mã “ZZ”")
    assert not Unit.objects.filter(code="X9").exists()
    well(page, f"orgs-import-faults-{width}", whole=True)

    bring(page, tmp_path / "ds.csv", GOOD)
    expect(page.locator("main")).to_contain_text("Đảng bộ xã Bình Sơn")
    assert not Unit.objects.filter(code="X9").exists()
    well(page, f"orgs-import-plan-{width}", whole=True)

    page.get_by_role("button", name="Thực hiện").click()
    page.wait_for_url("**/orgs/list/")
    ready(page)
    expect(page.locator("body")).to_contain_text("ds.csv")
    page.goto(f"{live_server.url}/orgs/units/X9/history/")
    ready(page)
    expect(page.locator("main")).to_contain_text("truongban")
    well(page)


@pytest.mark.parametrize("width", [1366, 390])
def test_a_long_list_is_left_to_the_queue_and_come_back_to(browser, live_server, head, settings, tmp_path, width):
    settings.HOME = tmp_path
    page = opened(person(browser, live_server.url, head, width=width), f"{live_server.url}/orgs/import/")
    bring(page, tmp_path / "dai.csv", "".join(f"L{n},Chi bộ thôn {n},Chi bộ,xã,X1,01/01/2017\n" for n in range(2_100)))
    page.wait_for_url("**/orgs/import/*/")
    expect(page.locator("progress")).to_be_visible()
    well(page, f"orgs-import-waits-{width}")

    page.goto(f"{live_server.url}/orgs/")
    work_once(tmp_path)
    page.goto(f"{live_server.url}/orgs/import/")
    ready(page)
    well(page)
    page.get_by_role("link", name="dai.csv").click()
    ready(page)
    expect(page.locator("main")).to_contain_text("2.100")
    well(page, f"orgs-import-long-plan-{width}")
    assert not Unit.objects.filter(code="L1").exists()

    page.get_by_role("button", name="Thực hiện").click()
    ready(page)
    expect(page.locator("progress")).to_be_visible()
    assert not Unit.objects.filter(code="L1").exists(), "the web process writes nothing of a long list"
    work_once(tmp_path)
    page.get_by_role("link", name="Xem kết quả").click()
    page.wait_for_selector("h1 + .kt-badge, .kt-head-title")
    ready(page)
    expect(page.locator("main")).to_contain_text("đã thực hiện")
    well(page, f"orgs-import-long-done-{width}")
    assert Unit.objects.filter(code="L1").exists()
