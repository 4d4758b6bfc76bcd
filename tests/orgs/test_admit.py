"""Accounts from the office's sheet on the command line: planned, made, and refused whole with every fault."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.orgs.models import Grant, Unit
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
HEAD = "Tên đăng nhập,Họ và tên,Vai trò,Mã tổ chức,Điện thoại\n"


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "accounts.csv"


def admitted(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    call_command("orgs", "admit", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_a_sheet_is_planned_then_made(city: dict[str, Unit], sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text(
        HEAD + "An.X1,Đỗ Văn An,bí thư cơ sở,X1,0912\nbinh.t,Lê Thị Bình,chuyên viên,T,\n", encoding="utf-8"
    )
    assert admitted(capsys, str(sheet))["applied"] is False
    assert not User.objects.filter(username="an.x1").exists()

    made = admitted(capsys, str(sheet), "--apply", "--since", "2017-01-01")
    assert [one["username"] for one in made["accounts"]] == ["An.X1", "binh.t"]  # type: ignore[attr-defined,index,union-attr]
    grant = Grant.objects.get(user__username="an.x1")
    assert (grant.role, grant.unit, str(grant.valid.lower)) == ("base_secretary", city["X1"], "2017-01-01")
    assert Action.objects.filter(verb="orgs.admit").count() == 1


def test_every_fault_is_told_with_its_cell_and_nothing_is_made(city: dict[str, Unit], sheet: Path) -> None:
    make.account("an.x1")
    sheet.write_text(
        HEAD
        + "AN.X1,Đỗ Văn An,bí thư cơ sở,X1,\nbinh,Lê Thị Bình,vua,T,\nchi,Vũ Chi,chỉ xem,X9,\nBinh,Lê Bình,chỉ xem,T,\n",
        encoding="utf-8",
    )
    before = User.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("orgs", "admit", str(sheet), "--apply")
    said = str(refused.value)
    for place in ("dòng 2, cột A", "dòng 3, cột C", "dòng 4, cột D", "dòng 5, cột A"):
        assert place in said, said
    assert User.objects.count() == before


def test_a_unit_out_of_reach_is_a_fault_of_its_line(city: dict[str, Unit], sheet: Path) -> None:
    make.grant(make.account("head.h2"), Role.HEAD, city["H2"])
    sheet.write_text(HEAD + "an,Đỗ Văn An,chỉ xem,X1,\nbinh,Lê Thị Bình,chỉ xem,P1,\n", encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("orgs", "admit", str(sheet), "--apply", "--by", "head.h2")
    assert "P1" in str(refused.value)
    assert "dòng 2" not in str(refused.value)
    assert not User.objects.filter(username="an").exists()


def test_who_may_make_accounts_but_give_no_roles_is_told(city: dict[str, Unit], sheet: Path) -> None:
    make.grant(make.account("specialist"), Role.SPECIALIST, city["H2"])
    sheet.write_text(HEAD + "an,Đỗ Văn An,chỉ xem,X1,\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("orgs", "admit", str(sheet), "--apply", "--by", "specialist")
    assert not User.objects.filter(username="an").exists()
