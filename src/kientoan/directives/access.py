"""Who may give, answer and judge tasks; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed, Refused, can
from kientoan.directives.models import Directive, Message, Programme, Task
from kientoan.directives.models.labels import Standing
from kientoan.directives.rules.states import ENDED
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right


def check_give(user: User, keeper: Unit | None = None) -> None:
    """Drafting, issuing and withdrawing directives in the name of a unit, and keeping its programmes."""
    check_right(user, Right.GIVE_TASKS, keeper)


def check_draft(user: User, directive: Directive) -> None:
    """Changing, issuing or dropping a draft."""
    check_give(user, directive.keeper)
    if directive.state != Standing.DRAFT:
        raise Refused(_("The directive has been issued; it can be withdrawn, not changed."))


def check_withdraw(user: User, directive: Directive) -> None:
    """Withdrawing an issued directive."""
    check_give(user, directive.keeper)
    if directive.state != Standing.ISSUED:
        raise Refused(_("Only a directive that has been issued can be withdrawn."))


def check_answer(user: User, task: Task) -> None:
    """Acknowledging a task, sending it in, asking for a later deadline or to hand it back, for its lead unit."""
    check_right(user, Right.ANSWER_TASKS, task.lead)


def check_judge(user: User, task: Task) -> None:
    """Accepting, returning and deciding what was asked for, in the name of the unit that gave the task."""
    check_right(user, Right.GIVE_TASKS, task.keeper)


def check_judge_of_another(user: User, task: Task, author: User) -> None:
    """Nobody decides on what he or she sent in or asked for."""
    check_judge(user, task)
    if user == author and not user.is_service:
        raise NotAllowed(_("Nobody decides on what he or she sent in. Ask a colleague of the unit that gave the task."))


def check_cascade(user: User, task: Task) -> None:
    """Giving parts of a task further down, in the name of the unit that leads it."""
    check_give(user, task.lead)


def check_programme(user: User, programme: Programme) -> None:
    """Changing a programme of work."""
    check_give(user, programme.keeper)


def check_sign(user: User, keeper: Unit) -> None:
    """Confirming a progress report in the name of a unit."""
    check_right(user, Right.SIGN_REPORTS, keeper)


def check_name_people(user: User, task: Task) -> None:
    """Naming who answers for a task and who advises: the unit that gave it, or the one that leads it."""
    if task.state in (state.value for state in ENDED):
        raise Refused(_("The task is no longer open."))
    if not can(check_judge, user, task):
        check_answer(user, task)


def check_outbox(user: User, message: Message) -> None:
    """Deciding about a letter that may not have been sent: who gives tasks over a unit that it is about."""
    if user.is_service:
        return
    leads = Unit.objects.filter(tasks__reminders__message=message).distinct()
    if not any(can(check_right, user, Right.GIVE_TASKS, lead) for lead in leads):
        raise NotAllowed(_("This letter is looked after by whoever gives tasks to the unit. Ask that office."))
