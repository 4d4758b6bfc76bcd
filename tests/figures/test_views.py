"""Pages of figures: what they show, to whom, and what they refuse."""

import io
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.imports import template
from kientoan.figures.models import Draft, FormIssue, FormTemplate, Indicator, MergeRun, Observation
from kientoan.figures.tasks import merge_upload
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

H1 = Period.parse("2017-H1")
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    return units


@pytest.fixture
def issue(city: dict[str, Unit]) -> FormIssue:
    """The half-year form, out to the three communes."""
    return make.issue([city[code] for code in ("X1", "X2", "P1")])


def visitor(role: Role, unit: Unit) -> Client:
    client = Client()
    client.force_login(make.grant(make.account(f"{role}-{unit.code}"), role, unit))
    return client


def typed(issue: FormIssue, **changes: object) -> dict[str, str]:
    return {f"v-{code}": str(value) for code, value in (make.answer(issue) | changes).items()}


def text(answer: object) -> str:
    return answer.content.decode()


class TestEntry:
    def test_a_secretary_sends_the_figures_and_sees_them_received(self, issue, city):
        client = visitor(Role.BASE_SECRETARY, city["X1"])
        submission = issue.submissions.get(unit=city["X1"])
        url = f"/figures/answers/{submission.pk}/"
        page = text(client.get(url))
        assert "Đảng viên đầu kỳ" in page
        assert "HD 12-HD/BTCTW" in page
        assert client.post(url, typed(issue)).status_code == 302
        submission.refresh_from_db()
        assert (submission.state, submission.channel) == ("accepted", "phone")
        assert 'value="96"' in text(client.get(url))

    def test_faults_are_listed_and_nothing_typed_is_lost(self, issue, city):
        client = visitor(Role.CLERK, city["X1"])
        url = f"/figures/answers/{issue.submissions.get(unit=city['X1']).pk}/"
        answer = client.post(url, typed(issue, members="555", cells="nhiều"))
        assert answer.status_code == 422
        assert 'value="nhiều"' in text(answer)
        assert text(answer).count("<li>") >= 2
        assert not Observation.objects.exists()

    def test_a_draft_comes_back(self, issue, city):
        client = visitor(Role.CLERK, city["X1"])
        url = f"/figures/answers/{issue.submissions.get(unit=city['X1']).pk}/"
        assert client.post(url, {"v-members": "7 chưa chắc", "draft": "1"}).status_code == 302
        assert Draft.objects.get().values["members"] == "7 chưa chắc"
        assert "7 chưa chắc" in text(client.get(url))

    def test_on_behalf_with_a_photo_and_not_without(self, issue, city, settings, tmp_path):
        settings.HOME = tmp_path
        client = visitor(Role.SPECIALIST, city["H2"])
        submission = issue.submissions.get(unit=city["X1"])
        url = f"/figures/answers/{submission.pk}/"
        assert client.post(url, typed(issue) | {"on_behalf": "on"}).status_code == 422
        wrong = SimpleUploadedFile("p.jpg", b"MZ program")
        assert client.post(url, typed(issue) | {"on_behalf": "on", "paper": wrong}).status_code == 422
        photo = SimpleUploadedFile("p.jpg", PNG)
        assert client.post(url, typed(issue) | {"on_behalf": "on", "paper": photo}).status_code == 302
        submission.refresh_from_db()
        assert submission.channel == "on_behalf"
        assert (tmp_path / "papers" / submission.paper).read_bytes() == PNG

    def test_out_of_scope_is_not_there_and_a_reader_is_told_why_not(self, issue, city):
        submission = issue.submissions.get(unit=city["P1"])
        assert visitor(Role.HEAD, city["H2"]).get(f"/figures/answers/{submission.pk}/").status_code == 404
        reader = visitor(Role.READER, city["Q1"])
        page = reader.get(f"/figures/answers/{submission.pk}/")
        assert (page.status_code, "<form method" in text(page).split('id="main"')[1]) == (200, False)
        assert reader.post(f"/figures/answers/{submission.pk}/", typed(issue)).status_code == 422
        assert not Observation.objects.exists()

    def test_the_paper_has_a_qr_and_the_workbook_is_the_units_own(self, issue, city):
        client = visitor(Role.CLERK, city["X1"])
        submission = issue.submissions.get(unit=city["X1"])
        page = text(client.get(f"/figures/answers/{submission.pk}/paper/"))
        assert "data:image/svg+xml" in page
        assert "style=" not in page
        book = client.get(f"/figures/answers/{submission.pk}/workbook/")
        marks = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content)))[template.MARKS]
        assert marks["C2"].value == "X1"


