"""The API of reports: how they stand, building and signing as jobs, editions, checking a Word file."""

import hashlib
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kientoan.orgs.rules.roles import Role
from kientoan.reports import actions, tasks
from kientoan.reports.models import CheckedFile, EditionOrder, Report
from tests import make
from tests.api import Caller, caller
from tests.reports.cities import build, reported
from tests.reports.test_actions import edited, unbalance

pytestmark = pytest.mark.django_db
NEW = {"unit": "T", "period": "2017-H1", "day": "2017-06-27", "as_of": "2017-06-20"}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def head(city) -> Caller:
    """A program of the head of the city's organisation department."""
    return caller(Role.HEAD, city["T"])


def check(who: Caller, contents: bytes):
    return who.client.post("/api/v1/report-checks", {"file": SimpleUploadedFile("bao-cao.docx", contents)})


def test_a_report_is_opened_built_by_the_job_and_downloaded(city, head):
    reported(city)
    answer = head.post("reports", **NEW)
    assert answer.status_code == 202
    order = answer.json()
    assert (order["state"], order["kind"], order["edition"]) == ("queued", "draft", None)
    tasks.make_edition(order["id"])
    address = f"reports/{order['report']}"
    done = head.get(f"{address}/orders/{order['id']}").json()
    assert (done["state"], done["done"], done["edition"]) == ("done", done["steps"], 1)
    edition = head.get(f"{address}/editions").json()["items"][0]
    for suffix in ("docx", "pdf"):
        file = head.get(f"{address}/editions/1/{suffix}")
        assert hashlib.sha256(file.content).hexdigest() == edition[suffix]
        assert f'bao-cao-so-ket-t-2017-h1-1.{suffix}"' in file["Content-Disposition"]


def test_a_report_that_cannot_be_opened_is_refused(city, head):
    assert head.post("reports", **NEW | {"period": "2017-Q2"}).status_code == 422
    assert head.post("reports", **NEW | {"as_of": "2017-06-28"}).status_code == 422
    unknown = head.post("reports", **NEW | {"unit": "Z9"})
    assert [one["place"] for one in unknown.json()["errors"]] == ["body.unit"]
    assert caller(Role.SECRETARY, city["T"]).post("reports", **NEW).status_code == 403
    assert not Report.objects.exists()


def test_two_editions_of_one_report_are_not_made_at_once(city, head):
    order = head.post("reports", **NEW).json()
    again = head.post(f"reports/{order['report']}/build")
    assert again.status_code == 422
    assert EditionOrder.objects.count() == 1


def test_a_job_that_is_refused_says_why(city, head):
    order = head.post("reports", **NEW).json()
    actions.fail_order(EditionOrder.objects.get(), "Không còn quyền.")
    said = head.get(f"reports/{order['report']}/orders/{order['id']}").json()
    assert (said["state"], said["refusal"], said["edition"]) == ("failed", "Không còn quyền.", None)
    assert head.post(f"reports/{order['report']}/build").status_code == 202


def test_reports_are_listed_with_their_state(city, head):
    make.report(city["T"])
    build(city, unit=city["Q1"])
    rows = {one["unit"]: one for one in head.get("reports").json()["items"]}
    assert (rows["T"]["state"], rows["T"]["edition"]) == ("no_draft", None)
    assert (rows["Q1"]["state"], rows["Q1"]["edition"]) == ("unwritten", 1)
    assert len(rows["Q1"]["unwritten"]) == rows["Q1"]["sections"] == len(make.SECTIONS)
    assert [one["unit"] for one in head.get("reports?under=Q1").json()["items"]] == ["Q1"]
    assert head.get("reports?period=2016-H2").json()["total"] == 0
    assert head.get("reports?under=Z9").status_code == 404


