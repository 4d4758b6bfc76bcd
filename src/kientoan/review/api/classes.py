"""Year classes by the API: which regime rules a year, runs that propose, and what they say of units, rule by rule."""

from datetime import date, datetime
from typing import Any, Literal, Self

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.api import Code, Day, Paging, Rows, acting, paged
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.named import unit_of, units_named
from kientoan.review import access, actions
from kientoan.review.api.router import router
from kientoan.review.api.shapes import RequestOut
from kientoan.review.models import ClassRun
from kientoan.review.queries import classes as reads
from kientoan.review.queries.class_words import ClassWords, no_regime_words, plain
from kientoan.review.queries.classes import ClassFilters, UnitClass
from kientoan.review.rules.regimes import Standing, YearClass
from kientoan.review.rules.tiers import Level


class YearAsked(Schema):
    """A year."""

    year: int = Field(ge=1976, le=2200)


class RegimeOut(Schema):
    """Which document rules the class of a year, and whether the product can apply it."""

    year: int
    code: str = Field(description="Empty where the product knows no document for the year.")
    instrument: str
    since: date | None
    source: str
    applies: bool = Field(description="Whether its rules are in the product; otherwise nothing is proposed.")
    sentence: str = Field(description="Why nothing is proposed; empty where it can be.")


class ClassRunIn(Schema):
    """Of which branch the classes shall be proposed, for which year."""

    unit: Code
    year: int = Field(ge=1976, le=2200)
    as_of: Day | None = Field(None, description="A day of that year; without it the last one, or today.")


class ClassRunFilter(Schema):
    """Which runs to list."""

    year: int | None = Field(None, ge=1976, le=2200)
    unit: str | None = Field(None, max_length=40, description="Code of the branch.")


class ClassRunOut(Schema):
    """A run of the year class: stored once, never changed."""

    id: int
    unit: str
    year: int
    as_of: date
    regime: str
    instrument: str
    units: int
    rules: str = Field(description="SHA-256 of the rules as they stood.")
    input: str = Field(description="SHA-256 of what was known.")
    digest: str = Field(description="SHA-256 of the result.")
    made_by: str
    made_at: datetime

    @classmethod
    def of(cls, run: ClassRun) -> Self:
        """From a run with its unit and maker."""
        return cls(
            id=run.pk,
            unit=run.unit.code,
            year=run.year,
            as_of=run.as_of,
            regime=run.regime,
            instrument=run.rules_used["regime"]["citation"]["vi" if _is_vietnamese() else "en"],
            units=run.units,
            rules=run.rules,
            input=run.input,
            digest=run.digest,
            made_by=run.made_by.username,
            made_at=run.made_at,
        )


class CountsOut(Schema):
    """How many units there are of each class; `open` counts those that are not decidable, or not decided."""

    excellent: int
    good: int
    completed: int
    weak: int
    open: int


class ClassRunWhole(ClassRunOut):
    """A run with its counts, cut to what one may see."""

    proposed: CountsOut
    decided: CountsOut
    departing: int = Field(description="Decisions that depart from the proposal.")
    facts_since: int = Field(description="Facts about its units recorded since; make another run to count them.")


class StepOut(Schema):
    """One rule: how it stands, in words, with its values, threshold, evidence and document."""

    rule: str
    standing: Standing
    sentence: str
    values: dict[str, str]
    threshold: str
    evidence: list[str]
    instrument: str
    source: str
    confidence: str


class ProposalOut(Schema):
    """The class that a run proposes for a unit, and the one that was decided; a proposal is no class."""

    code: str
    name: str = Field(description="Its name as of the run's day.")
    kind: str
    sector: str
    level: Level
    run: int
    year: int
    regime: str
    proposed: YearClass | None = Field(description="None while it is open.")
    at_best: YearClass | None
    by_score: YearClass | None
    forced_by: list[str]
    signs: list[str] = Field(description="K1 and K2 without the number of a conclusion.")
    waits_for: list[str]
    missing: list[str] = Field(description="What would have to be known, in words.")
    decided: YearClass | None
    decision: str | None
    decided_on: date | None
    departs: bool | None
    trace: list[StepOut]


