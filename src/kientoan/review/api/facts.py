"""Conclusions and decided classes by the API: read, record, withdraw."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Decision, Paging, Reason, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.orgs import queries as orgs
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.queries.named import unit_of, units_named
from kientoan.review import access, actions, imports
from kientoan.review.actions import ClassRow, Concluding
from kientoan.review.api.router import router
from kientoan.review.models import Conclusion, DecidedClass
from kientoan.review.rules.regimes import YearClass

MOST_CLASSES = 1000


class FactFilter(Schema):
    """Which units' facts to list."""

    under: str | None = Field(None, description="Code of a unit: only its branch as of today.")


class ClassFilter(FactFilter):
    """Which classes to list."""

    year: int | None = Field(None, ge=1945, le=2200)


class ConclusionOut(Schema):
    """That a forcing rule holds for a unit; without its number it is a sign only."""

    id: int
    unit: str
    rule: Conclusion.Rule
    day: date
    number: str
    withdrawn_on: date | None
    withdrawn_why: str

    @classmethod
    def of(cls, one: Conclusion) -> Self:
        """From a conclusion with its unit."""
        return cls(
            id=one.pk,
            unit=one.unit.code,
            rule=Conclusion.Rule(one.rule),
            day=one.day,
            number=one.number,
            withdrawn_on=one.withdrawn_on,
            withdrawn_why=one.withdrawn_why,
        )


class ConclusionIn(Schema):
    """A conclusion to record: K1 internal division, K2 corruption or degradation."""

    unit: Code
    rule: Conclusion.Rule
    day: Day
    number: Decision = ""


class Withdrawal(Schema):
    """Why a conclusion is taken back."""

    reason: Reason


class ClassOut(Schema):
    """The class decided for a unit, or for a body of its level, for a year."""

    unit: str
    body: str
    year: int
    grade: str
    decision: str
    decided_on: date | None
    recorded_at: datetime

    @classmethod
    def of(cls, one: DecidedClass) -> Self:
        """From a decided class with its unit."""
        return cls(
            unit=one.unit.code,
            body=one.body,
            year=one.year,
            grade=one.grade,
            decision=one.decision,
            decided_on=one.decided_on,
            recorded_at=one.recorded_at,
        )


class ClassIn(Schema):
    """A decided class to record."""

    unit: Code
    body: str = Field("", max_length=40, description="Kind of body of the unit's level; empty for the unit itself.")
    year: int = Field(ge=1976, le=2200)
    grade: YearClass
    decision: Annotated[str, Field(min_length=1, max_length=80, description="Number of the decision.")]
    decided_on: Day | None = None


class ConclusionOfClass(Schema):
    """The numbered conclusion of K1 or K2 that a decided class rests on."""

    rule: Conclusion.Rule
    number: Annotated[str, Field(min_length=1, max_length=80)]
    day: Day


class DecisionIn(Schema):
    """The class that was decided for a unit, or for a body of its level."""

    year: int = Field(ge=1976, le=2200)
    grade: YearClass
    decision: Annotated[str, Field(min_length=1, max_length=80, description="Number of the decision.")]
    decided_on: Day
    body: str = Field("", max_length=40, description="Kind of body of the unit's level; empty for the unit itself.")
    conclusion: ConclusionOfClass | None = None


class ClassesIn(Schema):
    """Decided classes to record, all or none."""

    classes: list[ClassIn] = Field(min_length=1, max_length=MOST_CLASSES)
    reason: Reason = ""


class RecordedOut(Schema):
    """How many classes were new, replaced an earlier one, or stood there already."""

    added: int
    replaced: int
    unchanged: int


class ClassImportHow(Schema):
    """Whether to take a list in."""

    apply: bool = Field(default=False, description="Take it in; without it, only say what it would do.")
    reason: Reason = ""


class ClassImportOut(Schema):
    """What a list of classes does."""

    applied: bool
    rows: int
    recorded: RecordedOut | None = None


@router.get("/review/conclusions", response=Rows[ConclusionOut])
def list_conclusions(request: HttpRequest, which: Query[FactFilter], paging: Query[Paging]) -> object:
    """The conclusions about units whose proposals one may see, latest first; those withdrawn too."""
    user = acting(request)
    access.check_see(user)
    rows = scope.cut(Conclusion.objects.all(), "unit_id", access.reach_of_proposals(user))
    if which.under:
        rows = scope.cut(rows, "unit_id", scope.of_branch(unit_of(user, which.under).pk, clock.today()))
    return paged(rows.select_related("unit").order_by("-day", "-pk"), paging, ConclusionOut.of)


