"""How a bound number is written."""

import datetime
from decimal import Decimal

import pytest

from kientoan.documents.rules.official.breaks import unbroken
from kientoan.documents.rules.official.figure import SHARE, Figure, number_text, spaced, total

DAY = datetime.date(2019, 11, 30)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(7, None, "7"), (1234, None, "1.234"), (Decimal("1234.5"), None, "1.234,5"), (Decimal("2.345"), 2, "2,35")],
)
def test_numbers_are_written_the_vietnamese_way(value: Decimal, decimals: int | None, shown: str) -> None:
    assert number_text(value, decimals) == shown


def test_a_percentage_prints_its_denominator() -> None:
    assert Figure("k", "t", 162, DAY, SHARE, 220).display == "73,6 % (162/220)"


def test_a_percentage_of_nothing_is_no_percentage() -> None:
    assert Figure("k", "t", 0, DAY, SHARE, 0).display == "– (0/0)"


def test_a_missing_value_is_not_zero() -> None:
    missing = Figure("k", "t", None, DAY, absent="chưa đủ số liệu")
    assert missing.display == "chưa đủ số liệu"
    assert total([missing, Figure("l", "t", 3, DAY)]) is None
    assert total([Figure("l", "t", 3, DAY), Figure("m", "t", Decimal("1.5"), DAY)]) == Decimal("4.5")


def test_exact_values_tell_two_states_apart_that_print_alike() -> None:
    one, other = Figure("k", "t", 9999, DAY, SHARE, 10001), Figure("k", "t", 9998, DAY, SHARE, 10000)
    assert one.display.split(" (")[0] == other.display.split(" (")[0]
    assert one.exact != other.exact


def test_a_number_and_its_percent_sign_are_not_parted() -> None:
    assert unbroken("73,6 % (162/220)") == "73,6\u00a0% (162/220)"
    assert spaced(unbroken("73,6 % (162/220)")) == "73,6 % (162/220)"