class ProposalFilter(Schema):
    """Which proposals to list; without any, all of them."""

    under: str | None = Field(None, max_length=40, description="Code of a unit: only its branch as of the run's day.")
    level: list[Level] = Field([], description="Any of these.")
    proposed: Literal["", "excellent", "good", "completed", "weak", "open"] = ""
    decided: Literal["", "none", "as", "departs"] = Field("", description="Against the proposal.")
    name: str = Field("", max_length=100, description="A part of the name, with or without its marks.")


def _is_vietnamese() -> bool:
    return (get_language() or "vi").startswith("vi")


@router.get("/review/regime", response=RegimeOut)
def get_regime(request: HttpRequest, asked: Query[YearAsked]) -> RegimeOut:
    """Which document rules the class of a year, and whether its rules are in the product."""
    access.check_see(acting(request))
    found = reads.regime_of(asked.year)
    return RegimeOut(
        year=found.year,
        code=found.code,
        instrument=found.instrument,
        since=found.since,
        source=found.source,
        applies=found.applies,
        sentence=no_regime_words(found),
    )


@router.get("/review/class-runs", response=Rows[ClassRunOut])
def list_class_runs(request: HttpRequest, which: Query[ClassRunFilter], paging: Query[Paging]) -> object:
    """The runs of the year class that speak of units one may see, newest first."""
    user = acting(request)
    access.check_see(user)
    runs = reads.class_runs_for(user)
    if which.unit:
        runs = runs.filter(unit=unit_of(user, which.unit))
    if which.year is not None:
        runs = runs.filter(year=which.year)
    return paged(runs, paging, ClassRunOut.of)


@router.post("/review/class-runs", response={202: RequestOut})
def start_class_run(request: HttpRequest, body: ClassRunIn) -> Status:
    """Ask for a run of the year class; a worker carries it out, and its request says how far it is."""
    user = acting(request)
    unit = units_named(user, {"body.unit": body.unit})["body.unit"]
    return Status(202, RequestOut.of(actions.ask_classes(unit=unit, year=body.year, as_of=body.as_of, by=user)))


def seen_class_run(user: User, number: int) -> ClassRun:
    """The run, if it speaks of a unit that the user sees; else 404."""
    found = reads.class_runs_for(user).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404(_("There is no such run among those you may see."))
    access.check_see(user)
    return found


@router.get("/review/class-runs/{number}", response=ClassRunWhole)
def get_class_run(request: HttpRequest, number: int) -> object:
    """A run with how many units there are of each class, as far as one may see them."""
    user = acting(request)
    run = seen_class_run(user, number)
    counts = reads.class_counts(run, user, ClassFilters())
    return ClassRunOut.of(run).model_dump() | {
        "proposed": counts.proposed,
        "decided": counts.decided,
        "departing": counts.departing,
        "facts_since": reads.facts_since(run),
    }


@router.get("/review/class-runs/{number}/proposals", response=Rows[ProposalOut])
def list_proposals(request: HttpRequest, number: int, which: Query[ProposalFilter], paging: Query[Paging]) -> object:
    """What a run proposes for the units one may see, by name, with what was decided."""
    user = acting(request)
    run = seen_class_run(user, number)
    under = units_named(user, {"query.under": which.under}).get("query.under")
    wanted = ClassFilters(
        levels=tuple(which.level), grade=which.proposed, decided=which.decided, text=which.name, under=under
    )
    page = paged(reads.keys_of(run, user, wanted), paging)
    return page | {"items": _shapes(run, reads.classes_by_key(run, page["items"]))}


@router.get("/review/class-runs/{number}/proposals/{code}", response=ProposalOut)
def get_proposal(request: HttpRequest, number: int, code: str) -> object:
    """What a run proposes for one unit, rule by rule."""
    user = acting(request)
    run = seen_class_run(user, number)
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    found = reads.class_of(unit, run.year, run) if unit else None
    if unit is None or found is None:
        raise Http404(_("This run says nothing of “%(code)s” that you may see.") % {"code": code})
    access.check_see(user, unit)
    return _shapes(run, [found])[0]


def _shapes(run: ClassRun, found: list[UnitClass]) -> list[dict[str, Any]]:
    words = ClassWords(run.year)
    return [
        plain(one, words)
        | {
            "sector": one.sector,
            "level": one.level,
            "run": one.run,
            "year": one.year,
            "decided_on": one.decided.day if one.decided else None,
        }
        for one in found
    ]
