"""The command `kientoan orgs`: plans, applies, counts, exports, and refuses in words."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kientoan.orgs.models import Unit
from tests import make
from tests.orgs.lists import HANOI_2017

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def run(*args: str) -> Any:
    out = io.StringIO()
    call_command("orgs", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_plans_applies_counts_and_exports(tmp_path: Path) -> None:
    assert run("import", str(HANOI_2017))["applied"] is False
    assert Unit.objects.count() == 0
    assert run("import", str(HANOI_2017), "--apply")["applied"] is True
    counted = run("count", "--as-of", "2017-06-27", "--by", "kind,sector")
    assert counted["total"] == 615
    assert {"kind": "base_committee", "sector": "ward", "count": 177} in counted["counts"]
    for name in ("ra.csv", "ra.xlsx"):
        run("export", str(tmp_path / name))
        again = run("import", str(tmp_path / name), "--apply")
        assert (again["applied"], again["unchanged"], again["added"]) == (False, 615, [])


def test_the_command_speaks_and_refuses(city: dict[str, Unit], tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("orgs", "count", "--as-of", "2017-06-27", stdout=out)
    assert out.getvalue().splitlines()[0] == "Tính đến ngày 27/06/2017: 9 tổ chức"
    (tmp_path / "u.csv").write_text("code,name,kind,parent_code,valid_from\nA,Một,rừng,X1,2017-01-01\n")
    with pytest.raises(CommandError) as refused:
        call_command("orgs", "import", str(tmp_path / "u.csv"), stdout=out)
    assert refused.value.returncode == 1
    assert "u.csv" in str(refused.value)
    assert "rừng" in str(refused.value)
    for wrong in (
        ["count", "--under", "ZZ"],
        ["export", str(tmp_path / "u.pdf")],
        ["import", str(tmp_path / "x.csv")],
    ):
        with pytest.raises(CommandError):
            call_command("orgs", *wrong, stdout=out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["count", "--by", "foo"], "không đếm theo “foo”"),
        (["count", "--by", "kind,kind"], "không đếm theo “kind,kind”"),
        (["count", "--as-of", "31/02/2017"], "“31/02/2017” không có trong lịch"),
        (["import"], "còn thiếu tham số: file"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("orgs", *words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_day_may_be_written_as_people_write_it(city: dict[str, Unit]) -> None:
    assert (
        run("count", "--as-of", "27/06/2017")["as_of"] == run("count", "--as-of", "2017-06-27")["as_of"] == "2017-06-27"
    )