class TestIssue:
    def test_it_shows_completeness_by_tier_and_the_missing(self, issue, city):
        make.answered(issue, city["X1"])
        client = visitor(Role.HEAD, city["T"])
        page = text(client.get(f"/figures/sent/{issue.pk}/"))
        assert "(1/3)" in page
        assert "Đảng bộ huyện Thượng Vân" in page
        missing = text(client.get(f"/figures/sent/{issue.pk}/?state=missing"))
        assert "Đảng bộ xã Tân Ngãi" in missing
        assert "Đảng bộ xã Đông Thạnh" not in missing
        under = text(client.get(f"/figures/sent/{issue.pk}/?under=Q1"))
        assert "Đảng bộ xã Tân Ngãi" not in under

    def test_the_list_is_exported_within_scope(self, issue, city):
        client = visitor(Role.HEAD, city["H2"])
        answer = client.get(f"/figures/sent/{issue.pk}/?export=csv")
        said = b"".join(answer.streaming_content).decode()
        assert "X1" in said
        assert "P1" not in said

    def test_one_who_was_not_asked_does_not_find_it(self, issue, city):
        client = visitor(Role.READER, city["C3"])
        assert client.get(f"/figures/sent/{issue.pk}/").status_code == 404
        assert "/figures/sent/" not in text(client.get("/figures/"))

    def test_unknown_units_and_numbers_are_404(self, issue, city):
        client = visitor(Role.HEAD, city["H2"])
        assert client.get(f"/figures/sent/{issue.pk}/?under=Q1").status_code == 404
        assert client.get("/figures/sent/99999/").status_code == 404


class TestMerging:
    def workbook(self, issue: FormIssue, unit: Unit, **changes: object) -> bytes:
        buffer = io.BytesIO()
        [blank] = template.blanks(issue, [unit])
        template.write_template(buffer, blank, make.answer(issue) | changes)
        return buffer.getvalue()

    def archive(self, issue: FormIssue, city: dict[str, Unit]) -> SimpleUploadedFile:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            packed.writestr("../../X1.xlsx", self.workbook(issue, city["X1"]))
            packed.writestr("huyện/X2.xlsx", self.workbook(issue, city["X2"], members=1))
        return SimpleUploadedFile("tất cả.zip", buffer.getvalue())

    def test_an_archive_is_merged_by_a_job_and_the_page_says_what_came_of_it(self, issue, city, settings, tmp_path):
        settings.HOME = tmp_path
        client = visitor(Role.SPECIALIST, city["T"])
        answer = client.post(f"/figures/sent/{issue.pk}/merge/", {"files": [self.archive(issue, city)]})
        started = MergeRun.objects.get()
        assert answer.headers["Location"] == f"/figures/merges/{started.pk}/"
        assert "hx-get" in text(client.get(f"/figures/merges/{started.pk}/"))
        assert not list(Path(tmp_path).parent.glob("X1.xlsx")), "an archive cannot write outside of its folder"
        merge_upload(run=started.pk)
        page = text(client.get(f"/figures/merges/{started.pk}/"))
        assert "(1/3)" in page
        assert "huyện/X2.xlsx" in page
        assert "Đảng bộ phường Thịnh Liễu" in page
        assert "hx-get" not in text(client.get(f"/figures/merges/{started.pk}/progress/"))
        back = client.get(f"/figures/merges/{started.pk}/returned.zip")
        names = zipfile.ZipFile(io.BytesIO(b"".join(back.streaming_content))).namelist()
        assert names == ["huyện/X2.xlsx"]

    def test_a_job_begun_again_goes_on(self, issue, city, settings, tmp_path):
        settings.HOME = tmp_path
        by = make.grant(make.account("cv"), Role.SPECIALIST, city["T"])
        run = actions.start_merge(issue=issue, files=[("a.xlsx", self.workbook(issue, city["X1"]))], by=by)
        merge_upload(run=run.pk)
        count = Observation.objects.count()
        merge_upload(run=run.pk)
        run.refresh_from_db()
        assert (len(run.result["unchanged"]), Observation.objects.count()) == (1, count)

    @pytest.mark.parametrize("content", [b"", b"PK not really", b"x"])
    def test_a_broken_archive_is_refused(self, content, issue, city):
        client = visitor(Role.SPECIALIST, city["T"])
        file = SimpleUploadedFile("a.zip", content)
        assert client.post(f"/figures/sent/{issue.pk}/merge/", {"files": [file]}).status_code == 422
        assert not MergeRun.objects.exists()

    def test_only_who_may_merge_and_only_ones_own_run(self, issue, city, settings, tmp_path):
        settings.HOME = tmp_path
        assert visitor(Role.CLERK, city["X1"]).get(f"/figures/sent/{issue.pk}/merge/").status_code == 403
        by = make.grant(make.account("cv"), Role.SPECIALIST, city["T"])
        run = actions.start_merge(issue=issue, files=[("a.xlsx", b"x")], by=by)
        assert visitor(Role.HEAD, city["T"]).get(f"/figures/merges/{run.pk}/").status_code == 404


