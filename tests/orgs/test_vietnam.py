"""Real trees from the package: structure of both eras, and what became of what."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from kientoan.core.access import Refused
from kientoan.orgs import imports, queries
from kientoan.orgs.imports import vietnam
from kientoan.orgs.models import Lineage, Unit
from tests import make

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


def counted(day: date) -> dict[str, int]:
    return {one.key[0]: one.count for one in queries.count_units(day, by=("kind",))}


def test_hanoi_of_both_eras() -> None:
    out = io.StringIO()
    call_command("orgs", "load-vietnam", "--province", "Hà Nội", "--apply", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["applied"], len(said["added"]), said["divided"] > 0) == (True, 1 + 30 + 526 + 126, True)
    assert counted(date(2025, 6, 30)) == {"city_committee": 1, "upper_base_committee": 30, "base_committee": 526}
    assert counted(date(2025, 7, 1)) == {"city_committee": 1, "upper_base_committee": 126}
    old = Unit.objects.filter(code__in=Lineage.objects.values("old__code"), spans__kind="base_committee").distinct()
    assert old.count() == 526
    for unit in old[:50]:
        assert sum(unit.successors.values_list("share", flat=True), Decimal(0)) == 1
    again = vietnam.plan_vietnam(by=make.operator(), province="Thành phố Hà Nội")
    assert not again.changes_something


def test_merged_provinces_end_and_pass_on() -> None:
    plan = vietnam.plan_vietnam(by=make.operator(), province="bắc giang")
    assert [str(error) for error in plan.units.errors] == []
    vietnam.apply_vietnam(plan=plan, by=make.operator())
    tops = {span.name for span in plan.units.added if span.kind == "city_committee"}
    assert tops == {"Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"}
    pairs = Lineage.objects.filter(old__spans__kind="city_committee").values_list(
        "old__spans__name", "new__spans__name"
    )
    assert set(pairs) == {("Tỉnh Bắc Giang", "Tỉnh Bắc Ninh")}
    assert counted(date(2025, 7, 1))["city_committee"] == 1


def test_the_whole_country_can_be_planned() -> None:
    plan = vietnam.plan_vietnam(by=make.operator())
    assert [str(error) for error in plan.units.errors] == []
    present = [span for span in plan.units.added if span.code.endswith("-2025")]
    assert len(present) == 3321
    assert {span.sector for span in present} == {"commune", "ward", "special_zone"}


def test_it_follows_lists_that_were_there_before() -> None:
    imports.apply(imports.plan(FILES / "hanoi_units_asof_2017-06-27.csv", by=make.operator()), by=make.operator())
    plan = vietnam.plan_vietnam(by=make.operator(), province="Hà Nội", since=date(2025, 1, 1))
    assert [str(error) for error in plan.units.errors] == []
    vietnam.apply_vietnam(plan=plan, by=make.operator())
    assert counted(date(2017, 6, 27)) == {"city_committee": 1, "upper_base_committee": 30, "base_committee": 584}
    assert counted(date(2025, 1, 1)) == {"city_committee": 1, "upper_base_committee": 30, "base_committee": 526}


def test_what_cannot_be_loaded_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="Atlantis"):
        vietnam.plan_vietnam(by=make.operator(), province="Atlantis")
    with pytest.raises(Refused, match="01/07/2025"):
        vietnam.plan_vietnam(by=make.operator(), since=date(2025, 7, 1))
    monkeypatch.setattr(vietnam, "find_spec", lambda _name: None)
    with pytest.raises(Refused, match="vietnam"):
        vietnam.plan_vietnam(by=make.operator())


def test_equal_shares_add_up() -> None:
    for parts in range(1, 12):
        assert sum(vietnam.equal_shares(parts)) == 1
