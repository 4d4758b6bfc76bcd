"""Runs by the API: list, ask for, follow, read what they say of units, compare."""

from datetime import date
from typing import Literal

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Paging, PeriodCode, Rows, acting, paged
from kientoan.core.periods import Period
from kientoan.core.problems import Fault
from kientoan.orgs import queries as orgs
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.named import unit_of, units_named
from kientoan.orgs.rules.roles import Right
from kientoan.review import access, actions, queries
from kientoan.review.api.router import router
from kientoan.review.api.shapes import HeadOut, LeftOut, RequestOut, ResultOut, RunOut, RunWhole, results_out
from kientoan.review.models import Run, RunRequest
from kientoan.review.queries.runs import Filters
from kientoan.review.queries.wording import reason_titles
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.tiers import Tier


class RunFilter(Schema):
    """Which runs to list."""

    unit: str | None = Field(None, description="Code of the branch reviewed.")
    period: PeriodCode | None = None


class Under(Schema):
    """A branch to narrow to."""

    under: str | None = Field(None, description="Code of a unit: only its branch as of the run's day.")


class RunIn(Schema):
    """What shall be reviewed."""

    unit: Code
    period: PeriodCode
    as_of: Day = Field(description="The tree and the rules of this day count.")


class ResultFilter(Under):
    """Which results to list; without any, all of them."""

    outcome: list[Outcome] = Field([], description="Any of these.")
    tier: Tier | None = None
    kind: str = Field("", max_length=40)
    sector: str = Field("", max_length=40)
    reason: str = Field("", max_length=60, description="Code of a sign or of a fact that counted.")
    parent: str = Field("", max_length=40, description="Code of the unit directly above.")
    name: str = Field("", max_length=100, description="A part of the name, with or without its marks.")
    change: Literal["", "in", "out", "still"] = Field("", description="Against the run before.")
    order: Literal["tier", "points", "-points", "name", "-name"] = "tier"


class ComparisonOut(Schema):
    """How the proposals of a run differ from those of the run before, by codes of units one may see."""

    before: int
    period: str
    as_of: date
    came_in: list[str]
    still: list[str]
    went_out: list[str]


def seen_run(user: User, number: int) -> Run:
    """The run, if it judged a unit that the user sees; else 404."""
    found = queries.runs_for(user).filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such run among those you may see."))
    access.check_see(user)
    return found


@router.get("/review/runs", response=Rows[RunOut])
def list_runs(request: HttpRequest, which: Query[RunFilter], paging: Query[Paging]) -> object:
    """The runs that judged units one may see, newest first."""
    user = acting(request)
    access.check_see(user)
    runs = queries.runs_for(user)
    if which.unit:
        runs = runs.filter(unit=unit_of(user, which.unit))
    if which.period:
        runs = runs.of(Period.parse(which.period))
    page = paged(runs, paging)
    seen = queries.seen_counts(user, page["items"])
    return page | {"items": [RunOut.fields_of(run, seen[run.pk]) for run in page["items"]]}


@router.post("/review/runs", response={202: RequestOut})
def start_run(request: HttpRequest, body: RunIn) -> Status:
    """Ask for a run; a worker carries it out, and its request says how far it is. Asked for twice, it is made once."""
    user = acting(request)
    unit = units_named(user, {"body.unit": body.unit})["body.unit"]
    asked = actions.ask_run(unit=unit, period=Period.parse(body.period), as_of=body.as_of, by=user)
    return Status(202, RequestOut.of(asked))


@router.get("/review/requests/{number}", response=RequestOut)
def get_request(request: HttpRequest, number: int) -> RequestOut:
    """How far a run asked for is."""
    user = acting(request)
    asked = RunRequest.objects.visible_to(user).select_related("unit").filter(pk=number).first()
    if asked is None:
        raise Http404(_("There is no such request among those you may see."))
    check_right(user, Right.RUN_REVIEW)
    return RequestOut.of(asked)


@router.get("/review/runs/{number}", response=RunWhole)
def get_run(request: HttpRequest, number: int, narrow: Query[Under]) -> object:
    """A run with its head line, cut to what one may see and to a branch."""
    user = acting(request)
    run = seen_run(user, number)
    heads = queries.headline(run, user, _branch(user, narrow.under))
    language = get_language() or "vi"
    fields = RunOut.fields_of(run, queries.seen_counts(user, [run])[run.pk])
    return fields | {
        "headline": [HeadOut.of(counts, run) for counts in heads],
        "left_out": [LeftOut(code=code, title=queries.rule_title(run, code, language)) for code, _why in run.left_out],
    }


def _branch(user: User, code: str | None) -> Unit | None:
    return units_named(user, {"query.under": code}).get("query.under")


@router.get("/review/runs/{number}/results", response=Rows[ResultOut])
def list_results(request: HttpRequest, number: int, which: Query[ResultFilter], paging: Query[Paging]) -> object:
    """What a run says of units, each with its reasons; communes and the weightiest first."""
    user = acting(request)
    run = seen_run(user, number)
    _check_known(run, which)
    filters = Filters(
        outcomes=tuple(one.value for one in which.outcome),
        tier=which.tier.value if which.tier else "",
        kind=which.kind,
        sector=which.sector,
        reason=which.reason,
        parent=which.parent,
        text=which.name,
        change=which.change,
        under=_branch(user, which.under),
    )
    page = paged(queries.proposals(run, user, filters, order=which.order), paging)
    return page | {"items": results_out(run, page["items"])}


def _check_known(run: Run, which: ResultFilter) -> None:
    """Refuse codes that the run's day does not know: they would find nothing and look like good news."""
    era = orgs.pack().at(run.as_of)
    reasons = [code for code, _title in reason_titles(run, "vi")]
    known = {"kind": sorted(era.kinds), "sector": sorted(era.sectors), "reason": sorted(reasons)}
    faults = tuple(
        Fault(place=f"query.{name}", sentence=_("One of: %(values)s.") % {"values": ", ".join(codes)})
        for name, codes in known.items()
        if getattr(which, name) and getattr(which, name) not in codes
    )
    if faults:
        raise Refused(_("The request has faults; nothing was done."), errors=faults)


@router.get("/review/runs/{number}/results/{code}", response=ResultOut)
def get_result(request: HttpRequest, number: int, code: str) -> ResultOut:
    """What a run says of one unit, and why."""
    user = acting(request)
    run = seen_run(user, number)
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    found = queries.result_of(unit, run) if unit is not None else None
    if unit is None or found is None:
        raise Http404(_("This run says nothing of “%(code)s” that you may see.") % {"code": code})
    access.check_see(user, unit)
    return results_out(run, [found])[0]


@router.get("/review/runs/{number}/comparison", response=ComparisonOut)
def compare_run(request: HttpRequest, number: int, narrow: Query[Under]) -> ComparisonOut:
    """What came in, stayed and went out against the run before of the same branch; 404 for the first run."""
    user = acting(request)
    run = seen_run(user, number)
    before = queries.run_before(run)
    if before is None:
        raise Http404(_("There is no run before this one to compare with."))
    compared = queries.compare(run, before, user, _branch(user, narrow.under))
    moved = compared.came_in | compared.still | compared.went_out
    codes = dict(Unit.objects.filter(pk__in=moved).values_list("pk", "code"))
    return ComparisonOut(
        before=before.pk,
        period=before.period_code,
        as_of=before.as_of,
        came_in=sorted(codes[unit] for unit in compared.came_in),
        still=sorted(codes[unit] for unit in compared.still),
        went_out=sorted(codes[unit] for unit in compared.went_out),
    )
