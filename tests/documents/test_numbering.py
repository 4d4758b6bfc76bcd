"""Numbers: read as offices write them, checked by their regime, and given by the product only where a unit asks for it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.documents import actions
from kientoan.documents.models import Document
from kientoan.documents.queries.numbers import checked
from kientoan.documents.rules.numbers import read_number, write_number
from kientoan.documents.rules.series import Numbered, SeriesKey, check_series
from kientoan.documents.rules.words import LinkKind, Regime
from tests import make
from tests.documents.crowd import at_once

pytestmark = pytest.mark.django_db
ORGANS = st.from_regex(r"[A-ZĐ]{1,10}", fullmatch=True)
TYPES = st.sampled_from(["NQ", "QĐ", "QĐi", "CTr", "KH", "TTr", "ĐA", "TB", "BC", "CV"])


@given(st.integers(1, 999_999_999), TYPES, ORGANS, st.sampled_from([Regime.PARTY, Regime.STATE]))
def test_a_number_that_is_written_is_read_back(number, kind, organ, regime):
    symbol = f"{kind}{'/' if regime == Regime.PARTY else '-'}{organ}"
    read = read_number(write_number(number, symbol, regime))
    assert (read.number, read.symbol, read.regime) == (number, symbol, regime)


@given(st.text(max_size=100))
def test_whatever_is_written_is_kept_and_its_number_fits_the_database(text):
    read = read_number(text)
    assert read.number is None or 0 <= read.number < 2**31
    assert len(read.written) <= len(text)


@given(st.sets(st.integers(1, 300), min_size=1), st.data())
def test_the_check_names_exactly_what_is_missing_and_what_stands_twice(numbers, drawn):
    doubled = drawn.draw(st.sets(st.sampled_from(sorted(numbers))))
    rows = [
        Numbered(key, Regime.PARTY, "plan", "KH/TU", number, date(2017, 1, 1))
        for key, number in enumerate([*sorted(numbers), *sorted(doubled)])
    ]
    [series] = check_series({SeriesKey(Regime.PARTY, "plan", "KH/TU", "2015–2020"): rows})
    gaps = set(range(min(numbers), max(numbers))) - numbers
    assert series.missing_count == len(gaps)
    assert set(series.missing) in (gaps, set())
    assert {number for number, _keys in series.doubled} == doubled
    assert series.ok == (not gaps and not doubled)


@pytest.fixture
def city():
    return make.city()


def given_number(city, symbol="KH/TU", **changes):
    values = {"kind": "plan", "written": "", "symbol": symbol, "dated": clock.today()}
    return make.resolution(city["T"], **values | changes).written


def test_the_product_gives_no_number_until_a_unit_asks_for_it(city):
    with pytest.raises(Refused, match="không cấp số"):
        given_number(city)
    actions.give_numbers(unit=city["T"], by=make.operator())
    assert given_number(city) == "01-KH/TU"
    with pytest.raises(Refused, match="không cấp số"):
        given_number(city, dated=date(2017, 1, 1))


def test_party_numbers_run_through_a_term_and_state_numbers_through_a_year(city):
    by = make.operator()
    actions.name_term(unit=city["T"], name="2015–2020", first=date(2015, 11, 4), by=by)
    actions.name_term(unit=city["T"], name="2020–2025", first=date(2020, 10, 14), by=by)
    actions.give_numbers(unit=city["T"], by=by, since=date(2016, 1, 1))

    def party(day):
        return given_number(city, dated=day)

    def state(day):
        return given_number(city, "QĐ-UBND", kind="decision", dated=day)

    assert [party(date(2016, 12, 31)), party(date(2017, 1, 2)), party(date(2020, 10, 14))] == [
        "01-KH/TU",
        "02-KH/TU",
        "01-KH/TU",
    ]
    assert [state(date(2016, 12, 30)), state(date(2016, 12, 31)), state(date(2017, 1, 2))] == [
        "01/QĐ-UBND",
        "02/QĐ-UBND",
        "01/QĐ-UBND",
    ]
    assert all(one.ok for one in checked(city["T"]))


@pytest.mark.parametrize(
    ("symbol", "changes"),
    [
        ("KẾHOẠCH", {"regime": Regime.PARTY}),
        ("KH/TU", {"regime": Regime.STATE}),
        ("KH-UBND", {"regime": Regime.PARTY}),
        ("KH TU", {}),
        ("NQ/TU", {}),
        ("KH/TU", {"kind": "report"}),
    ],
)
def test_a_symbol_that_begins_another_series_by_mistake_is_refused(city, symbol, changes):
    actions.give_numbers(unit=city["T"], by=make.operator())
    with pytest.raises(Refused):
        given_number(city, symbol, **changes)
    assert not Document.objects.exists()


@pytest.mark.parametrize("written", ["99999999999-NQ/TU", "99999999999", "٣-NQ/TU", "0" * 60 + "-NQ/TU"])
def test_a_number_beyond_measure_is_kept_as_it_is_written(city, written):
    document = make.resolution(city["T"], written=written)
    document.refresh_from_db()
    assert document.written == written


@pytest.mark.parametrize("again", ["15 - NQ/TU", "Số: 15-nq/tu", "015-NQ/TU", "15-NQ / TU"])
def test_the_same_number_spaced_otherwise_is_the_same_document(city, again):
    make.resolution(city["T"])
    with pytest.raises(Refused, match="đã có"):
        make.resolution(city["T"], written=again)
    make.resolution(city["T"], written="15a-NQ/TU")


@pytest.mark.django_db(transaction=True)
def test_clerks_who_take_a_number_at_once_take_different_ones():
    city = make.city()
    actions.give_numbers(unit=city["T"], by=make.operator())
    assert at_once(*[lambda: given_number(city)] * 5) == []
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_the_same_line_entered_twice_at_once_stands_once():
    city = make.city()
    errors = at_once(*[lambda: make.resolution(city["T"])] * 3)
    assert [type(error) for error in errors] == [Refused, Refused]
    assert Document.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_aims_and_links_entered_at_once_all_stand():
    document, by = make.resolution(make.city()["T"]), make.operator()
    aims = [lambda: actions.add_aim(document=document, text="Một", by=by)] * 3
    links = [lambda: actions.add_link(document=document, kind=LinkKind.ANSWERS, written="39-NQ/TW", by=by)] * 3
    assert at_once(*aims, *links) == []
    assert list(document.aims.values_list("position", flat=True)) == [1, 2, 3]
    assert document.links.count() == 1
