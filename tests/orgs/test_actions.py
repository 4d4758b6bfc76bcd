"""Operations on units: what each does, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest

from kientoan.core.access import Refused
from kientoan.orgs import actions, queries
from kientoan.orgs.models import Body, Lineage, Unit
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow
from kientoan.people import actions as people
from tests import make

DAY = date(2017, 6, 27)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def names(unit: Unit, *days: date) -> list[str | None]:
    spans = [queries.span_of(unit, day) for day in days]
    return [span.name if span else None for span in spans]


def test_a_new_name_holds_from_its_day_on(city: dict[str, Unit]) -> None:
    actions.rename_unit(unit=city["X1"], name="Đảng bộ xã Đông Mới", day=DAY, by=make.operator(), decision="12-QĐ/TU")
    assert names(city["X1"], date(2017, 6, 26), DAY) == ["Đảng bộ xã Đông Thạnh", "Đảng bộ xã Đông Mới"]


def test_a_name_given_on_the_first_day_replaces_it(city: dict[str, Unit]) -> None:
    actions.rename_unit(unit=city["X1"], name="Đảng bộ xã Khác", day=make.START, by=make.operator())
    assert names(city["X1"], make.START) == ["Đảng bộ xã Khác"]
    assert city["X1"].spans.count() == 1


def test_a_used_code_is_refused(city: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="X1"):
        make.unit("X1", "base_committee", city["H2"])


def test_a_kind_stands_only_where_the_pack_allows(city: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="Đảng bộ"):
        make.unit("C9", "cell", city["T"])
    with pytest.raises(Refused, match=r"sector|loại hình"):
        make.unit("C9", "cell", city["X1"], sector="district")


def test_moving_keeps_the_old_place_for_the_days_before(city: dict[str, Unit]) -> None:
    actions.move_unit(unit=city["X2"], parent=city["Q1"], day=DAY, by=make.operator())
    assert [n.code for n in queries.path_to(city["X2"], date(2017, 6, 26))] == ["T", "H2", "X2"]
    assert [n.code for n in queries.path_to(city["X2"], DAY)] == ["T", "Q1", "X2"]


def test_a_unit_is_never_its_own_ancestor(city: dict[str, Unit]) -> None:
    group = make.unit("G1", "group", city["C1"])
    with pytest.raises(Refused):
        actions.write_spans(
            rows=[
                SpanRow("C1", "Chi bộ thôn 2", "cell", "commune", "G1", make.START),
                SpanRow("G1", "Tổ đảng", "group", "", "C1", make.START),
            ],
            by=make.operator(),
        )
    assert queries.span_of(group, DAY).parent == city["C1"]


def test_closing_a_parent_that_has_children_is_refused(city: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match=r"hang under|nằm dưới|trực thuộc"):
        actions.close_unit(unit=city["X1"], day=DAY, by=make.operator())
    assert names(city["X1"], DAY) == ["Đảng bộ xã Đông Thạnh"]


def test_closing_ends_the_unit_and_keeps_its_past(city: dict[str, Unit]) -> None:
    actions.close_unit(unit=city["C2"], day=DAY, by=make.operator(), decision="3-QĐ/HU")
    assert names(city["C2"], date(2017, 6, 26), DAY) == ["Chi bộ thôn 10", None]


def test_merging_two_communes_moves_what_stands_below(city: dict[str, Unit]) -> None:
    new = actions.NewUnit("X9", "Đảng bộ xã Đông Tân", "base_committee", city["H2"], "commune")
    merged, held = actions.merge_units(olds=[city["X1"], city["X2"]], into=new, day=DAY, by=make.operator())
    assert held == []
    assert names(city["X1"], DAY) == [None]
    assert {n.code for n in queries.children_of(merged, DAY, make.operator())} == {"C1", "C2"}
    assert {n.code for n in queries.children_of(city["X1"], date(2017, 6, 26), make.operator())} == {"C1", "C2"}
    assert set(Lineage.objects.values_list("old__code", "new__code")) == {("X1", "X9"), ("X2", "X9")}


def test_splitting_needs_shares_and_a_place_for_every_child(city: dict[str, Unit]) -> None:
    parts = [
        (actions.NewUnit("X7", "Đảng bộ xã A", "base_committee", city["H2"], "commune"), Decimal("0.6")),
        (actions.NewUnit("X8", "Đảng bộ xã B", "base_committee", city["H2"], "commune"), Decimal("0.4")),
    ]
    with pytest.raises(Refused, match="C2"):
        actions.split_unit(old=city["X1"], parts=parts, day=DAY, by=make.operator(), children={"C1": 0})
    with pytest.raises(Refused, match=r"0\.9"):
        actions.split_unit(old=city["X1"], parts=[parts[0], (parts[1][0], Decimal("0.3"))], day=DAY, by=make.operator())
    units, _held = actions.split_unit(
        old=city["X1"], parts=parts, day=DAY, by=make.operator(), children={"C1": 0, "C2": 1}
    )
    assert [n.code for n in queries.path_to(city["C2"], DAY)] == ["T", "H2", "X8", "C2"]
    assert [u.code for u in units] == ["X7", "X8"]


def test_what_a_unit_holds_ends_or_passes_with_it(city: dict[str, Unit]) -> None:
    kind = queries.pack().bodies_at(DAY, "cell")[0].code
    body = actions.open_body(unit=city["C2"], kind=kind, name="Chi ủy", day=make.START, by=make.operator())
    post = people.open_post(body=body, code="bi_thu", title="Bí thư", day=make.START, by=make.operator())
    person = people.add_person(unit=city["C2"], full_name="Lò Thị Vừ", by=make.operator())
    people.seat(post=post, person=person, day=make.START, by=make.operator())
    user = make.grant(make.account("bithu"), Role.BASE_SECRETARY, city["C2"])
    held = actions.close_unit(unit=city["C2"], day=date(2018, 1, 1), by=make.operator())
    assert [(one.kind, one.outcome) for one in held] == [
        ("holder", "ended"),
        ("post", "ended"),
        ("grant", "ended"),
        ("body", "ended"),
    ]
    assert Body.objects.get().valid.upper == date(2018, 1, 1)
    assert set(user.grants.values_list("role", flat=True)) == {"base_secretary", "reader"}


@pytest.mark.parametrize("role", sorted(Role))
def test_in_a_merger_an_office_s_role_passes_and_any_other_ends_in_reading(city: dict[str, Unit], role: Role) -> None:
    user = make.grant(make.account("bithu"), role, city["X1"])
    _unit, held = actions.merge_units(olds=[city["X1"]], into=city["X2"], day=DAY, by=make.operator())
    passes = role in {Role.SPECIALIST, Role.HEAD, Role.INSPECTOR, Role.ADMINISTRATOR}
    assert [(one.kind, one.outcome) for one in held] == [("grant", "passed" if passes else "ended")]
    after = (role.value, "X2") if passes else ("reader", "X1")
    assert set(user.grants.filter(valid__contains=DAY).values_list("role", "unit__code")) == {after}
    before = user.grants.filter(valid__contains=make.START).values_list("role", "unit__code", "valid")
    assert [(one, code, valid.upper) for one, code, valid in before] == [(role.value, "X1", DAY)]


def test_a_merger_names_each_unit_once(city: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="X1"):
        actions.merge_units(olds=[city["X1"], city["X1"]], into=city["X2"], day=DAY, by=make.operator())
    assert names(city["X1"], DAY) == ["Đảng bộ xã Đông Thạnh"]


def test_the_second_of_two_writers_is_told(city: dict[str, Unit]) -> None:
    seen = queries.version_of(city["X1"])
    actions.rename_unit(unit=city["X1"], name="Một", day=DAY, by=make.operator(), version=seen)
    with pytest.raises(Refused, match="X1"):
        actions.rename_unit(unit=city["X1"], name="Hai", day=DAY, by=make.operator(), version=seen)
    assert names(city["X1"], DAY) == ["Một"]


def test_a_specialist_changes_only_within_reach(city: dict[str, Unit]) -> None:
    user = make.grant(make.account("chuyenvien"), Role.SPECIALIST, city["H2"])
    actions.rename_unit(unit=city["X1"], name="Trong tầm", day=DAY, by=user)
    with pytest.raises(Refused):
        actions.rename_unit(unit=city["P1"], name="Ngoài tầm", day=DAY, by=user)
    reader = make.grant(make.account("xem"), Role.READER, city["H2"])
    with pytest.raises(Refused):
        actions.rename_unit(unit=city["X1"], name="Không được", day=DAY, by=reader)


def test_a_new_top_of_a_tree_is_for_who_answers_for_the_whole(city: dict[str, Unit]) -> None:
    user = make.grant(make.account("huyen"), Role.HEAD, city["H2"])
    with pytest.raises(Refused):
        actions.open_unit(code="T2", name="Đảng bộ khác", kind="city_committee", parent=None, day=DAY, by=user)
    whole = make.grant(make.account("tp"), Role.HEAD, city["T"])
    assert (
        actions.open_unit(code="T2", name="Đảng bộ khác", kind="city_committee", parent=None, day=DAY, by=whole).code
        == "T2"
    )


def test_writing_the_same_spans_again_changes_nothing(city: dict[str, Unit]) -> None:
    row = SpanRow("X1", "Đảng bộ xã Đông Thạnh", "base_committee", "commune", "H2", make.START)
    written = actions.write_spans(rows=[row], by=make.operator())
    assert (written.units, written.spans, written.replaced) == (0, 0, 0)
