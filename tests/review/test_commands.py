"""``kientoan review``: what it prints, what it writes, what it refuses; and a run that is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kientoan.core.models import Action
from kientoan.orgs.rules.roles import Role
from kientoan.review.models import DecidedClass, Run, UnitResult
from tests import make
from tests.review.situations import judged_city, run


def said(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("review", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_run_prints_the_head_line_and_the_first_proposals():
    judged_city()
    text = said("run", "--period", "2017-H1", "--as-of", "2017-06-30", "--unit", "T")
    assert "Đã rà soát 3/3 đảng bộ xã, phường, thị trấn · 1 đề nghị xem xét (33,3 %; 1/3)" in text
    assert "1. Đảng bộ xã Đông Thạnh (Đảng bộ huyện Thượng Vân): Mới hoàn thành 8/20 nhiệm vụ" in text
    assert Run.objects.count() == 1
    unjudged = next(line for line in text.splitlines() if line.startswith("Tiêu chí không xét được"))
    assert "_" not in unjudged, "rules by their titles, not their codes"


@pytest.mark.django_db
def test_show_and_run_give_the_same_as_json():
    judged_city()
    made = json.loads(said("run", "--period", "2017-H1", "--as-of", "2017-06-30", "--json"))
    shown = json.loads(said("show", "--json"))
    assert made == shown
    assert (made["proposed"], made["units"], made["first"][0]["code"]) == (1, 6, "X1")
    again = json.loads(said("run", "--period", "2017-H1", "--as-of", "2017-06-30", "--if-changed", "--json"))
    assert again["run"] == made["run"]


@pytest.mark.django_db
def test_export_writes_the_proposals_in_a_landscape_workbook(tmp_path):
    made = run(judged_city())
    out = tmp_path / "lists" / "out.xlsx"
    assert "1 tổ chức" in said("export", str(made.pk), "--out", str(out))
    sheet = openpyxl.load_workbook(out).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "X1"]
    assert len(rows) == 1
    assert "Mới hoàn thành 8/20" in rows[0][7]
    assert sheet.page_setup.orientation == "landscape"
    assert Action.objects.filter(verb="review.export").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--period", "2017-H1", "--as-of", "2017-06-30", "--unit", "NOWHERE"], "NOWHERE"),
        (["show", "999"], "Không có đợt rà soát"),
        (["show"], "review run --period"),
        (["export", "--out", "a.pdf"], "review run --period"),
    ],
)
def test_refusals_are_sentences_with_exit_code_1(arguments, words):
    make.city()
    with pytest.raises(CommandError, match=words) as refused:
        said(*arguments)
    assert refused.value.returncode == 1


@pytest.mark.django_db
def test_signs_show_at_any_time_and_nothing_is_stored():
    judged_city()
    found = json.loads(said("signs", "--unit", "H2", "--period", "2017-H1", "--as-of", "2017-06-30", "--json"))
    assert found[0]["code"] == "X1"
    assert "tasks_failed" in [sign["code"] for sign in found[0]["signs"]]
    assert not Run.objects.exists()


CLASSES = """Mã tổ chức,Cơ quan,Năm,Xếp loại,Số quyết định,Ngày quyết định
X1,,2016,Yếu kém,71-QĐ/HU,15/01/2017
X1,Ủy ban nhân dân,2016,good,5-QĐ/UBND,
"""


@pytest.mark.django_db
def test_classes_come_in_from_a_list_with_a_plan_first(tmp_path):
    make.city()
    file = tmp_path / "classes.csv"
    file.write_text(CLASSES, encoding="utf-8")
    assert "2 xếp loại" in said("classes", "import", str(file))
    assert not DecidedClass.objects.exists()
    assert "2 mới, 0 thay thế" in said("classes", "import", str(file), "--apply")
    assert "0 mới, 0 thay thế, 2 đã có" in said("classes", "import", str(file), "--apply")
    assert set(DecidedClass.objects.values_list("body", "grade")) == {("", "weak"), ("peoples_committee", "good")}


@pytest.mark.django_db
def test_a_faulty_list_of_classes_is_refused_whole_with_every_place(tmp_path):
    make.city()
    file = tmp_path / "classes.csv"
    file.write_text(CLASSES + "X9,,2016,good,1\nX1,Hội gì đó,2016,good,1\nX1,,2016,good,2\nX2,,2016,tuyệt vời,3\n")
    with pytest.raises(CommandError) as refused:
        said("classes", "import", str(file), "--apply")
    text = str(refused.value)
    for words in ("X9", "Hội gì đó", "đã có ở dòng 2", "tuyệt vời"):
        assert words in text
    assert not DecidedClass.objects.exists()


@pytest.mark.django_db
def test_who_may_not_see_proposals_is_told(client):
    city = make.city()
    run(judged_city_of(city))
    make.grant(make.account("nhaplieu"), Role.CLERK, city["T"])
    with pytest.raises(CommandError, match="Ban Tổ chức"):
        said("show", "--by", "nhaplieu")


def judged_city_of(city):
    """Figures for one commune of a city that is there already."""
    make.figures(city["X1"], members=20, meetings_held=2, meetings_due=6)
    return city


KILLED = """
import django; django.setup()
from django.db import connection
connection.settings_dict.update(NAME={name!r}, USER={user!r})
from kientoan.review.actions import runs
import time
whole = runs._copy_results
def slow(*given):
    whole(*given)
    print("written, not committed", flush=True)
    time.sleep(60)
runs._copy_results = slow
from django.core.management import call_command
call_command("review", "run", "--period", "2017-H1", "--as-of", "2017-06-30")
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_killed_in_the_middle_leaves_nothing_and_the_next_one_works():
    city = judged_city()
    settings = connection.settings_dict
    code = KILLED.format(name=settings["NAME"], user=settings["USER"])
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ)
    assert child.stdout is not None
    assert child.stdout.readline() == b"written, not committed\n"
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()
    time.sleep(0.2)
    assert not Run.objects.exists()
    assert not UnitResult.objects.exists()
    assert not Action.objects.filter(verb="review.run").exists()
    assert run(city).units == 6
