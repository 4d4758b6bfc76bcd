"""`kientoan reports`: build, check, lists; what it prints, where files go, how it refuses."""

import json
from io import BytesIO, StringIO

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from kientoan.reports.models import Edition
from tests import make
from tests.reports.cities import build, reported
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("reports", *arguments, stdout=out)
    return out.getvalue()


def disagreeing(*arguments: str) -> str:
    """What it prints before it ends with exit code 1."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("reports", *arguments, stdout=out)
    assert ended.value.code == 1
    return out.getvalue()


def test_a_draft_is_built_into_a_folder_and_again_it_is_the_same(tmp_path):
    city = make.city()
    reported(city)
    told = json.loads(said("build", "half-year", "--period", "2017-H1", "--out", str(tmp_path / "out"), "--json"))
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["bao-cao-so-ket-2017-H1-T.docx", "bao-cao-so-ket-2017-H1-T.pdf"]
    assert (told["as_of"], told["day"], told["closes"], told["edition"]) == ("2017-06-30", "2017-06-30", True, 1)
    assert told["figures"]["orgs.base"] == {"value": "3", "denominator": None}
    assert len(told["unwritten"]) == 10
    words = said("build", "half-year", "--period", "2017-H1")
    assert "Bản 1, số liệu đến ngày 30/06/2017." in words
    assert "Còn 10 phần chưa viết." in words
    assert Edition.objects.count() == 1


def test_a_draft_of_one_unit_as_of_a_day_with_its_own_date():
    city = make.city()
    reported(city)
    told = json.loads(
        said(
            "build", "half-year", "--period", "2017-H1", "--unit", "H2", "--as-of", "2017-06-20", "--day", "2017-06-27",
            "--json",
        )
    )  # fmt: skip
    assert (told["as_of"], told["day"], told["figures"]["orgs.base"]["value"]) == ("2017-06-20", "2017-06-27", "2")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["build", "half-year", "--period", "2017-H1", "--unit", "NOWHERE"], "“NOWHERE”"),
        (["build", "half-year", "--period", "2017-Q1"], "nửa năm"),
        (["check", "/nowhere/a.docx"], "Không đọc được tệp"),
    ],
)
def test_refusals_are_sentences(arguments, sentence):
    make.city()
    with pytest.raises(CommandError, match=sentence) as refused:
        said(*arguments)
    assert refused.value.returncode == 1


def test_two_tops_need_a_unit_named():
    make.city()
    make.unit("T2", "city_committee")
    with pytest.raises(CommandError, match="--unit"):
        said("lists", "--period", "2017-H1")


def test_a_word_file_is_checked(tmp_path):
    city = make.city()
    issue = reported(city)
    edition = build(city)
    file = tmp_path / "a.docx"
    file.write_bytes(edition.contents("docx"))
    agreed = said("check", str(file))
    assert "Số liệu khớp." in agreed
    assert "không gắn với chỉ tiêu nào: 0" in agreed
    make.answered(issue, city["X2"])
    told = disagreeing("check", str(file))
    assert "Có số liệu không khớp." in told
    assert "Đơn vị đã gửi biểu hợp lệ: trong tệp 2, nay là 3" in told
    assert json.loads(disagreeing("check", str(file), "--json"))["agrees"] is False
    typed = docx.Document(file)
    typed.add_paragraph("Toàn thành phố có 987 tổ chức.")
    typed.save(file)
    assert json.loads(disagreeing("check", str(file), "--json"))["not_bound"] == 1


def test_a_foreign_file_is_checked_by_its_arithmetic(tmp_path):
    word = docx.Document()
    word.add_paragraph("Đạt 82,0 % (162/220) tổ chức.")
    stream = BytesIO()
    word.save(stream)
    (tmp_path / "b.docx").write_bytes(stream.getvalue())
    told = disagreeing("check", str(tmp_path / "b.docx"))
    assert "không dựng ở đây" in told
    assert "phải là 73,6" in told


def test_the_lists_are_written_as_workbooks(tmp_path):
    city = judged_city()
    reported(city)
    run(city)
    told = json.loads(said("lists", "--period", "2017-H1", "--out", str(tmp_path), "--json"))
    assert {name: one["rows"] for name, one in told.items()} == {"proposed": 2, "near": 0, "not-sent": 1, "coverage": 2}
    book = openpyxl.load_workbook(told["proposed"]["file"])
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert "Đảng bộ xã Đông Thạnh" in cells
    assert "not-sent-2017-H1-T.xlsx" in said("lists", "--period", "2017-H1", "--out", str(tmp_path))


def test_what_does_not_close_is_said():
    from tests.reports.test_actions import unbalance

    city = make.city()
    reported(city)
    unbalance(city)
    told = said("build", "half-year", "--period", "2017-H1")
    assert "Chưa khớp:" in told
    assert "Biến động đảng viên" in told