def test_what_holds_the_signature_back_is_said_and_refused_then_signed(city, head):
    report = make.report(city["T"])
    address = f"reports/{report.pk}"
    assert len(head.get(address).json()["held_back"]) == 1  # there is no draft
    build(city)
    said = head.get(address).json()
    refused = head.post(f"{address}/sign")
    assert refused.status_code == 422
    assert [one["sentence"] for one in refused.json()["errors"]] == said["held_back"]
    assert len(said["held_back"]) == len(make.SECTIONS)
    make.written(report)
    assert head.get(address).json()["state"] == "outdated"
    build(city)
    assert head.get(address).json()["held_back"] == []
    order = head.post(f"{address}/sign").json()
    tasks.make_edition(order["id"])
    assert head.get(address).json()["state"] == "signed"


def test_what_does_not_close_is_told_with_its_place(city, head):
    reported(city)
    unbalance(city)
    address = f"reports/{build(city).report_id}"
    said = head.get(address).json()
    assert said["state"] == "does_not_close"
    (failure,) = (one for one in said["failures"] if one["holds_back"])
    assert "Biến động đảng viên (Biểu 1-TCTW): tổng ghi" in failure["sentence"]
    assert failure["places"]
    assert failure["sentence"] in said["held_back"]
    assert head.get(f"{address}/editions").json()["items"][0]["failures"] == said["failures"]


def test_an_altered_file_is_not_handed_out(city, head):
    edition = build(city)
    edition.path("pdf").write_bytes(b"%PDF-1.7 other")
    address = f"reports/{edition.report_id}/editions"
    refused = head.get(f"{address}/1/pdf")
    assert refused.status_code == 422
    assert "%PDF" not in refused.content.decode()
    assert head.get(f"{address}/1/docx").status_code == 200
    assert head.get(f"{address}/2/docx").status_code == 404
    assert head.get(f"{address}/1/exe").status_code == 422


def test_a_file_of_ours_is_checked_against_the_figures_of_now(city, head):
    issue = reported(city)
    edition = build(city)
    said = check(head, edition.contents("docx")).json()
    assert (said["report"], said["edition"], said["agrees"]) == (edition.report_id, 1, True)
    assert head.get(f"report-checks/{said['id']}").json() == said
    make.answered(issue, city["X2"])
    later = check(head, edition.contents("docx")).json()
    assert later["agrees"] is False
    assert any(one["state"] == "changed" for one in later["findings"]["controls"])


def test_a_foreign_file_is_checked_by_its_arithmetic_for_who_asked_alone(city, head):
    answer = check(head, make.word_file("Đạt 82,0 % (162/220) tổ chức."))
    assert answer.status_code == 201
    said = answer.json()
    assert (said["report"], said["agrees"], said["findings"]["ours"]) == (None, False, False)
    away = caller(Role.HEAD, city["Q1"])
    assert away.get(f"report-checks/{said['id']}").status_code == 404


def take_back(who: Caller, report: int, contents: bytes):
    return who.client.post(f"/api/v1/reports/{report}/take-back", {"file": SimpleUploadedFile("sua.docx", contents)})


def test_a_section_is_read_and_written_and_the_second_of_two_writers_is_told(city, head):
    address = f"reports/{make.report(city['T']).pk}/sections"
    listed = head.get(address).json()
    assert [one["key"] for one in listed["items"]] == list(make.SECTIONS)
    assert (listed["items"][7]["version"], listed["items"][7]["text"], listed["items"][7]["by"]) == (0, "", None)
    first = head.post(f"{address}/limits", text=" Còn hình thức.\n\nKiểm tra ít. ", based_on=0)
    assert first.status_code == 200
    assert (first.json()["version"], first.json()["text"]) == (1, "Còn hình thức.\nKiểm tra ít.")
    assert first.json() == head.get(f"{address}/limits").json()
    late = head.post(f"{address}/limits", text="Khác.", based_on=0)
    assert late.status_code == 409
    assert "bản mới hơn" in late.json()["detail"]
    assert head.post(f"{address}/limits", text="Khác.", based_on=1).json()["version"] == 2
    versions = head.get(f"{address}/limits/versions").json()["items"]
    assert [(one["version"], one["text"], one["written_in"]) for one in versions] == [
        (2, "Khác.", "page"),
        (1, "Còn hình thức.\nKiểm tra ít.", "page"),
    ]
    assert (
        head.get(f"{address}/poem").status_code == head.post(f"{address}/poem", text="x", based_on=0).status_code == 404
    )
    assert head.post(f"{address}/tasks", text="x" * 20_001, based_on=0).status_code == 422


