"""Issue a directive, when its tasks begin to count, and withdraw one."""

from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.drafting import shown_title
from kientoan.directives.actions.steps import keep_steps, locked_directive, move
from kientoan.directives.models import Directive, Task
from kientoan.directives.models.labels import Standing
from kientoan.directives.queries import gate, standards
from kientoan.directives.queries.authority import authority_over
from kientoan.directives.rules import rhythm
from kientoan.directives.rules.states import ENDED, Move
from kientoan.directives.rules.timing import last_day
from kientoan.directives.rules.words import DeadlineOrigin


def issue_directive(*, directive: Directive, by: User, on: date | None = None) -> Directive:
    """Issue a draft: its tasks begin, its day of deadline is fixed as the first one.

    `on` is the day of the document, today by default. Work that recurs begins with the period of the day, or with the next
    where its day is not still to come. Refused where something mandatory is not clear.
    """
    day = on or clock.today()
    with recorded("directives.issue", by=by, on=[directive]) as action:
        locked = locked_directive(directive)
        access.check_draft(by, locked)
        if day > clock.today():
            raise Refused(_("A directive is not issued on a day to come."))
        gate.check_mandatory(locked, day)
        first = rhythm.first(locked.rhythm, day) if locked.rhythm else None
        deadline = first.due if first else _deadline(locked, day)
        locked.state, locked.issued_on = Standing.ISSUED.value, day
        locked.save()
        tasks = list(locked.tasks.select_related("lead", "lead_body").order_by("pk"))
        verbs = authority_over(locked.issuer, [(task.lead, task.lead_body) for task in tasks], day)
        for task, verb in zip(tasks, verbs, strict=True):
            task.issued_on, task.authority = day, verb
            task.first_deadline = task.deadline = deadline
            task.occurrence = first.code if first else ""
        Task.objects.bulk_update(tasks, ["issued_on", "authority", "first_deadline", "deadline", "occurrence"])
        keep_steps(tasks, action, day)
        action.about(*tasks, *{task.lead for task in tasks})
        action.note(title=shown_title(locked), units=len(tasks))
    directive.refresh_from_db()
    return directive


def _deadline(directive: Directive, day: date) -> date | None:
    """The last day of the directive's tasks; the default rule writes the day it found on the directive."""
    if directive.deadline_origin == DeadlineOrigin.DEFAULT:
        found = standards.default_deadline(day)
        directive.deadline_day, directive.deadline_op = found.day, "by"
        return found.day
    if directive.deadline_day is None:
        return None
    return last_day(directive.deadline_day, directive.deadline_op)


def withdraw_directive(*, directive: Directive, reason: str, by: User) -> Directive:
    """Withdraw an issued directive: what is not finished of it ends; what was accepted or handed back stays as it is."""
    if not reason.strip():
        raise Refused(_("Say why the directive is withdrawn."))
    with recorded("directives.withdraw", by=by, on=[directive], reason=reason) as action:
        locked = locked_directive(directive)
        access.check_withdraw(by, locked)
        locked.state = Standing.WITHDRAWN.value
        locked.withdrawn_on, locked.withdrawn_because = clock.today(), reason.strip()
        locked.save()
        open_ones = list(
            locked.tasks.select_for_update(of=("self",)).exclude(state__in=[one.value for one in ENDED]).order_by("pk")
        )
        for task in open_ones:
            move(task, Move.WITHDRAW)
        Task.objects.bulk_update(open_ones, ["state"])
        keep_steps(open_ones, action, clock.today())
        action.about(*open_ones)
        action.note(title=shown_title(locked), units=len(open_ones))
    directive.refresh_from_db()
    return directive
