"""Periods parse, nest, step and print as offices write them."""

import datetime
import doctest
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.core import periods
from kientoan.core.periods import NotAPeriod, Period, PeriodKind

codes = st.one_of(
    st.integers(1950, 2100).map(str),
    st.builds(lambda y, n: f"{y}-H{n}", st.integers(1950, 2100), st.integers(1, 2)),
    st.builds(lambda y, n: f"{y}-Q{n}", st.integers(1950, 2100), st.integers(1, 4)),
    st.builds(lambda y, n: f"{y}-{n:02}", st.integers(1950, 2100), st.integers(1, 12)),
)


def test_doctests_hold():
    results = doctest.testmod(periods)
    assert results.attempted > 10
    assert results.failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17",
        "2017-H3",
        "2017-Q5",
        "2017-00",
        "2017-6",
        "2017/06",
        "２０１７",
        "1899",
    ],
)
def test_a_text_that_names_no_period_is_refused(text):
    with pytest.raises(NotAPeriod):
        Period.parse(text)


@given(codes)
def test_the_code_reads_back(code):
    assert Period.parse(code).code == code


@given(codes)
def test_a_period_starts_where_the_one_before_ends(code):
    period = Period.parse(code)
    assert period.previous().as_range()[1] == period.start
    assert period.previous().next() == period
    assert period.previous() < period < period.next()


@given(codes, st.sampled_from(["month", "quarter", "half"]))
def test_children_tile_their_parent(code, kind):
    period = Period.parse(code)
    if PeriodKind(kind).months >= period.kind.months:
        with pytest.raises(ValueError, match="not made of"):
            period.children(kind)
        return
    children = period.children(kind)
    assert children[0].start == period.start
    assert children[-1].end == period.end
    assert all(left.as_range()[1] == right.start for left, right in itertools.pairwise(children))
    assert all(child in period and child.parent(period.kind) == period for child in children)


@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)),
    st.sampled_from(list(PeriodKind)),
)
def test_a_day_lies_in_its_period(day, kind):
    assert day in Period.of(day, kind)


def test_until_gives_both_ends():
    assert [p.code for p in Period.parse("2016-H2").until(Period.parse("2017-H2"))] == [
        "2016-H2",
        "2017-H1",
        "2017-H2",
    ]
    with pytest.raises(ValueError, match="one kind"):
        list(Period.parse("2016").until(Period.parse("2017-H2")))


def test_a_longer_kind_has_no_parent_of_a_shorter():
    with pytest.raises(ValueError, match="single month"):
        Period.parse("2017").parent("month")


def test_only_days_and_periods_lie_inside():
    assert "2017-06" not in Period.parse("2017")
