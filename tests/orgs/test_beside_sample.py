"""A register of sample data takes no real unit, by whatever way it would come: a real place never carries an invented figure."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import gettext

from kientoan.core.access import Refused
from kientoan.orgs import actions, queries
from kientoan.orgs.imports import vietnam
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow
from tests import make
from tests.api import caller
from tests.orgs.lists import DAY, applied, planned

pytestmark = pytest.mark.django_db


def test_real_units_do_not_go_beside_sample_data() -> None:
    make.unit("T", "city_committee", name="Đảng bộ thành phố Mẫu", sample=True)
    list_of = "code,name,kind,sector,parent_code,valid_from\n"
    with pytest.raises(Refused, match="KIENTOAN_HOME") as refused:
        planned(list_of + "Q9,Đảng bộ quận Chín,upper_base_committee,district,T,2010-01-01")
    assert refused.value.errors == ("Q9",)
    with pytest.raises(Refused, match="KIENTOAN_HOME"):
        vietnam.plan_vietnam(by=make.operator(), province="bắc giang")
    applied(list_of + "T,Đảng bộ thành phố Mẫu Mới,city_committee,,,2017-01-01")
    assert queries.span_of(Unit.objects.get(), DAY).name == "Đảng bộ thành phố Mẫu Mới"


@pytest.fixture
def invented() -> dict[str, Unit]:
    """A sample city of two communes, with a head over all of it."""
    top = make.unit("T", "city_committee", name="Đảng bộ thành phố Mẫu", sample=True)
    district = make.unit("H2", "upper_base_committee", top, name="Đảng bộ huyện Mẫu", sector="district", sample=True)
    communes = {
        code: make.unit(code, "base_committee", district, name=f"Đảng bộ xã Mẫu {code}", sector="commune", sample=True)
        for code in ("X1", "X2")
    }
    return {"T": top, "H2": district, **communes}


NEW = {"code": "X9", "name": "Đảng bộ xã Chín", "kind": "base_committee", "sector": "commune"}
DECIDED = {"day": "2017-06-27", "decision": "77-QĐ/HU"}


def test_the_action_opens_none(invented: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="số liệu tạo ra") as refused:
        actions.open_unit(parent=invented["H2"], day=DAY, by=make.operator(), **NEW)
    assert refused.value.errors == ("X9",)
    with pytest.raises(Refused, match="số liệu tạo ra"):
        actions.write_spans(
            rows=[SpanRow("X9", "Đảng bộ xã Chín", "base_committee", "commune", "H2", DAY)], by=make.operator()
        )
    assert not Unit.objects.filter(code="X9").exists()


def test_the_page_opens_none(client: Client, invented: dict[str, Unit]) -> None:
    client.force_login(make.grant(make.account("truongban"), Role.HEAD, invented["H2"]))
    answer = client.post("/orgs/units/H2/change/open/", {**DECIDED, **NEW, "step": "do"})
    assert "không nơi có thật nào được mang số liệu tạo ra" in answer.content.decode()
    assert not Unit.objects.filter(code="X9").exists()


def test_the_api_opens_none(invented: dict[str, Unit]) -> None:
    answer = caller(Role.HEAD, invented["H2"]).post("units", **DECIDED, **NEW, parent="H2")
    assert answer.status_code == 422
    assert "số liệu tạo ra" in answer.json()["detail"]
    assert not Unit.objects.filter(code="X9").exists()


def test_a_list_of_operations_opens_none(invented: dict[str, Unit]) -> None:
    plan = planned(
        "date,op,from_code,to_code,name,kind,sector,parent_code\n"
        "2017-06-27,open,,X9,Đảng bộ xã Chín,base_committee,commune,H2\n"
    )
    [error] = plan.errors
    assert error.row == 2
    assert "số liệu tạo ra" in error.translate(gettext)


def test_what_comes_of_invented_units_is_invented(invented: dict[str, Unit]) -> None:
    new = actions.NewUnit("M1", "Đảng bộ xã Gộp", "base_committee", invented["H2"], "commune")
    merged, _held = actions.merge_units(olds=[invented["X1"], invented["X2"]], into=new, day=DAY, by=make.operator())
    assert merged.is_sample
    parts = [
        (actions.NewUnit(code, f"Đảng bộ xã {code}", "base_committee", invented["H2"], "commune"), Decimal("0.5"))
        for code in ("S1", "S2")
    ]
    split, _held = actions.split_unit(old=merged, parts=parts, day=date(2018, 1, 1), by=make.operator())
    assert all(unit.is_sample for unit in split)
