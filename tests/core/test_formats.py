"""The written forms of dates, numbers, shares and durations."""

import doctest
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.core import formats

DAY = date(2017, 6, 27)


def test_the_examples_in_the_docstrings_hold():
    outcome = doctest.testmod(formats)
    assert outcome.attempted > 15
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1234.5, None, "1.234,5", "1,234.5"),
        (0, None, "0", "0"),
        (-0.001, None, "0", "0"),
        (460000, None, "460.000", "460,000"),
        (1000000.25, None, "1.000.000,25", "1,000,000.25"),
        (100, None, "100", "100"),
        (2.5, 0, "3", "3"),
        (3.5, 0, "4", "4"),
        (0.125, 2, "0,13", "0.13"),
        (Decimal("7.05"), 1, "7,1", "7.1"),
        (7, 1, "7,0", "7.0"),
        (-1234.5, 1, "-1.234,5", "-1,234.5"),
        (None, None, "–", "–"),
    ],
)
def test_number(value, decimals, vi, en):
    assert formats.number(value, decimals) == vi
    assert formats.number(value, decimals, "en") == en


def test_a_percentage_always_carries_its_denominator():
    assert formats.percent(41, 584) == "7,0 % (41/584)"
    assert formats.percent(2310, 20000) == "11,6 % (2.310/20.000)"
    assert formats.percent(1, 3, decimals=2) == "33,33 % (1/3)"


def test_a_share_of_nothing_is_not_zero_percent():
    assert formats.percent(0, 0) == "– (0/0)"
    assert formats.percent(None, 220) == "–"
    assert formats.percent_only(5, None) == "–"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_written_share_reads_back_to_what_it_was(part, whole):
    written = formats.percent(part, whole)
    rate, _, of = written.partition(" % ")
    assert of == f"({formats.number(part)}/{formats.number(whole)})"
    read = Decimal(rate.replace(".", "").replace(",", "."))
    assert abs(read - Decimal(part) * 100 / Decimal(whole)) <= Decimal("0.05")


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_number_reads_back(value):
    assert Decimal(formats.number(value).replace(".", "").replace(",", ".")) == value
    assert Decimal(formats.number(value, language="en").replace(",", "")) == value


def test_every_day_of_the_week_has_its_name():
    week = [formats.day_long(DAY + timedelta(days=n)).split(" ngày ")[0] for n in range(7)]
    assert week == ["Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật", "Thứ Hai"]


def test_no_date_is_said_not_left_empty():
    assert formats.day_short(None) == formats.day_long(None) == formats.moment(None) == "–"


def test_moment_in_english():
    assert formats.moment(datetime(2017, 6, 27, 9, 0, tzinfo=UTC), "en") == "09:00 27 Jun 2017"


@pytest.mark.parametrize(
    ("start", "end", "vi", "en"),
    [
        (None, None, "mọi lúc", "at all times"),
        (None, date(2025, 7, 1), "đến hết 30/06/2025", "to the end of 30 Jun 2025"),
        (DAY, None, "từ 27/06/2017", "since 27 Jun 2017"),
        (DAY, date(2017, 7, 1), "27/06/2017 – 30/06/2017", "27 Jun 2017 – 30 Jun 2017"),
    ],
)
def test_span_shows_the_last_day_that_counts(start, end, vi, en):
    assert formats.span(start, end) == vi
    assert formats.span(start, end, "en") == en


@pytest.mark.parametrize(
    ("offset", "vi", "en"),
    [(5, "còn 5 ngày", "5 days left"), (0, "hạn hôm nay", "due today"), (-1, "quá hạn 1 ngày", "1 day overdue")],
)
def test_due(offset, vi, en):
    assert formats.due(DAY + timedelta(days=offset), DAY) == vi
    assert formats.due(DAY + timedelta(days=offset), DAY, "en") == en


def test_due_without_a_deadline():
    assert formats.due(None, DAY) == "không có hạn"
    assert formats.due(None, DAY, "en") == "no deadline"


@pytest.mark.parametrize(
    ("length", "vi", "en"),
    [
        (timedelta(0), "0 giây", "0 seconds"),
        (timedelta(days=1, hours=1, minutes=4), "1 ngày 1 giờ", "1 day 1 hour"),
        (timedelta(minutes=2), "2 phút", "2 minutes"),
        (timedelta(seconds=-5), "0 giây", "0 seconds"),
    ],
)
def test_duration(length, vi, en):
    assert formats.duration(length) == vi
    assert formats.duration(length, "en") == en


def test_signed_uses_a_true_minus():
    assert formats.signed(None) == "–"
    assert formats.signed(1234.5, 1, "en") == "+1,234.5"
    assert formats.signed(-0.001) == "0"
