"""Tasks and the progress report, read by programs."""

from datetime import date
from typing import Any, Literal, Self

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from kientoan.core.api import AsOf, Code, Day, Paging, Rows, acting, paged
from kientoan.directives.api.router import router, seen_task, seen_unit
from kientoan.directives.models import Task
from kientoan.directives.queries import lists, page, progress
from kientoan.directives.queries.lists import Wanted
from kientoan.directives.queries.standing import standing_on
from kientoan.directives.rules import totals
from kientoan.directives.rules.states import WorkState
from kientoan.directives.rules.timing import TimeState


class TaskOut(Schema):
    """A task as it stands on a day."""

    id: int
    directive: int
    title: str
    period: str = Field(description="The period that it is of, where the work recurs (2017-06, 2017-Q2, 2017-W26).")
    keeper: str = Field(description="Code of the unit that gave it.")
    lead: str = Field(description="Code of the unit that leads it.")
    is_key: bool
    state: WorkState
    time: TimeState | None = Field(description="None where time does not run.")
    first_deadline: date | None
    deadline: date | None = Field(description="The last day that is in time.")
    given_on: date
    submitted_on: date | None

    @classmethod
    def of(cls, one: Any) -> Self:
        """From a task with its standing."""
        return cls(
            id=one.pk,
            directive=one.directive_id,
            title=one.directive.title,
            period=one.occurrence,
            keeper=one.keeper.code,
            lead=one.lead.code,
            is_key=one.directive.is_key,
            state=WorkState(one.now_state),
            time=TimeState(one.now_time) if one.now_time else None,
            first_deadline=one.first_deadline,
            deadline=one.now_deadline,
            given_on=one.issued_on,
            submitted_on=one.now_submitted,
        )


class SubmissionOut(Schema):
    """What was sent in, and what became of it."""

    number: int
    sent_on: date
    words: str
    product_text: str
    documents: list[int] = Field(description="Documents of the register offered as proof.")
    state: str = Field(description="sent, accepted or returned")
    decided_on: date | None
    reason: str


class TaskWhole(TaskOut):
    """A task with whose words it is, who answers, what was sent in, and the tasks given further down."""

    quote: str
    start: int | None
    end: int | None
    text_sha256: str
    document: int | None
    product: str
    authority: str
    accountable: int | None = Field(description="The post that answers for it.")
    adviser: int | None
    helpers: list[str]
    submissions: list[SubmissionOut]
    below: list[int] = Field(description="Tasks given further down to carry it out.")


class TaskFilter(AsOf):
    """Which tasks to list."""

    list: Literal["mine", "accept", "watch", "late", "coming", "open", "all"] = "open"
    text: str = Field("", max_length=120)
    state: WorkState | None = None
    time: TimeState | None = None
    under: Code | None = Field(None, description="Led by this unit or one below it.")
    keeper: Code | None = Field(None, description="Given by this unit.")
    key_only: bool = False
    order: Literal["deadline", "-deadline", "given", "-given", "title", "-title"] = "deadline"


