"""From the run of a review to its report, as a specialist sees it in a real Chromium."""

import pytest
from playwright.sync_api import expect

from kientoan.orgs.rules.roles import Role
from kientoan.review.models import Run
from tests import make
from tests.browser.seeing import opened, person, ready, well
from tests.review import situations
from tests.worker import work_once

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(settings, tmp_path):
    """A small city: one commune weak, one good, one silent."""
    settings.HOME = tmp_path
    return situations.judged_city()


@pytest.fixture
def specialist(city):
    """A specialist of the city's department."""
    return make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])


def test_from_a_run_to_its_reasons_to_the_report(browser, live_server, city, specialist):
    context = person(browser, live_server.url, specialist)
    page = opened(context, f"{live_server.url}/review/start/")
    well(page, "review-start")
    page.fill("main [name=period]", "2017-H1")
    page.fill("main [name=as_of]", "2017-06-30")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/review/requests/*/")
    ready(page)
    work_once()
    run = Run.objects.get()
    page.goto(f"{live_server.url}/review/runs/{run.pk}/")
    ready(page)
    expect(page.locator("main")).to_contain_text("Đã rà soát 3/3")
    well(page, "review-run")
    page.locator("main").get_by_role("link", name="Đảng bộ xã Đông Thạnh").first.click()
    page.wait_for_url(f"**/review/runs/{run.pk}/units/X1/")
    ready(page)
    well(page, "review-result")
    page.goto(f"{live_server.url}/review/rules/")
    ready(page)
    well(page, "review-rules")
    page.goto(f"{live_server.url}/reports/new/")
    ready(page)
    well(page, "reports-new")
    context.close()


def test_the_run_on_a_phone(browser, live_server, city, specialist):
    run = situations.run(city)
    context = person(browser, live_server.url, specialist, width=360)
    page = opened(context, f"{live_server.url}/review/runs/{run.pk}/")
    well(page, "review-run-phone")
    page.goto(f"{live_server.url}/review/runs/{run.pk}/units/X1/")
    ready(page)
    well(page, "review-result-phone")
    context.close()