class TestDesign:
    def wanted(self, count: int) -> dict[str, object]:
        figures = Indicator.objects.in_use()[:count]
        return {
            "code": "moi", "name_vi": "Biểu mới", "period": "month", "asked_of": ["cell"], "instrument": "CV 3",
            "indicators": [one.pk for one in figures],
        }  # fmt: skip

    def test_a_form_within_the_budget_is_saved_and_one_over_it_says_how_far(self, city):
        client = visitor(Role.SPECIALIST, city["T"])
        over = client.post("/figures/forms/new/", self.wanted(9))
        assert over.status_code == 422
        assert "8" in text(over)
        assert client.post("/figures/forms/new/", self.wanted(8)).status_code == 302
        page = text(client.get("/figures/forms/moi/"))
        assert "Biểu mới" in page
        assert client.post("/figures/forms/moi/", self.wanted(5)).status_code == 302
        assert FormTemplate.objects.get(code="moi").items.count() == 5

    def test_it_is_sent_out_to_the_units_one_answers_for(self, city):
        client = visitor(Role.SPECIALIST, city["H2"])
        url = "/figures/forms/half_year_commune/send/"
        assert client.post(url, {"period": "2017-H9", "due": "2017-06-20", "decision": "CV"}).status_code == 422
        assert client.post(url, {"period": "2017-H1", "due": "2017-06-20", "decision": "CV 1"}).status_code == 302
        assert {s.unit.code for s in FormIssue.objects.get().submissions.all()} == {"X1", "X2"}
        assert client.post(url, {"period": "2017-H1", "due": "2017-06-20", "decision": "CV 1"}).status_code == 422

    def test_a_clerk_may_not(self, city):
        client = visitor(Role.CLERK, city["X1"])
        assert client.get("/figures/forms/new/").status_code == 403
        assert client.get("/figures/forms/").status_code == 200


class TestTables:
    def test_the_scorecard_shows_what_is_missing_as_missing(self, issue, city):
        make.answered(issue, city["X1"])
        client = visitor(Role.HEAD, city["T"])
        page = text(client.get("/figures/scorecard/?period=2017-H1&form=" + str(issue.form_id)))
        assert "Đảng bộ xã Đông Thạnh" in page
        assert "96" in page
        assert "Thịnh Liễu" not in text(visitor(Role.READER, city["H2"]).get("/figures/scorecard/?period=2017-H1"))
        export = client.get(f"/figures/scorecard/?period=2017-H1&form={issue.form_id}&export=csv")
        assert "96" in b"".join(export.streaming_content).decode()

    def test_a_units_ledger_shows_corrections_when_asked(self, issue, city):
        make.answered(issue, city["X1"])
        make.answered(issue, city["X1"], tasks_done=1)
        client = visitor(Role.READER, city["X1"])
        current, everything = (
            text(client.get("/figures/units/X1/")),
            text(client.get("/figures/units/X1/?all=1&page=1")),
        )
        assert "?all=1" in current
        assert "page=2" not in current
        assert "page=2" not in everything
        assert client.get("/figures/units/P1/").status_code == 404

    def test_indicators_name_their_documents(self, city):
        client = visitor(Role.READER, city["X1"])
        assert "HD 12-HD/BTCTW" in text(client.get("/figures/indicators/"))
        with closing(client.get("/figures/indicators/?export=xlsx")) as export:
            assert openpyxl.load_workbook(io.BytesIO(b"".join(export.streaming_content))).active.max_row > 30
