"""The pages on which a text is read and its drafts are checked, and the command and the API beside them."""

import html
import io
import json
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kientoan.directives.actions.read_runs import put_down
from kientoan.directives.models import Directive
from kientoan.directives.models.reading import Draft, Reading
from kientoan.directives.models.runs import ReadRun
from kientoan.directives.tasks import read_file
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "Huyện ủy giao Đảng ủy xã Đông Thạnh kiểm tra chi bộ trước ngày 30/7. Các đơn vị khẩn trương thực hiện."


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def head(city, client):
    user = make.grant(make.account("truong"), Role.HEAD, city["H2"])
    client.force_login(user)
    return user


def bring(client, **given):
    sent = {"keeper": "H2", "day": "2017-07-01", "title": "Kết luận", "text": TEXT}
    return client.post(reverse("directives:new_reading"), sent | given)


def decide(client, draft, verb, **more):
    return client.post(reverse("directives:decide_found", args=[draft.reading_id, draft.number, verb]), **more)


def test_a_pasted_text_shows_its_drafts_beside_it(head, client):
    answer = bring(client)
    reading = Reading.objects.get()
    assert answer["Location"] == reverse("directives:reading", args=[reading.pk])
    page = client.get(answer["Location"]).content.decode()
    assert 'data-drafts="1"' in page
    assert "Kiểm tra chi bộ" in page
    assert "30/07/2017" in page


def test_lines_parted_as_browsers_send_them_count_one_character(head, client):
    bring(client, text="Họp bàn.\r\n" + TEXT)
    reading = Reading.objects.get()
    draft = reading.drafts.get(number=1)
    assert "\r" not in reading.text
    assert reading.text[draft.start : draft.end] == draft.quote


def test_a_draft_is_accepted_and_leads_to_its_directive(head, client):
    bring(client)
    draft = Draft.objects.get(number=1)
    answer = decide(client, draft, "accept")
    assert answer.status_code == 302
    directive = Directive.objects.get()
    assert directive.quote == draft.quote
    assert list(directive.tasks.values_list("lead__code", flat=True)) == ["X1"]
    page = client.get(reverse("directives:reading", args=[draft.reading_id])).content.decode()
    assert reverse("directives:directive", args=[directive.pk]) in page


def test_htmx_gets_the_card_and_the_count_and_nothing_else(head, client):
    bring(client)
    answer = decide(client, Draft.objects.get(number=1), "drop", headers={"HX-Request": "true"})
    words = answer.content.decode()
    assert 'id="draft-1"' in words
    assert 'hx-swap-oob="true"' in words
    assert "<html" not in words


def test_a_refused_decision_says_why_on_the_card(head, client):
    bring(client, text="Huyện ủy giao Công ty Thoát nước nạo vét kênh.")
    answer = decide(client, Draft.objects.get(), "accept", headers={"HX-Request": "true"})
    assert "chọn đơn vị chủ trì" in answer.content.decode()
    whole = decide(client, Draft.objects.get(), "accept")
    assert whole.status_code == 422


def test_a_draft_is_changed_by_names_of_units(head, client):
    bring(client, text="Huyện ủy giao Công ty Thoát nước nạo vét kênh.")
    draft = Draft.objects.get()
    where = reverse("directives:change_found", args=[draft.reading_id, draft.number])
    wrong = client.post(where, {"action": "Nạo vét", "leads": "Xã không có"})
    assert wrong.status_code == 422
    client.post(
        where, {"action": "Nạo vét", "leads": "dang bo xa tan ngai", "deadline_day": "2017-08-01", "deadline_op": "by"}
    )
    draft.refresh_from_db()
    assert (draft.changed, draft.deadline_day) == (True, date(2017, 8, 1))
    assert [row.unit.code for row in draft.units.all()] == ["X2"]


def test_a_word_file_is_read_with_its_table(head, client, own_home):
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for row in (
        ["Nội dung", "Chủ trì", "Thời hạn"],
        ["Rà soát chi bộ", "Đảng ủy xã Đông Thạnh", "Quý III/2017"],
        ["Việc khác", "", ""],
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    bring(client, text="", file=SimpleUploadedFile("phu-luc.docx", out.getvalue()))
    work()
    reading = Reading.objects.get()
    draft = reading.drafts.get()
    assert (draft.origin, draft.action, draft.deadline_day) == ("table", "Rà soát chi bộ", date(2017, 9, 30))
    page = client.get(reverse("directives:reading", args=[reading.pk])).content.decode()
    assert "chưa nêu ai chủ trì" in page


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "  "}, {"day": "không"}, {"document": "99-KL/TU"}])
def test_a_faulty_request_is_answered_with_its_fault_and_keeps_nothing(head, client, given):
    assert bring(client, **given).status_code == 422
    assert not Reading.objects.exists()


def work() -> ReadRun:
    """Do the job that waits, as the worker does."""
    run = ReadRun.objects.latest("pk")
    read_file(run=run.pk)
    run.refresh_from_db()
    return run


