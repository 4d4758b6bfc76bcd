"""A sheet of two hundred thousand rows brought to the page: a worker process checks and records it, one may leave and come back."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from kientoan.figures import actions
from kientoan.figures.models import Indicator, Observation, SheetRun
from kientoan.orgs.actions import write_spans
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow
from tests import make
from tests.browser.seeing import opened, person, ready, well
from tests.worker import work_once

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

UNITS, PERIODS = 1_000, ("2016-H1", "2016-H2", "2017-H1", "2017-H2", "2018-H1")
CODES = 40
ROWS = UNITS * len(PERIODS) * CODES


@pytest.fixture
def office(settings, tmp_path):
    """A specialist over a city of a thousand communes."""
    settings.HOME = tmp_path
    units = make.city()
    rows = [
        SpanRow(f"N{n:04}", f"Đảng bộ xã số {n}", "base_committee", "commune", "H2", date(2010, 1, 1), None)
        for n in range(UNITS)
    ]
    write_spans(rows=rows, by=make.operator(), sample=False, reason="test")
    actions.sync_starting_list(by=make.operator(), day=date(2017, 6, 30))
    return make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, units["T"])


def sheet(folder, wrong: str = "") -> str:
    """Nothing happened anywhere: every figure is 0, so that all balances close."""
    codes = list(Indicator.objects.in_use().values_list("code", flat=True)[:CODES])
    path = folder / "so-lieu.csv"
    lines = [f"N{n:04},{code},{period},0" for n in range(UNITS) for period in PERIODS for code in codes]
    path.write_text("\n".join(["unit,indicator,period,value", *lines, wrong]).rstrip() + "\n", encoding="utf-8")
    return str(path)


def told(page) -> tuple[int, int]:
    """Rows done, and of how many, as the page says it."""
    done, total = re.search(r"\(([\d.]+)/([\d.]+)\)", page.locator(".kt-progress [role=status]").inner_text()).groups()
    return int(done.replace(".", "")), int(total.replace(".", ""))


def brought(page, url, path) -> None:
    page.goto(f"{url}/figures/sheets/")
    ready(page)
    page.set_input_files("[name=file]", path)
    expect(page.locator("[data-filedrop-list]")).to_contain_text("so-lieu.csv")
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_url("**/figures/sheets/*/")
    ready(page)


def test_a_large_sheet_is_checked_and_taken_in_by_a_worker(browser, live_server, office, tmp_path, monkeypatch):
    window = person(browser, live_server.url, office)
    page = opened(window, f"{live_server.url}/figures/sheets/")
    well(page, "figures-sheets")
    brought(page, live_server.url, sheet(tmp_path))
    expect(page.locator("progress")).to_be_visible()
    run = SheetRun.objects.get()
    assert (run.step, run.plan) == ("checking", None), "the web process has only put it down"
    well(page, "figures-sheet-waits")

    page.goto(f"{live_server.url}/figures/")
    work_once(tmp_path)
    run.refresh_from_db()
    assert (run.step, run.part, run.total) == ("checked", "check", ROWS)
    assert run.done >= ROWS * 9 // 10
    page.goto(f"{live_server.url}/figures/sheets/")
    ready(page)
    page.get_by_role("link", name="so-lieu.csv").click()
    ready(page)
    expect(page.locator("main")).to_contain_text("Không có lỗi")
    expect(page.locator("main")).to_contain_text("200.000")
    well(page, "figures-sheet-checked")
    assert not Observation.objects.exists()

    page.get_by_role("button", name="Ghi số liệu").click()
    ready(page)
    expect(page.locator("progress")).to_be_visible()
    assert not Observation.objects.exists(), "the web process records nothing of a large sheet"
    SheetRun.objects.filter(pk=run.pk).update(part="record", done=50_000, total=ROWS)
    page.reload()
    ready(page)
    assert told(page) == (50_000, ROWS)
    expect(page.locator(".kt-progress")).to_contain_text("Đang ghi số liệu")
    well(page, "figures-sheet-records")
    work_once(tmp_path)
    page.get_by_role("link", name="Xem kết quả").click()
    ready(page)
    expect(page.locator("main")).to_contain_text("200.000 số liệu mới")
    assert Observation.objects.count() == ROWS
    run.refresh_from_db()
    assert (run.step, run.part) == ("done", "record")
    assert run.done >= ROWS * 9 // 10
    window.close()


def test_a_fault_in_the_last_row_of_a_large_sheet_is_shown_with_its_place(browser, live_server, office, tmp_path):
    window = person(browser, live_server.url, office, width=390)
    page = opened(window, f"{live_server.url}/figures/sheets/")
    brought(page, live_server.url, sheet(tmp_path, wrong="N0001,members,2015-H1,-617.5"))
    work_once(tmp_path)
    page.get_by_role("link", name="Xem kết quả").click()
    ready(page)
    expect(page.locator("#faults")).to_contain_text(f"{ROWS + 2:,}".replace(",", "."))
    expect(page.locator("#faults")).to_contain_text("“-617,5”")
    expect(page.get_by_role("button", name="Ghi số liệu")).to_be_disabled()
    well(page, "figures-sheet-faults")
    assert not Observation.objects.exists()
    window.close()
