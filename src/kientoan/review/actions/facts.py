"""Record what others concluded and decided: conclusions with their numbers, classes of units and bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right
from kientoan.review import access
from kientoan.review.models import Conclusion
from kientoan.review.rules.regimes import YearClass


def record_conclusion(*, unit: Unit, rule: str, day: date, by: User, number: str = "") -> Conclusion:
    """Record that a conclusion states division (K1) or degradation (K2); without its number it is a sign only."""
    access.check_give_facts(by, unit)
    if rule not in Conclusion.Rule.values:
        raise Refused(_("“%(rule)s” is no rule that takes a conclusion; there are K1 and K2.") % {"rule": rule})
    if day > clock.today():
        raise Refused(_("A conclusion cannot be of a day to come."))
    conclusion = Conclusion(unit=unit, rule=rule, day=day, number=number.strip())
    detail = {"rule": rule, "day": day.isoformat(), "number": conclusion.number, "code": unit.code}
    with recorded("review.record_conclusion", by=by, on=[unit], detail=detail):
        try:
            with transaction.atomic():
                conclusion.save()
        except IntegrityError as error:
            raise Refused(_("This conclusion is recorded already.")) from error
    return conclusion


def withdraw_conclusion(*, conclusion: Conclusion, reason: str, by: User) -> Conclusion:
    """Take back a conclusion that was recorded wrongly; it stays in the record with the reason."""
    access.check_give_facts(by, conclusion.unit)
    if not reason.strip():
        raise Refused(_("Say why the conclusion is withdrawn."))
    if conclusion.withdrawn_on is not None:
        raise Refused(_("This conclusion was withdrawn before."))
    with recorded("review.withdraw_conclusion", by=by, on=[conclusion.unit], reason=reason):
        conclusion.withdrawn_on, conclusion.withdrawn_why = clock.today(), reason.strip()
        conclusion.save(update_fields=["withdrawn_on", "withdrawn_why"])
    return conclusion


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A decided class of a unit, or of a body of its level, for a year."""

    unit_id: int
    year: int
    grade: str
    decision: str
    body: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many classes were new, replaced an earlier one, or stood there already."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0


_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS review_class_stage (
  id bigint NOT NULL DEFAULT nextval(pg_get_serial_sequence('review_decidedclass', 'id')),
  unit_id bigint NOT NULL, body varchar(40) NOT NULL, year smallint NOT NULL, grade varchar(20) NOT NULL,
  decision varchar(80) NOT NULL, decided_on date
)
"""
_SAME = "c.unit_id = s.unit_id AND c.body = s.body AND c.year = s.year AND c.replaced_by IS NULL"
_UNCHANGED = f"""
DELETE FROM review_class_stage s USING review_decidedclass c
WHERE {_SAME} AND c.grade = s.grade AND c.decision = s.decision AND c.decided_on IS NOT DISTINCT FROM s.decided_on
"""  # noqa: S608  no value enters the text
_REPLACE = f"UPDATE review_decidedclass c SET replaced_by = s.id FROM review_class_stage s WHERE {_SAME}"  # noqa: S608
_POST = """
INSERT INTO review_decidedclass (id, unit_id, body, year, grade, decision, decided_on, action_id, recorded_at)
SELECT id, unit_id, body, year, grade, decision, decided_on, %s, %s FROM review_class_stage
"""


def record_classes(*, rows: Iterable[ClassRow], by: User, reason: str = "", file: str = "") -> Recorded:
    """Record decided classes in one action; the same again changes nothing, another decision replaces and keeps the old."""
    rows = list(rows)
    access.check_right(by, Right.RUN_REVIEW)
    access.check_all_within(by, Right.RUN_REVIEW, {row.unit_id for row in rows})
    _check_rows(rows)
    with recorded("review.record_classes", by=by, reason=reason, detail={"file": file}) as action:
        with connection.cursor() as cursor:
            cursor.execute(_STAGE)
            cursor.execute("DELETE FROM review_class_stage")
            _copy(cursor, rows)
            cursor.execute(_UNCHANGED)
            unchanged = cursor.rowcount
            cursor.execute(_REPLACE)
            replaced = cursor.rowcount
            cursor.execute(_POST, [action.id, action.at])
        done = Recorded(len(rows) - unchanged - replaced, replaced, unchanged)
        action.note(**asdict(done))
    return done


def _copy(cursor: Any, rows: Sequence[ClassRow]) -> None:
    columns = "unit_id, body, year, grade, decision, decided_on"
    with cursor.copy(f"COPY review_class_stage ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((row.unit_id, row.body, row.year, row.grade, row.decision.strip(), row.decided_on))


def _check_rows(rows: Sequence[ClassRow]) -> None:
    """Refuse rows without a decision, of an unknown class, or given twice; every one is listed."""
    faults: list[str] = []
    seen: set[tuple[int, str, int]] = set()
    known = {grade.value for grade in YearClass}
    for number, row in enumerate(rows, 1):
        if row.grade not in known:
            faults.append(_("Row %(row)d: “%(grade)s” is no class.") % {"row": number, "grade": row.grade})
        if not row.decision.strip():
            faults.append(_("Row %(row)d: the number of the decision is missing.") % {"row": number})
        key = (row.unit_id, row.body, row.year)
        if key in seen:
            faults.append(_("Row %(row)d: the same unit, body and year stands in an earlier row.") % {"row": number})
        seen.add(key)
    if faults:
        raise Refused(_("These classes cannot be recorded; nothing was saved."), errors=tuple(faults))