class TestUnderWay:
    def test_a_file_is_read_by_a_job_and_its_page_may_be_left_and_come_back_to(self, head, client, own_home):
        answer = bring(client, text="", file=SimpleUploadedFile("ket-luan.txt", TEXT.encode()))
        run = ReadRun.objects.get()
        where = reverse("directives:read_run", args=[run.pk])
        assert answer["Location"] == where
        assert not Reading.objects.exists()
        waiting = client.get(where).content.decode()
        assert reverse("directives:read_run_progress", args=[run.pk]) in waiting
        assert where in client.get(reverse("directives:readings")).content.decode()
        run = work()
        bar = client.get(reverse("directives:read_run_progress", args=[run.pk])).content.decode()
        assert reverse("directives:reading", args=[run.reading_id]) in bar
        assert client.get(where)["Location"] == reverse("directives:reading", args=[run.reading_id])
        assert where not in client.get(reverse("directives:readings")).content.decode()

    def test_the_file_is_thrown_away_and_a_job_that_comes_twice_keeps_one_text(self, head, client, own_home):
        bring(client, text="", file=SimpleUploadedFile("a.txt", TEXT.encode()))
        run = work()
        assert not put_down(run).exists()
        work()
        assert Reading.objects.count() == 1

    def test_a_file_that_cannot_be_read_says_so_on_its_page(self, head, client, own_home):
        bring(client, text="", file=SimpleUploadedFile("a.pdf", b"%PDF broken"))
        run = work()
        assert "a.pdf" in run.refused
        assert run.refused in html.unescape(client.get(reverse("directives:read_run", args=[run.pk])).content.decode())
        assert not put_down(run).exists()

    def test_a_long_pasted_text_is_read_by_a_job(self, head, client, own_home):
        bring(client, text=(TEXT + "\n") * 500)
        run = work()
        assert run.reading is not None
        assert run.reading.drafts.count() > 500

    def test_nobody_sees_what_is_read_for_another(self, city, client, own_home):
        run = make.read_run(city["Q1"])
        client.force_login(make.grant(make.account("xa"), Role.CLERK, city["X1"]))
        assert client.get(reverse("directives:read_run", args=[run.pk])).status_code == 404


def test_figures_stated_are_shown_and_offered_with_their_sentence(head, client):
    bring(client, text="Toàn huyện có 1.250 đảng viên, tăng 3,5% so với năm trước. " + TEXT)
    reading = Reading.objects.get()
    figure = reading.drafts.filter(kind="figure").first()
    page = client.get(reverse("directives:reading", args=[reading.pk])).content.decode()
    assert figure.quote in page
    assert figure.quote.startswith("1.250")
    decide(client, figure, "accept")
    assert not Directive.objects.exists()
    decide(client, figure, "propose", headers={"HX-Request": "true"})
    figure.refresh_from_db()
    assert figure.finding.quote == "Toàn huyện có 1.250 đảng viên, tăng 3,5% so với năm trước"
    assert reading.text[figure.finding.start : figure.finding.end] == figure.finding.quote
    assert (figure.finding.place, figure.finding.unit) == (figure.quote, None)


def test_the_model_is_offered_only_where_one_is_set_up(head, client, settings):
    where = reverse("directives:new_reading")
    assert "ask_model" not in client.get(where).content.decode()
    settings.MODEL_URL = "http://127.0.0.1:9/v1"
    assert "127.0.0.1:9" in client.get(where).content.decode()


def test_who_may_not_give_tasks_is_refused_and_sees_nothing_of_others(city, client):
    reading = make.reading(city["Q1"])
    client.force_login(make.grant(make.account("xa"), Role.CLERK, city["X1"]))
    assert client.get(reverse("directives:new_reading")).status_code == 403
    assert client.get(reverse("directives:reading", args=[reading.pk])).status_code == 404


def test_a_text_is_thrown_away(head, client):
    bring(client)
    client.post(reverse("directives:drop_reading", args=[Reading.objects.get().pk]))
    assert not Reading.objects.exists()


def test_the_page_asks_no_more_statements_of_thirty_drafts_than_of_one(head, client):
    asked = []
    for texts in (1, 30):
        bring(client, text="\n".join(TEXT for _ in range(texts)))
        page = reverse("directives:reading", args=[Reading.objects.latest("pk").pk])
        client.get(page)  # what a process remembers is asked once
        with CaptureQueriesContext(connection) as statements:
            client.get(page)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_the_command_prints_the_published_shape(city, tmp_path, capsys):
    file = tmp_path / "bai.txt"
    file.write_text(TEXT, encoding="utf-8")
    call_command("directives", "extract", str(file), "--date", "2017-07-01", "--json")
    value = json.loads(capsys.readouterr().out)
    assert set(value) == {"text_sha256", "reference_date", "directives", "weak_units", "figures"}
    assert value["directives"][0]["units"] == [{"code": "X1", "name": "Đảng bộ xã Đông Thạnh", "match": "alias"}]
    assert value["directives"][0]["deadline"] == "2017-07-30"
    call_command("directives", "extract", str(file), "--date", "2017-07-01")
    assert "Đảng ủy xã Đông Thạnh (X1)" in capsys.readouterr().out
    assert not Reading.objects.exists()


def test_the_command_refuses_what_it_cannot_read(city, tmp_path):
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match=r"khong-co\.txt"):
        call_command("directives", "extract", str(tmp_path / "khong-co.txt"))
