"""What reminding is about on a day: tasks that come to a rung, letters that are due, points for the briefing, the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.agenda import Point
from kientoan.core.templatetags.formats import language
from kientoan.directives.models import Escalation, Message, Reminder, Task, labels
from kientoan.directives.queries import standards
from kientoan.directives.queries.heads import Heads
from kientoan.directives.queries.lists import TO_DO, own_of
from kientoan.directives.rules import reminding
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.queries.life import names_on

POINT = "directives.escalation"
"""The kind of the keys of points for a briefing."""
LONGEST = 60
"""Tasks that one letter names; of more it says how many."""


class Rung(NamedTuple):
    """A person to be reminded of a task today."""

    task: int
    deadline: date
    rung: int
    recipient: int


@dataclass(frozen=True, slots=True)
class Today:
    """What is to be reminded of on a day, and how many tasks have nobody to remind."""

    rungs: tuple[Rung, ...]
    nobody: int


def due_today(day: date) -> Today:
    """Every reminder that holds on the day, made or not: tasks still to be done whose deadline has a rung today."""
    ladder = standards.ladder(day)
    last = day + timedelta(days=max(ladder.before, default=0))
    rows = list(
        Task.objects.filter(state__in=TO_DO, issued_on__lte=day, deadline__gte=day, deadline__lte=last)
        .order_by("pk")
        .values_list("pk", "lead_id", "accountable_id", "deadline", "issued_on")
    )
    heads = Heads({row[1] for row in rows}, {row[2] for row in rows if row[2]}, day)
    found: list[Rung] = []
    nobody = 0
    for pk, lead, post, deadline, given in rows:
        if deadline is None or given is None:
            continue
        rung = reminding.rung(deadline, day, given=given, before=ladder.before)
        if rung is None:
            continue
        whom = heads.of(lead, post, rung)
        nobody += not whom
        found.extend(Rung(pk, deadline, rung, one) for one in whom)
    return Today(tuple(found), nobody)


def not_made(rungs: Sequence[Rung]) -> list[Rung]:
    """Those that have not been made yet."""
    made = set(
        Reminder.objects.filter(task_id__in={one.task for one in rungs}).values_list(
            "task_id", "deadline", "rung", "recipient_id"
        )
    )
    return [one for one in rungs if tuple(one) not in made]


def tasks_named(keys: Sequence[int]) -> dict[int, Task]:
    """The tasks of a letter, with their directives."""
    return {task.pk: task for task in Task.objects.filter(pk__in=keys).select_related("directive", "lead")}


def letter_text(user: User, rungs: Sequence[Rung], tasks: dict[int, Task], day: date) -> tuple[str, str]:
    """The subject and the text of an e-mail that reminds a person; of what is marked the work is not named."""
    ordered = sorted(rungs, key=lambda one: (one.deadline, one.task))
    subject = ngettext("%(count)d task comes to its deadline", "%(count)d tasks come to their deadline", len(ordered))
    lines = [_("%(name)s, these tasks come to their deadline:") % {"name": user}, ""]
    for one in ordered[:LONGEST]:
        lines.append(f"- {_line(tasks[one.task], one, day, user.language)}")
        if site := site_address():
            lines.append(f"  {site}{reverse('directives:task', args=[one.task])}")
    if len(ordered) > LONGEST:
        lines.append(_("… and %(count)d more.") % {"count": len(ordered) - LONGEST})
    lines += ["", _("Kiện Toàn sent this letter by itself. What is written in it stands in the product too.")]
    return f"Kiện Toàn: {subject % {'count': len(ordered)}}", "\n".join(lines)


def _line(task: Task, one: Rung, day: date, language: str) -> str:
    left = (one.deadline - day).days
    when = (
        _("due today") if left == 0 else ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}
    )
    return f"{title_of(task)} ({formats.day_short(one.deadline, language)}, {when})"


def title_of(task: Task) -> str:
    """What a task is called outside of its page: its work, unless it is marked."""
    return _("a marked directive") if is_marked(task) else task.title


def is_marked(task: Task) -> bool:
    """Whether nothing of the task may leave the product."""
    document = task.directive.document
    return task.directive.secrecy != labels.Secrecy.NONE or bool(document and document.is_marked)


def site_address() -> str:
    """Where the site is reached from outside, where it is known."""
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    return origins[0].rstrip("/") if origins else ""


@dataclass(frozen=True, slots=True)
class LetterDue:
    """An urging letter that one unit should write to another: for the how-manyth time, about which tasks."""

    keeper: Unit
    keeper_name: str
    unit: Unit
    unit_name: str
    time: int
    tasks: tuple[Any, ...]


def late_tasks(day: date) -> Any:
    """Tasks still to be done that are past their deadline, with how often each was urged."""
    return (
        Task.objects.filter(state__in=TO_DO, issued_on__lte=day, deadline__lt=day)
        .annotate(urged=Count("urgings", distinct=True))
        .select_related("directive__document", "lead", "keeper")
        .order_by("deadline", "pk")
    )


def letters_due(user: User, day: date, keeper: Unit | None = None, unit: Unit | None = None) -> list[LetterDue]:
    """The letters that are due on the day from units for which the person gives tasks, the furthest first."""
    ladder = standards.ladder(day)
    found = late_tasks(day)
    if not user.is_service:
        found = found.filter(keeper_id__in=own_of(user, day).gives)
    if keeper is not None:
        found = found.filter(keeper=keeper)
    if unit is not None:
        found = found.filter(lead=unit)
    groups: dict[tuple[int, int, int], list[Any]] = {}
    for task in found:
        late = (day - task.deadline).days if task.deadline else 0
        number = reminding.next_letter(late, task.urged, ladder)
        if number is not None:
            groups.setdefault((task.keeper_id, task.lead_id, number), []).append(task)
    names = names_on({key for giver, lead, _n in groups for key in (giver, lead)}, day)
    letters = [
        LetterDue(
            tasks[0].keeper,
            names.get(giver, tasks[0].keeper.code),
            tasks[0].lead,
            names.get(lead, tasks[0].lead.code),
            number,
            tuple(tasks),
        )
        for (giver, lead, number), tasks in groups.items()
    ]
    return sorted(letters, key=lambda one: (-one.time, -len(one.tasks), one.unit_name))


def to_escalate(day: date) -> list[Any]:
    """Late tasks urged more often than is enough, without an open point, and urged again since the last one was settled."""
    last = Escalation.objects.filter(task=OuterRef("pk")).order_by("-pk")
    found = (
        late_tasks(day)
        .exclude(pk__in=Escalation.objects.filter(settled_on__isnull=True).values("task_id"))
        .annotate(before=Subquery(last.values("urgings")[:1]))
        .filter(Q(before__isnull=True) | Q(urged__gt=F("before")))
    )
    ladder = standards.ladder(day)
    return [
        task for task in found if task.deadline and reminding.escalates((day - task.deadline).days, task.urged, ladder)
    ]


def points(user: User, day: date, keeper: Unit | None = None) -> QuerySet[Escalation]:
    """The open points for briefings that a person may see: tasks that are still late on the day, the longest first."""
    found = (
        Escalation.objects.filter(
            settled_on__isnull=True,
            task__in=Task.objects.visible_to(user),
            task__state__in=TO_DO,
            task__deadline__lt=day,
        )
        .select_related("task__directive__document", "task__lead", "keeper", "explained_by")
        .order_by("raised_on", "pk")
    )
    return found.filter(keeper=keeper) if keeper is not None else found


def agenda(user: User, unit: Unit, day: date) -> list[Point]:
    """The points of tasks that the unit gave, for whoever prepares its next briefing."""
    return _as_points(list(points(user, day, unit)), day)


def points_by_number(user: User, numbers: Sequence[int], day: date) -> dict[int, Point]:
    """The points of these numbers that a person may see, waiting or taken up, for the agenda they stand on."""
    found = Escalation.objects.filter(pk__in=numbers, task__in=Task.objects.visible_to(user))
    rows = list(found.select_related("task__directive__document", "task__lead"))
    return {row.pk: point for row, point in zip(rows, _as_points(rows, day), strict=True)}


def _as_points(rows: list[Escalation], day: date) -> list[Point]:
    names = names_on({one.task.lead_id for one in rows}, day)
    words, tongue = dict(standards.reasons(day)), language()
    return [
        Point(
            key=f"{POINT}:{one.pk}",
            text=_("%(unit)s: %(title)s (late since %(day)s, urged %(count)s times)")
            % {
                "unit": names.get(one.task.lead_id, one.task.lead.code),
                "title": title_of(one.task),
                "day": formats.day_short(one.task.deadline, tongue) if one.task.deadline else "",
                "count": one.urgings,
            },
            url=reverse("directives:point", args=[one.pk]),
            since=one.raised_on,
            note=": ".join(filter(None, (words.get(one.reason, ""), "" if is_marked(one.task) else one.words))),
            body=one.task.directive.issuer_id,
            taken_up=_taken_up(one, tongue),
        )
        for one in rows
    ]


def _taken_up(one: Escalation, tongue: str) -> str:
    return f"{formats.day_short(one.settled_on, tongue)}: {one.settled_where}" if one.settled_on else ""


def to_explain(user: User, day: date) -> QuerySet[Escalation]:
    """The points whose explanation is still owed by a unit of the person's own."""
    return points(user, day).filter(explained_on__isnull=True, task__lead_id__in=own_of(user, day).answers)


