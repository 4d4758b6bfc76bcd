"""A plain sheet of figures: every fault listed with its place, all or nothing."""

import re
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import gettext, override

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.imports import fill, observations
from kientoan.figures.models import FormIssue, Observation
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

H1 = Period.parse("2017-H1")
HEAD = "unit,indicator,period,value\n"


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    return units


def plan(text: str | bytes, **more: object) -> observations.Plan:
    raw = text.encode() if isinstance(text, str) else text
    return observations.plan_import(raw, by=make.operator(), file="s.csv", **more)


def take(text: str) -> observations.Posted:
    return observations.apply_import(plan(text), by=make.operator())


def figures(unit: Unit) -> dict[str, int]:
    rows = Observation.objects.current().filter(unit=unit).values_list("indicator__code", "value")
    return {code: int(value) for code, value in rows}


class TestLong:
    def test_a_plan_writes_nothing_and_applying_writes_once(self, city):
        text = HEAD + "X1,members,2017-H1,120\nX1,Chi bộ trực thuộc,2017-H1,9\n"
        made = plan(text)
        assert (made.ok, len(made.rows), made.units, made.periods) == (True, 2, 1, ("2017-H1",))
        assert not Observation.objects.exists()
        assert take(text).added == 2
        before = Action.objects.count()
        assert take(text).unchanged == 2
        assert Action.objects.count() == before + 1

    def test_headers_in_vietnamese_in_any_order_with_a_source(self, city):
        text = "Nguồn;Giá trị;Kỳ;Chỉ tiêu;Mã tổ chức\nkiểm tra;3;2017-H1;members_disciplined;X1\n"
        assert take(text).added == 1
        assert Observation.objects.get().source == 3

    def test_the_period_may_be_given_for_the_whole_file(self, city):
        text = "unit,indicator,value\nX1,members,120\n"
        assert plan(text, period=H1).ok
        assert not plan(text).ok

    def test_nothing_is_saved_when_one_row_is_wrong_and_every_fault_is_listed(self, city):
        text = HEAD + (
            "X1,members,2017-H1,120\n"
            "Z9,members,2017-H1,1\n"
            "X1,nothing,2017-H1,1\n"
            "X1,cells,2017-13,1\n"
            "X1,cells,2017-H1,một\n"
            "X1,key_posts,2017-H1,-1\n"
            "X1,key_posts,2017-H1,1.5\n"
            "X1,members,2017-H1,121\n"
            "X1,cells,2005-H1,3\n"
        )
        made = plan(text)
        assert [(error.row, error.column) for error in made.errors] == [
            (3, "A"), (4, "B"), (5, "C"), (6, "D"), (7, "D"), (8, "D"), (9, "B"), (10, "A"),
        ]  # fmt: skip
        with pytest.raises(Refused) as refused:
            observations.apply_import(made, by=make.operator())
        assert len(refused.value.errors) == 8
        assert not Observation.objects.exists()

    def test_balances_and_parts_are_held(self, city):
        parts = "".join(
            f"X1,{code},2017-H1,2\n"
            for code in (
                "members_admitted", "members_transferred_in", "members_reinstated", "members_died", "members_expelled",
                "members_struck_off", "members_left", "members_transferred_out",
            )
        )  # fmt: skip
        good = HEAD + "X1,members_opening,2017-H1,100\n" + parts + "X1,members,2017-H1,96\n"
        assert plan(good).ok
        bad = plan(good.replace(",96", ",97") + "X1,tasks_assigned,2017-H1,3\nX1,tasks_done,2017-H1,4\n")
        assert [error.row for error in bad.errors] == [11, 13]
        take(HEAD + "X1,members,2016-H2,99\n")
        assert [error.row for error in plan(good).errors] == [2], "opens with what the period before closed with"

    def test_a_part_of_a_balance_is_completed_from_the_ledger(self, city):
        """Of the movement only what changed is sent: what the ledger has of the same period, and the closing before, decide."""
        take(HEAD + "X1,members,2016-H2,100\n")
        flows = ("transferred_in", "reinstated", "died", "expelled", "struck_off", "left", "transferred_out")
        take(HEAD + "".join(f"X1,members_{code},2017-H1,1\n" for code in flows))
        assert plan(HEAD + "X1,members,2017-H1,90\n").ok, "nobody has said how many were admitted"
        take(HEAD + "X1,members_admitted,2017-H1,5\n")
        wrong = plan(HEAD + "X2,cells,2017-H1,3\nX1,members,2017-H1,103\n")
        assert [(error.row, error.column) for error in wrong.errors] == [(3, "D")]
        assert "102" in wrong.sentences[0]
        assert "103" in wrong.sentences[0]
        take(HEAD + "X1,members,2017-H1,102\n")
        more = plan(HEAD + "X1,members_admitted,2017-H1,6\n")
        assert [error.row for error in more.errors] == [2]
        assert "Đảng viên cuối kỳ" in more.sentences[0]
        assert plan(HEAD + "X1,members_admitted,2017-H1,6\nX1,members,2017-H1,103\n").ok

    def test_a_part_or_a_whole_alone_is_held_to_the_other_in_the_ledger(self, city):
        take(HEAD + "X1,meetings_due,2017-H1,6\n")
        assert [error.row for error in plan(HEAD + "X1,meetings_held,2017-H1,7\n").errors] == [2]
        take(HEAD + "X1,meetings_held,2017-H1,6\n")
        less = plan(HEAD + "X1,meetings_due,2017-H1,5\n")
        assert [error.row for error in less.errors] == [2]
        assert "là một phần" in less.sentences[0]

    def test_numbers_in_sentences_are_written_as_the_reader_writes_them(self, city):
        made = plan("unit;indicator;period;value\nX1;party_fees;2017-H1;-617.5\nX1;cells;2017-H1;2.25\n")
        assert [error.row for error in made.errors] == [2, 3]
        assert "“-617,5”" in made.sentences[0]
        assert "“2,25”" in made.sentences[1]
        with override("en"):
            assert "“-617.5”" in made.errors[0].sentence(gettext)

    def test_units_out_of_reach_are_unknown(self, city):
        specialist = make.grant(make.account("cv"), Role.SPECIALIST, city["H2"])
        text = (HEAD + "X1,members,2017-H1,1\nP1,members,2017-H1,1\n").encode()
        made = observations.plan_import(text, by=specialist, file="s.csv")
        assert [error.row for error in made.errors] == [3]
        with pytest.raises(Refused):
            observations.plan_import(text, by=make.grant(make.account("r"), Role.READER, city["T"]), file="s.csv")


