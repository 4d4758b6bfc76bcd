"""Admissions are held against the targets of the very organisations that reported them; never part against whole."""

import datetime
from decimal import Decimal

import pytest

from kientoan.core.periods import Period
from kientoan.figures import actions as figure_actions
from kientoan.figures.models import Indicator
from kientoan.reports import queries
from tests import make
from tests.reports.cities import reported

pytestmark = pytest.mark.django_db
ASKED = ("members.admission_target", "members.admission_coverage", "members.city_target")


def target(unit, value: int) -> None:
    """What a unit was asked to admit in 2017."""
    figure_actions.set_target(
        unit=unit,
        indicator=Indicator.objects.get(code="members_admitted"),
        year=2017,
        value=Decimal(value),
        decision="1-QĐ/TU",
        decided_on=datetime.date(2017, 1, 2),
        by=make.operator(),
    )


def told(city, of: str = "T", **changes) -> list[str | None]:
    """The three figures as they are exactly; None for one that the report does not speak of."""
    found = queries.figures_now(make.report(city[of], **changes), make.operator()).figures
    return [found[key].exact if key in found else None for key in ASKED]


@pytest.fixture
def city():
    """Two of three communes have reported two admissions each."""
    made = make.city()
    reported(made)
    return made


def test_without_targets_the_report_does_not_speak_of_them(city):
    assert told(city) == [None, None, None]


def test_targets_of_those_who_reported_are_the_base_and_the_coverage_stands_beside(city):
    for code, value in {"T": 40, "H2": 30, "Q1": 5, "X1": 10, "X2": 20, "P1": 5}.items():
        target(city[code], value)
    assert told(city) == ["4/15", "2/3", "40"]
    assert told(city, "H2") == ["2/10", "1/2", "30"]


def test_a_districts_target_counts_when_all_below_it_have_reported(city):
    target(city["H2"], 30)
    target(city["Q1"], 5)
    assert told(city) == ["2/5", "1/3", None]


def test_the_citys_target_alone_gives_no_share_until_everybody_has_reported(city):
    target(city["T"], 40)
    assert told(city) == ["", "0/3", "40"]
    make.figures(city["X2"], members_admitted=3)
    assert told(city) == ["7/40", "3/3", "40"]


def test_a_target_that_others_below_part_is_not_held_against_those_left_over(city):
    target(city["H2"], 30)
    target(city["X2"], 20)
    make.figures(city["X2"], members_admitted=3)
    assert told(city) == ["3/20", "1/1", None]


def test_in_the_second_half_only_those_count_who_reported_both_halves(city):
    for code in ("X1", "P1", "X2"):
        target(city[code], 10)
    make.figures(city["X1"], "2017-H2", members_admitted=5)
    make.figures(city["X2"], "2017-H2", members_admitted=6)
    day = datetime.date(2017, 12, 31)
    assert told(city, period=Period.parse("2017-H2"), day=day, as_of=day) == ["7/10", "1/3", None]
