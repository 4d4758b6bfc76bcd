"""The register from a terminal."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kientoan.documents.models import Document
from tests import make
from tests.documents.sheets import SHEET

pytestmark = pytest.mark.django_db


def run(*words):
    out = StringIO()
    call_command("documents", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    make.city()
    path = tmp_path / "so-den.csv"
    path.write_text(SHEET, encoding="utf-8-sig")
    return path


def test_a_sheet_is_shown_first_and_entered_with_apply(file):
    assert "4" in run("import", str(file), "--unit", "H2")
    assert not Document.objects.exists()
    said = json.loads(run("import", str(file), "--unit", "H2", "--apply", "--json"))
    assert (len(said["added"]), said["known"], said["applied"]) == (4, 0, True)
    assert json.loads(run("import", str(file), "--unit", "H2", "--json"))["known"] == 4


def test_a_faulty_sheet_a_missing_file_and_an_unknown_unit_are_refused(file):
    file.write_text(SHEET + "9,09/07/2017,XYZ,07/07/2017,Thành ủy,Không rõ loại,,,\n", encoding="utf-8-sig")
    for words in (("import", str(file), "--unit", "H2"), ("import", "khong-co.csv", "--unit", "H2"), ("numbers", "ZZ")):
        with pytest.raises(CommandError):
            run(*words)
    assert not Document.objects.exists()


def test_numbers_are_checked(file):
    for number in (1, 2, 4):
        make.resolution(make.Unit.objects.get(code="H2"), written=f"0{number}-NQ/HU")
    assert "thiếu 1 số" in run("numbers", "H2")
    [series] = json.loads(run("numbers", "H2", "--json"))
    assert series["missing"] == [3]
