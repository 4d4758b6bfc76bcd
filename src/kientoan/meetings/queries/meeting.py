"""One meeting for its page: the state of what the last one concluded, what its own conclusion became, how time was kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.directives.models import Directive, Task
from kientoan.directives.models.labels import WorkState
from kientoan.directives.rules.states import ENDED, LIVE
from kientoan.meetings.models import AgendaItem, ConclusionDirective, ConclusionItem, Meeting, Statement
from kientoan.meetings.rules.words import ItemKind

ALL_DONE, LATE, UNDER_WAY, NONE, NOT_ISSUED, NEEDS_NONE = "done", "late", "under way", "none", "drafted", "needs none"
NOT_ALL_DONE = "ended"
"""Nothing is open any more, and some of it was handed back with nobody in its place."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A task of a conclusion with its directives: how many of their tasks are done, how many late, and how it stands."""

    item: ConclusionItem
    directives: tuple[Directive, ...]
    tasks: int
    done: int
    late: int
    state: str


def carried_out(meeting: Meeting, user: User, day: date) -> list[Carried]:
    """Each task that a meeting concluded and what became of it; directives one may not see count and are not named."""
    items = sorted((one for one in meeting.items.all() if one.kind == ItemKind.TASK), key=lambda one: one.position)
    within = Directive.objects.visible_to(user).filter(pk=OuterRef("directive_id"))
    links = ConclusionDirective.objects.filter(item__in=items).select_related("directive").order_by("pk")
    of: dict[int, list[Directive]] = {}
    every, seen = set(), set()
    for link in links.annotate(within=Exists(within)):
        of.setdefault(link.item_id, []).append(link.directive)
        every.add(link.directive_id)
        if link.within:
            seen.add(link.directive_id)
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.filter(directive__in=every, issued_on__isnull=False):
        tasks.setdefault(task.directive_id, []).append(task)
    return [_carried(one, of.get(one.pk, []), tasks, seen, day) for one in items]


def _carried(
    item: ConclusionItem, rows: list[Directive], tasks: dict[int, list[Task]], seen: set[int], day: date
) -> Carried:
    given = [task for one in rows for task in tasks.get(one.pk, []) if task.state != WorkState.WITHDRAWN]
    done = sum(task.state == WorkState.DONE for task in given)
    live = {one.value for one in LIVE}
    late = sum(task.state in live and task.deadline is not None and task.deadline < day for task in given)
    open_ones = [task for task in given if task.state not in {one.value for one in ENDED}]
    shown = tuple(one for one in rows if one.pk in seen)
    return Carried(item, shown, len(given), done, late, _state(item, rows, given, open_ones, late))


def _state(item: ConclusionItem, rows: list[Directive], given: list[Task], open_ones: list[Task], late: int) -> str:
    if not rows:
        return NEEDS_NONE if item.no_directive else NONE
    if not given:
        return NOT_ISSUED
    if not open_ones:
        replaced = {task.instead_of_id for task in given}
        return ALL_DONE if all(one.state == WorkState.DONE or one.pk in replaced for one in given) else NOT_ALL_DONE
    return LATE if late else UNDER_WAY


def every_task_has_one(rows: Iterable[Carried]) -> bool:
    """Whether each task of the conclusion has a directive, or says why it needs none."""
    return all(row.state != NONE for row in rows)


@dataclass(frozen=True, slots=True)
class Timed:
    """How long an item or a statement took, in whole minutes, and whether that was more than it was given."""

    minutes: int | None
    running: bool
    over: bool


def timed(row: AgendaItem | Statement, now: datetime | None = None) -> Timed:
    """The time an item or a statement took, or has taken so far."""
    if row.started_at is None:
        return Timed(None, running=False, over=False)
    end = row.ended_at or now or clock.now()
    minutes = max(0, round((end - row.started_at).total_seconds() / 60))
    given = getattr(row, "minutes", None)
    return Timed(minutes, running=row.ended_at is None, over=bool(given and minutes > given))