def test_who_may_only_read_writes_nothing(city):
    report = make.report(city["T"])
    address = f"reports/{report.pk}"
    secretary = caller(Role.SECRETARY, city["T"])
    assert secretary.get(f"{address}/sections").status_code == 200
    assert secretary.post(f"{address}/sections/limits", text="x", based_on=0).status_code == 403
    assert secretary.get(f"{address}/address").status_code == 403
    assert take_back(secretary, report.pk, make.word_file("x")).status_code == 403
    assert caller(Role.HEAD, city["Q1"]).get(f"{address}/sections/limits").status_code == 404
    assert caller(Role.CLERK, city["T"]).get(f"{address}/sections").status_code == 403


def test_a_report_is_addressed_and_what_does_not_fit_is_refused_in_words(city, head):
    address = f"reports/{make.report(city['T']).pk}/address"
    now = head.get(address).json()
    assert (now["superior"], now["org_code"], now["authority"], now["number"]) == (
        "Thành ủy Lưu Sơn",
        "BTCTU",
        "head",
        None,
    )
    said = now | {"number": 127, "authority": "deputy", "on_behalf_of": "Trưởng Ban", "position": "Phó Trưởng Ban"}
    changed = head.post(address, **said | {"recipients": ["Ban Thường vụ Thành ủy", " "], "signer": "Lê Thị Ước"})
    assert changed.status_code == 200
    assert changed.json() == head.get(address).json()
    assert (changed.json()["number"], changed.json()["recipients"]) == (127, ["Ban Thường vụ Thành ủy"])
    for wrong, sentence in (
        ({"place": " "}, "địa danh"),
        ({"as_of": "2017-07-30"}, "sau ngày"),
        ({"number": 0}, None),
        ({"authority": "king"}, None),
        ({"signer": "x" * 121}, None),
    ):
        refused = head.post(address, **said | wrong)
        assert refused.status_code == 422, wrong
        assert sentence is None or sentence in refused.json()["detail"]
    assert head.get(address).json()["place"] == "Lưu Sơn"


def test_what_leaders_wrote_in_word_is_taken_back(city, head):
    reported(city)
    report = make.written(make.report(city["T"]))
    edition = actions.build_draft(report=report, by=make.operator())
    came = edited(edition.contents("docx"), "Phần limits đã viết.", "Một số chi ủy còn lúng túng.")
    assert take_back(head, report.pk, came).json() == {"sections": ["limits"]}
    assert take_back(head, report.pk, came).json() == {"sections": []}
    section = head.get(f"reports/{report.pk}/sections/limits").json()
    assert (section["text"], section["version"]) == ("Một số chi ủy còn lúng túng.", 2)
    for contents, sentence in ((b"text", "không phải tệp Word"), (make.word_file("x"), "không phải là một bản")):
        refused = take_back(head, report.pk, contents)
        assert refused.status_code == 422
        assert sentence in refused.json()["detail"]


def test_what_is_no_word_file_or_too_large_is_refused(head, monkeypatch):
    assert check(head, b"text").status_code == 422
    monkeypatch.setattr(import_module("kientoan.reports.api.router"), "MOST_BYTES", 10)
    large = check(head, make.word_file("x"))
    assert large.status_code == 422
    assert "20 MB" in large.json()["detail"]
    assert not CheckedFile.objects.exists()
