"""Signs and listing criteria by the API: as they stand on a day, each with its document; date a value, add a sign."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.core.api import AsOf, Day, Paging, Reason, Rows, acting, paged
from kientoan.review import access, actions
from kientoan.review.api.router import router
from kientoan.review.queries import rules as reads
from kientoan.review.queries.rules import Shown

FAMILIES = {"signs": reads.SIGNS, "criteria": reads.LISTING}
Instrument = Annotated[str, Field(min_length=1, max_length=200, description="Number and date of the document.")]
Value = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
Fires = Literal["<", "<=", ">", ">=", "=", "<>"]


class RuleFilter(AsOf):
    """Which rules to list, as of which day."""

    family: Literal["signs", "criteria"] = "signs"


class RuleOut(Schema):
    """A sign or a listing criterion as it stands from a day on, with its document."""

    key: str
    title: str
    is_sign: bool
    sentence: str = Field(description="What a sign says; its values stand as dots. Empty for a criterion.")
    measure: str = Field(description="The expression that a sign measures.")
    fires: str
    value: str = Field(description="The threshold with its relation, or the value, in words.")
    severity: int = Field(description="1 light, 2 clear, 3 grave; 0 for a criterion.")
    kinds: list[str] = Field(description="Kinds of units it speaks of; empty: all.")
    sectors: list[str]
    since: date
    citation: str
    source: str
    own: bool = Field(description="Whether the value is the office's own.")
    to_confirm: bool = Field(description="Whether it is a starting value that the office has still to confirm.")
    editable: bool
    disabled: bool

    @classmethod
    def of(cls, one: Shown) -> Self:
        """From a rule as it is shown."""
        return cls(
            key=one.key,
            title=one.title,
            is_sign=one.is_sign,
            sentence=one.sentence,
            measure=one.measure,
            fires=one.fires,
            value=one.in_words(_tongue()),
            severity=one.severity,
            kinds=list(one.kinds),
            sectors=list(one.sectors),
            since=one.since,
            citation=one.citation,
            source=one.source,
            own=one.own,
            to_confirm=one.to_confirm,
            editable=one.editable,
            disabled=one.disabled,
        )


class RuleWhole(RuleOut):
    """A rule with every dated value, the latest first."""

    values: list[RuleOut]


class RuleDateIn(Schema):
    """What a rule shall be from a day on, by which document."""

    since: Day
    value: Value | None = Field(None, description="The threshold of a sign, or the value of a criterion.")
    severity: int | None = Field(None, ge=1, le=3, description="Of a sign.")
    disabled: bool = Field(default=False, description="A sign is not used from that day.")
    instrument: Instrument
    reason: Reason


class Words(Schema):
    """A text in both languages."""

    vi: Annotated[str, Field(min_length=1, max_length=300)]
    en: Annotated[str, Field(min_length=1, max_length=300)]


class SignIn(Schema):
    """A sign of the office's own."""

    code: Annotated[str, Field(min_length=3, max_length=50, description="Small letters, digits and _.")]
    title: Words
    measure: Annotated[
        str, Field(min_length=1, max_length=400, description="For example meetings_held / meetings_due.")
    ]
    when: Annotated[str, Field(max_length=400)] = Field("", description="A comparison that must hold as well.")
    fires: Fires
    threshold: Value
    severity: int = Field(ge=1, le=3)
    kinds: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=40)
    sectors: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=40)
    sentence: Words = Field(description="With {value}, {threshold} and the figures it measures in braces.")
    since: Day
    instrument: Instrument
    reason: Reason


def _tongue() -> str:
    return get_language() or "vi"


def _shown(key: str, day: date) -> Shown:
    found = reads.rule_on(key, day, _tongue())
    if found is None:
        raise Http404(_("There is no rule “%(key)s”.") % {"key": key})
    return found


@router.get("/review/rules", response=Rows[RuleOut])
def list_rules(request: HttpRequest, which: Query[RuleFilter], paging: Query[Paging]) -> object:
    """The signs, or the criteria for proposing, in force on a day."""
    access.check_see(acting(request))
    return paged(reads.rules_on(which.day, _tongue(), FAMILIES[which.family]), paging, RuleOut.of)


@router.get("/review/rules/{key}", response=RuleWhole)
def get_rule(request: HttpRequest, key: str, at: Query[AsOf]) -> object:
    """A sign or criterion as it stands on a day, with its values over time."""
    access.check_see(acting(request))
    shown = _shown(key, at.day)
    return RuleOut.of(shown).model_dump() | {"values": [RuleOut.of(one) for one in reads.dated_values(key, _tongue())]}


@router.post("/review/rules/{key}/values", response={201: RuleOut})
def date_rule(request: HttpRequest, key: str, body: RuleDateIn) -> Status[RuleOut]:
    """Let a rule be another from a day on, as the office's own value; the earlier values stay."""
    actions.date_rule(key=key, by=acting(request), **body.model_dump())
    return Status(201, RuleOut.of(_shown(key, body.since)))


@router.post("/review/signs", response={201: RuleOut})
def make_sign(request: HttpRequest, body: SignIn) -> Status[RuleOut]:
    """Add a sign of the office's own; faults of its expression or its sentence are said all at once."""
    given = body.model_dump()
    value = {
        name: given[name] for name in ("measure", "fires", "threshold", "severity", "kinds", "sectors", "sentence")
    }
    if body.when:
        value["when"] = body.when
    actions.make_sign(
        code=body.code,
        title=given["title"],
        value=value,
        since=body.since,
        instrument=body.instrument,
        reason=body.reason,
        by=acting(request),
    )
    return Status(201, RuleOut.of(_shown(f"{reads.SIGNS}.{body.code}", body.since)))