@router.get("/tasks", response=Rows[TaskOut])
def list_tasks(request: HttpRequest, asked: Query[TaskFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Tasks within reach, as they stand on the day."""
    user = acting(request)
    wanted = Wanted(
        kind=asked.list,
        text=asked.text,
        state=asked.state.value if asked.state else "",
        time=asked.time.value if asked.time else "",
        under=seen_unit(user, asked.under) if asked.under else None,
        keeper=seen_unit(user, asked.keeper) if asked.keeper else None,
        key_only=asked.key_only,
        order=asked.order,
    )
    return paged(lists.tasks_for(user, wanted, asked.day), paging, TaskOut.of)


@router.get("/tasks/{number}", response=TaskWhole)
def get_task(request: HttpRequest, number: int) -> TaskWhole:
    """One task with its sentence, its proof and the tasks below it."""
    user = acting(request)
    return whole(seen_task(user, number), user)


def whole(found: Task, user: Any) -> TaskWhole:
    """A task with all that belongs to it; a draft's task stands as not started."""
    day = AsOf(as_of=None).day
    standing = standing_on(Task.objects.filter(pk=found.pk), day).select_related("directive", "lead", "keeper").first()
    one = standing or _not_given(found, day)
    directive = found.directive
    below = Task.objects.visible_to(user).filter(directive__parent=found).order_by("pk").values_list("pk", flat=True)
    return TaskWhole(
        **TaskOut.of(one).dict(),
        quote=directive.quote,
        start=directive.start,
        end=directive.end,
        text_sha256=directive.text_sha256,
        document=directive.document_id,
        product=directive.product,
        authority=found.authority,
        accountable=found.accountable_id,
        adviser=found.adviser_id,
        helpers=sorted(one.unit.code for one in found.helpers.select_related("unit")),
        submissions=[
            SubmissionOut(
                number=sent.number,
                sent_on=sent.sent_on,
                words=sent.words,
                product_text=sent.product_text,
                documents=[proof.document_id for proof in sent.proofs.all()],
                state=sent.judged,
                decided_on=sent.decided_on,
                reason=sent.decided_because,
            )
            for sent in page.submissions_of(found)
        ],
        below=list(below),
    )


def _not_given(found: Any, day: date) -> Any:
    found.now_state, found.now_time, found.now_submitted = found.state, "", None
    found.now_deadline, found.issued_on = found.deadline, found.issued_on or day
    return found


class Parts(Schema):
    """The seven parts of the identity."""

    done_on_time: int
    done_late: int
    open_in_time: int
    open_overdue: int
    open_no_deadline: int
    suspended: int
    refused: int

    @classmethod
    def from_parts(cls, parts: totals.Parts) -> Self:
        """From the rule's own."""
        return cls(**{name: getattr(parts, name) for name in cls.model_fields})


class UnitLineOut(Schema):
    """One lead unit's line."""

    code: str
    counted: int
    parts: Parts


class GapOut(Schema):
    """A place that does not close."""

    place: str
    where: str
    stated: int
    parts: int


class ProgressOut(Schema):
    """The progress report: total, parts, units, and where it does not close."""

    as_of: date
    counted: int
    due: int = Field(description="All that is done and what is overdue: the denominator of the overdue share.")
    parts: Parts
    withdrawn: int = Field(description="Withdrawn with their directive; not in the total.")
    units: list[UnitLineOut]
    closes: bool
    gaps: list[GapOut]


class ProgressFilter(AsOf):
    """What the report is about."""

    unit: Code | None = Field(None, description="Whose report it is; without it, all within reach.")
    basis: Literal["given", "received"] = "given"
    since: Day | None = None
    until: Day | None = None
    key_only: bool = False


@router.get("/progress", response=ProgressOut)
def get_progress(request: HttpRequest, asked: Query[ProgressFilter]) -> ProgressOut:
    """Totals that must close, by lead unit; a report that does not close names the places."""
    user = acting(request)
    unit = seen_unit(user, asked.unit) if asked.unit else None
    about = progress.Asked(unit, asked.day, asked.since, asked.until, asked.basis, asked.key_only)
    found = progress.report(user, about)
    return ProgressOut(
        as_of=asked.day,
        counted=found.counted,
        due=found.parts.due,
        parts=Parts.from_parts(found.parts),
        withdrawn=found.withdrawn,
        units=[
            UnitLineOut(code=line.code, counted=line.counted, parts=Parts.from_parts(line.parts))
            for line in found.lines
        ],
        closes=found.closes,
        gaps=[GapOut(place=gap.place.value, where=gap.where, stated=gap.stated, parts=gap.parts) for gap in found.gaps],
    )


class StatedIn(Schema):
    """The totals of a report as printed; what is not printed is left out."""

    total: int = Field(ge=0)
    done: int | None = Field(None, ge=0)
    done_on_time: int | None = Field(None, ge=0)
    done_late: int | None = Field(None, ge=0)
    open: int | None = Field(None, ge=0)
    open_in_time: int | None = Field(None, ge=0)
    open_overdue: int | None = Field(None, ge=0)
    open_no_deadline: int = Field(0, ge=0)
    suspended: int = Field(0, ge=0)
    refused: int = Field(0, ge=0)


@router.get("/progress/check", response=list[GapOut])
def check_totals(request: HttpRequest, stated: Query[StatedIn]) -> list[GapOut]:
    """Where the totals of another's report do not close; an empty list where they do."""
    acting(request)
    gaps = totals.gaps_of(totals.Stated(**stated.dict()))
    return [GapOut(place=gap.place.value, where=gap.where, stated=gap.stated, parts=gap.parts) for gap in gaps]
