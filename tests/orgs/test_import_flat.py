"""Flat lists with a column per tier, as they really come: the real lists of Hanoi, whole areas and parts of them."""

from datetime import date

import pytest

from kientoan.orgs import imports
from kientoan.orgs.models import Unit
from tests import make
from tests.orgs.lists import DAY, HANOI_2017, HANOI_2020, applied, counted, exported, planned, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def test_hanoi_of_2017_then_of_2020() -> None:
    plan = imports.plan(HANOI_2017, by=make.operator())
    assert [str(error) for error in plan.errors] == []
    assert len(plan.added) == 1 + 30 + 584
    imports.apply(plan, by=make.operator())
    assert counted(DAY) == {
        ("city_committee", ""): 1,
        ("upper_base_committee", "district"): 30,
        ("base_committee", "commune"): 386,
        ("base_committee", "ward"): 177,
        ("base_committee", "town"): 21,
    }
    assert not imports.plan(HANOI_2017, by=make.operator()).changes_something
    later = imports.plan(HANOI_2020, by=make.operator())
    assert [str(error) for error in later.errors] == []
    imports.apply(later, by=make.operator())
    on = counted(date(2020, 3, 1))
    assert sum(count for key, count in on.items() if key[0] == "base_committee") == 579
    assert sum(count for key, count in counted(DAY).items() if key[0] == "base_committee") == 584
    before = snapshot()
    for content in (exported(), exported(day=DAY)):
        again = imports.plan(content, by=make.operator())
        assert [str(error) for error in again.errors] == []
        assert not again.changes_something
    assert not imports.plan(HANOI_2020, by=make.operator()).changes_something
    assert snapshot() == before


FLAT = "Mã huyện,Huyện,Mã xã,Xã\n01,Huyện A,001,Xã B\n"


def test_a_flat_list_may_hang_under_a_known_unit(city: dict[str, Unit]) -> None:
    plan = applied(FLAT, since=DAY, under="T", whole=False)
    assert [(span.code, span.kind, span.sector, span.parent_code) for span in plan.added] == [
        ("01", "upper_base_committee", "district", "T"),
        ("001", "base_committee", "commune", "01"),
    ]


def test_a_list_of_a_whole_area_closes_what_it_lacks_but_not_much_without_a_word() -> None:
    head = "province_code,province,district_code,district,commune_code,commune,snapshot_date\n"

    def listed(numbers: range, day: str) -> str:
        return head + "".join(
            f"T,Thành phố Mẫu,D,Quận Mẫu,{number:03d},Phường Mẫu {number},{day}\n" for number in numbers
        )

    applied(listed(range(40), "2017-01-01"))
    assert "lacks 15 of the 41 units" in str(planned(listed(range(25), "2018-01-01")).errors[0])
    assert len(applied(listed(range(35), "2018-01-01"), whole=False).closed) == 0
    assert sum(counted(date(2018, 1, 1)).values()) == 42
    assert len(applied(listed(range(35), "2019-01-01")).closed) == 5
    assert len(applied(listed(range(10), "2020-01-01"), whole=True).closed) == 25
    assert sum(counted(date(2020, 1, 1)).values()) == 12
    assert sum(counted(date(2017, 6, 1)).values()) == 42


def test_a_flat_list_that_contradicts_itself_is_refused() -> None:
    plan = planned("Mã tỉnh,Tỉnh,Mã xã,Xã\nT,Tỉnh A,1,Xã B\nT,Tỉnh Á,2,Xã C\nT,Tỉnh A,2,Rừng\n", since=date(2025, 7, 1))
    assert [(error.row, error.column) for error in plan.errors] == [(3, "B"), (4, "D")]


def test_the_present_two_tiers_follow_the_pack_of_their_day() -> None:
    plan = applied(
        "Mã tỉnh,Tỉnh,Mã xã,Xã\nT,Tỉnh A,1,Xã B\nT,Tỉnh A,2,Phường C\nT,Tỉnh A,3,Đặc khu D\n", since=date(2025, 7, 1)
    )
    assert [(span.kind, span.sector) for span in plan.added[1:]] == [
        ("upper_base_committee", "commune"),
        ("upper_base_committee", "ward"),
        ("upper_base_committee", "special_zone"),
    ]
