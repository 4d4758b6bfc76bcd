"""Pages of figures: what they show, to whom, and what they refuse."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.imports import template
from kientoan.figures.imports.merge import merge_folder
from kientoan.figures.models import (
    Draft,
    FormIssue,
    FormTemplate,
    Indicator,
    MergeRun,
    Observation,
    SheetRun,
    Target,
)
from kientoan.figures.tasks import check_sheet, merge_upload, record_sheet
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

    def test_nothing_to_merge_and_too_much_at_once_are_refused(self, issue, city, settings, tmp_path):
        settings.HOME = tmp_path
        start = {"issue": issue, "by": make.operator()}
        with pytest.raises(Refused, match="Chưa chọn"):
            actions.start_merge(files=[], **start)
        with pytest.raises(Refused, match="3000"):
            actions.start_merge(files=[(f"{number}.xlsx", b"x") for number in range(3001)], **start)
        assert not MergeRun.objects.exists()
        assert not list(tmp_path.rglob("*.xlsx"))

    def test_a_name_that_points_elsewhere_is_put_below_the_runs_own_folder(self, issue, city, settings, tmp_path):
        settings.HOME = tmp_path / "home"
        run = actions.start_merge(issue=issue, files=[("../../../etc/a.xlsx", b"x")], by=make.operator())
        [put] = tmp_path.rglob("a.xlsx")
        assert settings.HOME in put.parents
        assert run.total == 1

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


class TestTargets:
    def give(self, client: Client, code: str, unit: str, value: str, year: int = 2017) -> int:
        given = {"unit": unit, "indicator": "cells", "year": year, "value": value, "decision": "QĐ 5-QĐ/TU"}
        return client.post(f"/figures/units/{code}/targets/set/", given | {"decided_on": "2017-01-05"}).status_code

    def test_the_children_are_summed_against_the_parent_and_the_difference_is_said(self, city):
        client = visitor(Role.SPECIALIST, city["T"])
        assert self.give(client, "T", "T", "1.000") == 302
        assert self.give(client, "T", "H2", "600") == 302
        page = text(client.get("/figures/units/T/targets/?year=2017"))
        assert ">1.000<" in page
        assert "1/2" in page
        assert "thiếu 400" in page
        assert "thừa" not in page
        assert self.give(client, "T", "Q1", "400") == 302
        page = text(client.get("/figures/units/T/targets/?year=2017&indicator=cells"))
        assert "khớp" in page
        assert "Đảng bộ quận Hòa Khê" in page
        assert "thiếu" not in page
        assert "QĐ 5-QĐ/TU" not in text(client.get("/figures/units/T/targets/?year=2018"))

    def test_a_unit_that_hands_none_down_has_no_difference(self, city):
        client = visitor(Role.SPECIALIST, city["T"])
        assert self.give(client, "T", "T", "1.000") == 302
        page = text(client.get("/figures/units/T/targets/?year=2017"))
        assert "1 chỉ tiêu" in page
        assert "chưa khớp" not in page
        assert "thiếu" not in page
        self.give(client, "T", "H2", "600")
        assert "1 chỉ tiêu chưa khớp" in text(client.get("/figures/units/T/targets/?year=2017"))

    def test_unit_and_figure_are_searched_for_by_name(self, city):
        client = visitor(Role.SPECIALIST, city["T"])
        form = text(client.get("/figures/units/T/targets/set/"))
        assert '<option value="Đảng bộ quận Hòa Khê (Q1)">' in form
        given = {"year": 2017, "value": "5", "decision": "QĐ 5", "decided_on": "2017-01-05"}

        def give(unit: str, indicator: str) -> object:
            return client.post("/figures/units/T/targets/set/", given | {"unit": unit, "indicator": indicator})

        assert give("hoa khe", "chi bo truc thuoc").status_code == 302
        assert Target.objects.current().get(unit=city["Q1"]).indicator.code == "cells"
        several = text(give("Đảng bộ", "cells"))
        assert "Hãy chọn một" in several
        assert "không có trong danh sách" in text(give("Q1", "không có"))

    def test_a_value_that_cannot_be_is_refused_at_its_field(self, city):
        client = visitor(Role.SPECIALIST, city["T"])
        for value in ("12,5", "nhiều", "-3", ""):
            assert self.give(client, "T", "T", value) == 422
        assert self.give(client, "H2", "P1", "5") == 422, "only the unit and those right below it are offered"
        assert not Target.objects.exists()

    def test_who_may_see_and_who_may_set(self, city):
        assert visitor(Role.HEAD, city["H2"]).get("/figures/units/Q1/targets/").status_code == 404
        reader = visitor(Role.READER, city["H2"])
        assert reader.get("/figures/targets/").headers["Location"] == "/figures/units/H2/targets/"
        page = reader.get("/figures/units/H2/targets/")
        assert (page.status_code, "disabled" in text(page)) == (200, True)
        assert self.give(reader, "H2", "H2", "5") == 403
        assert not Target.objects.exists()


class TestSheets:
    LONG = "Mã tổ chức;Chỉ tiêu;Kỳ;Giá trị\nX1;cells;2017-H1;{}\nX2;cells;2017-H1;7\n"

    def bring(self, client: Client, content: str, **more: str) -> str:
        file = SimpleUploadedFile("số liệu.csv", content.encode())
        return client.post("/figures/sheets/", {"file": file} | more).headers["Location"]

    def test_a_good_sheet_is_looked_at_then_taken_in_once(self, city, settings, tmp_path):
        settings.HOME = tmp_path
        client = visitor(Role.SPECIALIST, city["T"])
        where = self.bring(client, self.LONG.format("5"))
        page = text(client.get(where))
        assert "Chưa ghi số liệu nào" in page
        assert not Observation.objects.exists()
        assert client.post(f"{where}take-in/").status_code == 302
        assert Observation.objects.count() == 2
        assert "2 số liệu mới" in text(client.get(where))
        assert client.post(f"{where}take-in/").status_code == 422
        assert Observation.objects.count() == 2

    def test_a_wide_sheet_with_the_period_named_beside_it(self, city, settings, tmp_path):
        settings.HOME = tmp_path
        name = Indicator.objects.get(code="cells").name_vi
        client = visitor(Role.SPECIALIST, city["T"])
        where = self.bring(client, f"Mã tổ chức;{name}\nX1;5\nX2;7\n", period="2017-H1")
        assert client.post(f"{where}take-in/").status_code == 302
        assert sorted(int(one.value) for one in Observation.objects.all()) == [5, 7]

    def test_every_fault_is_listed_by_row_and_column_and_nothing_is_taken_in(self, city, settings, tmp_path):
        settings.HOME = tmp_path
        client = visitor(Role.SPECIALIST, city["T"])
        where = self.bring(
            client, "Mã tổ chức;Chỉ tiêu;Kỳ;Giá trị\nX9;cells;2017-H1;5\nX1;lạ;2017-H1;5\nX1;cells;2017-H9;5\n"
        )
        page = text(client.get(where))
        for said in ("X9", "“lạ”", "2017-H9", "có 3 lỗi", "disabled"):
            assert said in page
        assert client.post(f"{where}take-in/").status_code == 422
        assert not Observation.objects.exists()
        marked = client.get(f"{where}marked.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(marked.streaming_content)))
        assert any(cell.comment for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)

    def test_a_large_sheet_is_a_job(self, city, settings, tmp_path):
        settings.HOME = tmp_path
        client = visitor(Role.SPECIALIST, city["T"])
        where = self.bring(client, self.LONG.format("5") + "\n" * 200_000)
        run = SheetRun.objects.get()
        assert "hx-get" in text(client.get(where))
        assert client.post(f"{where}take-in/").status_code == 422
        check_sheet(run=run.pk)
        assert client.post(f"{where}take-in/").status_code == 302
        assert not Observation.objects.exists()
        record_sheet(run=run.pk)
        assert Observation.objects.count() == 2
        assert "hx-get" not in text(client.get(f"{where}progress/"))

    @pytest.mark.parametrize("content", [b"\x00\x01", b"PK\x03\x04no", b"a;b\n1;2\n"])
    def test_what_is_no_sheet_of_figures_says_so(self, content, city, settings, tmp_path):
        settings.HOME = tmp_path
        client = visitor(Role.SPECIALIST, city["T"])
        file = SimpleUploadedFile("x.xlsx", content)
        where = client.post("/figures/sheets/", {"file": file}).headers["Location"]
        assert client.get(where).status_code == 200
        assert client.post(f"{where}take-in/").status_code == 422

    def test_only_who_may_merge_and_only_ones_own(self, city, settings, tmp_path):
        settings.HOME = tmp_path
        assert visitor(Role.CLERK, city["X1"]).get("/figures/sheets/").status_code == 403
        where = self.bring(visitor(Role.SPECIALIST, city["T"]), self.LONG.format("5"))
        other = visitor(Role.HEAD, city["T"])
        for path in (where, f"{where}progress/", f"{where}marked.xlsx"):
            assert other.get(path).status_code == 404
        assert other.post(f"{where}take-in/").status_code == 404


class TestPhoto:
    def test_it_is_shown_to_whoever_may_see_the_answer_and_is_not_there_for_others(self, city, settings, tmp_path):
        settings.HOME = tmp_path
        submission = make.answer_with_photo(city["X1"])
        where = f"/figures/answers/{submission.pk}/photo/"
        reader = visitor(Role.READER, city["X1"])
        assert where in text(reader.get(f"/figures/answers/{submission.pk}/"))
        assert visitor(Role.HEAD, city["Q1"]).get(where).status_code == 404
        answer = reader.get(where)
        assert (answer.headers["Content-Type"], answer.content) == ("image/png", make.PNG)

    def test_an_answer_without_paper_has_none(self, issue, city):
        submission = issue.submissions.get(unit=city["X1"])
        client = visitor(Role.READER, city["X1"])
        assert client.get(f"/figures/answers/{submission.pk}/photo/").status_code == 404
        assert "photo/" not in text(client.get(f"/figures/answers/{submission.pk}/"))


def test_the_unit_history_reads_as_one_sentence_a_file(issue, city, tmp_path):
    for code, changes in (("X1", {}), ("X2", {"members": 1})):
        [blank] = template.blanks(issue, [city[code]])
        template.write_template(tmp_path / f"biểu {code}.xlsx", blank, make.answer(issue) | changes)
    merge_folder(tmp_path, issue=issue, by=make.operator())
    client = visitor(Role.HEAD, city["T"])
    good, faulty = (text(client.get(f"/orgs/units/{code}/history/")) for code in ("X1", "X2"))
    form = f"{issue.form.name_vi}, kỳ 2017-H1"
    assert good.count(f"Nhận tệp “biểu X1.xlsx” của {form}: 30 số liệu mới, 0 số liệu sửa") == 1
    assert faulty.count(f"Trả lại tệp “biểu X2.xlsx” của {form} để sửa: 1 lỗi") == 1
    assert "biểu X1" not in faulty
