"""Every fault of a list of units stands with its cell, all of them in one go, and nothing is saved."""

from typing import Any

import pytest

from kientoan.core.access import Refused
from kientoan.orgs import imports
from kientoan.orgs.models import Unit
from kientoan.orgs.rules import overlay
from kientoan.orgs.rules.spans import SpanRow
from tests import make
from tests.orgs.lists import DAY, applied, planned, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


def test_every_fault_is_listed_with_its_place_and_nothing_is_saved(city: dict[str, Unit]) -> None:
    before = snapshot()
    plan = planned(
        """
code,name,kind,sector,parent_code,valid_from,valid_to
A1,Một,tổ hợp,commune,H2,2017-01-01,
A2,Hai,cell,rừng,X1,2017-01-01,
A3,,cell,,X1,31/02/2017,
A4,Bốn,base_committee,district,H2,2017-01-01,
A5,Năm,cell,,X1,1900-01-02,
"""
    )
    found = [(error.row, error.column, str(error).split(": ", 1)[1][:40]) for error in plan.errors]
    assert [one[:2] for one in found] == [(2, "C"), (3, "D"), (4, "B"), (4, "F"), (5, "D"), (6, "F")]
    with pytest.raises(Refused) as refused:
        imports.apply(plan, by=make.operator())
    assert len(refused.value.errors) == 6
    assert snapshot() == before


LAWS = {
    "overlap": (
        "O1,Một,cell,,X1,2017-01-01,2018-01-01\nO1,Hai,cell,,X1,2017-06-01,",
        [(3, "F", "The unit “O1” stands in row 2 too")],
    ),
    "twice": (
        "O1,Một,cell,,X1,2017-01-01,\nO1,Một,cell,,X1,2017-01-01,",
        [(3, "F", "The unit “O1” stands in row 2 too")],
    ),
    "empty": ("O1,Một,cell,,X1,2017-01-01,2016-01-01", [(2, "G", "The last day must come after the first")]),
    "unknown parent": ("O1,Một,cell,,ZZ,2017-01-01,", [(2, "E", "There is no unit with the code “ZZ”")]),
    "parent outside its dates": (
        "O1,Một,cell,,X1,2009-01-01,",
        [(2, "E", "The unit “X1” does not exist on all days from 01/01/2009 on")],
    ),
    "parent ends before": (
        "O1,Một,base_committee,,H2,2017-01-01,2018-01-01\nO2,Hai,cell,,O1,2017-01-01,",
        [(3, "E", "The unit “O1” does not exist on all days")],
    ),
    "parent does not fit": (
        "O1,Một,cell,,H2,2017-01-01,",
        [(2, "E", "A unit of kind “Chi bộ trực thuộc” cannot stand there")],
    ),
    "needs a parent": (
        "O1,Một,cell,,,2017-01-01,",
        [(2, "E", "A unit of kind “Chi bộ trực thuộc” needs a unit above it")],
    ),
    "own ancestor": (
        "O1,Một,sub_committee,,O2,2017-01-01,\nO2,Hai,sub_committee,,O1,2017-01-01,",
        [(2, "E", "The unit would be its own ancestor"), (3, "E", "The unit would be its own ancestor")],
    ),
    "itself": (
        "O1,Một,sub_committee,,O1,2017-01-01,",
        [(2, "E", "“O1” is the unit itself; it cannot stand under itself.")],
    ),
    "child outlives": (
        "X1,Đảng bộ xã Đông Thạnh,base_committee,commune,H2,2010-01-01,2018-01-01",
        [(2, "G", "“Chi bộ thôn 2 (C1)” stands below X1"), (2, "G", "“Chi bộ thôn 10 (C2)” stands below X1")],
    ),
}


@pytest.mark.parametrize("law", LAWS)
def test_each_law_of_the_register_is_a_sentence_with_its_cell(city: dict[str, Unit], law: str) -> None:
    rows, expected = LAWS[law]
    plan = planned("code,name,kind,sector,parent_code,valid_from,valid_to\n" + rows)
    found = [(error.row, error.column, error.sentence()) for error in plan.errors]
    assert len(found) == len(expected), found
    for (row, column, sentence), (wanted_row, wanted_column, beginning) in zip(
        sorted(found), sorted(expected), strict=True
    ):
        assert (row, column) == (wanted_row, wanted_column)
        assert sentence.startswith(beginning)


