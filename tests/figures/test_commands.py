"""``kientoan figures`` as a person types it."""

import json
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from kientoan.figures.models import FormIssue, Observation
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make


def kientoan(*words: object) -> object:
    out = StringIO()
    call_command("figures", *[str(word) for word in words], "--json", stdout=out)
    return json.loads(out.getvalue())


FORM = ("--form", "half_year_commune", "--period", "2017-H1")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list and the form out."""
    units = make.city()
    kientoan("sync", "--day", "2017-06-30")
    return units


@pytest.fixture
def issue(city: dict[str, Unit]) -> FormIssue:
    """The form, out."""
    assert kientoan("issue", *FORM, "--due", "2017-06-20", "--decision", "CV 1")["units"] == 3
    return FormIssue.objects.get()


def test_a_workbook_with_many_faults_names_the_first_and_says_where_all_are(issue, tmp_path):
    kientoan("template", *FORM, "--out", tmp_path / "đi")
    said = StringIO()
    call_command("figures", "merge", str(tmp_path / "đi"), *FORM, stdout=said)
    each = said.getvalue().split("Trả lại: ")[1:]
    assert [one.count("Thiếu số liệu") for one in each] == [8, 8, 8]
    assert all("còn 22 lỗi nữa, đã đánh dấu trong tệp" in one for one in each)
    whole = kientoan("merge", tmp_path / "đi", *FORM)
    assert [len(one["faults"]) for one in whole["returned"]] == [30, 30, 30]


def test_the_whole_way(issue, city, tmp_path):
    out = kientoan("template", *FORM, "--out", tmp_path / "đi")
    assert len(out["files"]) == 3
    folder = tmp_path / "đi"
    answer = make.answer(issue)
    for file in sorted(folder.iterdir())[:2]:
        book = openpyxl.load_workbook(file)
        for row in book["Biểu"].iter_rows(min_row=9):
            if row[1].value in answer:
                row[5].value = answer[row[1].value]
        book.save(file)
    merged = kientoan("merge", folder, *FORM)
    assert (len(merged["received"]), len(merged["returned"]), merged["asked"]) == (2, 1, 3)
    assert Path(merged["returned"][0]["marked"]).exists()
    status = kientoan("status", *FORM)
    assert (status["whole"]["received"], [one["code"] for one in status["missing"]]) == (2, ["X2"])
    book = openpyxl.Workbook()
    book.active["A1"] = "{{members}}"
    book.save(tmp_path / "t.xlsx")
    assert kientoan("fill", tmp_path / "t.xlsx", *FORM, "--out", tmp_path / "o.xlsx")["incomplete"] == {
        "members": [2, 3]
    }


def test_an_import_is_shown_first_and_carried_out_when_asked(city, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("unit,indicator,period,value\nX1,members,2017-H1,120\n")
    assert kientoan("import", file)["applied"] is False
    assert not Observation.objects.exists()
    assert kientoan("import", file, "--apply")["added"] == 1


def test_faults_end_with_code_1_and_wrong_use_with_2(city, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("unit,indicator,period,value\nZ9,members,2017-H1,120\n")
    with pytest.raises(CommandError, match="Z9") as refused:
        call_command("figures", "import", str(file), "--apply", stdout=StringIO())
    assert refused.value.returncode == 1
    with pytest.raises(SystemExit) as wrong:
        call_command("figures", "merge", str(tmp_path), "--form", "x", "--period", "2017-H9", stdout=StringIO())
    assert wrong.value.code == 2


def test_unknown_forms_units_and_folders_are_refused_with_what_there_is(issue, city, tmp_path):
    for words, says in (
        (("merge", tmp_path, "--form", "x", "--period", "2017-H1"), "half_year_commune 2017-H1"),
        (("merge", tmp_path / "none", *FORM), "none"),
        (("template", *FORM, "--out", tmp_path, "--units", "Z9"), "Z9"),
        (("issue", "--form", "x", "--period", "2017-H1", "--due", "2017-06-20", "--decision", "1"), "monthly_base"),
    ):
        with pytest.raises(CommandError, match=says):
            call_command("figures", *[str(word) for word in words], stdout=StringIO())


def test_it_acts_for_the_account_named(issue, city, tmp_path):
    make.grant(make.account("huyen"), Role.SPECIALIST, city["H2"])
    out = kientoan("template", *FORM, "--out", tmp_path, "--by", "huyen")
    assert len(out["files"]) == 2
