"""Read one workbook that came back: whose it is, its figures, and every fault with its cell."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kientoan.core.periods import NotAPeriod, Period
from kientoan.core.sheets import Place, SheetError, Table, fault_in_words, read_table
from kientoan.figures.imports.template import FIGURE_COLUMNS, MARK_COLUMNS, MARKS
from kientoan.figures.models import FormIssue, Submission
from kientoan.figures.queries.entry import Judge
from kientoan.figures.rules.answers import gettext_noop

NOT_OURS = gettext_noop(
    "This is not a workbook of the form: its hidden marks are missing, so it is not known which unit it is of. Fill in the workbook that was sent to the unit."
)
OTHER_FORM = gettext_noop(
    "This is the form “%(found)s” for %(found_period)s; what is merged here is “%(form)s” for %(period)s."
)
UNIT_UNKNOWN = gettext_noop("The form was not sent to a unit with the code “%(unit)s” that you answer for.")
CODE_UNKNOWN = gettext_noop(
    "“%(value)s” is not a figure of this form. Restore the hidden column of codes, or fill in the workbook that was sent."
)


@dataclass
class Answer:
    """What a returned workbook says: the unit's submission (None if unknown), values, remarks, faults."""

    file: str
    fingerprint: str
    submission: Submission | None = None
    values: dict[str, Decimal] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    errors: list[SheetError] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether it can be taken in whole."""
        return self.submission is not None and not self.errors


def fingerprint_of(raw: bytes) -> str:
    """What tells one file from another, whatever its name."""
    return hashlib.sha256(raw).hexdigest()


def read_returned(raw: bytes, file: str, judge: Judge, submissions: Mapping[str, Submission]) -> Answer:
    """Read a workbook of the form; never raises for what a person's file may hold. `submissions` are by unit code."""
    answer = Answer(file, fingerprint_of(raw))
    marks = read_table(raw, MARK_COLUMNS, file=file, sheet=MARKS)
    if not marks.ok:
        answer.errors = _without_marks(marks)
        return answer
    said = marks.rows[0]
    if fault := _wrong_form(judge.issue, said.values, file):
        answer.errors.append(fault)
        return answer
    answer.submission = submissions.get(said["unit"])
    if answer.submission is None:
        answer.errors.append(fault_in_words(UNIT_UNKNOWN, Place(file), unit=said["unit"]))
        return answer
    _read_figures(answer, raw, judge)
    return answer


def _without_marks(marks: Table) -> list[SheetError]:
    """A file that cannot be opened says why; one that opens and has no marks is not ours."""
    unopened = [error for error in marks.errors if error.code.startswith(("file_", "encoding_"))]
    return unopened or [fault_in_words(NOT_OURS, Place(marks.file), code="not_ours")]


def _wrong_form(issue: FormIssue, said: Mapping[str, str], file: str) -> SheetError | None:
    if (said["form"], said["period"]) == (issue.form.code, issue.period_code):
        return None
    try:
        found_period = Period.parse(said["period"]).label()
    except NotAPeriod:
        found_period = said["period"]
    return fault_in_words(
        OTHER_FORM,
        Place(file),
        found=said["form"],
        found_period=found_period,
        form=issue.form.code,
        period=issue.period.label(),
    )


def _read_figures(answer: Answer, raw: bytes, judge: Judge) -> None:
    table = read_table(raw, FIGURE_COLUMNS, file=answer.file)
    answer.errors.extend(table.errors)
    names = {question.code: question.name for question in judge.questions}
    places: dict[str, Place] = {}
    for row in table.rows:
        code = row["code"]
        if not code:
            if row["value"] is not None:
                answer.errors.append(row.fault("code", CODE_UNKNOWN))
            continue
        if code not in names:
            answer.errors.append(row.fault("code", CODE_UNKNOWN))
            continue
        places[code] = row.at("value")
        if row["value"] is not None:
            answer.values[code] = row["value"]
        if _says_why(row["remark"]):
            answer.remarks[code] = row["remark"]
    _judge(answer, judge, table, places)


def _says_why(remark: str | None) -> bool:
    """A remark gives a reason when it has words; a figure pasted into the wrong column gives none."""
    return sum(letter.isalpha() for letter in remark or "") >= 2


def _judge(answer: Answer, judge: Judge, table: Table, places: Mapping[str, Place]) -> None:
    """Hold the figures to the form's checks; a cell that could not be read is not also called missing."""
    assert answer.submission is not None  # noqa: S101  the caller has looked
    unread = {(error.row, error.column) for error in table.errors}
    whole = table.place(table.header_row, "value")
    for fault in judge.faults(answer.submission.unit_id, answer.values, answer.remarks):
        place = places.get(fault.indicator, whole)
        if (place.row, place.column) in unread:
            continue
        answer.errors.append(fault_in_words(fault.message_id, place, code="figure", **dict(fault.params)))
