"""In the browser: what is late is urged by letter, explained and brought before the leaders; a doubtful letter is settled by a person; slips go on A4; a message leaves marked work out."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.directives.actions import Due
from kientoan.directives.models import Escalation, Message, Urging
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser import seeing

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A4 = (595, 842)


@pytest.fixture
def city(transactional_db: None, settings, tmp_path: Path) -> dict[str, Unit]:
    """A district with a task twenty days late, one marked secret, one due soon; a point for the leaders; a doubtful letter."""
    settings.HOME = tmp_path
    units = make.city()
    today = clock.today()
    for title, days, more in (
        ("Rà soát tổ chức đảng yếu kém", -20, {}),
        ("Kế hoạch kiểm tra cuối năm", 2, {}),
        ("Xem xét đơn thư của công dân", 1, {}),
        ("Việc không được nêu tên", 1, {"secrecy": "secret"}),
    ):
        due = Due(today + timedelta(days=days), "by", "", "stated")
        make.issued(units["T"], [units["H2"]], on=today - timedelta(days=60), title=title, due=due, **more)
    make.point(units["T"], units["Q1"])
    make.letter(units["T"], units["H2"])
    return units


def account(name: str, role: Role, unit: Unit) -> User:
    return make.grant(make.account(name, full_name=name), role, unit)


def test_urged_explained_settled_and_printed(live_server, browser: Browser, city):
    url = live_server.url
    giver = seeing.person(browser, url, account("truongban", Role.HEAD, city["T"]))
    doer = seeing.person(browser, url, account("quan", Role.HEAD, city["Q1"]), width=390)
    page = seeing.opened(giver, f"{url}/directives/reminders/")
    seeing.well(page, "reminders")
    urge_by_letter(page, url)
    explained_and_taken_up(page, seeing.opened(doer, f"{url}/directives/reminders/"), url)
    settle_the_doubtful(page, url)
    slips_on_paper(page, url)
    message_to_paste(page, url)
    phone = seeing.opened(doer, f"{url}/directives/slip/")
    for path in ("slip/", "slip/Q1/", "message/", "burden/", "calendar/", "briefing/", "letters/", "outbox/"):
        phone.goto(f"{url}/directives/{path}")
        seeing.ready(phone)
        seeing.well(phone)


def urge_by_letter(page: Page, url: str) -> None:
    """The letter that is due is opened from its list, signed with a number, and the task is urged."""
    page.goto(f"{url}/directives/letters/")
    seeing.ready(page)
    seeing.well(page, "letters")
    page.get_by_role("link", name="Đảng bộ huyện Thượng Vân").first.click()
    seeing.ready(page)
    seeing.well(page, "letter", whole=True)
    before = Urging.objects.filter(channel="letter").count()
    page.locator("main [name=number]").fill("412")
    page.locator("main [name=symbol]").fill("TU")
    page.locator("main [name=issuer]").fill("Ban Thường vụ Thành ủy Lưu Sơn")
    page.locator("main [name=place]").fill("Lưu Sơn")
    page.locator("main [name=position]").fill("Trưởng Ban")
    page.locator("main button[name=send]").click()
    page.wait_for_url("**/documents/**")
    seeing.ready(page)
    assert Urging.objects.filter(channel="letter").count() > before


def explained_and_taken_up(page: Page, phone: Page, url: str) -> None:
    """The unit explains on a phone why it is late; the giver notes at which briefing it was taken up."""
    seeing.well(phone, "reminders-phone")
    point = Escalation.objects.get()
    phone.locator(f"a[href$='/directives/briefing/{point.pk}/']").first.click()
    seeing.ready(phone)
    phone.locator("main [name=reason]").select_option(index=1)
    phone.locator("main [name=words]").fill("Chờ kết quả kiểm tra ở cơ sở")
    phone.locator("main form button[type=submit]").last.click()
    seeing.ready(phone)
    seeing.well(phone, "point-phone")
    page.goto(f"{url}/directives/briefing/{point.pk}/")
    seeing.ready(page)
    expect(page.locator("main")).to_contain_text("Chờ kết quả kiểm tra")
    page.locator("main [name=where]").fill("Giao ban tuần 35")
    page.locator("main form button[type=submit]").last.click()
    seeing.ready(page)
    point.refresh_from_db()
    assert (point.settled_where, bool(point.explained_on)) == ("Giao ban tuần 35", True)


def settle_the_doubtful(page: Page, url: str) -> None:
    """Nobody can know whether the letter arrived: a person asks, and says so."""
    page.goto(f"{url}/directives/outbox/")
    seeing.ready(page)
    seeing.well(page, "outbox")
    page.get_by_role("button", name="Đã đến").or_(page.locator("button[name=sent]")).first.click()
    seeing.ready(page)
    assert Message.objects.get().state == "sent"
    expect(page.locator("button[name=sent]")).to_have_count(0)


def slips_on_paper(page: Page, url: str) -> None:
    """Monday's slip and the one before a visit are printed on A4, without the product's frame, and name no marked work."""
    for path, words in (("slip/", "Rà soát tổ chức đảng yếu kém"), ("slip/H2/", "Ghi tại cơ sở")):
        page.goto(f"{url}/directives/{path}")
        seeing.ready(page)
        seeing.well(page, f"slip-{'visit' if 'H2' in path else 'monday'}", whole=True)
        with pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
            sheet = paper.pages[0]
            assert (round(sheet.width), round(sheet.height)) == A4
            text = "\n".join(one.extract_text() or "" for one in paper.pages)
        assert words in text or words == "Ghi tại cơ sở"
        assert "Đảng bộ huyện Thượng Vân" in text
        assert "Việc không được nêu tên" not in text
        assert "Bảng việc" not in text


def message_to_paste(page: Page, url: str) -> None:
    """The text for Zalo names open work, and neither marked work nor work with a word that may not leave."""
    page.goto(f"{url}/directives/message/")
    seeing.ready(page)
    seeing.well(page, "message")
    text = page.locator("#kt-message").input_value()
    assert "Kế hoạch kiểm tra cuối năm" in text
    assert "đơn thư" not in text
    assert "Việc không được nêu tên" not in text
    page.get_by_role("button", name="Chép").click()
    expect(page.locator("[data-copied]")).to_be_visible()


def test_the_pages_with_nothing_in_them(live_server, browser: Browser, settings, tmp_path):
    """An office that has given nothing yet sees what will stand there."""
    settings.HOME = tmp_path
    units = make.city()
    context = seeing.person(browser, live_server.url, account("moi", Role.HEAD, units["T"]), width=390)
    page = seeing.opened(context, f"{live_server.url}/directives/")
    for path in (
        "",
        "board/",
        "timeline/",
        "orders/",
        "progress/",
        "programmes/",
        "reminders/",
        "letters/",
        "briefing/",
    ):
        page.goto(f"{live_server.url}/directives/{path}")
        seeing.ready(page)
        seeing.well(page, f"empty-{path.strip('/') or 'tasks'}")
