"""How a task is moved: by the table of moves only, under a lock, each step kept for the report as of any day."""

from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import Recording
from kientoan.directives.models import Directive, Task, TaskStep, labels
from kientoan.directives.rules.states import Impossible, Move, WorkState, after


def locked_task(task: Task) -> Task:
    """The task as it is now, held until the transaction ends."""
    return (
        Task.objects.select_for_update(of=("self",))
        .select_related("directive", "keeper", "lead", "lead_body")
        .get(pk=task.pk)
    )


def move(task: Task, by_move: Move) -> None:
    """Set the state that a move leads to; refuses in words where the table has none."""
    state = WorkState(task.state)
    try:
        task.state = after(state, by_move).value
    except Impossible as error:
        word = labels.WorkState(task.state).label
        raise Refused(_("This cannot be done with a task that is “%(state)s”.") % {"state": word}) from error


def keep_step(task: Task, action: Recording) -> None:
    """Keep how the task stands from today on."""
    TaskStep.objects.create(**_step(task, action))


def keep_steps(tasks: list[Task], action: Recording) -> None:
    """Keep how several tasks stand from today on."""
    TaskStep.objects.bulk_create(TaskStep(**_step(task, action)) for task in tasks)


def _step(task: Task, action: Recording) -> dict[str, object]:
    return {
        "task": task,
        "on": task.issued_on if task.state == WorkState.NOT_STARTED else clock.today(),
        "state": task.state,
        "deadline": task.deadline,
        "submitted_on": task.submitted_on,
        "outcome": task.outcome,
        "action_id": action.id,
    }


def locked_directive(directive: Directive) -> Directive:
    """The directive as it is now, held until the transaction ends."""
    return Directive.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=directive.pk)
