"""Figures by the API: indicators, the ledger and its corrections, who has answered a form, targets."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Query, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Paging, PeriodCode, Reason, Rows, acting, paged
from kientoan.core.periods import Period
from kientoan.core.problems import Fault
from kientoan.figures import actions, queries
from kientoan.figures.actions.sheets import LARGE
from kientoan.figures.api.router import router
from kientoan.figures.imports.observations import apply_import, plan_import
from kientoan.figures.models import FormIssue, Indicator, Observation, Submission
from kientoan.figures.queries.completeness import submissions_page
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit


class IndicatorOut(Schema):
    """What is measured, and which document asks for it."""

    code: str
    name: str
    measure: str
    kind: str
    direction: str
    period: str
    instrument: str
    article: str
    since: date
    retired_on: date | None

    @classmethod
    def of(cls, one: Indicator) -> Self:
        """From an indicator."""
        return cls(
            code=one.code,
            name=one.name,
            measure=one.measure_vi,
            kind=one.kind,
            direction=one.direction,
            period=one.period,
            instrument=one.instrument,
            article=one.article,
            since=one.since,
            retired_on=one.retired_on,
        )


class FigureOut(Schema):
    """One figure: whose, of what and when, on whose word, and when it was recorded."""

    unit: str
    indicator: str
    period: str
    source: str
    value: str
    recorded_at: datetime

    @classmethod
    def of(cls, row: Observation) -> Self:
        """From a row of the ledger with its unit and indicator."""
        return cls(
            unit=row.unit.code,
            indicator=row.indicator.code,
            period=row.of_period.code,
            source=Source(row.source).code,
            value=plain(row.value),
            recorded_at=row.recorded_at,
        )


class FigureFilter(Schema):
    """Which figures to list."""

    period: PeriodCode | None = None
    indicator: str | None = Field(None, description="Code of the indicator.")
    under: str | None = Field(None, description="Code of a unit: its figures and those of all below it today.")


class PointOut(Schema):
    """A unit's figure of one period, followed across mergers."""

    period: str
    value: str
    own: bool = Field(description="False when units that have since gone into this one are in the value.")
    reported: int
    expected: int


class ImportHow(Schema):
    """How a sheet of figures is to be read, and whether to take it in."""

    apply: bool = Field(default=False, description="Take it in; without it, only say what it would do.")
    period: PeriodCode | None = Field(None, description="The period of rows that name none.")
    reason: Reason = ""


class ImportOut(Schema):
    """What a sheet of figures does."""

    applied: bool
    rows: int
    units: int
    periods: list[str]
    added: int = 0
    corrected: int = 0
    unchanged: int = 0


class CorrectionIn(Schema):
    """A figure as it should be; without a value it is withdrawn."""

    unit: Code
    indicator: str = Field(max_length=60)
    period: PeriodCode
    source: str = Field("self", max_length=20, description="Whose word the figure is.")
    value: Decimal | None = Field(None, max_digits=18, decimal_places=4)
    reason: Reason


class PostedOut(Schema):
    """What came into the ledger."""

    added: int
    corrected: int
    unchanged: int


class IssueOut(Schema):
    """A form sent out for a period."""

    id: int
    form: str
    period: str
    due: date
    decision: str


class TierOut(Schema):
    """Answers of the units under one unit."""

    code: str
    name: str
    asked: int
    received: int
    on_time: int
    faulty: int
    missing: int


class CompletenessOut(Schema):
    """Answers in all, and by the unit directly above those asked."""

    whole: TierOut
    tiers: list[TierOut]


class SubmissionOut(Schema):
    """A unit's answer to a form."""

    id: int
    unit: str
    state: str
    is_late: bool

    @classmethod
    def of(cls, row: Submission) -> Self:
        """From a submission with its unit."""
        return cls(id=row.pk, unit=row.unit.code, state=row.state, is_late=row.is_late)


class SubmissionFilter(Schema):
    """Which answers to list."""

    state: str = Field("", max_length=20, description="One state, or missing: all from whom nothing good has come.")
    late: bool = False


class TargetOut(Schema):
    """An indicator's target of a unit beside the sum of its children's and what was reached."""

    indicator: str
    target: str | None
    decision: str | None
    reached: str | None


def plain(value: Decimal | None) -> str:
    """A number without noughts at its end, never in powers of ten."""
    return "" if value is None else f"{value.normalize():f}"


def seen_unit(user: User, code: str) -> Unit:
    """A unit that the user may see, or 404."""
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit


def known_indicator(code: str) -> Indicator:
    """An indicator, or 404."""
    return get_object_or_404(Indicator, code=code)


@router.get("/indicators", response=Rows[IndicatorOut])
def list_indicators(request: HttpRequest, paging: Query[Paging]) -> object:  # noqa: ARG001  the same for everyone
    """What is measured, by code; those no longer asked for too."""
    return paged(Indicator.objects.order_by("code"), paging, IndicatorOut.of)


@router.get("/figures", response=Rows[FigureOut])
def list_figures(request: HttpRequest, which: Query[FigureFilter], paging: Query[Paging]) -> object:
    """The figures that hold now, of the units one may see; newest periods first."""
    user = acting(request)
    rows = Observation.objects.visible_to(user).current().select_related("unit", "indicator")
    if which.period:
        rows = rows.filter(period=number_of(Period.parse(which.period)))
    if which.indicator:
        rows = rows.filter(indicator=known_indicator(which.indicator))
    if which.under:
        rows = rows.filter(unit__in=Unit.objects.under(seen_unit(user, which.under), clock.today()))
    return paged(rows.order_by("-starts", "period", "unit_id", "indicator_id", "source"), paging, FigureOut.of)


