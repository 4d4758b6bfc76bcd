"""What becomes of tasks when a unit ends: open ones pass to its successor, or end with it; nothing is lost without a line."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from kientoan.accounts.models import User
from kientoan.core.recording import Recording, recorded
from kientoan.directives.actions.steps import keep_step, told
from kientoan.directives.models import Directive, Escalation, Helper, Programme, Task
from kientoan.directives.models.labels import Standing
from kientoan.directives.rules.states import ENDED, Move, WorkState, after
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Held, Outcome

_ENDED = [state.value for state in ENDED]


def pass_on(unit: Unit, successor: Unit | None, day: date, by: User) -> Sequence[Held]:
    """Pass the open tasks that a unit leads, helps with or gave to its successor; without one, what it leads ends.

    Where the successor has a task of the same directive, the old one ends in it. Part of the operation's own action.
    """
    open_ones = list(
        Task.objects.filter(lead=unit, issued_on__isnull=False)
        .exclude(state__in=_ENDED)
        .select_related("directive", "lead")
        .order_by("pk")
    )
    if not (open_ones or _gives_or_helps(unit)):
        return ()
    held = []
    with recorded("directives.pass_on", by=by, on=[unit]) as action:
        for task in open_ones:
            label = str(told(task)["title"])
            passed = successor is not None and not _has_one(task, successor)
            if successor is not None and passed:
                _lead_by(task, successor)
            else:
                _end(task, action, day)
            action.about(task)
            held.append(Held("task", label, Outcome.PASSED if successor is not None else Outcome.ENDED))
        if successor is not None:
            _pass_helping(unit, successor)
            _pass_giving(unit, successor)
        action.note(tasks=len(open_ones), unit=unit.code, successor=successor.code if successor else "")
    return held


def _gives_or_helps(unit: Unit) -> bool:
    """Whether the unit has anything else here that a successor takes on."""
    return any(
        rows.filter(**{name: unit}).exists()
        for rows, name in (
            (Helper.objects, "unit"),
            (Task.objects, "keeper"),
            (Directive.objects, "keeper"),
            (Escalation.objects, "keeper"),
            (Programme.objects, "keeper"),
        )
    )


def _has_one(task: Task, successor: Unit) -> bool:
    return task.directive.tasks.filter(lead=successor, occurrence=task.occurrence).exists()


def _lead_by(task: Task, successor: Unit) -> None:
    """The successor leads; who answers for it is named anew, for the post was the old unit's."""
    task.lead, task.lead_body, task.accountable = successor, None, None
    task.save()
    task.helpers.filter(unit=successor).delete()


def _end(task: Task, action: Recording, day: date) -> None:
    task.state = after(WorkState(task.state), Move.WITHDRAW).value
    task.save()
    keep_step(task, action, day)


def _pass_helping(unit: Unit, successor: Unit) -> None:
    helping = Helper.objects.filter(unit=unit).exclude(task__state__in=_ENDED).select_related("task")
    for helper in helping:
        if helper.task.lead_id == successor.pk or helper.task.helpers.filter(unit=successor).exists():
            helper.delete()
        else:
            helper.unit = successor
            helper.save()


def _pass_giving(unit: Unit, successor: Unit) -> None:
    """What the unit gave is followed by its successor; what it finished stays where it was."""
    open_tasks = Task.objects.filter(keeper=unit).exclude(state__in=_ENDED)
    recurring = Q(keeper=unit, state=Standing.ISSUED) & ~Q(every="")
    directives = Directive.objects.filter(Q(pk__in=open_tasks.values("directive_id")) | recurring)
    for directive in directives:
        directive.keeper = successor
        directive.save()
        directive.tasks.update(keeper=successor)
    Escalation.objects.filter(keeper=unit, settled_on__isnull=True).update(keeper=successor)
    taken = Programme.objects.filter(keeper=successor).values_list("period", "name")
    for programme in Programme.objects.filter(keeper=unit):
        if (programme.period, programme.name) not in set(taken):
            programme.keeper = successor
            programme.save()


def still_open(unit: Unit, day: date) -> Sequence[Held]:  # noqa: ARG001  the shape of the registry
    """The open tasks that a unit leads, for the record of hand-over."""
    open_ones = (
        Task.objects.filter(lead=unit, issued_on__isnull=False)
        .exclude(state__in=_ENDED)
        .select_related("directive", "lead")
    )
    return [Held("task", str(told(task)["title"])) for task in open_ones.order_by("pk")]