@router.post("/review/conclusions", response={201: ConclusionOut})
def record_conclusion(request: HttpRequest, body: ConclusionIn) -> Status:
    """Record that a conclusion states division (K1) or degradation (K2) in a unit."""
    user = acting(request)
    unit = units_named(user, {"body.unit": body.unit})["body.unit"]
    made = actions.record_conclusion(unit=unit, rule=body.rule, day=body.day, number=body.number, by=user)
    return Status(201, ConclusionOut.of(made))


@router.post("/review/conclusions/{number}/withdraw", response=ConclusionOut)
def withdraw_conclusion(request: HttpRequest, number: int, body: Withdrawal) -> ConclusionOut:
    """Take back a conclusion recorded wrongly; it stays in the record with the reason."""
    user = acting(request)
    found = Conclusion.objects.visible_to(user).select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such conclusion among those you may see."))
    return ConclusionOut.of(actions.withdraw_conclusion(conclusion=found, reason=body.reason, by=user))


@router.get("/review/classes", response=Rows[ClassOut])
def list_classes(request: HttpRequest, which: Query[ClassFilter], paging: Query[Paging]) -> object:
    """The decided classes that hold now, of units whose proposals one may see; latest year first."""
    user = acting(request)
    access.check_see(user)
    rows = scope.cut(DecidedClass.objects.current(), "unit_id", access.reach_of_proposals(user))
    if which.year is not None:
        rows = rows.filter(year=which.year)
    if which.under:
        rows = scope.cut(rows, "unit_id", scope.of_branch(unit_of(user, which.under).pk, clock.today()))
    return paged(rows.select_related("unit").order_by("-year", "unit_id", "body"), paging, ClassOut.of)


@router.post("/review/classes", response=RecordedOut)
def record_classes(request: HttpRequest, body: ClassesIn) -> RecordedOut:
    """Record decided classes in one action; the same again changes nothing, another decision replaces and keeps the old."""
    user = acting(request)
    found = _units(user, body.classes)
    faults = _class_faults(body.classes)
    if faults:
        raise Refused(_("These classes cannot be recorded; nothing was saved."), errors=tuple(faults))
    rows = [
        ClassRow(found[f"body.classes.{place}.unit"].pk, one.year, one.grade, one.decision, one.body, one.decided_on)
        for place, one in enumerate(body.classes)
    ]
    done = actions.record_classes(rows=rows, by=user, reason=body.reason)
    return RecordedOut(added=done.added, replaced=done.replaced, unchanged=done.unchanged)


@router.post("/review/units/{code}/classes", response=RecordedOut)
def decide_class(request: HttpRequest, code: str, body: DecisionIn) -> RecordedOut:
    """Record the class decided for one unit, with the conclusion of K1 or K2 it rests on; every fault is said at once."""
    user = acting(request)
    told = body.conclusion
    done = actions.decide_class(
        unit=unit_of(user, code),
        year=body.year,
        grade=body.grade,
        decision=body.decision,
        decided_on=body.decided_on,
        body=body.body,
        concluding=Concluding(told.rule, told.number, told.day) if told else None,
        by=user,
    )
    return RecordedOut(added=done.added, replaced=done.replaced, unchanged=done.unchanged)


def _units(user: User, classes: Sequence[ClassIn]) -> dict[str, Unit]:
    return units_named(user, {f"body.classes.{place}.unit": one.unit for place, one in enumerate(classes)})


def _class_faults(classes: Sequence[ClassIn]) -> list[Fault]:
    """Years to come and bodies that no day knows, by their place."""
    bodies = sorted({code for era in orgs.pack().eras for code in era.bodies})
    last, faults = clock.today().year, []
    for place, one in enumerate(classes):
        if one.year > last:
            sentence = _("At most %(limit)s.") % {"limit": last}
            faults.append(Fault(place=f"body.classes.{place}.year", sentence=sentence))
        if one.body and one.body not in bodies:
            sentence = _("One of: %(values)s.") % {"values": ", ".join(bodies)}
            faults.append(Fault(place=f"body.classes.{place}.body", sentence=sentence))
    return faults


@router.post("/imports/classes", response=ClassImportOut)
def import_classes(request: HttpRequest, how: Query[ClassImportHow], file: File[UploadedFile]) -> ClassImportOut:
    """A list of decided classes; refused whole, with every fault and its place, when anything is wrong."""
    user, name = acting(request), file.name or "classes"
    plan = imports.plan_classes(file.read(), by=user, file=name)
    if plan.errors:
        faults = tuple(Fault(place=one.place.sentence(_), sentence=one.sentence(_)) for one in plan.errors)
        raise Refused(
            _("Nothing of “%(file)s” was taken in. Correct these faults and send it again.") % {"file": name},
            errors=faults,
        )
    said = ClassImportOut(applied=how.apply, rows=len(plan.rows))
    if how.apply:
        done = imports.apply_classes(plan=plan, by=user, reason=how.reason)
        said.recorded = RecordedOut(added=done.added, replaced=done.replaced, unchanged=done.unchanged)
    return said
