"""Record the class that was decided for one unit, with the conclusion it rests on; every fault is said at once."""

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs import queries as orgs
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.review import access
from kientoan.review.actions.facts import ClassRow, Recorded, record_classes, record_conclusion
from kientoan.review.models import Conclusion
from kientoan.review.queries.classes import FIRST_YEAR
from kientoan.review.rules.regimes import YearClass


@dataclass(frozen=True, slots=True)
class Concluding:
    """The numbered conclusion (of K1 or K2) that a decided class rests on."""

    rule: str
    number: str
    day: date


def decide_class(
    *,
    unit: Unit,
    year: int,
    grade: str,
    decision: str,
    decided_on: date,
    by: User,
    body: str = "",
    concluding: Concluding | None = None,
) -> Recorded:
    """Record the class that was decided for a unit or a body of its level, with the conclusion it rests on, in one step.

    A class that departs from the proposal is recorded all the same; a conclusion counts only with its number.
    """
    access.check_give_facts(by, unit)
    faults = _class_faults(unit, year, grade, decision, decided_on, body, concluding)
    if faults:
        raise Refused(_("This class cannot be recorded; nothing was saved."), errors=tuple(faults))
    detail = {"code": unit.code, "year": year, "grade": grade, "decision": decision.strip(), "body": body}
    with recorded("review.decide_class", by=by, on=[unit], detail=detail):
        if concluding is not None:
            _conclude(unit, concluding, by)
        return record_classes(rows=[ClassRow(unit.pk, year, grade, decision, body, decided_on)], by=by)


def _conclude(unit: Unit, concluding: Concluding, by: User) -> None:
    """Record the conclusion unless it is on record already."""
    known = Conclusion.objects.standing().filter(
        unit=unit, rule=concluding.rule, day=concluding.day, number=concluding.number.strip()
    )
    if not known.exists():
        record_conclusion(unit=unit, rule=concluding.rule, day=concluding.day, number=concluding.number, by=by)


def _class_faults(
    unit: Unit, year: int, grade: str, decision: str, decided_on: date, body: str, concluding: Concluding | None
) -> list[str]:
    """Everything that is wrong with a class that someone decided, each as a sentence."""
    today, faults = clock.today(), []
    if grade not in {one.value for one in YearClass}:
        faults.append(_("“%(grade)s” is no class.") % {"grade": grade})
    if not decision.strip():
        faults.append(_("The number of the decision is missing."))
    if not FIRST_YEAR <= year <= today.year:
        faults.append(
            _("The class is of a year from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": today.year}
        )
    elif not date(year, 1, 1) <= decided_on <= today:
        faults.append(_("The decision is of a day in %(year)d or later, and not to come.") % {"year": year})
    elif not UnitSpan.objects.filter(
        unit=unit, valid__overlap=DateRange(date(year, 1, 1), date(year + 1, 1, 1))
    ).exists():
        faults.append(_("“%(code)s” did not exist in %(year)d.") % {"code": unit.code, "year": year})
    if body and not any(body in era.bodies for era in orgs.pack().eras):
        faults.append(_("“%(body)s” is no kind of body.") % {"body": body})
    return faults + (_conclusion_faults(concluding, body, year) if concluding else [])


def _conclusion_faults(concluding: Concluding, body: str, year: int) -> list[str]:
    faults = []
    if concluding.rule not in Conclusion.Rule.values:
        faults.append(
            _("“%(rule)s” is no rule that takes a conclusion; there are K1 and K2.") % {"rule": concluding.rule}
        )
    if body:
        faults.append(_("A conclusion of K1 or K2 is about the unit itself, not about a body of its level."))
    if not concluding.number.strip():
        faults.append(_("K1 and K2 count only with the number of the conclusion; give it, or leave the rule out."))
    if not date(year, 1, 1) <= concluding.day <= clock.today() or concluding.day.year != year:
        faults.append(_("A conclusion counts for the year of its day; this one is not of %(year)d.") % {"year": year})
    return faults
