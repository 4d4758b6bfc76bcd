"""Forms designed by the API: made, changed, given more figures, with the burden they are."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Paging, Reason, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.figures import access, actions
from kientoan.figures.api.router import router
from kientoan.figures.models import FormTemplate, Indicator
from kientoan.figures.queries import burden
from kientoan.orgs.queries import pack

Short = Annotated[str, Field(min_length=1, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class FormIn(Schema):
    """What a form is: whom it asks, how often, for which figures, by which document."""

    name_vi: Name
    name_en: str = Field("", max_length=200)
    period: Literal["month", "quarter", "half", "year"]
    asked_of: list[Short] = Field(max_length=50, description="Codes of the kinds of units that it asks.")
    sectors: list[Short] = Field([], max_length=50, description="Only units of these sectors; none means all.")
    indicators: list[Short] = Field(max_length=200, description="Codes of the figures, in their order.")
    instrument: Name = Field(description="The rule or document that asks for the form.")
    over_budget_reason: Reason = Field("", description="Why, when it asks for more figures a month than the budget.")


class NewFormIn(FormIn):
    """A form to be made."""

    code: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,60}$")


class ChangedFormIn(FormIn):
    """A form as it is to be."""

    reason: Reason = ""


class QuestionsIn(Schema):
    """Figures to ask for as well, behind those that are asked already."""

    indicators: list[Short] = Field(min_length=1, max_length=200)
    over_budget_reason: Reason = ""


class BurdenOut(Schema):
    """Figures a month that the form asks of a unit, alone and with the other forms in use that ask the same units."""

    alone: float
    together: float
    budget: int
    alone_over: bool
    together_over: bool
    others: list[str]


class FormOut(Schema):
    """A form and its burden."""

    code: str
    name_vi: str
    name_en: str
    period: str
    asked_of: list[str]
    sectors: list[str]
    indicators: list[str]
    instrument: str
    over_budget_reason: str
    retired_on: date | None
    burden: BurdenOut

    @classmethod
    def of(cls, form: FormTemplate) -> Self:
        """From a form with its items."""
        codes = [item.indicator.code for item in form.items.select_related("indicator")]
        load = burden.of_form(form, codes)
        return cls(
            code=form.code,
            name_vi=form.name_vi,
            name_en=form.name_en,
            period=form.period,
            asked_of=form.asked_of,
            sectors=form.sectors,
            indicators=codes,
            instrument=form.instrument,
            over_budget_reason=form.over_budget_reason,
            retired_on=form.retired_on,
            burden=BurdenOut(
                alone=round(float(load.alone), 2),
                together=round(float(load.together), 2),
                budget=load.budget,
                alone_over=load.alone_over,
                together_over=load.together_over,
                others=list(load.others),
            ),
        )


def _known(given: dict[str, list[str]]) -> list[Indicator]:
    """The indicators named; refused with every unknown code of them, of kinds and of sectors, and its place."""
    day = clock.today()
    there = {
        "asked_of": {one.code for one in pack().kinds_at(day)},
        "sectors": {one.code for one in pack().sectors_at(day)},
        "indicators": set(Indicator.objects.in_use().values_list("code", flat=True)),
    }
    faults = tuple(
        Fault(
            place=f"body.{name}.{place}", sentence=_("One of: %(values)s.") % {"values": ", ".join(sorted(there[name]))}
        )
        for name, codes in given.items()
        for place, code in enumerate(codes)
        if code not in there[name]
    )
    if faults:
        raise Refused(_("The request has faults; nothing was done."), errors=faults)
    by_code = {one.code: one for one in Indicator.objects.filter(code__in=given["indicators"])}
    return [by_code[code] for code in given["indicators"]]


def _fields(body: FormIn) -> dict[str, Any]:
    given = {"asked_of": body.asked_of, "sectors": body.sectors, "indicators": body.indicators}
    return body.dict(exclude={"code", "reason"}) | {"indicators": _known(given)}


def _form(request: HttpRequest, code: str) -> FormTemplate:
    access.check_issue(acting(request))
    return get_object_or_404(FormTemplate, code=code)


@router.get("/form-designs", response=Rows[FormOut])
def list_forms(request: HttpRequest, paging: Query[Paging]) -> object:  # noqa: ARG001  the same for everyone
    """The forms in use by code, each with what it asks of a unit a month."""
    return paged(FormTemplate.objects.in_use().order_by("code"), paging, FormOut.of)


@router.get("/form-designs/{code}", response=FormOut)
def get_form(request: HttpRequest, code: str) -> FormOut:
    """A form: its figures in their order, and its burden beside the other forms."""
    return FormOut.of(_form(request, code))


@router.post("/form-designs", response={201: FormOut})
def make_form(request: HttpRequest, body: NewFormIn) -> Status:
    """Make a form; more figures a month than the budget need a reason."""
    user = acting(request)
    access.check_issue(user)
    return Status(201, FormOut.of(actions.make_form(by=user, code=body.code, **_fields(body))))


@router.post("/form-designs/{code}/change", response=FormOut)
def change_form(request: HttpRequest, code: str, body: ChangedFormIn) -> FormOut:
    """Change a form; its figures stay while it is out and not due yet."""
    form = _form(request, code)
    return FormOut.of(actions.change_form(by=acting(request), form=form, reason=body.reason, **_fields(body)))


@router.post("/form-designs/{code}/questions", response=FormOut)
def add_questions(request: HttpRequest, code: str, body: QuestionsIn) -> FormOut:
    """Ask for more figures in a form, behind those it has."""
    form = _form(request, code)
    more = _known({"indicators": body.indicators})
    names = ("name_vi", "name_en", "period", "asked_of", "sectors", "instrument")
    as_it_is = {name: getattr(form, name) for name in names}
    items = [item.indicator for item in form.items.select_related("indicator")]
    changed = actions.change_form(
        by=acting(request),
        form=form,
        indicators=[*items, *more],
        over_budget_reason=body.over_budget_reason or form.over_budget_reason,
        **as_it_is,
    )
    return FormOut.of(changed)