@router.get("/units/{code}/series/{indicator}", response=list[PointOut])
def get_series(request: HttpRequest, code: str, indicator: str) -> object:
    """A unit's figures of an indicator over time, followed across mergers by the lineage."""
    unit = seen_unit(acting(request), code)
    return [
        PointOut(
            period=point.period.code,
            value=plain(point.value),
            own=point.own,
            reported=len(point.parts),
            expected=point.expected,
        )
        for point in queries.series(unit, known_indicator(indicator))
    ]


@router.post("/imports/figures", response=ImportOut)
def import_figures(request: HttpRequest, how: Query[ImportHow], file: File[UploadedFile]) -> ImportOut:
    """A long or a wide sheet of figures; refused whole, with every fault and its place, when anything is wrong."""
    user = acting(request)
    name = file.name or "figures"
    if (file.size or 0) >= LARGE:
        raise Refused(
            _("“%(file)s” is too large to be checked while you wait. Send it to imports/sheets: a job does it.")
            % {"file": name}
        )
    plan = plan_import(file.read(), by=user, file=name, period=Period.parse(how.period) if how.period else None)
    if not plan.ok:
        faults = tuple(Fault(place=e.place.sentence(_), sentence=e.sentence(_)) for e in plan.errors)
        raise Refused(
            _("Nothing of “%(file)s” was taken in. Correct these faults and send it again.") % {"file": name},
            errors=faults,
        )
    said = ImportOut(applied=how.apply, rows=len(plan.rows), units=plan.units, periods=list(plan.periods))
    if how.apply:
        posted = apply_import(plan, by=user, reason=how.reason)
        said.added, said.corrected, said.unchanged = posted.added, posted.corrected, posted.unchanged
    return said


@router.post("/figures/correct", response=PostedOut)
def correct_figure(request: HttpRequest, body: CorrectionIn) -> PostedOut:
    """Correct or withdraw one figure; the old one is kept."""
    user = acting(request)
    source = next((one for one in Source if one.code == body.source), None)
    indicator = Indicator.objects.filter(code=body.indicator).first()
    wrong = [
        Fault(place=f"body.{field}", sentence=_("One of: %(values)s.") % {"values": ", ".join(known)})
        for field, found, known in (
            ("source", source, [one.code for one in Source]),
            ("indicator", indicator, sorted(Indicator.objects.values_list("code", flat=True))),
        )
        if found is None
    ]
    if source is None or indicator is None:
        raise Refused(_("The request has faults; nothing was done."), errors=tuple(wrong))
    posted = actions.correct_figure(
        unit=seen_unit(user, body.unit),
        indicator=indicator,
        period=Period.parse(body.period),
        value=body.value,
        source=source,
        reason=body.reason,
        by=user,
    )
    return PostedOut(added=posted.added, corrected=posted.corrected, unchanged=posted.unchanged)


@router.get("/forms/issues", response=Rows[IssueOut])
def list_issues(request: HttpRequest, paging: Query[Paging]) -> object:
    """Forms sent out to units one may see, newest first."""

    def shape(one: FormIssue) -> IssueOut:
        return IssueOut(id=one.pk, form=one.form.code, period=one.period_code, due=one.due, decision=one.decision)

    rows = FormIssue.objects.visible_to(acting(request)).select_related("form").order_by("-issued_at", "-pk")
    return paged(rows, paging, shape)


@router.get("/forms/issues/{number}/completeness", response=CompletenessOut)
def get_completeness(request: HttpRequest, number: int) -> CompletenessOut:
    """Who has answered a form, in all and by tier."""
    user = acting(request)
    issue = get_object_or_404(FormIssue.objects.visible_to(user), pk=number)
    whole, tiers = queries.completeness(issue, user)
    return CompletenessOut(whole=_tier(whole), tiers=[_tier(one) for one in tiers])


def _tier(one: queries.Tier) -> TierOut:
    return TierOut(
        code=one.code,
        name=one.name,
        asked=one.asked,
        received=one.received,
        on_time=one.on_time,
        faulty=one.faulty,
        missing=one.missing,
    )


@router.get("/forms/issues/{number}/submissions", response=Rows[SubmissionOut])
def list_submissions(
    request: HttpRequest, number: int, which: Query[SubmissionFilter], paging: Query[Paging]
) -> object:
    """The answers to a form, by code of the unit."""
    user = acting(request)
    issue = get_object_or_404(FormIssue.objects.visible_to(user), pk=number)
    rows = submissions_page(issue, user, state=which.state, late=which.late)
    return paged(rows, paging, SubmissionOut.of)


@router.get("/units/{code}/targets/{year}", response=list[TargetOut])
def list_targets(request: HttpRequest, code: str, year: int) -> object:
    """The targets of a unit in a year, each beside what was reached."""
    if not 1945 <= year <= 2200:
        raise Http404
    user = acting(request)
    return [
        TargetOut(
            indicator=line.indicator.code,
            target=plain(line.target.value) if line.target else None,
            decision=line.target.decision if line.target else None,
            reached=plain(line.reached) if line.reached is not None else None,
        )
        for line in queries.targets_of(seen_unit(user, code), year, user)
    ]
