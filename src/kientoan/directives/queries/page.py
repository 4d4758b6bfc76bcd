"""What the page of a task and of a directive tell: what was sent in and asked, the parts below, the record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from kientoan.accounts.models import User
from kientoan.core.display import Event
from kientoan.core.recording import actions_about
from kientoan.directives.models import Directive, Draft, Reading, Submission, Task
from kientoan.directives.queries.progress import PARTS
from kientoan.directives.queries.standing import StandingTasks, standing_on
from kientoan.directives.rules import totals
from kientoan.documents.models import Document
from kientoan.orgs.queries.readable import event_of
from kientoan.people.models import Holding, Post


@dataclass(frozen=True, slots=True)
class RollUp:
    """How the parts below stand together."""

    counted: int
    parts: totals.Parts


def tasks_below(task: Task, user: User, day: date) -> StandingTasks:
    """The tasks given further down to carry out a task, as far as the person may see them."""
    below = standing_on(Task.objects.visible_to(user).filter(directive__parent=task), day)
    return below.select_related("directive", "lead").order_by("directive_id", "lead__code")


def tasks_of(directive: Directive, user: User, day: date) -> StandingTasks:
    """The tasks of a directive as they stand on a day, as far as the person may see them."""
    found = standing_on(Task.objects.visible_to(user).filter(directive=directive), day)
    return found.select_related("directive", "lead", "keeper", "accountable").order_by("lead__code", "pk")


@dataclass(frozen=True, slots=True)
class Period:
    """A period of recurring work: its code, its deadline (the latest that a unit has) and how its tasks stand."""

    code: str
    deadline: date | None
    parts: totals.Parts


def periods_of(directive: Directive, user: User, day: date) -> list[Period]:
    """The periods of a recurring directive that have tasks, the latest first."""
    asked = {f"count_{name}": Count("pk", filter=condition) for name, condition in PARTS.items()}
    rows = (
        standing_on(Task.objects.visible_to(user).filter(directive=directive).exclude(occurrence=""), day)
        .order_by()
        .values("occurrence")
        .annotate(last=Max("now_deadline"), **asked)
    )
    found = [
        Period(row["occurrence"], row["last"], totals.Parts(**{name: row[f"count_{name}"] for name in PARTS}))
        for row in rows
    ]
    return sorted(found, key=lambda one: one.code, reverse=True)


def other_periods(task: Task, user: User, day: date) -> StandingTasks:
    """The same unit's tasks of the other periods, the latest dozen."""
    same = Task.objects.visible_to(user).filter(
        directive=task.directive_id, lead=task.lead_id, lead_body=task.lead_body_id
    )
    found = standing_on(same.exclude(pk=task.pk), day).select_related("directive")
    return found.order_by("-occurrence")[:12]


def rolled_up(tasks: StandingTasks) -> RollUp:
    """Count tasks by the parts of the identity."""
    asked = {f"count_{name}": Count("pk", filter=condition) for name, condition in PARTS.items()}
    counts = tasks.order_by().aggregate(**asked)
    parts = totals.Parts(**{name: counts[f"count_{name}"] for name in PARTS})
    return RollUp(parts.total, parts)


def place_in_text(directive: Directive, user: User) -> Draft | None:
    """The draft that the directive was made of, in a text that the person may see."""
    seen = Reading.objects.visible_to(user)
    return Draft.objects.filter(directive=directive, reading__in=seen).select_related("reading").first()


def submissions_of(task: Task) -> QuerySet[Submission]:
    """What was sent in, the latest first, with its documents."""
    return (
        task.submissions.select_related("sent_by", "decided_by")
        .prefetch_related("proofs__document__files")
        .order_by("-number")
    )


def seen_documents(user: User, documents: Iterable[Document | None]) -> set[int]:
    """Which of the documents the person may open."""
    ids = [one.pk for one in documents if one is not None]
    return set(Document.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def holders_of(posts: Sequence[Post | None], day: date) -> dict[int, str]:
    """Who holds each post on a day (or acts in it), by name."""
    ids = [post.pk for post in posts if post is not None]
    rows = Holding.objects.filter(post_id__in=ids, valid__contains=day).select_related("person").order_by("acting")
    names: dict[int, str] = {}
    for one in rows:
        names.setdefault(one.post_id, one.person.full_name)
    return names


def history_of(task: Task, *, limit: int = 40) -> list[Event]:
    """What was done with a task and its directive, the latest first."""
    return [event_of(action) for action in actions_about(task, task.directive)[:limit]]


def history_of_directive(directive: Directive, *, limit: int = 40) -> list[Event]:
    """What was done with a directive, the latest first."""
    return [event_of(action) for action in actions_about(directive)[:limit]]
