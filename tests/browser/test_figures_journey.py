"""Figures asked for, typed on a phone with a bad line, sent back as workbooks, merged: in a real Chromium."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from kientoan.core import clock
from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.imports import template
from kientoan.figures.models import FormIssue
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.browser.seeing import opened, person, ready, well
from tests.worker import work_once

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SENT_BEFORE = {"members_opening": 100, "members": 96}


@pytest.fixture
def city(settings, tmp_path):
    """The small city; each commune has reported for the half-year before."""
    settings.HOME = tmp_path
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=clock.today())
    before = Period.of(clock.today(), "half").previous()
    issue = make.issue([units["X1"]], period=before, due=before.end)
    figures = make.answer(issue) | SENT_BEFORE
    for code in ("X1", "X2", "P1"):
        make.figures(units[code], before.code, **figures)
    return units


@pytest.fixture
def secretary(city):
    """The secretary of a commune."""
    return make.grant(make.account("bithu", full_name="Vũ Thị Ngần"), Role.BASE_SECRETARY, city["X1"])


@pytest.fixture
def specialist(city):
    """A specialist of the city's department."""
    return make.grant(make.account("chuyenvien", full_name="Lê Văn Ước"), Role.SPECIALIST, city["T"])


def send_out(browser, url, user) -> FormIssue:
    """The office sends the half-year form out from its page."""
    page = opened(person(browser, url, user), f"{url}/figures/forms/")
    well(page, "figures-forms")
    page.goto(f"{url}/figures/forms/half_year_commune/send/")
    ready(page)
    page.fill("[name=period]", Period.of(clock.today(), "half").code)
    page.fill("[name=due]", (clock.today() + timedelta(days=10)).isoformat())
    page.fill("[name=decision]", "CV 12-CV/BTCTU")
    well(page, "figures-send-out")
    page.get_by_role("button", name="Gửi đi").click()
    page.wait_for_url("**/figures/sent/*/")
    ready(page)
    well(page)
    page.context.close()
    return FormIssue.objects.latest("pk")


def type_in(page, figures, codes) -> None:
    for code in codes:
        page.fill(f"[name=v-{code}]", str(figures[code]))


def test_a_phone_with_a_bad_line_loses_nothing(browser, live_server, city, secretary, specialist):
    issue = send_out(browser, live_server.url, specialist)
    submission = issue.submissions.get(unit=city["X1"])
    figures = make.answer(issue, members_opening=96)
    phone = person(browser, live_server.url, secretary, width=360)
    page = opened(phone, f"{live_server.url}/")
    page.locator(f"main a[href='/figures/answers/{submission.pk}/']").click()
    ready(page)
    expect(page.locator("#id_v-members_note")).to_contain_text("96")
    well(page, "figures-phone")

    codes = list(figures)
    type_in(page, figures, codes[:10])
    phone.set_offline(True)
    type_in(page, figures, codes[10:])
    send = page.get_by_role("button", name="Gửi số liệu")
    send.scroll_into_view_if_needed()
    expect(page.locator("[data-when=lost]")).to_contain_text("Mất mạng. Bản nháp được giữ trên máy này")
    expect(page.locator("[data-when=lost]")).to_be_in_viewport()
    send.click()
    expect(page.locator("[data-when=unsent]")).to_contain_text("Chưa gửi được")
    for where in ("[data-when=unsent]", "button.btn-primary"):
        expect(page.locator(where).last).to_be_in_viewport()
    expect(page.locator("[data-offline]")).to_be_visible()
    well(page, "figures-phone-offline")
    submission.refresh_from_db()
    assert submission.state == "awaited"
    phone.set_offline(False)
    expect(page.locator("[data-when=back]")).to_contain_text("Có mạng lại")
    expect(page.locator("[data-when=unsent]")).to_be_hidden()
    submission.refresh_from_db()
    assert submission.state == "awaited", "nothing is sent behind one's back"
    phone.set_offline(True)
    assert page.input_value(f"[name=v-{codes[-1]}]") == str(figures[codes[-1]])
    assert page.faults == []
    page.close()
    phone.set_offline(False)

    page = opened(phone, f"{live_server.url}/figures/answers/{submission.pk}/")
    assert page.input_value("[name=v-members]") == ""
    page.click("[data-draft-restore]")
    for code in codes:
        assert page.input_value(f"[name=v-{code}]") == str(figures[code])

    page.fill("[name=v-members]", "555")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.locator("#id_v-members_error")).to_contain_text("555")
    assert page.get_attribute("[name=v-members]", "aria-describedby").split()[-1] == "id_v-members_error"
    page.faults.clear()  # the browser notes the answer 422 itself
    page.locator("main a[href='#id_v-members']").click()
    well(page, "figures-phone-refused")
    page.fill("[name=v-members]", str(figures["members"]))
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.locator("main")).to_contain_text("Đã nhận số liệu")
    well(page)
    submission.refresh_from_db()
    assert (submission.state, submission.channel) == ("accepted", "phone")
    page.reload()
    ready(page)
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    phone.close()


