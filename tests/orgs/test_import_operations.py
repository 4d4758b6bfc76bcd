"""Lists of operations: rehearsed, then all done as one action, or none."""

from datetime import date

import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.orgs import imports, queries
from kientoan.orgs.imports.operations import UNIT_UNKNOWN
from kientoan.orgs.models import Lineage, Unit
from tests import make
from tests.orgs.lists import planned, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


OPERATIONS = """
date,op,from_code,to_code,share,decision,name,kind,parent_code
2018-01-01,rename,P1,,,01-QĐ/TU,Đảng bộ phường Mới,,
2019-01-01,merge,X1,M1,,895/NQ,Đảng bộ xã Hợp Nhất,,
2019-01-01,merge,X2,M1,,895/NQ,,,
2020-01-01,split,M1,S1,0.6,12-QĐ,Đảng bộ xã Một,,
2020-01-01,split,M1,S2,0.4,12-QĐ,Đảng bộ xã Hai,,
2020-01-01,move,C1,S1,,12-QĐ,,,
2020-01-01,move,C2,S2,,12-QĐ,,,
2021-01-01,đóng,C3,,,13-QĐ,,,
"""


def test_operations_are_rehearsed_then_done_as_one_action(city: dict[str, Unit]) -> None:
    before = snapshot()
    plan = planned(OPERATIONS)
    assert [str(error) for error in plan.errors] == []
    assert [step.op for step in plan.steps] == ["rename", "merge", "split", "close"]
    assert snapshot() == before
    assert not Action.objects.filter(verb="orgs.import_operations").exists()
    imports.apply(plan, by=make.operator())
    action = Action.objects.get(verb="orgs.import_operations")
    assert Action.objects.filter(parent=action.pk).count() == 4
    assert set(Lineage.objects.values_list("old__code", "new__code")) == {
        ("X1", "M1"),
        ("X2", "M1"),
        ("M1", "S1"),
        ("M1", "S2"),
    }
    on = date(2020, 1, 1)
    assert queries.span_of(city["C2"], on).parent.code == "S2"  # type: ignore[union-attr]
    assert queries.span_of(city["C3"], date(2021, 1, 1)) is None


def test_operations_that_cannot_be_are_all_listed_and_none_is_done(city: dict[str, Unit]) -> None:
    before = snapshot()
    plan = planned(
        "date,op,from_code,to_code,name\n2018-01-01,rename,P1,,Mới\n2018-01-01,close,ZZ,,\n2018-01-01,close,X1,,\n2018-01-01,merge,X2,X2,\n"
    )
    assert [error.row for error in plan.errors] == [3, 4, 5]
    assert plan.errors[0].column == "C"
    with pytest.raises(Refused):
        imports.apply(plan, by=make.operator())
    assert snapshot() == before


def test_operations_with_empty_or_unknown_cells_are_refused(city: dict[str, Unit]) -> None:
    plan = planned("date,op,from_code,to_code\n,rename,P1,\n2018-01-01,bay,P1,\n")
    assert {(error.row, error.column, error.code) for error in plan.errors} == {
        (2, "A", "value_missing"),
        (2, None, "value_missing"),
        (3, "B", "choice_unknown"),
    }


def test_units_that_are_unknown_are_told_while_other_rows_are_faulty(city: dict[str, Unit]) -> None:
    plan = planned(
        "date,op,from_code,to_code,name\n,rename,P1,,Mới\n2018-01-01,close,ZZ,,\n2018-01-01,merge,X1,M1,Gộp\n"
        "2018-01-01,merge,X2,M1,\n2018-02-30,close,M1,,\n2018-01-01,move,C3,QQ,\n"
    )
    assert [(error.row, error.column) for error in plan.errors] == [(2, "A"), (3, "C"), (6, "A"), (7, "D")]
    assert [error.value for error in plan.errors if error.message_id == UNIT_UNKNOWN] == ["ZZ", "QQ"]
