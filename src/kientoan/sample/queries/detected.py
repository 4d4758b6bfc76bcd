"""What the product found out, as truth → units, to be held against what was planted."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kientoan.core.periods import Period
from kientoan.core.sheets.messages import MESSAGES
from kientoan.figures.imports.returned import UNIT_UNKNOWN
from kientoan.figures.models import FormIssue, Observation, Submission
from kientoan.figures.rules.answers import BALANCE, MISSING, OPENING
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Source, State
from kientoan.orgs.models import Unit
from kientoan.review.actions.runs import rules_at
from kientoan.review.models import ClassRun, Run, UnitResult
from kientoan.review.queries.classes import classes_of, results_for
from kientoan.review.queries.given import given_for, places_under
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.evaluate import review
from kientoan.sample.queries.summary import faulty_files

if TYPE_CHECKING:
    from django.db.models import QuerySet

Found = dict[str, set[str]]
BASE = ("base_committee", "base_cell")
KIND_OF_FAULT = {
    "text_in_number": MESSAGES["number_expected"].sentence,
    "corrected_later": MESSAGES["number_expected"].sentence,
    "ambiguous_decimal": MESSAGES["number_ambiguous"].sentence,
    "merged_cells": MESSAGES["merged_cells"].sentence,
    "truncated": MESSAGES["file_damaged"].sentence,
    "password": MESSAGES["file_password"].sentence,
    "empty": MESSAGES["file_empty"].sentence,
    "wrong_unit_code": UNIT_UNKNOWN,
    "broken_balance": BALANCE,
    "moved_columns": MISSING,
}
"""How each planted fault of a file is said by the merge."""
PROUD = Decimal(90)
"""From this own score on a unit calls itself excellent (HD 27-HD/BTCTW)."""


def detections(issue: FormIssue, run: Run) -> Found:
    """Everything that was detected: signs, forcing rules, self-praise against the facts, torn series, faults of files."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    found = signs(run, codes)
    found |= forced(run.as_of, codes)
    found["self_flattery"] = of_last_year("self_flattery", run, codes)
    found["inflated"] = inflated(run, codes)
    found["points_under_50"] = _concerned(run, codes, "weak_last_year")
    found["broken_chain"] = torn(codes)
    return found | files(issue)


def signs(run: Run, codes: dict[int, str]) -> Found:
    """Which base organisations each sign of the run speaks of; a sign that spoke of none is there too."""
    found: Found = {code: set() for code in _signs_judged(run)}
    for unit_id, fired in _of_base(run).values_list("unit_id", "codes"):
        for code in set(fired) & found.keys():
            found[code].add(codes[unit_id])
    return found


def of_last_year(sign: str, run: Run, codes: dict[int, str]) -> set[str]:
    """Units of which a sign over yearly figures speaks at the end of the year before; evaluated here, not stored."""
    year = run.as_of.year - 1
    day = date(year, 12, 31)
    places = places_under(run.unit, day, BASE)
    result = review(given_for(places, Period.parse(str(year)), day), rules_at(day), period=str(year), as_of=day)
    return {codes[one.unit] for one in result.units if any(reason.code == sign for reason in one.reasons)}


def _signs_judged(run: Run) -> set[str]:
    return set(run.rules_used["signs"]) - {code for code, _why in run.left_out}


def _of_base(run: Run) -> "QuerySet[UnitResult]":
    return UnitResult.objects.filter(run=run, kind__in=BASE)


def _concerned(run: Run, codes: dict[int, str], reason: str) -> set[str]:
    rows = _of_base(run).filter(codes__contains=[reason])
    return {codes[unit_id] for unit_id in rows.values_list("unit_id", flat=True)}


def forced(day: date, codes: dict[int, str]) -> Found:
    """Which base organisations each forcing rule (K1 to K5) puts into the lowest class, by the stored runs of the year class.

    Conclusions count for the year they are of, decided classes and ratings for the year before: both years are read.
    """
    found: Found = {rule: set() for rule in ("K1", "K2", "K3", "K4", "K5")}
    for year in (day.year - 1, day.year):
        run = ClassRun.objects.filter(year=year, as_of__lte=day).newest_first().first()
        for one in classes_of(run, results_for(None, run).filter(kind__in=BASE)) if run else ():
            for rule in one.proposal.forced_by:
                found[rule].add(codes[one.unit])
    return found


def inflated(run: Run, codes: dict[int, str]) -> set[str]:
    """Units that called themselves excellent and that the run puts forward, or nearly."""
    worrying = _of_base(run).filter(outcome__in=(Outcome.PROPOSED.value, Outcome.NEAR.value))
    rows = Observation.objects.current().filter(
        indicator__code="self_score", period=number_of(Period.parse(str(run.as_of.year - 1))), value__gte=PROUD
    )
    proud = set(rows.values_list("unit_id", flat=True))
    return {codes[unit_id] for unit_id in worrying.values_list("unit_id", flat=True) if unit_id in proud}


def torn(codes: dict[int, str]) -> set[str]:
    """Units whose opening count is not the closing count of the period before, in the ledger or in a workbook given back."""
    rows = Observation.objects.current().filter(source=Source.SELF)
    closing = dict(rows.filter(indicator__code="members", period=201632).values_list("unit_id", "value"))
    opening = rows.filter(indicator__code="members_opening", period=201731).values_list("unit_id", "value")
    in_ledger = {codes[unit] for unit, value in opening if unit in closing and closing[unit] != value}
    return in_ledger | {one.sender for one in faulty_files() if OPENING in one.kinds}


def files(issue: FormIssue) -> Found:
    """Who has not sent, who was late, and whose workbook was given back for what."""
    answers = Submission.objects.filter(issue=issue)
    given_back = faulty_files()
    silent = set(answers.filter(state=State.AWAITED).values_list("unit__code", flat=True))
    found: Found = {
        "missing": silent - {one.sender for one in given_back},
        "late": set(answers.filter(is_late=True).values_list("unit__code", flat=True)),
    }
    for fault, kind in KIND_OF_FAULT.items():
        found[fault] = {one.sender for one in given_back if kind in one.kinds}
    found["moved_columns"] -= found["merged_cells"]  # what a merged cell hides is missing, too
    return found
