"""What offices carry on paper and paste into a chat: Monday's slip, the slip of a unit before a visit, a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.directives.models import Task
from kientoan.directives.queries import standards
from kientoan.directives.queries.burden import Load, loads
from kientoan.directives.queries.lists import OPEN, Wanted, tasks_for
from kientoan.directives.queries.reminding import is_marked
from kientoan.directives.queries.standing import LIVE_VALUES, standing_on
from kientoan.directives.rules.reminding import bears
from kientoan.orgs.models import Unit

MOST = 2000


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one lead unit on a slip: those late, then those due, each with how often it was urged."""

    code: str
    name: str
    tasks: tuple[Any, ...]
    late: int


@dataclass(frozen=True, slots=True)
class Slip:
    """All late and due tasks of a scope until a day, by lead unit, those with most late first."""

    groups: tuple[Group, ...]
    until: date
    late: int
    due: int
    more: int


def until_of(day: date) -> date:
    """The day until which a slip looks ahead unless told: as the list of coming tasks does."""
    return day + timedelta(days=standards.coming_days(day))


def briefing(user: User, day: date, until: date, under: Unit | None = None) -> Slip:
    """The slip for the briefing: what is late on the day and what ends until the other day."""
    found = tasks_for(user, Wanted(kind=OPEN, under=under), day).filter(
        Q(now_time="overdue") | Q(now_deadline__gte=day, now_deadline__lte=until)
    )
    rows = list(found.annotate(urged=Count("urgings", distinct=True)).select_related("directive__document")[: MOST + 1])
    more = max(0, found.count() - MOST) if len(rows) > MOST else 0
    rows = rows[:MOST]
    grouped: dict[int, list[Any]] = {}
    for task in rows:
        grouped.setdefault(task.lead_id, []).append(task)
    groups = [
        Group(
            tasks[0].lead.code,
            tasks[0].lead_name or tasks[0].lead.code,
            tuple(tasks),
            sum(1 for task in tasks if task.now_time == "overdue"),
        )
        for tasks in grouped.values()
    ]
    groups.sort(key=lambda group: (-group.late, -len(group.tasks), group.name))
    late = sum(group.late for group in groups)
    return Slip(tuple(groups), until, late, len(rows) - late, more)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one should know of a unit before visiting it: its open tasks, what it sent in last, what it is asked for."""

    open_tasks: tuple[Any, ...]
    done: tuple[Any, ...]
    load: Load | None
    late: int


def visit(user: User, unit: Unit, day: date) -> Visit:
    """The slip of one unit, of what it leads itself."""
    seen = standing_on(Task.objects.visible_to(user).filter(lead=unit), day)
    seen = seen.annotate(urged=Count("urgings", distinct=True)).select_related("directive__document", "keeper", "lead")
    live = tuple(seen.filter(now_state__in=LIVE_VALUES).order_by("now_deadline", "pk")[:200])
    done = tuple(seen.filter(now_state="done").order_by("-closed_on", "-pk")[:10])
    load = next(iter(loads(user, day, only=unit)), None)
    return Visit(live, done, load, sum(1 for task in live if task.now_time == "overdue"))


@dataclass(frozen=True, slots=True)
class Pasted:
    """A message to paste elsewhere, and how many tasks it leaves out because of a mark or a word."""

    text: str
    left_out: int


def message(slip: Slip, day: date, unit: str, words: Sequence[str], language: str = "vi") -> Pasted:
    """The slip as a plain text, without anything marked: such tasks are only counted."""
    lines = [_("REMINDER OF TASKS, %(unit)s, %(day)s") % {"unit": unit, "day": formats.day_short(day, language)}]
    left_out = 0
    for group in slip.groups:
        told = [task for task in group.tasks if not is_marked(task) and not bears(task.title, words)]
        left_out += len(group.tasks) - len(told)
        if not told:
            continue
        lines += ["", f"• {group.name}"]
        lines += [f"  - {task.title}: {_when(task, day, language)}" for task in told]
    if left_out:
        lines += [
            "",
            ngettext("Another %(count)d task: see the product.", "Another %(count)d tasks: see the product.", left_out)
            % {"count": left_out},
        ]
    return Pasted("\n".join(lines), left_out)


def _when(task: Any, day: date, language: str) -> str:
    said: str = formats.day_short(task.now_deadline, language)
    if task.now_time != "overdue":
        return _("due %(day)s") % {"day": said}
    late = (day - task.now_deadline).days
    words = ngettext("due %(day)s, %(count)d day late", "due %(day)s, %(count)d days late", max(late, 1))
    return words % {"day": said, "count": max(late, 0)}
