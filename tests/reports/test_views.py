"""The pages of the reports: what they show, what they take in, what they refuse in words."""

import datetime
import re
from io import BytesIO

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.orgs.rules.roles import Role
from kientoan.reports import actions, tasks
from kientoan.reports.models import CheckedFile, Edition, EditionKind, EditionOrder, HumanText, Report
from tests import make
from tests.reports.cities import H1, build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def client(city) -> Client:
    """The head of the city's organisation department, signed in."""
    client = Client()
    client.force_login(make.grant(make.account("truongban"), Role.HEAD, city["T"]))
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def word_file(contents: bytes, name: str = "sua.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, contents)


def foreign() -> bytes:
    word = docx.Document()
    word.add_paragraph("Đạt 82,0 % (162/220) tổ chức.")
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_an_empty_list_says_what_comes_and_how_to_begin(client):
    told = page(client, "/reports/")
    assert "Chưa có báo cáo nào" in told
    assert "Dựng báo cáo" in told


def test_the_list_shows_each_report_with_its_state(client, city):
    build(city)
    build(city, unit=city["Q1"])
    told = page(client, "/reports/")
    assert "Dự thảo, còn 10 phần chưa viết" in told
    assert "Đảng bộ quận Hòa Khê" in told
    narrowed = page(client, "/reports/?scope=Q1")
    assert "Đảng bộ thành phố Lưu Sơn" not in narrowed.split("Báo cáo", 3)[-1]


def test_a_new_report_is_opened_and_its_draft_asked_for(client, city):
    assert "Đảng bộ quận Hòa Khê" in page(client, "/reports/new/")
    from kientoan.core import clock
    from kientoan.core.periods import Period, PeriodKind

    half = Period.of(clock.today(), PeriodKind.HALF)
    answer = client.post("/reports/new/", {"unit": "T", "period": half.code, "day": half.start.isoformat()})
    report = Report.objects.get()
    assert answer.headers["Location"] == f"/reports/{report.pk}/"
    order = EditionOrder.objects.get()
    assert (order.state, order.report, order.asked_by.username) == ("queued", report, "truongban")
    assert "Đang dựng bản dự thảo" in page(client, f"/reports/{report.pk}/")


def test_a_new_report_with_figures_of_the_future_is_refused_on_its_form(client):
    form = {"unit": "T", "period": "2026-H2", "day": "2026-07-01", "as_of": "2026-08-01"}
    answer = client.post("/reports/new/", form)
    assert answer.status_code == 400
    assert "sau ngày văn bản" in answer.content.decode()
    assert client.post("/reports/new/", {"unit": "X"}).status_code == 400


def test_who_may_not_build_is_told_so(city):
    client = Client()
    client.force_login(make.grant(make.account("bithu"), Role.SECRETARY, city["T"]))
    assert "không gồm việc dựng báo cáo" in page(client, "/reports/")
    assert "Không có đơn vị nào" in page(client, "/reports/new/")
    report = make.report(city["T"])
    told = page(client, f"/reports/{report.pk}/sections/limits/")
    assert "Chưa ai viết phần này." in told


def test_a_draft_is_built_by_the_job_with_true_progress(client, city):
    reported(city)
    report = make.report(city["T"])
    client.post(f"/reports/{report.pk}/build/")
    order = EditionOrder.objects.get()
    told = page(client, f"/reports/{report.pk}/progress/{order.pk}/")
    assert "đang chờ đến lượt" in told
    actions.start_order(order)
    actions.step_order(order, 2, "pdf")
    assert "50,0 %" in page(client, f"/reports/{report.pk}/progress/{order.pk}/")
    assert "đang dàn trang PDF" in page(client, f"/reports/{report.pk}/progress/{order.pk}/")
    tasks.make_edition(order.pk)
    order.refresh_from_db()
    assert (order.state, order.done, order.edition) == ("done", 4, Edition.objects.get())
    assert "Đã dựng xong" in page(client, f"/reports/{report.pk}/progress/{order.pk}/")
    told = page(client, f"/reports/{report.pk}/")
    assert "Bản 1" in told
    assert "Tổ chức cơ sở đảng 3" in told
    assert "Đang dựng" not in told


def test_two_editions_of_one_report_are_not_made_at_once(client, city):
    report = make.report(city["T"])
    client.post(f"/reports/{report.pk}/build/")
    answer = client.post(f"/reports/{report.pk}/build/", follow=True)
    assert "đang được dựng" in answer.content.decode()
    assert EditionOrder.objects.count() == 1


def test_a_job_that_is_refused_or_breaks_says_so_on_the_page(client, city, monkeypatch):
    report = make.report(city["T"])
    client.post(f"/reports/{report.pk}/build/")
    order = EditionOrder.objects.get()

    def refuse(**_kwargs):
        raise Refused("Không có quyền nữa.")

    monkeypatch.setattr(actions, "build_draft", refuse)
    tasks.make_edition(order.pk)
    assert "Không có quyền nữa." in page(client, f"/reports/{report.pk}/")
    tasks.make_edition(order.pk)  # the same job again: it is over

    def crash(**_kwargs):
        raise ZeroDivisionError

    client.post(f"/reports/{report.pk}/build/")
    monkeypatch.setattr(actions, "build_draft", crash)
    with pytest.raises(ZeroDivisionError):
        tasks.make_edition(EditionOrder.objects.latest("pk").pk)
    assert "Có lỗi ở phía chương trình" in page(client, f"/reports/{report.pk}/")


def test_the_sign_button_says_why_not_and_then_signs(client, city):
    reported(city)
    edition = build(city)
    told = page(client, f"/reports/{edition.report_id}/")
    assert "Còn 10 phần chưa viết, xem danh sách bên dưới." in told
    assert "Chưa ban hành được bản ký vì 10 lý do." in told
    answer = client.post(f"/reports/{edition.report_id}/sign/", follow=True)
    assert "vì 10 lý do" in answer.content.decode()
    make.written(edition.report)
    assert "Có sửa sau bản dự thảo gần nhất" in page(client, f"/reports/{edition.report_id}/")
    build(city)
    assert "Đủ điều kiện ký" in page(client, f"/reports/{edition.report_id}/")
    client.post(f"/reports/{edition.report_id}/sign/")
    tasks.make_edition(EditionOrder.objects.get().pk)
    assert Edition.objects.latest("number").kind == EditionKind.SIGNED
    assert "Đã ban hành bản ký" in page(client, f"/reports/{edition.report_id}/")


def test_what_does_not_close_is_told_with_its_place(client, city):
    from tests.reports.test_actions import unbalance

    reported(city)
    unbalance(city)
    edition = build(city)
    told = page(client, f"/reports/{edition.report_id}/")
    assert "Chưa khớp 1 chỗ" in told
    assert "Biến động đảng viên (Biểu 1-TCTW): tổng ghi" in told
    assert "Dự thảo, chưa khớp 1 chỗ" in page(client, "/reports/") or "Chưa khớp 1 chỗ" in page(client, "/reports/")


def test_editions_are_downloaded_as_written(client, city):
    edition = build(city)
    for suffix, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(f"/reports/{edition.report_id}/editions/1/{suffix}/")
        assert answer.content.startswith(start)
        assert f"bao-cao-so-ket-t-2017-h1-1.{suffix}" in answer.headers["Content-Disposition"]
    assert client.get(f"/reports/{edition.report_id}/editions/1/exe/").status_code == 404
    assert client.get(f"/reports/{edition.report_id}/editions/2/pdf/").status_code == 404
    edition.path("pdf").write_bytes(b"forged")
    assert "bị thay đổi" in page(client, f"/reports/{edition.report_id}/editions/1/pdf/", 400)


def test_a_section_is_written_and_its_draft_on_the_device_goes(client, city):
    report = make.report(city["T"])
    path = f"/reports/{report.pk}/sections/limits/"
    assert f'data-draft="report-{report.pk}-limits"' in client.get(path).content.decode()
    answer = client.post(path, {"text": "Còn hình thức.", "based_on": "0"}, follow=True)
    body = answer.content.decode()
    assert f'content="report-{report.pk}-limits"' in body
    assert "Đã lưu phần này" in body
    assert HumanText.objects.get().by.username == "truongban"
    assert "Bản viết 1" in page(client, path)
    assert client.get(f"/reports/{report.pk}/sections/poem/").status_code == 404


def test_the_second_writer_keeps_the_text_and_sees_the_newer_one(client, city):
    report = make.report(city["T"])
    actions.write_section(report=report, section="limits", text="Của người khác.", based_on=0, by=make.operator())
    path = f"/reports/{report.pk}/sections/limits/"
    answer = client.post(path, {"text": "Của tôi.", "based_on": "0"})
    body = answer.content.decode()
    assert answer.status_code == 400
    assert "Của tôi." in body
    assert "Của người khác." in body
    assert "bản mới hơn" in body
    assert 'name="based_on" value="1"' in body
    assert client.post(path, {"text": "Của tôi.", "based_on": "1"}).status_code == 302
    assert client.post(path, {"text": "x"}).status_code == 400


def test_the_header_is_changed(client, city):
    report = make.report(city["T"])
    path = f"/reports/{report.pk}/address/"
    fields = {
        "superior": "Thành ủy Lưu Sơn", "issuer": "Ban Tổ chức", "number": "127", "org_code": "BTCTU",
        "place": "Lưu Sơn", "day": "2017-06-27", "as_of": "2017-06-20", "authority": "head", "on_behalf_of": "",
        "position": "Trưởng Ban", "signer": "Lê Thị Ước", "recipients": "Ban Thường vụ\n\nLưu", "archive": "VP",
    }  # fmt: skip
    assert client.post(path, fields).status_code == 302
    report.refresh_from_db()
    assert (report.number, report.signer, report.recipients) == (127, "Lê Thị Ước", ["Ban Thường vụ", "Lưu"])
    assert "Ban Thường vụ" in page(client, path)
    refused = client.post(path, fields | {"as_of": "2017-07-20"})
    assert refused.status_code == 400
    assert "sau ngày văn bản" in refused.content.decode()


def test_a_figure_opens_its_rows_and_exports_them(client, city):
    reported(city)
    edition = build(city)
    figures = {one["key"]: one["link"] for one in edition.counted["figures"]}
    told = page(client, figures["members.closing"])
    assert "2 đơn vị, tính đến 20/06/2017" in told
    assert "Đảng bộ xã Đông Thạnh X1" in told
    assert "chưa gửi" in page(client, figures["sheets.not_sent"])
    assert "Đảng bộ xã Tân Ngãi" in page(client, f"/reports/{edition.report_id}/figures/sheets.expected.H2/")
    answer = client.get(figures["orgs.cells"] + "&export=xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert "Chi bộ thôn 10" in [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert "không có số liệu ấy" in page(client, f"/reports/{edition.report_id}/figures/nothing/", 404)
    assert "Không có đơn vị nào được đếm" in page(client, f"/reports/{edition.report_id}/figures/review.proposed/")


def test_an_edited_file_is_checked_to_a_page_of_findings(client, city):
    issue = reported(city)
    edition = build(city)
    make.answered(issue, city["X2"])
    answer = client.post("/reports/check/", {"file": word_file(edition.contents("docx"))})
    checked = CheckedFile.objects.get()
    assert answer.headers["Location"] == f"/reports/checks/{checked.pk}/"
    told = page(client, f"/reports/checks/{checked.pk}/")
    assert "Có số liệu không khớp" in told
    assert "số liệu đã thay đổi sau đó 2 2 3" in told
    assert "Báo cáo sơ kết" in told


def test_a_foreign_file_is_checked_and_shown_to_who_asked_alone(client, city):
    client.post("/reports/check/", {"file": word_file(foreign(), "la.docx")})
    checked = CheckedFile.objects.get()
    told = page(client, f"/reports/checks/{checked.pk}/")
    assert "không dựng ở đây" in told
    assert "82,0 %" in told
    assert "Đã xem: 0 cột, 1 tỷ lệ phần trăm" in told
    other = Client()
    other.force_login(make.grant(make.account("quan"), Role.HEAD, city["Q1"]))
    assert other.get(f"/reports/checks/{checked.pk}/").status_code == 404


def test_what_is_no_word_file_is_refused_on_the_form(client):
    for contents in (b"", b"x" * 30):
        answer = client.post("/reports/check/", {"file": word_file(contents)})
        assert answer.status_code == 400
        assert not CheckedFile.objects.exists()


def test_sections_come_back_from_word(client, city):
    from tests.reports.test_actions import edited

    edition = actions.build_draft(report=make.written(make.report(city["T"])), by=make.operator())
    came = edited(edition.contents("docx"), "Phần limits đã viết.", "Viết trong Word.")
    path = f"/reports/{edition.report_id}/take-back/"
    answer = client.post(path, {"file": word_file(came)}, follow=True)
    assert "Đã lấy 1 phần." in answer.content.decode()
    again = client.post(path, {"file": word_file(came)}, follow=True)
    assert "không lấy phần nào" in again.content.decode()
    refused = client.post(path, {"file": word_file(foreign())}, follow=True)
    assert "không phải là một bản" in refused.content.decode()
    assert "alert" in client.post(path, {}, follow=True).content.decode()


def test_a_report_out_of_reach_is_not_there(city):
    report = make.report(city["X1"])
    client = Client()
    client.force_login(make.grant(make.account("quan"), Role.HEAD, city["Q1"]))
    assert client.get(f"/reports/{report.pk}/").status_code == 404
    assert H1.code == report.period_code


def test_a_form_whose_text_was_not_seen_is_told_on_the_page(client, city):
    told = page(client, f"/reports/{make.report(city['T']).pk}/")
    assert "Thể thức của ngày này theo HD 11-HD/VPTW, chưa xem được nguyên văn" in told
    day = datetime.date(2019, 6, 27)
    seen = make.report(city["T"], period=Period.parse("2019-H1"), day=day, as_of=day)
    assert "chưa xem được nguyên văn" not in page(client, f"/reports/{seen.pk}/")
