"""Lists of units: the plan, the application as one action, and a re-import that changes nothing."""

import io
from datetime import date

import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.sheets import OutColumn, OutSheet, write_xlsx
from kientoan.orgs import imports, queries
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.orgs.lists import UNITS, applied, exported, planned, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def test_a_list_of_units_is_planned_then_applied_as_one_action(city: dict[str, Unit]) -> None:
    before = snapshot()
    plan = planned(UNITS)
    assert [(span.code, span.kind, span.sector, span.parent_code) for span in plan.added] == [
        ("N1", "base_committee", "commune", "H2"),
        ("N2", "cell", "", "N1"),
    ]
    assert snapshot() == before
    imports.apply(plan, by=make.operator(), reason="Danh sách bổ sung")
    action = Action.objects.get(verb="orgs.import_units")
    assert (action.reason, action.detail["added"]) == ("Danh sách bổ sung", 2)
    assert queries.span_of(Unit.objects.get(code="N2"), date(2019, 12, 30)) is not None
    assert queries.span_of(Unit.objects.get(code="N2"), date(2019, 12, 31)) is None


def test_the_same_list_again_changes_nothing(city: dict[str, Unit]) -> None:
    applied(UNITS)
    before, actions = snapshot(), Action.objects.count()
    plan = applied(UNITS)
    assert (plan.unchanged, plan.changes_something) == (2, False)
    assert (snapshot(), Action.objects.count()) == (before, actions)


def test_reimporting_an_export_gives_no_change(city: dict[str, Unit]) -> None:
    applied(UNITS)
    applied(
        "code,name,kind,sector,parent_code,valid_from\nX1,Tên mới,base_committee,commune,H2,2018-01-01\nX2,=cmd,base_committee,commune,Q1,2019-01-01"
    )
    before = snapshot()
    buffer = io.BytesIO()
    columns = [OutColumn(name, "date" if "valid" in name else "text") for name in imports.export_headers()]
    write_xlsx(buffer, [OutSheet("A", columns, imports.export_values(make.operator()))])
    for content in (exported(), exported(day=date(2018, 6, 1)), buffer.getvalue()):
        plan = imports.plan(content, by=make.operator())
        assert [str(error) for error in plan.errors] == []
        assert not plan.changes_something
        imports.apply(plan, by=make.operator())
    assert snapshot() == before


def test_a_change_from_a_day_on_keeps_the_days_before(city: dict[str, Unit]) -> None:
    plan = applied(
        "code,name,kind,sector,parent_code,valid_from\nX1,Đảng bộ xã Đổi,base_committee,commune,H2,2018-01-01"
    )
    assert [code for code, _before, _after in plan.changed] == ["X1"]
    names = [queries.span_of(city["X1"], day).name for day in (date(2017, 12, 31), date(2018, 1, 1))]  # type: ignore[union-attr]
    assert names == ["Đảng bộ xã Đông Thạnh", "Đảng bộ xã Đổi"]


def test_an_end_in_the_list_closes_the_unit(city: dict[str, Unit]) -> None:
    plan = applied(
        "code,name,kind,sector,parent_code,valid_from,valid_to\nC3,Chi bộ 1,cell,ward,P1,2010-01-01,2018-01-01"
    )
    assert [span.code for span, _day in plan.closed] == ["C3"]
    assert city["C3"].spans.get().closes_unit
    assert Action.objects.filter(verb="orgs.close_unit").exists()


def test_only_who_may_change_units_may_plan(city: dict[str, Unit]) -> None:
    reader = make.grant(make.account("doc"), Role.READER, city["T"])
    with pytest.raises(Refused):
        imports.plan(UNITS.encode(), by=reader)


def test_a_plan_grows_stale_when_the_register_changes(city: dict[str, Unit]) -> None:
    plan = planned("code,name,kind,sector,parent_code,valid_from\nX1,Tên A,base_committee,commune,H2,2018-01-01")
    applied("code,name,kind,sector,parent_code,valid_from\nX1,Tên B,base_committee,commune,H2,2018-01-01")
    with pytest.raises(Refused, match=r"changed since the plan|thay đổi"):
        imports.apply(plan, by=make.operator())
