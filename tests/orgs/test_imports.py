"""Lists of units and operations: the plan, the application, and every refusal with its place."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.sheets import OutColumn, OutSheet, csv_parts, write_xlsx
from kientoan.orgs import imports, queries
from kientoan.orgs.imports import vietnam
from kientoan.orgs.models import Lineage, Unit, UnitSpan
from kientoan.orgs.rules.roles import Role
from tests import make

FILES = Path(__file__).parent / "files"
HANOI_2017 = FILES / "hanoi_units_asof_2017-06-27.csv"
HANOI_2020 = FILES / "hanoi_units_asof_2020-03-01.csv"
DAY = date(2017, 6, 27)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def planned(text: str, **how: Any) -> Any:
    return imports.plan(text.strip().encode(), by=make.operator(), file="u.csv", **how)


def applied(text: str, **how: Any) -> Any:
    plan = planned(text, **how)
    assert [str(error) for error in plan.errors] == []
    imports.apply(plan, by=make.operator())
    return plan


def exported(**how: Any) -> bytes:
    return b"".join(csv_parts(imports.export_headers(), imports.export_values(make.operator(), **how)))


def counted(day: date) -> dict[tuple[str, ...], int]:
    return {one.key: one.count for one in queries.count_units(day, by=("kind", "sector"))}


def snapshot() -> list[tuple[Any, ...]]:
    return list(
        UnitSpan.objects.order_by("unit__code", "valid").values_list(
            "unit__code", "name", "kind", "sector", "parent__code", "valid", "closes_unit"
        )
    )


UNITS = """
Mã;Tên tổ chức;Loại tổ chức;Loại hình;Mã cấp trên;Từ ngày;Đến ngày
N1;Đảng bộ xã Mới;Đảng bộ cơ sở;xã;H2;01/07/2017;
N2;Chi bộ thôn Một;chi bộ;;N1;01/07/2017;31/12/2019
"""


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


def test_every_fault_is_listed_with_its_place_and_nothing_is_saved(city: dict[str, Unit]) -> None:
    before = snapshot()
    plan = planned(
        """
