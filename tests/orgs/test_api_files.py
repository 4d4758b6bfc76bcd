"""The register as a file and the record of what was done, by the API: cut to what the token's account may see and read."""

import csv
import io
from datetime import date

import pytest

from kientoan.core.models import Action
from kientoan.orgs import actions, imports
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.api import caller
from tests.orgs.lists import planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def rows(answer: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))  # type: ignore[attr-defined]


def test_the_units_of_a_day_come_as_a_file_that_the_import_takes_back(city: dict[str, Unit]) -> None:
    actions.rename_unit(unit=city["X1"], name="Đảng bộ xã Đổi", day=date(2018, 1, 1), by=make.operator())
    head = caller(Role.HEAD, city["H2"])
    then, now = head.get("exports/units?as_of=2017-06-27"), head.get("exports/units?kind=base_committee&text=doi")
    assert {row["code"] for row in rows(then)} == {"H2", "X1", "X2", "C1", "C2"}
    assert {row["name"] for row in rows(then)} >= {"Đảng bộ xã Đông Thạnh"}
    assert [(row["code"], row["name"]) for row in rows(now)] == [("X1", "Đảng bộ xã Đổi")]
    for answer in (then, head.get("exports/units?history=true"), head.get("exports/units?format=xlsx&under=X1")):
        assert answer.status_code == 200
        plan = imports.plan(answer.content, by=head.user)
        assert ([str(error) for error in plan.errors], plan.changes_something) == ([], False)
    kept = Action.objects.filter(verb="orgs.export_units").latest("at")
    assert (kept.by, kept.detail["format"]) == (head.user, "xlsx")


def test_a_file_of_the_register_is_refused_without_the_right_or_out_of_reach(city: dict[str, Unit]) -> None:
    assert caller(Role.CLERK, city["H2"]).get("exports/units").status_code == 403
    head = caller(Role.HEAD, city["H2"])
    assert head.get("exports/units?under=P1").status_code == 404
    assert head.get("exports/units?format=pdf").status_code == 422
    assert not Action.objects.filter(verb="orgs.export_units").exists()


def test_a_sample_register_says_so_in_the_name_of_its_file() -> None:
    top = make.unit("T", "city_committee", name="Đảng bộ thành phố Mẫu", sample=True)
    answer = caller(Role.HEAD, top).get("exports/units?as_of=2017-06-27")
    assert answer["Content-Disposition"] == 'attachment; filename="sample-units-2017-06-27.csv"'


def test_the_record_is_read_by_those_with_the_right_of_their_own_units(city: dict[str, Unit]) -> None:
    actions.rename_unit(
        unit=city["X1"], name="Đảng bộ xã Đổi", day=date(2018, 1, 1), decision="9-QĐ", by=make.operator()
    )
    actions.rename_unit(unit=city["P1"], name="Đảng bộ phường Đổi", day=date(2018, 1, 1), by=make.operator())
    imports.apply(
        planned(
            "code,name,kind,sector,parent_code,valid_from\nX9,Đảng bộ xã Chín,base_committee,commune,H2,2017-01-01"
        ),
        by=make.operator(),
        reason="theo danh sách",
    )
    head = caller(Role.HEAD, city["H2"])
    said = head.get("record?verb=orgs.rename_unit").json()
    assert [(one["verb"], one["by"]) for one in said["items"]] == [("orgs.rename_unit", "operator")]
    assert "X1" in said["items"][0]["sentence"]
    assert {one["verb"] for one in head.get("record?unit=X9").json()["items"]} == {"orgs.write_spans"}
    assert head.get("record?until=2000-01-01").json()["total"] == 0
    assert head.get("record?limit=1").json()["total"] > 1
    assert head.get("record?unit=P1").status_code == 404
    assert caller(Role.CLERK, city["H2"]).get("record").status_code == 403
