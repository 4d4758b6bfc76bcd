"""A list of units changes nothing beyond the reach of whoever brings it."""

from datetime import date

import pytest

from kientoan.core.access import NotAllowed
from kientoan.orgs import actions, imports
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow
from tests import make

DAY = date(2017, 7, 1)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


@pytest.fixture
def head(city):
    """The head of the district H2."""
    return make.grant(make.account("huyen"), Role.HEAD, city["H2"])


def row(code: str, parent: str | None, name: str = "Tên mới") -> SpanRow:
    return SpanRow(code, name, "base_committee", "commune", parent, DAY)


def csv(*rows: str) -> bytes:
    return "\n".join(["code,name,kind,sector,parent_code,valid_from", *rows]).encode()


def test_a_list_within_reach_is_written(city, head):
    actions.write_spans(rows=[row("X7", "H2")], by=head)
    assert UnitSpan.objects.get(unit__code="X7").parent == city["H2"]


@pytest.mark.parametrize("places", [("P1", "Q1"), ("X1", "Q1"), ("X7", "Q1")])
def test_a_list_beyond_reach_is_refused(city, head, places):
    with pytest.raises(NotAllowed) as refused:
        actions.write_spans(rows=[row(*places)], by=head)
    assert set(refused.value.errors) <= {"P1", "Q1"}
    assert not UnitSpan.objects.filter(name="Tên mới").exists()


def test_the_top_of_one_s_own_part_may_stand_in_the_list_with_its_parent(city, head):
    same = SpanRow("H2", "Đảng bộ huyện Thượng Vân Mới", "upper_base_committee", "district", "T", make.START)
    actions.write_spans(rows=[same], by=head)
    assert city["H2"].spans.get().name.endswith("Mới")


def test_a_plan_beyond_reach_is_refused(city, head):
    assert imports.plan(csv("C1,Chi bộ Mới,cell,commune,X1,2017-07-01"), by=head).changed
    with pytest.raises(NotAllowed):
        imports.plan(csv("C3,Chi bộ Mới,cell,ward,P1,2017-07-01"), by=head)
