"""How a task is moved: by the table of moves only, under a lock, each step kept for the report as of any day."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import Recording
from kientoan.directives import access
from kientoan.directives.models import Directive, Task, TaskStep, labels
from kientoan.directives.rules.states import Impossible, Move, WorkState, after


def locked_task(task: Task) -> Task:
    """The task as it is now, held until the transaction ends."""
    return (
        Task.objects.select_for_update(of=("self",))
        .select_related("directive", "keeper", "lead", "lead_body")
        .get(pk=task.pk)
    )


def locked_directive(directive: Directive) -> Directive:
    """The directive as it is now, held until the transaction ends."""
    return Directive.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=directive.pk)


def move(task: Task, by_move: Move) -> None:
    """Set the state that a move leads to; refuses in words where the table has none."""
    if task.issued_on is None:
        raise Refused(_("The directive has not been issued yet."))
    try:
        task.state = after(WorkState(task.state), by_move).value
    except Impossible as error:
        word = labels.WorkState(task.state).label
        raise ChangedMeanwhile(_("This cannot be done with a task that is “%(state)s”.") % {"state": word}) from error


def day_of(task: Task, on: date | None, by: User) -> date:
    """The day on which something happened: today, or an earlier one that the giving side enters from paper."""
    today = clock.today()
    if on is None or on == today:
        return today
    access.check_judge(by, task)
    if on > today:
        raise Refused(_("The day has not come yet."))
    if task.issued_on is not None and on < task.issued_on:
        raise Refused(_("The day lies before the task was given."))
    return on


def keep_step(task: Task, action: Recording, on: date) -> None:
    """Keep how the task stands from a day on."""
    TaskStep.objects.create(**_step(task, action, on))


def keep_steps(tasks: Iterable[Task], action: Recording, on: date) -> None:
    """Keep how several tasks stand from a day on."""
    TaskStep.objects.bulk_create(TaskStep(**_step(task, action, on)) for task in tasks)


def told(task: Task) -> dict[str, object]:
    """What the record says of a task: its title, unless it is marked, and its lead."""
    marked = task.directive.secrecy != labels.Secrecy.NONE
    return {"title": _("a marked directive") if marked else task.title, "unit": task.lead.code}


def _step(task: Task, action: Recording, on: date) -> dict[str, object]:
    return {
        "task": task,
        "on": on,
        "state": task.state,
        "deadline": task.deadline,
        "submitted_on": task.submitted_on,
        "outcome": task.outcome,
        "action_id": action.id,
    }
