"""In the browser: a draft is issued, acknowledged by the district head, sent in, returned, sent in again, accepted; the report shows it."""

from datetime import date

import pytest
from playwright.sync_api import Browser

from kientoan.accounts.models import User
from kientoan.directives import actions
from kientoan.directives.models import Task
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser import seeing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> dict[str, Unit]:
    """The small city with a secretary in the district and a draft to be issued."""
    units = make.city()
    make.seated(units["H2"])
    make.directive(
        units["T"],
        [actions.Lead(units["H2"]), actions.Lead(units["Q1"])],
        title="Củng cố tổ chức đảng yếu kém ở thôn, tổ dân phố",
        sentence=actions.Sentence("Khẩn trương tham mưu củng cố tổ chức đảng yếu kém ở thôn, tổ dân phố."),
        due=actions.Due(date(2099, 6, 30), "by", "xong trước hết tháng 6", "stated"),
        product="Kế hoạch củng cố",
        product_kind="plan",
        proof="Kế hoạch do bí thư ký",
    )
    return units


def account(name: str, role: Role, unit: Unit) -> User:
    return make.grant(make.account(name, full_name=name), role, unit)


def test_from_a_draft_to_the_report(live_server, browser: Browser, city):
    giver = seeing.person(browser, live_server.url, account("truongban", Role.HEAD, city["T"]))
    doer = seeing.person(browser, live_server.url, account("huyen", Role.HEAD, city["H2"]), width=390)
    page = seeing.opened(giver, f"{live_server.url}/directives/orders/")
    page.get_by_role("link", name="Củng cố tổ chức đảng").click()
    seeing.ready(page)
    seeing.well(page, "directive-draft", whole=True)
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    seeing.ready(page)

    phone = seeing.opened(doer, f"{live_server.url}/")
    phone.get_by_role("link", name="Củng cố tổ chức đảng").first.click()
    seeing.ready(phone)
    seeing.well(phone, "task-phone")
    phone.get_by_role("button", name="Xác nhận đã nhận").click()
    seeing.ready(phone)
    send_in(phone, "Đã lập kế hoạch")

    page.goto(f"{live_server.url}/directives/?list=accept")
    seeing.ready(page)
    seeing.well(page, "tasks")
    page.get_by_role("link", name="Củng cố tổ chức đảng").click()
    seeing.ready(page)
    page.locator("form[action$='/return/'] textarea").fill("Thiếu người chịu trách nhiệm từng việc")
    page.get_by_role("button", name="Trả lại").click()
    seeing.ready(page)

    phone.reload()
    seeing.ready(phone)
    assert "Thiếu người chịu trách nhiệm" in phone.content()
    send_in(phone, "Đã bổ sung người chịu trách nhiệm")

    page.reload()
    seeing.ready(page)
    seeing.well(page, "task", whole=True)
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    seeing.ready(page)
    assert Task.objects.get(lead=city["H2"]).outcome == "on_time"

    page.goto(f"{live_server.url}/directives/progress/")
    seeing.ready(page)
    seeing.well(page, "progress", whole=True)
    assert "50,0 %" in page.content()
    for path in ("board/", "timeline/", "programmes/", "orders/new/", "progress/check/?total=5&done=2&open_in_time=1"):
        phone.goto(f"{live_server.url}/directives/{path}")
        seeing.ready(phone)
        seeing.well(phone)


def send_in(page: seeing.Page, words: str) -> None:
    """Fill in what was done with a file of proof, and send it."""
    page.locator("#submit textarea[name=words]").fill(words)
    page.locator("#submit input[type=file]").set_input_files(
        {"name": "ke-hoach.txt", "mimeType": "text/plain", "buffer": words.encode()}
    )
    page.locator("#submit button[type=submit]").click()
    seeing.ready(page)
    page.wait_for_selector("text=chờ xác nhận")
