"""The pure rules of figures: what a value may be, how periods are numbered, how shorter periods make a longer one."""

from decimal import Decimal

import pytest

from kientoan.core.periods import NotAPeriod, Period
from kientoan.figures.rules.answers import Question, judge
from kientoan.figures.rules.identities import LARGEST, Identities, impossible
from kientoan.figures.rules.period_numbers import number_of, period_of
from kientoan.figures.rules.totals import over_time


@pytest.mark.parametrize("code", ["2017", "2017-06", "2017-12", "2017-Q1", "2017-Q4", "2017-H1", "2017-H2"])
def test_a_period_is_known_again_by_its_number(code: str) -> None:
    assert period_of(number_of(Period.parse(code))) == Period.parse(code)


@pytest.mark.parametrize("number", [201713, 201720, 201725, 201730, 201733, 201799])
def test_a_number_of_no_period_is_refused(number: int) -> None:
    with pytest.raises(NotAPeriod, match=str(number)):
        period_of(number)


@pytest.mark.parametrize(
    ("kind", "value", "law"),
    [
        ("yesno", "0", ""),
        ("yesno", "1", ""),
        ("yesno", "2", "not_yes_or_no"),
        ("yesno", "-1", "not_yes_or_no"),
        ("count", "3", ""),
        ("count", "-3", "negative"),
        ("count", "3.5", "fraction"),
        ("share", "100", ""),
        ("share", "100.01", "over_hundred"),
        ("score", "101", "over_hundred"),
        ("money", "101.5", ""),
        ("money", str(LARGEST), ""),
        ("money", str(LARGEST + 1), "too_large"),
    ],
)
def test_a_value_keeps_the_law_of_its_kind(kind: str, value: str, law: str) -> None:
    assert impossible(kind, Decimal(value)) == law


@pytest.mark.parametrize(
    ("way", "values", "longer"),
    [
        ("first", [1, 4, 7], 1),
        ("first", [None, 4], None),
        ("last", [1, 4, 7], 7),
        ("last", [1, None], None),
        ("sum", [1, 4, 7], 12),
        ("mean", [1, 4, 7], 4),
        ("mean", [1, None], None),
        ("sum", [], None),
        ("first", [], None),
    ],
)
def test_the_longer_period_is_unknown_where_one_it_needs_is_missing(way, values, longer) -> None:
    assert over_time([None if value is None else Decimal(value) for value in values], way) == longer


def test_what_a_form_does_not_ask_is_nobodys_fault_of_the_form() -> None:
    parts = Identities((), (("held", "due"),))
    values = {"held": Decimal(9), "due": Decimal(6)}
    both = [Question("held", "Đã họp", "count"), Question("due", "Phải họp", "count")]
    assert [fault.indicator for fault in judge(both, values, {}, {}, parts)] == ["held"]
    assert list(judge(both[1:], values, {}, {}, parts)) == []
