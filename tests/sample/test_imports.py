"""The workbooks that came back bear their planted faults, and the merge finds each of them for what it is."""

from datetime import date

import pytest

from kientoan.core.sheets import SheetError
from kientoan.figures.imports import merge, returned, template
from kientoan.figures.models import Observation, Submission
from kientoan.figures.queries.entry import judge_of
from kientoan.sample import actions
from kientoan.sample.actions.figures import answered_by_workbook
from kientoan.sample.imports import workbooks
from kientoan.sample.rules.city import Returned
from tests import make

DAY = date(2017, 6, 12)
EXPECTED = {
    "text_in_number": {"number_expected"},
    "ambiguous_decimal": {"number_ambiguous"},
    "corrected_later": {"number_expected"},
    "moved_columns": {"figure"},
    "merged_cells": {"merged_cells", "figure"},
    "truncated": {"file_damaged"},
    "password": {"file_password"},
    "empty": {"file_empty"},
}


@pytest.fixture
def issue(small):
    by = make.operator()
    actions.write_register(city=small, by=by)
    actions.sync_indicators(by=by)
    return actions.issue_form(by=by)


@pytest.fixture
def blank(issue):
    submission = issue.submissions.select_related("unit").order_by("unit__code").first()
    [blank] = template.blanks(issue, [submission.unit])
    return blank


@pytest.fixture
def answer(small, blank):
    by_workbook = answered_by_workbook(small)
    return {o.indicator: o.value for o in small.observations if o.unit == blank.unit_code and by_workbook(o)}


def errors(raw, issue) -> list[SheetError]:
    submissions = {one.unit.code: one for one in Submission.objects.select_related("unit", "issue")}
    judge = judge_of(issue, [one.unit_id for one in submissions.values()])
    return returned.read_returned(raw, "biểu.xlsx", judge, submissions).errors


@pytest.mark.django_db
def test_a_workbook_without_fault_is_read_without_one(issue, blank, answer):
    assert errors(workbooks.workbook(blank, answer, Returned(blank.unit_code, DAY, None)), issue) == []


@pytest.mark.django_db
@pytest.mark.parametrize("fault", EXPECTED)
def test_a_planted_fault_is_in_the_file_and_found(issue, blank, answer, fault):
    where = "complaints_received" if fault in workbooks.IN_A_CELL else None
    raw = workbooks.workbook(blank, answer, Returned(blank.unit_code, DAY, fault, where))
    assert {error.code for error in errors(raw, issue)} == EXPECTED[fault]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["H01.X01", "Q12.P12"])
def test_a_wrong_unit_code_is_named(issue, blank, answer, code):
    from dataclasses import replace

    raw = workbooks.workbook(replace(blank, unit_code=code), answer, Returned(code, DAY, "wrong_unit_code"))
    [error] = errors(raw, issue)
    assert error.params["unit"] not in (code, blank.unit_code)


@pytest.mark.django_db
def test_what_came_back_is_merged_and_only_the_faulty_are_given_back(small, issue, tmp_path):
    by = make.operator()
    folder, told = tmp_path / "came", []
    count = workbooks.write_came_back(folder, issue, small, lambda done, of: told.append((done, of)), corrections=False)
    first = [one for one in small.returned if not one.corrects]
    assert count == len(first) == len(list(folder.iterdir()))
    assert told[-1] == (count, count)
    actions.write_observations(city=small, by=by)
    merged = merge.merge_folder(folder, issue=issue, by=by, by_file_date=True)
    wrong = {one.unit for one in first if one.fault not in (None, "late")}
    torn = set(small.truths.planted["broken_chain"]) & {one.unit for one in first}
    assert {one.file.split("H1-")[1].removesuffix(".xlsx") for one in merged.returned} == wrong | torn
    late = {one.unit for one in first if one.fault == "late"}
    assert set(Submission.objects.filter(is_late=True).values_list("unit__code", flat=True)) == late
    kept = Observation.objects.current().filter(source=1, unit__code__in=wrong, indicator__code="members")
    assert not kept.filter(period=201731).exists(), "nothing of a faulty file is in the ledger"

    again = tmp_path / "again"
    assert (
        workbooks.write_came_back(again, issue, small, lambda *_: None, corrections=True) == len(small.returned) - count
    )
    second = merge.merge_folder(again, issue=issue, by=by, by_file_date=True)
    assert (len(second.received), second.returned) == (len(small.returned) - count, [])
