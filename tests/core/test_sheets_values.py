"""Numbers, dates and the guard, without any file."""

import doctest
from datetime import date, datetime
from decimal import Decimal

import pytest

from kientoan.core.sheets import dates, guard, numbers
from kientoan.core.sheets.columns import Column, column_index, column_letter, key_to_column
from kientoan.core.sheets.numbers import Mark, Unreadable, evidence, parse_number, readings


@pytest.mark.parametrize("module", [numbers, dates, guard], ids=lambda module: module.__name__)
def test_examples_of_the_documentation_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted >= 1
    assert result.failed == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("12,5", "12.5"),
        ("1234,567", "1234.567"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("−5", "-5"),
        ("+7,25", "7.25"),
        (",5", "0.5"),
        ("0012", "12"),
    ],
)
def test_numbers_that_need_no_evidence(text: str, number: str) -> None:
    assert parse_number(text, None) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12 người", "1,2,3", "1.2.3", "1.234,5.6", "--5", "1e5", "٣", "½", ",", "-", "1,2345.6", "1,23,456"],
)
def test_texts_that_are_no_numbers(text: str) -> None:
    assert parse_number(text, Mark.COMMA) is Unreadable.NOT_A_NUMBER


def test_an_ambiguous_number_follows_the_evidence_or_is_refused() -> None:
    assert parse_number("1,234", Mark.COMMA) == Decimal("1.234")
    assert parse_number("1,234", Mark.POINT) == Decimal(1234)
    assert parse_number("1,234", None) is Unreadable.AMBIGUOUS
    assert parse_number("1,234", None, whole=True) == Decimal(1234)
    assert parse_number("12,5%", None) is Unreadable.PERCENT


def test_evidence_is_given_by_texts_that_have_one_reading_and_agree() -> None:
    assert evidence(["1,234", "7", "0,5"]) is Mark.COMMA
    assert evidence(["1,234", "7", "0.5"]) is Mark.POINT
    assert evidence(["1,234", "7"]) is None
    assert evidence(["0,5", "0.5"]) is None


def test_both_readings_are_named() -> None:
    assert readings("100.000") == {
        "as_thousands": "100000",
        "as_fraction": Decimal(100),
        "write_thousands": "100000",
        "write_fraction": "100.0000 / 100,0000",
    }
    for written in readings("1,234")["write_fraction"].split(" / "):
        assert parse_number(written, None) == Decimal("1.234")


@pytest.mark.parametrize(
    "text",
    [
        "27/06/2017",
        "27/6/2017",
        "27-06-2017",
        "27.6.2017",
        "2017-06-27",
        "2017/6/27",
        "2017-06-27T00:00:00",
        "ngày 27 tháng 6 năm 2017",
        " 27 / 06 / 2017 ",
    ],
)
def test_dates(text: str) -> None:
    assert dates.parse_date(text) == date(2017, 6, 27)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2017", "date_impossible"),
        ("29/02/2017", "date_impossible"),
        ("06/27/2017", "date_impossible"),
        ("2017-13-01", "date_impossible"),
        ("00/00/0000", "date_impossible"),
        ("27/06/17", "date_two_digit_year"),
        ("30/12/1899", "date_1899"),
        ("27/06/2017 08:30", "date_has_time"),
        ("tháng 6/2017", "date_expected"),
        ("27/06", "date_expected"),
        ("٢٧/٠٦/٢٠١٧", "date_expected"),
    ],
)
def test_texts_that_are_no_dates(text: str, code: str) -> None:
    assert dates.parse_date(text) == code


def test_date_cells_of_1899_and_with_a_time_are_refused() -> None:
    assert dates.date_of_cell(datetime(2017, 6, 27)) == date(2017, 6, 27)  # noqa: DTZ001
    assert dates.date_of_cell(date(1899, 12, 31)) == "date_1899"
    assert dates.date_of_cell(datetime(2017, 6, 27, 8, 30)) == "date_has_time"  # noqa: DTZ001
    assert dates.date_of_serial(42913) == date(2017, 6, 27)
    assert dates.date_of_serial(1e9) is None


def test_column_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_letter(index)) == index for index in range(2000))


def test_two_columns_may_not_claim_one_header() -> None:
    with pytest.raises(ValueError, match="'ten' is claimed by columns 'one' and 'other'"):
        key_to_column([Column("one", ("Tên",)), Column("other", ("TÊN *",))])
