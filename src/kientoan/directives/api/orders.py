"""Directives drafted, issued and withdrawn by programs."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Paging, Reason, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.core.vietnamese import fold
from kientoan.directives import actions
from kientoan.directives.api.router import post_at, router, seen_directive, seen_task, unit_at
from kientoan.directives.models import Directive, Task
from kientoan.directives.queries import gate
from kientoan.directives.rules.rhythm import Every, Rhythm
from kientoan.directives.rules.words import DeadlineOp, DeadlineOrigin, ProductKind, Standing
from kientoan.documents.models import Document
from kientoan.orgs.models import Body


class DirectiveOut(Schema):
    """A directive and the tasks of it that one sees."""

    id: int
    keeper: str
    title: str
    state: Standing
    issued_on: date | None
    document: int | None
    quote: str
    start: int | None
    end: int | None
    text_sha256: str
    product: str
    product_kind: str
    deadline_day: date | None
    deadline_op: str
    deadline_text: str
    deadline_origin: DeadlineOrigin
    every: Every | None = Field(description="How often it recurs; each period has a task of its own.")
    every_day: int | None
    every_month: int | None
    every_until: date | None
    is_key: bool
    parent: int | None = Field(description="The task that it carries out.")
    tasks: list[int]
    unclear: list[str] = Field(description="What is not clear of it (see the checklist of its day).")

    @classmethod
    def of(cls, one: Directive, user: User) -> Self:
        """From a directive, as the user sees it."""
        names = set(cls.model_fields) - {"id", "keeper", "document", "parent", "tasks", "unclear", "every"}
        tasks = Task.objects.visible_to(user).filter(directive=one).order_by("pk").values_list("pk", flat=True)
        day = one.issued_on or clock.today()
        return cls(
            id=one.pk,
            keeper=one.keeper.code,
            document=one.document_id,
            parent=one.parent_id,
            tasks=list(tasks),
            unclear=[test.value for test in gate.clarity_of(one, day).failed()],
            every=Every(one.every) if one.every else None,
            **{name: getattr(one, name) for name in names},
        )


class LeadIn(Schema):
    """One who must act."""

    unit: Code
    text: str = Field("", max_length=300, description="As written.")
    helpers: list[Code] = Field([], max_length=200)
    accountable: int | None = Field(None, description="Post that answers for it.")
    adviser: int | None = None


class DraftIn(Schema):
    """What a draft says."""

    title: str = Field(min_length=1, max_length=500)
    leads: list[LeadIn] = Field([], max_length=2000)
    document: int | None = None
    issuer: int | None = Field(None, description="The body that orders it.")
    issuer_text: str = Field("", max_length=300)
    spoken_by: str = Field("", max_length=200)
    spoken_on: Day | None = None
    quote: str = Field("", max_length=20_000)
    start: int | None = Field(None, ge=0, le=2_000_000_000)
    end: int | None = Field(None, ge=0, le=2_000_000_000)
    text_sha256: str = Field("", max_length=64)
    product_kind: ProductKind | None = None
    product: str = Field("", max_length=500)
    quantity: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    measure: str = Field("", max_length=60)
    proof: str = Field("", max_length=500)
    deadline_day: Day | None = None
    deadline_op: DeadlineOp | None = None
    deadline_text: str = Field("", max_length=200)
    deadline_origin: DeadlineOrigin = DeadlineOrigin.NONE
    recurrence: str = Field("", max_length=60, description="As written.")
    every: Every | None = Field(None, description="How often it recurs; then it has no deadline_day.")
    every_day: int | None = Field(
        None, ge=1, le=31, description="Day of the month (of the week: 1 is Monday); else the last."
    )
    every_month: int | None = Field(
        None, ge=0, le=12, description="Month of the period, 0 for the month after it; else its last."
    )
    every_until: Day | None = None
    is_key: bool = False


class DirectiveIn(DraftIn):
    """A directive to draft."""

    keeper: Code
    parent: int | None = Field(None, description="The task that it carries out; its lead is then the keeper.")


class DirectiveFilter(Schema):
    """Which directives to list."""

    state: Standing | None = None
    text: str = Field("", max_length=120)


@router.get("/directives", response=Rows[DirectiveOut])
def list_directives(request: HttpRequest, asked: Query[DirectiveFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Directives within reach, the latest first; drafts with `state=draft`."""
    user = acting(request)
    rows = Directive.objects.visible_to(user).select_related("keeper", "issuer").order_by("-pk")
    if asked.state is not None:
        rows = rows.filter(state=asked.state.value)
    for word in fold(asked.text).split():
        rows = rows.filter(search_key__contains=word)
    return paged(rows, paging, lambda one: DirectiveOut.of(one, user))


