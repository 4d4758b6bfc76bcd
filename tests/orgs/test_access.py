"""What a grant reaches: its branch of today, what was its, and nothing else."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.orgs import actions, queries
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.rules.roles import Role
from tests import make

DAY = date(2017, 6, 27)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def seen(user: object) -> set[str]:
    return set(Unit.objects.visible_to(user).values_list("code", flat=True))  # type: ignore[arg-type]


def test_a_grant_reaches_its_branch(city: dict[str, Unit]) -> None:
    assert seen(make.grant(make.account("huyen"), Role.READER, city["H2"])) == {"H2", "X1", "X2", "C1", "C2"}
    assert seen(make.grant(make.account("tp"), Role.READER, city["T"])) == set(city)
    assert seen(make.account("khong")) == set()
    assert seen(AnonymousUser()) == set()


def test_a_grant_reaches_predecessors_and_what_was_closed_below(city: dict[str, Unit]) -> None:
    actions.close_unit(unit=city["C2"], day=DAY, by=make.operator())
    new = actions.NewUnit("X9", "Đảng bộ xã Mới", "base_committee", city["H2"], "commune")
    actions.merge_units(olds=[city["X1"], city["X2"]], into=new, day=date(2018, 1, 1), by=make.operator())
    unit = Unit.objects.get(code="X9")
    assert seen(make.grant(make.account("xa"), Role.BASE_SECRETARY, unit)) == {"X9", "X1", "X2", "C1"}
    assert seen(make.grant(make.account("huyen"), Role.READER, city["H2"])) == {"H2", "X9", "X1", "X2", "C1", "C2"}


def test_a_grant_over_a_closed_unit_reaches_what_was_its(city: dict[str, Unit]) -> None:
    user = make.grant(make.account("cu"), Role.SECRETARY, city["X1"])
    actions.move_unit(unit=city["C1"], parent=city["X2"], day=DAY, by=make.operator())
    actions.move_unit(unit=city["C2"], parent=city["X2"], day=date(2018, 1, 1), by=make.operator())
    actions.close_unit(unit=city["X1"], day=date(2018, 1, 1), by=make.operator())
    assert seen(user) == {"X1", "C2"}


def test_an_ended_grant_reaches_nothing(city: dict[str, Unit]) -> None:
    user = make.account("het")
    grant = actions.give_grant(user=user, role=Role.READER, unit=city["X1"], day=make.START, by=make.operator())
    actions.end_grant(grant=grant, day=DAY, by=make.operator())
    assert seen(user) == set()


def test_a_head_gives_roles_to_others_within_a_year_and_makes_no_administrator(city: dict[str, Unit]) -> None:
    today = clock.today()
    head = make.grant(make.account("truong"), Role.HEAD, city["H2"])
    user = make.account("nguoi")

    def give(to: User, role: Role, unit: Unit = city["X1"], day: date = today, by: User = head) -> None:
        actions.give_grant(user=to, role=role, unit=unit, day=day, by=by)

    with pytest.raises(NotAllowed):
        give(head, Role.INSPECTOR)
    with pytest.raises(NotAllowed):
        give(user, Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        give(user, Role.CLERK, day=today - timedelta(days=400))
    young = make.unit("X5", "base_committee", city["H2"], day=today, sector="commune")
    with pytest.raises(Refused, match="X5"):
        give(user, Role.CLERK, unit=young, day=today - timedelta(days=1))
    assert not user.grants.exists()
    give(user, Role.CLERK, day=today - timedelta(days=300))
    give(user, Role.ADMINISTRATOR, by=make.grant(make.account("quantri"), Role.ADMINISTRATOR, city["H2"]))
    assert set(user.grants.values_list("role", flat=True)) == {"clerk", "administrator"}
    elsewhere = make.grant(make.grant(make.account("khac"), Role.ADMINISTRATOR, city["Q1"]), Role.HEAD, city["H2"])
    with pytest.raises(NotAllowed):
        give(make.account("nua"), Role.ADMINISTRATOR, by=elsewhere)


def test_a_portfolio_reaches_each_of_its_branches(city: dict[str, Unit]) -> None:
    portfolio = actions.make_portfolio(name="Khối A", units=[city["X2"], city["P1"]], by=make.operator())
    user = make.account("khoi")
    actions.give_grant(user=user, role=Role.SPECIALIST, portfolio=portfolio, day=make.START, by=make.operator())
    assert seen(user) == {"X2", "P1", "C3"}


def test_search_forgives_accents_and_ranks_exact_ones_first(city: dict[str, Unit]) -> None:
    make.unit("P2", "base_committee", city["Q1"], name="Đảng bộ phường Thinh Liêu", sector="ward")
    found = [one.name for one in queries.search_units(make.operator(), "thinh lieu", DAY)]
    assert found == ["Đảng bộ phường Thinh Liêu", "Đảng bộ phường Thịnh Liễu"]
    assert queries.search_units(make.operator(), "Thịnh Liễu", DAY)[0].code == "P1"
    assert queries.search_units(make.operator(), "hoà khê", DAY)[0].code == "Q1"


def test_a_unit_that_is_gone_is_found_and_says_what_became_of_it(city: dict[str, Unit]) -> None:
    new = actions.NewUnit("X9", "Đảng bộ xã Mới", "base_committee", city["H2"], "commune")
    actions.merge_units(olds=[city["X1"], city["X2"]], into=new, day=DAY, by=make.operator())
    [found] = queries.search_units(make.operator(), "dong thanh", date(2018, 1, 1))
    assert (found.exists, found.until) == (False, DAY)
    assert [code for _id, code, _name in found.successors] == ["X9"]


def test_names_come_in_vietnamese_order_with_numbers_as_numbers(city: dict[str, Unit]) -> None:
    assert [n.name for n in queries.children_of(city["X1"], DAY, make.operator())] == [
        "Chi bộ thôn 2",
        "Chi bộ thôn 10",
    ]


def test_the_database_itself_refuses_overlapping_spans(city: dict[str, Unit]) -> None:
    from django.db import IntegrityError, transaction
    from django.db.backends.postgresql.psycopg_any import DateRange

    from kientoan.core.recording import recorded

    span = queries.span_of(city["X1"], DAY)
    with pytest.raises(IntegrityError, match="span_no_overlap"), transaction.atomic(), recorded("t.x", by=None):
        UnitSpan.objects.create(
            unit=city["X1"], valid=DateRange(DAY, None), name="x", kind=span.kind, parent=span.parent
        )
