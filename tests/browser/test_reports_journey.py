"""The half-year report from its building to its signature and back from Word, in a real Chromium."""

import json
import os
import re
import subprocess
import sys

import docx
import pytest
from playwright.sync_api import expect

from kientoan.orgs.rules.roles import Role
from kientoan.reports.models import Edition, Report
from tests import make
from tests.browser.seeing import opened, person, ready, well
from tests.reports.cities import reported
from tests.reports.test_actions import unbalance
from tests.worker import own_database, work_once

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(settings, tmp_path):
    """A small city that has answered; one figure was found wrong since, so that the members do not add up."""
    settings.HOME = tmp_path
    made = make.city()
    made["issue"] = reported(made)
    unbalance(made)
    return made


@pytest.fixture
def head(city):
    """The head of the city's organisation department."""
    return make.grant(make.account("truongban", full_name="Lê Văn Ước"), Role.HEAD, city["T"])


def built(page, home, name: str) -> None:
    """Press the button that builds, let the worker do it, and look again."""
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()
    work_once(home)
    page.reload()
    ready(page)


def written(page, address: str) -> None:
    """Open a section from the list, write it, come back."""
    page.locator(f'main a[href="{address}"]').click()
    page.wait_for_url(f"**{address}*")  # the day looked at goes along
    ready(page)
    page.fill("main [name=text]", "Đã làm theo chương trình; còn một số nơi chậm.")
    if "limits" in address:
        well(page, "reports-section")
    page.get_by_role("button", name="Lưu phần này").click()
    page.wait_for_url(re.compile(r"/reports/\d+/(\?.*)?$"))
    ready(page)


def fetched(page, name: str, path) -> None:
    """Download the newest edition's file."""
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    download.value.save_as(path)


def rewritten(path, old: str, new: str) -> None:
    """What a leader does in Word: one run is typed over."""
    word = docx.Document(path)
    nodes = [one for one in word.element.body.iter() if one.tag.endswith("}t") and one.text == old]
    assert nodes, f"{old!r} stands in no run"
    nodes[0].text = new
    word.save(path)


def checked_by_command(path, home) -> tuple[int, dict]:
    """What `kientoan reports check` says of a file, and its exit code."""
    command = [sys.executable, "-m", "kientoan.cli", "reports", "check", str(path), "--json", "--by", "truongban"]
    done = subprocess.run(
        command, env={**os.environ, **own_database(home)}, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, json.loads(done.stdout)


def test_a_report_is_built_written_held_back_signed_and_checked(browser, live_server, city, head, tmp_path):
    page = opened(person(browser, live_server.url, head), f"{live_server.url}/reports/new/")
    page.select_option("main [name=period]", "2017-H1")
    page.fill("main [name=day]", "2017-06-27")
    page.fill("main [name=as_of]", "2017-06-20")
    built(page, tmp_path, "Dựng bản dự thảo")
    main = page.locator("main")
    expect(main).to_contain_text("chưa khớp")
    expect(main).to_contain_text("Biến động đảng viên (Biểu 1-TCTW)")
    expect(page.get_by_role("button", name="Ban hành bản ký")).to_be_disabled()
    well(page, "reports-held-back", whole=True)

    main.get_by_role("link", name="66,7 % (2/3)").first.click()
    page.wait_for_url("**/figures/**")
    ready(page)
    expect(main).to_contain_text("Đảng bộ xã Đông Thạnh")
    well(page, "reports-rows")
    page.go_back()
    ready(page)

    asked = [one.get_attribute("href") for one in main.locator('a[href*="/sections/"]').all()]
    assert len(asked) == len(make.SECTIONS)
    for address in asked:
        written(page, address)
    make.answered(city["issue"], city["X2"])
    unbalance(city, back=True)
    built(page, tmp_path, "Dựng lại bản dự thảo")
    expect(main).not_to_contain_text("Vì sao chưa ban hành được bản ký")
    draft = tmp_path / "draft.docx"
    fetched(page, "Word", draft)
    built(page, tmp_path, "Ban hành bản ký")
    expect(main).to_contain_text("Bản ký")
    well(page, "reports-signed", whole=True)
    signed = Edition.objects.get(kind="signed")
    for name, suffix in (("Word", "docx"), ("PDF", "pdf")):
        path = tmp_path / f"signed.{suffix}"
        fetched(page, name, path)
        assert path.read_bytes() == signed.contents(suffix)

    code, said = checked_by_command(tmp_path / "signed.docx", tmp_path)
    assert (code, said["agrees"]) == (0, True)
    members = {one["key"]: one["value"] for one in signed.counted["figures"]}["members.closing"]
    rewritten(tmp_path / "signed.docx", members, "999")
    code, said = checked_by_command(tmp_path / "signed.docx", tmp_path)
    assert (code, said["agrees"]) == (1, False)
    assert [(one["key"], one["shown"], one["now"]) for one in said["controls"] if one["state"] != "agrees"] == [
        ("members.closing", "999", members)
    ]
    page.locator("[name=file]").set_input_files(tmp_path / "signed.docx")
    page.get_by_role("button", name="Kiểm số liệu trong tệp").click()
    page.wait_for_url("**/reports/checks/*/")
    ready(page)
    expect(main).to_contain_text("999")
    well(page, "reports-findings")
    page.context.close()


def test_the_report_on_a_phone(browser, live_server, city, head):
    report = make.written(make.report(city["T"]))
    from kientoan.reports import actions

    edition = actions.build_draft(report=report, by=make.operator())
    checked = actions.check_report(contents=edition.contents("docx"), file_name="a.docx", by=head)
    page = opened(person(browser, live_server.url, head, width=390), f"{live_server.url}/reports/")
    well(page, "reports-phone")
    pages = (
        "new/",
        f"{report.pk}/",
        f"{report.pk}/sections/limits/",
        f"{report.pk}/address/",
        "check/",
        f"checks/{checked.pk}/",
    )
    for path in pages:
        page.goto(f"{live_server.url}/reports/{path}")
        ready(page)
        well(page, "reports-report-phone" if path == f"{report.pk}/" else "")
    assert Report.objects.count() == 1
    page.context.close()