def workbook(issue, unit, **changes) -> bytes:
    buffer = io.BytesIO()
    [blank] = template.blanks(issue, [unit])
    template.write_template(buffer, blank, make.answer(issue, members_opening=96) | changes)
    return buffer.getvalue()


def test_workbooks_are_merged_by_a_worker_and_the_faulty_one_comes_back_marked(
    browser, live_server, city, specialist, tmp_path
):
    issue = send_out(browser, live_server.url, specialist)
    with zipfile.ZipFile(tmp_path / "biểu.zip", "w") as archive:
        archive.writestr("huyện/X2.xlsx", workbook(issue, city["X2"], members=1))
        archive.writestr("huyện/P1.xlsx", workbook(issue, city["P1"]))
    office = person(browser, live_server.url, specialist)
    page = opened(office, f"{live_server.url}/figures/sent/{issue.pk}/")
    page.get_by_role("link", name="Gộp biểu").click()
    ready(page)
    page.set_input_files("[name=files]", tmp_path / "biểu.zip")
    expect(page.locator("[data-filedrop-list]")).to_contain_text("biểu.zip")
    well(page, "figures-merge")
    page.get_by_role("button", name="Gộp biểu").click()
    page.wait_for_url("**/figures/merges/*/")
    ready(page)
    expect(page.locator("progress")).to_be_visible()
    expect(page.locator(".kt-progress [role=status]")).to_contain_text("(0/2)")
    well(page, "figures-merging")

    page.goto(f"{live_server.url}/figures/sent/{issue.pk}/")
    ready(page)
    page.locator("a[href^='/figures/merges/']").click()
    ready(page)
    expect(page.locator("progress")).to_be_visible()
    work_once(tmp_path)
    page.get_by_role("link", name="Xem kết quả").click()
    expect(page.locator("main")).to_contain_text("huyện/X2.xlsx")
    ready(page)
    well(page, "figures-merged")
    with page.expect_download() as download:
        page.locator("a[href$='returned.zip']").click()
    with zipfile.ZipFile(download.value.path()) as back:
        [name] = back.namelist()
        sheet = openpyxl.load_workbook(io.BytesIO(back.read(name)))[template.SHEET]
    row = next(row for row in sheet.iter_rows() if row[1].value == "members")
    assert (name, row[5].value, row[5].fill.fill_type) == ("huyện/X2.xlsx", 1, "solid")
    assert row[5].comment is not None

    page.goto(f"{live_server.url}/figures/sent/{issue.pk}/")
    ready(page)
    expect(page.locator("#answers")).to_contain_text("trả lại để sửa")
    expect(page.locator("main")).to_contain_text("(1/3)")
    well(page, "figures-completeness")
    page.goto(f"{live_server.url}/orgs/units/P1/history/")
    ready(page)
    expect(page.locator("main")).to_contain_text("huyện/P1.xlsx")
    office.close()


def test_every_page_is_well_on_a_phone(browser, live_server, city, specialist):
    issue = make.issue([city["X1"]], period=Period.of(clock.today(), "half"), due=clock.today())
    answer = issue.submissions.get()
    phone = person(browser, live_server.url, specialist, width=360)
    page = opened(phone, f"{live_server.url}/figures/")
    paths = ("", "indicators/", "forms/", "forms/new/", "forms/half_year_commune/", "scorecard/", "sheets/",
             "units/T/targets/", "units/T/targets/set/", f"sent/{issue.pk}/", f"answers/{answer.pk}/",
             f"answers/{answer.pk}/paper/", "units/X1/")  # fmt: skip
    for path in paths:
        page.goto(f"{live_server.url}/figures/{path}")
        ready(page)
        well(page)
    page.goto(f"{live_server.url}/figures/forms/half_year_commune/")
    boxes = page.locator("[name=indicators]")
    assert boxes.count() > 30
    assert all(box.bounding_box()["width"] < 30 for box in boxes.all()[:5]), "a box to tick is no field to type in"
    phone.close()
