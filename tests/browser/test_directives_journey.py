"""In the browser, one journey from end to end: the article is pasted, its drafts checked, one issued, acknowledged, sent in, returned, sent in again, accepted; the report shows it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kientoan.accounts.models import User
from kientoan.directives.models import Directive, Task
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser import seeing

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ARTICLE = """HỘI NGHỊ SƠ KẾT CÔNG TÁC XÂY DỰNG ĐẢNG

Sáng nay, Ban Tổ chức Thành ủy Lưu Sơn tổ chức hội nghị sơ kết công tác xây dựng Đảng. Năm qua, các cấp ủy đã kết nạp 120 đảng viên.

Kết luận hội nghị, Phó Bí thư Thường trực Thành ủy yêu cầu Huyện ủy Thượng Vân khẩn trương củng cố tổ chức đảng yếu kém ở thôn, báo cáo Thành ủy trước ngày 01/7/2099.

Giao Quận ủy Hòa Khê trước ngày 25 hằng tháng báo cáo kết quả giải đáp vướng mắc của cơ sở.
"""


@pytest.fixture
def city(transactional_db: None, settings, tmp_path: Path) -> dict[str, Unit]:
    """The small city, with a secretary in the district."""
    settings.HOME = tmp_path
    units = make.city()
    make.seated(units["H2"])
    return units


def account(name: str, role: Role, unit: Unit) -> User:
    return make.grant(make.account(name, full_name=name), role, unit)


def test_from_the_article_to_the_report(live_server, browser: Browser, city):
    url = live_server.url
    giver = seeing.person(browser, url, account("truongban", Role.HEAD, city["T"]))
    doer = seeing.person(browser, url, account("huyen", Role.HEAD, city["H2"]), width=390)

    page = seeing.opened(giver, f"{url}/directives/readings/new/")
    directive = paste_and_accept(page)
    page.goto(f"{url}/directives/orders/{directive.pk}/")
    seeing.ready(page)
    seeing.well(page, "journey-draft")
    expect(page.locator("main")).to_contain_text("khẩn trương củng cố tổ chức đảng yếu kém")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    seeing.ready(page)
    task = Task.objects.get(directive=directive)
    assert (task.lead, task.state, str(task.deadline)) == (city["H2"], "not_started", "2099-06-30")

    phone = seeing.opened(doer, f"{url}/")
    phone.get_by_role("link", name="củng cố tổ chức đảng").first.click()
    seeing.ready(phone)
    seeing.well(phone, "journey-phone")
    phone.get_by_role("button", name="Xác nhận đã nhận").click()
    seeing.ready(phone)
    send_in(phone, "Đã lập kế hoạch củng cố")

    decide(page, url, "return", "Thiếu người chịu trách nhiệm từng việc")
    phone.reload()
    seeing.ready(phone)
    expect(phone.locator("main")).to_contain_text("Thiếu người chịu trách nhiệm")
    seeing.well(phone, "journey-returned")
    send_in(phone, "Đã bổ sung người chịu trách nhiệm")
    decide(page, url, "accept")
    seeing.well(page, "journey-accepted", whole=True)
    task.refresh_from_db()
    assert (task.state, task.outcome, task.submissions.count()) == ("done", "on_time", 2)

    page.goto(f"{url}/directives/progress/")
    seeing.ready(page)
    seeing.well(page, "journey-report", whole=True)
    expect(page.locator("main")).to_contain_text("100,0 %")
    expect(page.locator("main")).to_contain_text("Đảng bộ huyện Thượng Vân")
    back_to_the_sentence(page, url, task)


def paste_and_accept(page: Page) -> Directive:
    """Paste the article, look at what was found, accept the district's and see that the monthly report recurs."""
    page.fill("main [name=text]", ARTICLE)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/directives/readings/*/")
    seeing.ready(page)
    seeing.well(page, "journey-drafts", whole=True)
    for words in ("Thượng Vân", "Hòa Khê"):
        card = page.locator("[data-draft-number]", has_text=words).first
        card.locator("[data-do=accept]").click()
        expect(card.locator("text=đã nhận").first).to_be_visible()
    monthly = Directive.objects.get(tasks__lead__code="Q1")
    assert (monthly.every, monthly.every_day, monthly.state) == ("month", 24, "draft")
    return Directive.objects.get(tasks__lead__code="H2")


def send_in(page: Page, words: str) -> None:
    """Fill in what was done with a file of proof, and send it."""
    page.locator("#submit textarea[name=words]").fill(words)
    page.locator("#submit input[type=file]").set_input_files(
        {"name": "ke-hoach.txt", "mimeType": "text/plain", "buffer": words.encode()}
    )
    page.locator("#submit button[type=submit]").click()
    seeing.ready(page)
    page.wait_for_selector("text=chờ xác nhận")


def decide(page: Page, url: str, verb: str, reason: str = "") -> None:
    """Open what was sent in from the list of what waits for me, and decide."""
    page.goto(f"{url}/directives/?list=accept")
    seeing.ready(page)
    page.get_by_role("link", name="củng cố tổ chức đảng").first.click()
    seeing.ready(page)
    form = page.locator(f"form[action$='/{verb}/']")
    if reason:
        form.locator("textarea").fill(reason)
    form.locator("button[type=submit]").click()
    seeing.ready(page)


def back_to_the_sentence(page: Page, url: str, task: Task) -> None:
    """From the task one reaches the sentence with its place, and the text in which it stands."""
    page.goto(f"{url}/directives/tasks/{task.pk}/")
    seeing.ready(page)
    expect(page.locator("main")).to_contain_text(task.directive.quote)
    assert ARTICLE[task.directive.start : task.directive.end] == task.directive.quote
    page.locator("a[href*='/directives/readings/']").first.click()
    seeing.ready(page)
    expect(page.locator("section.kt-read-text")).to_contain_text("HỘI NGHỊ SƠ KẾT")
