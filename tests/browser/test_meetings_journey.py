"""In the browser: a conference from its agenda over the minute-taker's page to a conclusion whose task becomes a directive; the next shows its state."""

import re

import pytest
from playwright.sync_api import Browser

from kientoan.core import clock
from kientoan.directives import actions
from kientoan.meetings.models import Meeting
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser import seeing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TASK = "Củng cố tổ chức đảng yếu kém ở thôn, tổ dân phố"


@pytest.fixture
def city(transactional_db: None) -> dict[str, Unit]:
    """The small city, whose office prepares a conference."""
    return make.city()


def press(page: seeing.Page, name: str) -> None:
    """Press the button of that name and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()
    seeing.ready(page)


def planned(page: seeing.Page, url: str, title: str, *, follows: str = "") -> None:
    page.goto(f"{url}/meetings/new/")
    seeing.ready(page)
    page.locator("[name=organiser]").fill("T")
    page.locator("[name=title]").fill(title)
    page.locator("[name=held_on]").fill(clock.today().isoformat())
    if follows:
        page.locator("[name=follows]").select_option(follows)
    else:
        page.locator("[name=host]").fill("Q1")
    press(page, "Lập cuộc họp")


def test_from_the_agenda_to_the_next_conference(live_server, browser: Browser, city):
    url = live_server.url
    keeper = make.grant(make.account("thuky", full_name="Lê Thị Mận"), Role.SPECIALIST, city["T"])
    desk = seeing.person(browser, url, keeper)
    page = seeing.opened(desk, f"{url}/meetings/")
    seeing.well(page)
    planned(page, url, "Hội nghị sơ kết công tác tổ chức xây dựng Đảng")
    one = Meeting.objects.get()
    for title, minutes in (("Báo cáo sơ kết", "20"), ("Thảo luận", "60")):
        page.locator("[name=i-title]").fill(title)
        page.locator("[name=i-minutes]").fill(minutes)
        press(page, "Đưa vào chương trình")
    page.locator("[name=a-unit]").fill("H2")
    page.locator("[name=a-name]").fill("Vũ Bá Hòe")
    press(page, "Mời họp")
    seeing.well(page, "meeting-planned", whole=True)
    press(page, "Khai mạc cuộc họp")

    take_minutes(browser, url, keeper, one)

    page.goto(f"{url}/meetings/{one.pk}/")
    seeing.ready(page)
    press(page, "Bế mạc cuộc họp")
    page.locator("[name=c-text]").fill(TASK)
    page.locator("[name=c-lead]").fill("Huyện ủy Thượng Vân")
    page.locator("[name=c-is_key]").check()
    press(page, "Thêm vào kết luận")
    press(page, "Chốt kết luận")
    seeing.well(page, "meeting", whole=True)
    give(page, url, one)
    downloads(page, url, one)

    planned(page, url, "Hội nghị quý tới", follows=str(one.pk))
    assert TASK in page.content()
    assert "0/1" in page.content()
    seeing.well(page, "meeting-next")


def take_minutes(browser: Browser, url: str, keeper, one: Meeting) -> None:
    """On a phone: the clock of an item and of a speaker, words saved as one types and there again when the page is."""
    phone = seeing.opened(seeing.person(browser, url, keeper, width=390), f"{url}/meetings/{one.pk}/live/")
    press(phone, "Bắt đầu: Báo cáo sơ kết")
    item = one.agenda.get(position=1)
    assert item.started_at is not None
    phone.locator(f"#note-item-{item.pk}").fill("Đã nghe báo cáo, 9 ý kiến đăng ký")
    phone.wait_for_function("() => !document.querySelector('[data-when=saved]').hidden")
    phone.wait_for_timeout(1500)
    item.refresh_from_db()
    assert item.notes == "Đã nghe báo cáo, 9 ý kiến đăng ký"
    phone.locator("[name=s-speaker]").fill("Vũ Bá Hòe")
    phone.locator("[name=s-unit]").fill("H2")
    phone.locator("[name=s-asked_of]").fill("T")
    press(phone, "Mời phát biểu")
    press(phone, "Bắt đầu: Vũ Bá Hòe")
    said = one.statements.get()
    assert said.started_at is not None
    assert phone.locator(f"#note-item-{item.pk}").input_value() == item.notes
    seeing.well(phone, "meeting-live-phone", whole=True)


def give(page: seeing.Page, url: str, one: Meeting) -> None:
    """The task of the conclusion becomes a directive, which leads back to it."""
    item = one.items.get()
    page.goto(f"{url}/meetings/{one.pk}/conclusion/{item.pk}/")
    seeing.ready(page)
    seeing.well(page)
    page.locator("[name=u-units]").fill("H2")
    page.locator("[name=u-deadline]").fill("2099-06-30")
    page.locator("[name=u-product]").fill("Kế hoạch củng cố")
    with page.expect_navigation():
        page.locator("button[name=draft]").click()
    seeing.ready(page)
    order = item.directives.get()
    page.goto(f"{url}/directives/orders/{order.pk}/")
    seeing.ready(page)
    back = page.locator(f"a[href='/meetings/{one.pk}/conclusion/{item.pk}/']")
    assert back.count() == 1
    actions.issue_directive(directive=order, by=make.operator())
    with page.expect_navigation():
        back.click()
    seeing.ready(page)
    assert "Đảng bộ huyện Thượng Vân" in page.content()
    seeing.well(page, "conclusion-proof", whole=True)


def downloads(page: seeing.Page, url: str, one: Meeting) -> None:
    """Minutes and notice come as Word and PDF."""
    page.goto(f"{url}/meetings/{one.pk}/")
    seeing.ready(page)
    for name, begins in (("Biên bản (Word)", b"PK"), ("Thông báo kết luận (PDF)", b"%PDF")):
        with page.expect_download() as got:
            page.get_by_role("link", name=re.compile(re.escape(name))).click()
        assert got.value.path().read_bytes().startswith(begins)