code,name,kind,sector,parent_code,valid_from,valid_to
A1,Một,tổ hợp,commune,H2,2017-01-01,
A2,Hai,cell,rừng,X1,2017-01-01,
A3,,cell,,X1,31/02/2017,
A4,Bốn,base_committee,district,H2,2017-01-01,
A5,Năm,cell,,X1,1900-01-02,
"""
    )
    found = [(error.row, error.column, str(error).split(": ", 1)[1][:40]) for error in plan.errors]
    assert [one[:2] for one in found] == [(2, "C"), (3, "D"), (4, "B"), (4, "F"), (4, "F"), (5, "D"), (6, "F")]
    with pytest.raises(Refused) as refused:
        imports.apply(plan, by=make.operator())
    assert len(refused.value.errors) == 7
    assert snapshot() == before


LAWS = {
    "overlap": (
        "O1,Một,cell,,X1,2017-01-01,2018-01-01\nO1,Hai,cell,,X1,2017-06-01,",
        [(3, "F", "The dates overlap with row 2")],
    ),
    "twice": ("O1,Một,cell,,X1,2017-01-01,\nO1,Một,cell,,X1,2017-01-01,", [(3, "F", "The dates overlap with row 2")]),
    "empty": ("O1,Một,cell,,X1,2017-01-01,2016-01-01", [(2, "G", "The last day must come after the first")]),
    "unknown parent": ("O1,Một,cell,,ZZ,2017-01-01,", [(2, "E", "There is no unit with the code “ZZ”")]),
    "parent outside its dates": ("O1,Một,cell,,X1,2009-01-01,", [(2, "E", "The unit “X1” does not exist on all days")]),
    "parent ends before": (
        "O1,Một,base_committee,,H2,2017-01-01,2018-01-01\nO2,Hai,cell,,O1,2017-01-01,",
        [(3, "E", "The unit “O1” does not exist on all days")],
    ),
    "parent does not fit": (
        "O1,Một,cell,,H2,2017-01-01,",
        [(2, "E", "A unit of kind “Chi bộ trực thuộc” cannot stand there")],
    ),
    "needs a parent": (
        "O1,Một,cell,,,2017-01-01,",
        [(2, "E", "A unit of kind “Chi bộ trực thuộc” needs a unit above it")],
    ),
    "own ancestor": (
        "O1,Một,sub_committee,,O2,2017-01-01,\nO2,Hai,sub_committee,,O1,2017-01-01,",
        [(2, "E", "A unit of kind"), (3, "E", "A unit of kind")],
    ),
    "child outlives": (
        "X1,Đảng bộ xã Đông Thạnh,base_committee,commune,H2,2010-01-01,2018-01-01",
        [(2, "G", "“Chi bộ thôn 2 (C1)” stands below X1"), (2, "G", "“Chi bộ thôn 10 (C2)” stands below X1")],
    ),
}


@pytest.mark.parametrize("law", LAWS)
def test_each_law_of_the_register_is_a_sentence_with_its_cell(city: dict[str, Unit], law: str) -> None:
    rows, expected = LAWS[law]
    plan = planned("code,name,kind,sector,parent_code,valid_from,valid_to\n" + rows)
    found = [(error.row, error.column, error.sentence()) for error in plan.errors]
    assert len(found) == len(expected), found
    for (row, column, sentence), (wanted_row, wanted_column, beginning) in zip(
        sorted(found), sorted(expected), strict=True
    ):
        assert (row, column) == (wanted_row, wanted_column)
        assert sentence.startswith(beginning)


def test_a_circle_is_found_however_long(city: dict[str, Unit]) -> None:
    from kientoan.orgs.rules import overlay
    from kientoan.orgs.rules.spans import SpanRow

    spans = [
        SpanRow(code, code, "sub_committee", "", parent, DAY) for code, parent in (("A", "B"), ("B", "C"), ("C", "A"))
    ]
    final = {span.code: [span] for span in spans}

    class Lenient:
        """A pack in which anything may stand under anything."""

        def __getattr__(self, name: str) -> Any:
            return lambda *_args: () if name == "parents_of" else None if name == "kind" else True

    faults = overlay.faults_of_place([overlay.Given(span, 1) for span in spans], final, Lenient())  # type: ignore[arg-type]
    assert [fault.message_id for fault in faults] == [overlay.CIRCLE] * 3


def test_a_list_without_days_needs_one(city: dict[str, Unit]) -> None:
    text = "code,name,kind,parent_code\nO1,Một,cell,X1"
    assert "does not say from which day" in str(planned(text).errors[0])
    assert [span.valid_from for span in applied(text, since=DAY).added] == [DAY]


def test_missing_columns_and_unreadable_files(city: dict[str, Unit]) -> None:
    assert [error.code for error in planned("code,Tên\nA,B").errors] == ["column_missing"]
    assert [error.code for error in imports.plan(b"%PDF-1", by=make.operator()).errors] == ["file_kind"]


def test_only_who_may_change_units_may_plan(city: dict[str, Unit]) -> None:
    reader = make.grant(make.account("doc"), Role.READER, city["T"])
    with pytest.raises(Refused):
        imports.plan(UNITS.encode(), by=reader)


def test_a_plan_grows_stale_when_the_register_changes(city: dict[str, Unit]) -> None:
    plan = planned("code,name,kind,sector,parent_code,valid_from\nX1,Tên A,base_committee,commune,H2,2018-01-01")
    applied("code,name,kind,sector,parent_code,valid_from\nX1,Tên B,base_committee,commune,H2,2018-01-01")
    with pytest.raises(Refused, match=r"changed since the plan|thay đổi"):
        imports.apply(plan, by=make.operator())


# --- flat lists -----------------------------------------------------------------------------------


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


# --- operations -----------------------------------------------------------------------------------

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
        (3, "B", "value_missing"),
    }


# --- the command ----------------------------------------------------------------------------------


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
        ["count", "--by", "name"],
        ["count", "--under", "ZZ"],
        ["export", str(tmp_path / "u.pdf")],
        ["import", str(tmp_path / "x.csv")],
    ):
        with pytest.raises(CommandError):
            call_command("orgs", *wrong, stdout=out)


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