def reminders_of(user: User, *, unseen: bool = False) -> QuerySet[Reminder]:
    """A person's reminders, the newest first; tasks that were taken out of sight are left out."""
    found = Reminder.objects.filter(recipient=user, task__in=Task.objects.visible_to(user))
    found = found.select_related("task__directive__document", "task__lead").order_by("-made_on", "deadline", "-pk")
    return found.filter(seen_at__isnull=True, task__state__in=TO_DO) if unseen else found


def outbox(user: User) -> QuerySet[Message]:
    """The letters that a person may look after: those to accounts with a role over a unit within reach."""
    reach = scope.of_user(user)
    found = Message.objects.select_related("recipient").order_by("-made_at", "-pk")
    if reach.everything:
        return found
    led = scope.cut(Task.objects.all(), "lead_id", reach)
    return found.filter(reminders__task__in=led.values("pk")).distinct()


def outbox_counts(user: User) -> dict[str, int]:
    """How many letters stand in each state, and when the last one was sent."""
    return dict(outbox(user).order_by().values_list("state").annotate(count=Count("pk", distinct=True)))


def last_sent(user: User) -> Any:
    """When the last letter was sent."""
    return outbox(user).order_by().aggregate(last=Max("ended_at", filter=Q(state="sent")))["last"]
