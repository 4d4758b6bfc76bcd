"""Persons, posts and holders: what each action does and what it refuses."""

from datetime import date

import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.rules.operations import BodyRow
from kientoan.orgs.rules.roles import Role
from kientoan.people import actions, queries
from kientoan.people.models import Person
from kientoan.people.rules import HoldingRow, PersonRow, PostRow
from tests import make

DAY = date(2017, 6, 27)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with a standing board in one commune."""
    units = make.city()
    org_actions.write_bodies(
        rows=[BodyRow("X1", "standing_board", "Ban Thường vụ Đảng ủy xã Đông Thạnh", make.START)], by=make.operator()
    )
    return units


def test_a_post_is_held_by_one_at_a_time_and_outlives_its_holder(city: dict[str, Unit]) -> None:
    by, body = make.operator(), Body.objects.get()
    post = actions.open_post(body=body, code="secretary", title="Bí thư", day=make.START, by=by)
    first = actions.add_person(unit=city["X1"], full_name="Quàng Văn Pó", by=by)
    second = actions.add_person(unit=city["X1"], full_name="Tòng Thị Ạ", by=by)
    holding = actions.seat(post=post, person=first, day=make.START, by=by, decision="1-QĐ/HU")
    with pytest.raises(Refused, match="Bí thư"):
        actions.seat(post=post, person=second, day=DAY, by=by)
    actions.unseat(holding=holding, day=DAY, by=by)
    [seat] = queries.seats_of(city["X1"], DAY, by)
    assert seat.vacant
    actions.seat(post=post, person=second, day=DAY, by=by, acting=True)
    [seat] = queries.seats_of(city["X1"], DAY, by)
    assert (seat.holder, seat.acting.person) == (None, second)
    [seat] = queries.seats_of(city["X1"], date(2017, 6, 26), by)
    assert seat.holder.person == first


def test_lists_come_in_whole_or_not_at_all(city: dict[str, Unit]) -> None:
    persons = [PersonRow("p1", "X1", "Cầm Thị Ẻng"), PersonRow("p2", "KHONG", "Ai đó")]
    posts = [
        PostRow("c1", "X1", "standing_board", "Bí thư", make.START),
        PostRow("c2", "X2", "standing_board", "Bí thư", make.START),
    ]
    holdings = [HoldingRow("c1", "p1", make.START, decision="2-QĐ/HU")]
    with pytest.raises(Refused) as refused:
        actions.write_people(persons=persons, posts=posts, holdings=[], by=make.operator())
    assert ["p2" in str(e) or "c2" in str(e) for e in refused.value.errors] == [True, True]
    assert not Person.objects.exists()
    actions.write_people(persons=persons[:1], posts=posts[:1], holdings=holdings, by=make.operator())
    [seat] = queries.seats_of(city["X1"], DAY, make.operator())
    assert seat.holder.person.full_name == "Cầm Thị Ẻng"


def test_people_are_changed_only_within_reach(city: dict[str, Unit]) -> None:
    user = make.grant(make.account("cv"), Role.SPECIALIST, city["H2"])
    actions.add_person(unit=city["X1"], full_name="Lường Thị Bua", by=user)
    with pytest.raises(Refused):
        actions.add_person(unit=city["P1"], full_name="Lường Thị Bua", by=user)


def test_personal_values_stay_out_of_the_history(city: dict[str, Unit]) -> None:
    person = actions.add_person(unit=city["X1"], full_name="Lèo Văn Kín", by=make.operator(), born=date(1970, 1, 2))
    event = person.events.get()
    assert not hasattr(event, "full_name")
    assert not hasattr(event, "born")


def test_nobody_opens_his_or_her_own_file(city: dict[str, Unit]) -> None:
    user = make.grant(make.account("toi"), Role.SPECIALIST, city["H2"])
    actions.add_person(unit=city["X1"], full_name="Tôi", by=make.operator(), account=user)
    actions.add_person(unit=city["X1"], full_name="Người khác", by=make.operator())
    assert [p.full_name for p in Person.objects.visible_to(user)] == ["Người khác"]


def test_a_correction_names_the_fields_and_keeps_no_value_in_the_record(city: dict[str, Unit]) -> None:
    person = actions.add_person(unit=city["X1"], full_name="Lèo Văn Kin", by=make.operator(), phone="0900000001")
    actions.correct_person(person=person, by=make.operator(), full_name="Lèo Văn Kín", phone="0900000002")
    assert [p.pk for p in Person.objects.filter(search_key="leo van kin")] == [person.pk]
    action = Action.objects.get(verb="people.correct_person")
    assert action.detail == {"fields": ["full_name", "phone"]}
    with pytest.raises(Refused, match="unit"):
        actions.correct_person(person=person, by=make.operator(), unit=city["X2"])


def test_a_person_can_be_forgotten_once_no_post_is_held(city: dict[str, Unit]) -> None:
    by = make.operator()
    person = actions.add_person(unit=city["X1"], full_name="Lèo Văn Kín", by=by, born=date(1970, 1, 2), phone="09")
    post = actions.open_post(body=Body.objects.get(), code="b", title="Bí thư", day=make.START, by=by)
    holding = actions.seat(post=post, person=person, day=make.START, by=by)
    with pytest.raises(Refused):
        actions.forget_person(person=person, by=by, reason="theo đơn")
    actions.unseat(holding=holding, day=DAY, by=by)
    actions.forget_person(person=person, by=by, reason="theo đơn")
    kept = Person.objects.get()
    assert (kept.full_name, kept.born, kept.phone, kept.search_key) == ("—", None, "", "")
    assert kept.holdings.count() == 1
