"""What the API says of runs and of results."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

from kientoan.orgs.models import Unit
from kientoan.review import queries
from kientoan.review.models import Run, RunRequest, UnitResult
from kientoan.review.queries import Counts, Said, Seen
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.tiers import Tier


class RunOut(Schema):
    """A run: what it judged, by which rules, on which input, and the fingerprint of its result."""

    id: int
    unit: str = Field(description="Code of the branch reviewed.")
    period: str
    as_of: date
    units: int = Field(description="How many units the run judged, whoever asks.")
    seen: int = Field(description="How many of them one may see.")
    proposed: int = Field(description="How many it proposes for consideration among those one may see.")
    rules: str = Field(description="SHA-256 of the rules as they stood.")
    input: str = Field(description="SHA-256 of the input.")
    digest: str = Field(description="SHA-256 of the result.")
    made_by: str
    made_at: datetime

    @classmethod
    def fields_of(cls, run: Run, seen: Seen) -> dict[str, object]:
        """The fields from a run with its unit and maker."""
        return {
            "id": run.pk,
            "unit": run.unit.code,
            "period": run.period_code,
            "as_of": run.as_of,
            "units": run.units,
            "seen": seen.units,
            "proposed": seen.proposed,
            "rules": run.rules,
            "input": run.input,
            "digest": run.digest,
            "made_by": run.made_by.username,
            "made_at": run.made_at,
        }


class HeadOut(Schema):
    """The units of one tier by outcome, as far as one may see them, and the sentence that says so."""

    tier: Tier
    total: int
    reviewed: int
    proposed: int
    near: int
    not_enough_figures: int
    not_proposed: int
    sentence: str

    @classmethod
    def of(cls, counts: Counts, run: Run) -> Self:
        """From the counts of one tier."""
        return cls(
            tier=counts.tier,
            total=counts.total,
            reviewed=counts.reviewed,
            proposed=counts.proposed,
            near=counts.near,
            not_enough_figures=counts.not_enough,
            not_proposed=counts.not_proposed,
            sentence=queries.headline_words(counts, run, get_language() or "vi"),
        )


class LeftOut(Schema):
    """A rule by which no unit could be judged."""

    code: str
    title: str


class RunWhole(RunOut):
    """A run with its head line."""

    headline: list[HeadOut]
    left_out: list[LeftOut]


class RequestOut(Schema):
    """A run asked for: where the job is, and the run when it is done."""

    id: int
    kind: Run.Kind
    unit: str
    period: str
    as_of: date
    state: RunRequest.State
    done: int = Field(description="Steps done.")
    steps: int
    failure: str = Field(description="Why it failed; empty otherwise.")
    run: int | None = Field(description="The mid-year run, when it is done.")
    class_run: int | None = Field(description="The run of the year class, when it is done.")

    @classmethod
    def of(cls, asked: RunRequest) -> Self:
        """From a request with its unit."""
        return cls(
            id=asked.pk,
            kind=Run.Kind(asked.kind),
            unit=asked.unit.code,
            period=asked.period_code,
            as_of=asked.as_of,
            state=RunRequest.State(asked.state),
            done=asked.step,
            steps=RunRequest.STEPS,
            failure=asked.failure,
            run=asked.run_id,
            class_run=asked.class_run_id,
        )


class InputOut(Schema):
    """A figure that a reason rests on."""

    name: str
    value: str


class ReasonOut(Schema):
    """One reason in words, what was measured against which threshold, and the document of its rule."""

    code: str
    title: str
    sentence: str
    points: int
    severity: int
    proposes: bool = Field(description="Whether it puts the unit forward by itself.")
    value: str
    threshold: str
    number: str = Field(description="Number of the conclusion or decision; empty for a sign.")
    inputs: list[InputOut]
    citation: str
    own: bool = Field(description="Whether the rule's value is the office's own.")
    to_confirm: bool = Field(description="Whether it is a starting value that the office has still to confirm.")

    @classmethod
    def of(cls, said: Said) -> Self:
        """From a reason in words."""
        return cls(
            code=said.code,
            title=said.title,
            sentence=said.sentence,
            points=said.points,
            severity=said.severity,
            proposes=said.proposes,
            value=said.value,
            threshold=said.threshold,
            number=said.number,
            inputs=[InputOut(name=name, value=value) for name, value in said.inputs],
            citation=said.citation,
            own=said.own,
            to_confirm=said.to_confirm,
        )


class ResultOut(Schema):
    """What a run says of a unit; a proposal is no decision."""

    unit: str
    name: str = Field(description="Its name as of the run's day.")
    kind: str
    sector: str
    tier: Tier
    parent: str | None = Field(description="Code of the unit directly above as of the run's day.")
    outcome: Outcome
    points: int
    could_reach: int = Field(description="Points if everything that is missing fired.")
    decided: int = Field(description="How many rules could be decided.")
    applicable: int = Field(description="How many rules apply.")
    reasons: list[ReasonOut] = Field(description="The weightiest first.")
    missing: list[str] = Field(description="Figures that were missing, by their code.")
    undecided: list[str] = Field(description="Rules that could not be decided, by their code.")


def results_out(run: Run, results: Iterable[UnitResult]) -> list[ResultOut]:
    """Results in their shape, with two more questions to the database whatever their number."""
    rows = list(results)
    named = {row.unit_id for row in rows} | {row.parent_id for row in rows if row.parent_id}
    codes = dict(Unit.objects.filter(pk__in=named).values_list("pk", "code"))
    language = get_language() or "vi"
    return [
        ResultOut(
            unit=codes[row.unit_id],
            name=row.name,
            kind=row.kind,
            sector=row.sector,
            tier=Tier(row.tier),
            parent=codes.get(row.parent_id or 0),
            outcome=Outcome(row.outcome),
            points=row.points,
            could_reach=row.could_reach,
            decided=row.decided,
            applicable=row.applicable,
            reasons=[ReasonOut.of(said) for said in queries.reasons_of(row, language, rules=run.rules_used)],
            missing=row.missing,
            undecided=row.undecided,
        )
        for row in rows
    ]