@router.post("/directives", response={201: DirectiveOut})
def draft_directive(request: HttpRequest, body: DirectiveIn) -> Status:
    """Draft a directive with a task for each lead; nothing counts until it is issued."""
    user = acting(request)
    made = actions.draft_directive(
        keeper=unit_at(user, body.keeper, "body.keeper"),
        by=user,
        parent=seen_task(user, body.parent) if body.parent is not None else None,
        **_said(user, body),
    )
    return Status(201, DirectiveOut.of(made, user))


def _said(user: User, body: DraftIn) -> dict[str, Any]:
    """What the actions take of a draft."""
    leads = [
        actions.Lead(
            unit_at(user, lead.unit, f"body.leads.{place}.unit"),
            text=lead.text,
            helpers=[unit_at(user, code, f"body.leads.{place}.helpers") for code in lead.helpers],
            accountable=post_at(user, lead.accountable, f"body.leads.{place}.accountable"),
            adviser=post_at(user, lead.adviser, f"body.leads.{place}.adviser"),
        )
        for place, lead in enumerate(body.leads)
    ]
    names = ("title", "issuer_text", "spoken_by", "spoken_on", "product", "quantity", "measure", "proof", "recurrence")
    return {
        "leads": leads,
        "sentence": actions.Sentence(body.quote, body.start, body.end, body.text_sha256),
        "due": actions.Due(
            body.deadline_day,
            body.deadline_op.value if body.deadline_op else "by" if body.deadline_day else "",
            body.deadline_text,
            body.deadline_origin.value,
            Rhythm(body.every, body.every_day, body.every_month) if body.every else None,
            body.every_until,
        ),
        "product_kind": body.product_kind.value if body.product_kind else "",
        "is_key": body.is_key,
        "document": _named(Document.objects.visible_to(user), body.document, "body.document"),
        "issuer": _named(Body.objects.visible_to(user), body.issuer, "body.issuer"),
        **{name: getattr(body, name) for name in names},
    }


@router.post("/directives/{number}/change", response=DirectiveOut, summary="Change a draft")
def change_draft(request: HttpRequest, number: int, body: DraftIn) -> DirectiveOut:
    """Say a draft anew, whole; what has been issued is withdrawn, not changed."""
    user = acting(request)
    found = actions.change_draft(directive=seen_directive(user, number), by=user, **_said(user, body))
    return DirectiveOut.of(found, user)


@router.post("/directives/{number}/drop", response={204: None}, summary="Throw a draft away")
def drop_draft(request: HttpRequest, number: int) -> Status:
    """Throw a draft away; the record of it stays."""
    user = acting(request)
    actions.drop_draft(directive=seen_directive(user, number), by=user)
    return Status(204, None)


def _named(rows: Any, number: int | None, place: str) -> Any:
    """What a body names by its number, or a refusal with its place."""
    if number is None:
        return None
    found = rows.filter(pk=number).first()
    if found is None:
        fault = Fault(place=place, sentence=_("There is none with this number among those you may see."))
        raise Refused(_("The request has faults; nothing was done."), errors=(fault,))
    return found


@router.get("/directives/{number}", response=DirectiveOut)
def get_directive(request: HttpRequest, number: int) -> DirectiveOut:
    """One directive."""
    user = acting(request)
    return DirectiveOut.of(seen_directive(user, number), user)


@router.post("/directives/{number}/issue", response=DirectiveOut)
def issue_directive(request: HttpRequest, number: int) -> DirectiveOut:
    """Issue a draft; refused where something mandatory is not clear, naming each."""
    user = acting(request)
    return DirectiveOut.of(actions.issue_directive(directive=seen_directive(user, number), by=user), user)


class EndIn(Schema):
    """After which day recurring work no longer comes back, and why."""

    until: Day
    reason: Reason


@router.post("/directives/{number}/end", response=DirectiveOut)
def end_recurrence(request: HttpRequest, number: int, body: EndIn) -> DirectiveOut:
    """Say that recurring work no longer comes back after a day; what is open of it stays open."""
    user = acting(request)
    found = actions.end_recurrence(
        directive=seen_directive(user, number), until=body.until, reason=body.reason, by=user
    )
    return DirectiveOut.of(found, user)


class WithdrawIn(Schema):
    """Why a directive is withdrawn."""

    reason: Reason


@router.post("/directives/{number}/withdraw", response=DirectiveOut)
def withdraw_directive(request: HttpRequest, number: int, body: WithdrawIn) -> DirectiveOut:
    """Withdraw an issued directive; its open tasks end."""
    user = acting(request)
    found = actions.withdraw_directive(directive=seen_directive(user, number), reason=body.reason, by=user)
    return DirectiveOut.of(found, user)
