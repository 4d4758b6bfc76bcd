"""Forms, answers and targets by the API: send a form out, send figures in, set a target."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Decision, PeriodCode, Reason, acting
from kientoan.core.periods import Period
from kientoan.core.problems import Fault
from kientoan.figures import access, actions
from kientoan.figures.actions.submissions import FaultyEntry
from kientoan.figures.api.router import router
from kientoan.figures.models import FormTemplate, Indicator, Submission
from kientoan.figures.queries.forms import units_asked
from kientoan.orgs.queries.named import unit_of, units_named

Typed = Annotated[str, Field(max_length=40)]


class IssueIn(Schema):
    """A form to send out."""

    period: PeriodCode
    due: Day = Field(description="The last day on which an answer is on time.")
    decision: Decision
    units: list[Code] = Field([], max_length=20_000, description="Without any, all units that the form is meant for.")
    over_budget_reason: Reason = Field("", description="Why, when units are asked for more than the budget of figures.")


class IssueMade(Schema):
    """A form sent out, and how many units owe an answer."""

    id: int
    form: str
    period: str
    due: date
    units: int


class EntryIn(Schema):
    """Figures as one types them on the entry form, by code of the indicator; empty where there is none."""

    values: dict[str, Typed] = Field(max_length=500)
    remarks: dict[str, Annotated[str, Field(max_length=400)]] = Field({}, max_length=500)
    reason: Reason = Field(
        "", description="Why, when figures that a review or a signed report was made from are corrected."
    )


class EntryOut(Schema):
    """An answer sent in, and what came into the ledger."""

    id: int
    unit: str
    state: str
    is_late: bool
    added: int
    corrected: int
    unchanged: int


class TargetIn(Schema):
    """A unit's target of a year by a decision."""

    indicator: str = Field(max_length=60)
    year: int = Field(ge=1945, le=2200)
    value: Decimal = Field(max_digits=18, decimal_places=4)
    decision: Decision
    decided_on: Day


class TargetMade(Schema):
    """The target that now holds."""

    unit: str
    indicator: str
    year: int
    value: str
    decision: str
    decided_on: date


@router.post("/forms/{code}/issues", response={201: IssueMade})
def issue_form(request: HttpRequest, code: str, body: IssueIn) -> Status:
    """Send a form out for a period; each unit asked owes an answer by the due day."""
    user = acting(request)
    form = get_object_or_404(FormTemplate, code=code)
    access.check_issue(user)
    units_named(user, {f"body.units.{place}": one for place, one in enumerate(body.units)})
    units = units_asked(form, user, clock.today(), codes=body.units or None)
    meant = {unit.code for unit in units}
    faults = tuple(
        Fault(place=f"body.units.{place}", sentence=_("The form is not meant for “%(code)s”.") % {"code": one})
        for place, one in enumerate(body.units)
        if one not in meant
    )
    if faults:
        raise Refused(_("The form cannot be sent out."), errors=faults)
    made = actions.issue_form(
        form=form,
        period=Period.parse(body.period),
        due=body.due,
        decision=body.decision,
        units=units,
        by=user,
        over_budget_reason=body.over_budget_reason,
    )
    said = IssueMade(id=made.pk, form=form.code, period=made.period_code, due=made.due, units=len(units))
    return Status(201, said)


@router.post("/forms/submissions/{number}/enter", response=EntryOut)
def enter_figures(request: HttpRequest, number: int, body: EntryIn) -> EntryOut:
    """Send in a unit's figures; refused with every fault, by the same checks as a workbook."""
    user = acting(request)
    rows = Submission.objects.visible_to(user).select_related("unit", "issue__form")
    submission = rows.filter(pk=number).first()
    if submission is None:
        raise Http404
    try:
        posted = actions.submit_entry(
            submission=submission, values=body.values, remarks=body.remarks, by=user, reason=body.reason
        )
    except FaultyEntry as faulty:
        faults = tuple(Fault(place=f"body.values.{code}", sentence=words) for code, words in faulty.by_field)
        raise Refused(faulty.sentence, errors=faults) from faulty
    submission.refresh_from_db()
    return EntryOut(
        id=submission.pk,
        unit=submission.unit.code,
        state=submission.state,
        is_late=submission.is_late,
        added=posted.added,
        corrected=posted.corrected,
        unchanged=posted.unchanged,
    )


@router.post("/units/{code}/targets", response=TargetMade)
def set_target(request: HttpRequest, code: str, body: TargetIn) -> TargetMade:
    """Give a unit its target of a year; an earlier one of the same year is replaced and kept."""
    user = acting(request)
    unit = unit_of(user, code)
    indicator = Indicator.objects.filter(code=body.indicator).first()
    if indicator is None:
        known = ", ".join(sorted(Indicator.objects.values_list("code", flat=True)))
        fault = Fault(place="body.indicator", sentence=_("One of: %(values)s.") % {"values": known})
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    made = actions.set_target(
        unit=unit,
        indicator=indicator,
        year=body.year,
        value=body.value,
        decision=body.decision,
        decided_on=body.decided_on,
        by=user,
    )
    return TargetMade(
        unit=unit.code,
        indicator=indicator.code,
        year=made.year,
        value=f"{made.value.normalize():f}",
        decision=made.decision,
        decided_on=made.decided_on,
    )