def test_parents_and_circles_are_told_while_other_rows_are_faulty(city: dict[str, Unit]) -> None:
    plan = planned(
        """
code,name,kind,sector,parent_code,valid_from,valid_to
A1,Một,cell,,ZZ,2017-01-01,
A2,Hai,cell,,X1,31/02/2017,
A3,Ba,sub_committee,,A3,2017-01-01,
A4,Bốn,sub_committee,,A5,hôm qua,
A5,Năm,sub_committee,,A4,2017-01-01,
A6,,cell,,YY,2017-01-01,
A7,Bảy,cell,,A2,2017-01-01,
A8,Tám,vua,,WW,,
A9,Chín,cell,,H2,2017-01-01,
"""
    )
    assert [(error.row, error.column) for error in plan.errors] == [
        (2, "E"),
        (3, "F"),
        (4, "E"),
        (5, "E"),
        (5, "F"),
        (6, "E"),
        (7, "B"),
        (7, "E"),
        (9, "C"),
        (9, "E"),
        (9, "F"),
        (10, "E"),
    ]
    unknown = [error.value for error in plan.errors if error.message_id == overlay.PARENT_UNKNOWN]
    assert unknown == ["ZZ", "YY", "WW"]


def test_a_circle_that_faulty_days_leave_open_is_not_claimed(city: dict[str, Unit]) -> None:
    plan = planned(
        """
code,name,kind,sector,parent_code,valid_from,valid_to
A4,Bốn,sub_committee,,A5,hôm qua,
A5,Năm,sub_committee,,A4,2017-01-01,2018-01-01
"""
    )
    assert [(error.row, error.column, error.code) for error in plan.errors] == [(2, "F", "date_expected")]


def test_a_code_that_cannot_be_read_is_not_called_unknown_elsewhere(city: dict[str, Unit]) -> None:
    long = "A" * 41
    plan = planned(
        f"code,name,kind,sector,parent_code,valid_from\n{long},Một,base_committee,commune,H2,2017-01-01\nA2,Hai,cell,,{long},2017-01-01"
    )
    assert [(error.row, error.column, error.code) for error in plan.errors] == [(2, "A", "text_too_long")]


def test_a_bad_day_is_told_of_its_cell_and_of_nothing_else(city: dict[str, Unit]) -> None:
    head = "code,name,kind,sector,parent_code,valid_from\n"
    [bad] = planned(head + "A1,Một,cell,,X1,31/02/2017").errors
    assert (bad.row, bad.column, bad.code) == (2, "F", "date_impossible")
    [bad] = planned(head + "A1,Một,cell,,X1,31/02/2017", since=DAY).errors
    assert (bad.row, bad.column, bad.code) == (2, "F", "date_impossible")
    [empty] = planned(head + "A1,Một,cell,,X1,").errors
    assert (empty.row, empty.column) == (2, "F")
    assert "Fill in the day" in str(empty)
    [flat] = planned("Mã tỉnh,Tỉnh,Mã xã,Xã,Tính đến ngày\nT,Tỉnh A,1,Xã B,31/02/2017\n").errors
    assert (flat.row, flat.column, flat.code) == (2, "E", "date_impossible")


def test_a_circle_is_found_however_long(city: dict[str, Unit]) -> None:
    spans = [
        SpanRow(code, code, "sub_committee", "", parent, DAY) for code, parent in (("A", "B"), ("B", "C"), ("C", "A"))
    ]
    final = {span.code: [span] for span in spans}

    class Lenient:
        """A pack in which anything may stand under anything."""

        def __getattr__(self, name: str) -> Any:
            return lambda *_args: () if name == "parents_of" else None if name == "kind" else True

    faults = overlay.faults_of_place([overlay.Given(span, 1) for span in spans], final, Lenient())  # type: ignore[arg-type]
    assert [fault.message_id for fault in faults] == [overlay.CIRCLE] * 3


def test_a_list_without_days_needs_one(city: dict[str, Unit]) -> None:
    text = "code,name,kind,parent_code\nO1,Một,cell,X1"
    [error] = planned(text + "\nO2,Hai,cell,X1").errors
    assert "does not say from which day" in str(error)
    assert "Từ ngày (valid_from)" in str(error)
    assert [span.valid_from for span in applied(text, since=DAY).added] == [DAY]


def test_missing_columns_and_unreadable_files(city: dict[str, Unit]) -> None:
    assert [error.code for error in planned("code,Tên\nA,B").errors] == ["column_missing"]
    assert [error.code for error in imports.plan(b"%PDF-1", by=make.operator()).errors] == ["file_kind"]