class TestWide:
    def test_a_column_for_each_indicator_by_code_or_name(self, city):
        take("Mã tổ chức,Kỳ,members,Chi bộ trực thuộc,Khác\nX1,2017-H1,120,9,x\nX2,2017-H1,80,,y\n")
        assert figures(city["X1"]) == {"members": 120, "cells": 9}
        assert figures(city["X2"]) == {"members": 80}, "an empty cell is missing, not zero"

    def test_faults_name_the_column(self, city):
        made = plan("unit,period,members,cells\nX1,2017-H1,nhiều,2.5\n")
        assert [(error.column, error.header) for error in made.errors] == [("C", "members"), ("D", "cells")]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "trống|rỗng|empty"),
        (HEAD.encode(), "dòng|row"),
        (b"a,b\n1,2\n", "unit|Mã tổ chức"),
        (HEAD.encode() + b"X1,members,2017-H1\n", "Thiếu|missing"),
        ((HEAD + "X1,members,2017-H1,5%\n").encode(), "%"),
        ((HEAD + "X1,party_fees,2017-H1,\"1,234\"\n").encode(), "1234"),
        (HEAD.encode() + b'X1,members,2017-H1,"5\n', "ngoặc|quot"),
        (b"\xff\xfe\x00\x01\x02\x9f" * 5, "."),
        (b"unit\nX1\n", "."),
    ],
)  # fmt: skip
def test_bad_files_have_a_clear_sentence(raw, says, city):
    made = plan(raw)
    assert not made.ok
    assert re.search(says, " ".join(made.sentences)), made.sentences


def test_both_ways_of_writing_numbers_are_told_apart_by_the_file(city):
    made = plan("unit;indicator;period;value\nX1;party_fees;2017-H1;1.234,5\nX2;party_fees;2017-H1;2.345\n")
    assert [str(row[5]) for row in made.rows] == ["1234.5", "2345"]


def test_a_workbook_is_read_too(city, tmp_path):
    book = openpyxl.Workbook()
    for row in (["unit", "indicator", "period", "value"], ["X1", "members", "2017-H1", 120]):
        book.active.append(row)
    book.save(tmp_path / "s.xlsx")
    assert observations.plan_import(tmp_path / "s.xlsx", by=make.operator()).ok


class TestFill:
    @pytest.fixture
    def issue(self, city) -> FormIssue:
        issue = make.issue([city[code] for code in ("X1", "X2", "P1")])
        make.answered(issue, city["X1"])
        make.answered(issue, city["P1"], members_opening=50)
        return issue

    def template(self, folder: Path, *cells: str) -> Path:
        book = openpyxl.Workbook()
        for cell in cells:
            book.active.append([cell])
        book.save(folder / "cấp trên.xlsx")
        return folder / "cấp trên.xlsx"

    def test_the_sums_stand_where_the_superior_wants_them(self, issue, city, tmp_path):
        path = self.template(
            tmp_path, "Tổng", "{{members}}", "Có {{ members:count }}/{{members:asked}} đơn vị", "{{khac}}"
        )
        totals = fill.totals(issue, make.operator())
        filled = fill.fill_workbook(path, tmp_path / "out.xlsx", totals)
        sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
        assert [sheet[f"A{n}"].value for n in (1, 2, 3, 4)] == ["Tổng", 142, "Có 2/3 đơn vị", "{{khac}}"]
        assert (filled.unknown, [t.indicator.code for t in filled.incomplete]) == (["khac"], ["members"])

    def test_only_a_branch(self, issue, city):
        assert fill.totals(issue, make.operator(), under=city["Q1"])["members"].value == 46
        assert fill.totals(issue, make.operator(), under=city["C1"])["members"].value is None

    def test_a_file_without_places_or_no_workbook_is_refused(self, issue, city, tmp_path):
        with pytest.raises(Refused, match="members"):
            fill.fill_workbook(self.template(tmp_path, "Tổng"), tmp_path / "o.xlsx", {})
        (tmp_path / "x.xlsx").write_bytes(b"x")
        with pytest.raises(Refused, match="xlsx"):
            fill.fill_workbook(tmp_path / "x.xlsx", tmp_path / "o.xlsx", {})
