"""Indicators of the office's own by the API: made, changed, retired; a form that is no longer sent out."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Reason, acting
from kientoan.core.problems import Fault
from kientoan.figures import access, actions
from kientoan.figures.api.designing import FormOut, Name, Short
from kientoan.figures.api.reading import IndicatorOut, known_indicator
from kientoan.figures.api.router import router
from kientoan.figures.models import FormTemplate, Indicator
from kientoan.orgs.queries import pack


class IndicatorIn(Schema):
    """What is counted, of whom, how often, and the document that asks for it."""

    name_vi: Name
    name_en: str = Field("", max_length=200)
    definition_vi: str = Field(min_length=1, max_length=1000, description="What is counted.")
    measure_vi: Short = Field(description="The unit of measure.")
    kind: Literal["count", "share", "score", "yesno", "money"]
    direction: Literal["up", "down", "neutral"] = Field(description="Which way is good.")
    period: Literal["month", "quarter", "half", "year"] = Field(description="The shortest period.")
    over_time: Literal["sum", "last", "first", "mean"] = Field(
        description="What a longer period takes from the shorter."
    )
    up_the_tree: Literal["sum", "none"] = Field(
        description="Whether a superior's figure is the sum of the units below."
    )
    reporter: Literal["self", "superior", "inspection", "other"]
    asked_of: list[Short] = Field(
        min_length=1, max_length=50, description="Codes of the kinds of units that report it."
    )
    instrument: Name = Field(description="The rule or document that asks for it.")
    article: str = Field("", max_length=200)
    signed: date | None = None
    since: date | None = Field(None, description="Holds from; today where it is left out.")
    reason: Reason = ""


class NewIndicatorIn(IndicatorIn):
    """An indicator to be made."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{2,59}$")


class RetiredIn(Schema):
    """Why something is no longer asked for."""

    reason: Reason


def _given(body: IndicatorIn) -> dict[str, Any]:
    """The fields of an indicator; a kind of unit that there is not is a fault with its place."""
    known = {kind.code for kind in pack().kinds_at(body.since or clock.today())}
    faults = tuple(
        Fault(place=f"body.asked_of.{place}", sentence=_("One of: %(values)s.") % {"values": ", ".join(sorted(known))})
        for place, code in enumerate(body.asked_of)
        if code not in known
    )
    if faults:
        raise Refused(_("The request has faults; nothing was done."), errors=faults)
    return body.model_dump(exclude={"code", "since"}) | ({"since": body.since} if body.since else {})


@router.post("/indicators", response={201: IndicatorOut})
def make_indicator(request: HttpRequest, body: NewIndicatorIn) -> Status[IndicatorOut]:
    """Make an indicator of the office's own."""
    user = acting(request)
    access.check_define(user)
    if Indicator.objects.filter(code=body.code).exists():
        taken = _("The code “%(code)s” is taken. Choose another.") % {"code": body.code}
        raise Refused(taken, errors=(Fault(place="body.code", sentence=taken),))
    return Status(201, IndicatorOut.of(actions.define_indicator(by=user, code=body.code, **_given(body))))


@router.post("/indicators/{code}/change", response=IndicatorOut)
def change_indicator(request: HttpRequest, code: str, body: IndicatorIn) -> IndicatorOut:
    """Change an indicator of the office's own; what has figures keeps its kind."""
    one = known_indicator(code)
    return IndicatorOut.of(actions.define_indicator(by=acting(request), code=one.code, **_given(body)))


@router.post("/indicators/{code}/retire", response=IndicatorOut)
def retire_indicator(request: HttpRequest, code: str, body: RetiredIn) -> IndicatorOut:
    """Ask for it no longer; its figures stay."""
    one = known_indicator(code)
    return IndicatorOut.of(actions.retire_indicator(by=acting(request), indicator=one, reason=body.reason))


@router.post("/form-designs/{code}/retire", response=FormOut)
def retire_form(request: HttpRequest, code: str, body: RetiredIn) -> FormOut:
    """Send a form out no longer; what it brought in stays."""
    form = get_object_or_404(FormTemplate, code=code)
    return FormOut.of(actions.retire_form(by=acting(request), form=form, reason=body.reason))
