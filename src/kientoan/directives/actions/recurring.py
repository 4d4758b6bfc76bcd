"""Recurring work: each period's tasks are made ahead of their time, once; and its end is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.drafting import shown_title
from kientoan.directives.actions.steps import keep_steps, locked_directive
from kientoan.directives.models import Directive, Helper, Task
from kientoan.directives.models.labels import Standing
from kientoan.directives.queries import standards
from kientoan.directives.queries.authority import authority_over
from kientoan.directives.rules import rhythm
from kientoan.directives.rules.rhythm import Occurrence
from kientoan.directives.rules.states import WorkState
from kientoan.orgs.models import Body, Lineage, Unit, UnitSpan
from kientoan.people.models import Post

_STOPPED = (WorkState.HANDED_BACK.value, WorkState.WITHDRAWN.value, WorkState.SUSPENDED.value)


@dataclass(frozen=True, slots=True)
class _Goes:
    """Who has the work in the coming period, as in the last one."""

    unit: Unit
    body: Body | None
    like: Task

    @property
    def accountable(self) -> Post | None:
        """The post that answers, while the unit is the same."""
        return self.like.accountable if self.unit == self.like.lead else None


def make_occurrences(*, on: date | None = None) -> int:
    """Make the tasks of the periods that are due to be there and are not; gives how many tasks were made.

    Each directive is its own transaction under its own lock, so that a worker that dies leaves whole periods, and the next
    makes the rest; a unit's task of a period is unique in the database. Periods missed are made up.
    """
    day = on or clock.today()
    going = Directive.objects.filter(state=Standing.ISSUED).exclude(every="")
    going = going.filter(Q(every_until__isnull=True) | Q(every_until__gte=F("issued_on")))
    return sum(_go_on(pk, day) for pk in going.order_by("pk").values_list("pk", flat=True))


def _go_on(pk: int, day: date) -> int:
    with transaction.atomic():
        directive = (
            Directive.objects.select_for_update(of=("self",))
            .select_related("keeper", "issuer")
            .filter(pk=pk, state=Standing.ISSUED)
            .first()
        )
        if directive is None or directive.rhythm is None or directive.issued_on is None:
            return 0
        last = (
            directive.tasks.exclude(occurrence="").order_by("-occurrence").values_list("occurrence", flat=True).first()
        )
        if last is None:
            return 0
        ahead = standards.ahead_days(day)
        periods = rhythm.owed(directive.rhythm, last, day, ahead=ahead, until=directive.every_until)
        return sum(_make(directive, period, day) for period in periods)


def _make(directive: Directive, period: Occurrence, day: date) -> int:
    """The tasks of one period: for everyone who had the work in the last period and neither gave it back nor rests."""
    given = min(day, max(period.start, directive.issued_on or period.start))
    goes = list(_goes(directive, given))
    if not goes:
        return 0
    verbs = authority_over(directive.issuer, [(one.unit, one.body) for one in goes], given)
    with recorded("directives.recur", by=None, on=[directive]) as action:
        made = Task.objects.bulk_create(
            Task(
                directive=directive,
                keeper_id=directive.keeper_id,
                lead=one.unit,
                lead_body=one.body,
                occurrence=period.code,
                assignee_text=one.like.assignee_text,
                accountable=one.accountable,
                adviser=one.like.adviser,
                authority=verb,
                issued_on=given,
                first_deadline=period.due,
                deadline=period.due,
            )
            for one, verb in zip(goes, verbs, strict=True)
        )
        Helper.objects.bulk_create(
            Helper(task=task, unit_id=helper.unit_id)
            for task, one in zip(made, goes, strict=True)
            for helper in one.like.helpers.all()
            if helper.unit_id != one.unit.pk
        )
        keep_steps(made, action, given)
        action.about(*made, *{one.unit for one in goes})
        action.note(title=shown_title(directive), period=period.code, units=len(made))
    return len(made)


def _goes(directive: Directive, day: date) -> Iterable[_Goes]:
    """Each lead's last task decides; a unit that ended is followed by its successor, named once."""
    rows = directive.tasks.select_related("lead", "lead_body", "accountable", "adviser").prefetch_related("helpers")
    last: dict[tuple[int, int | None], Task] = {}
    for task in rows.order_by("occurrence", "pk"):
        last[task.lead_id, task.lead_body_id] = task
    holding = set(
        UnitSpan.objects.as_of(day).filter(unit__in={key for key, _b in last}).values_list("unit_id", flat=True)
    )
    found: dict[tuple[int, int | None], _Goes] = {}
    ended = [task for task in last.values() if task.lead_id not in holding]
    for task in [*(task for task in last.values() if task.lead_id in holding), *ended]:
        unit = task.lead if task.lead_id in holding else _successor(task.lead, day)
        if unit is None or task.state in _STOPPED:
            continue
        body = task.lead_body if unit == task.lead else None
        found.setdefault((unit.pk, body.pk if body else None), _Goes(unit, body, task))
    return found.values()


def _successor(unit: Unit, day: date) -> Unit | None:
    """The unit into which most of one went, as far as that still stands on the day."""
    seen = {unit.pk}
    while True:
        link = Lineage.objects.filter(old=unit, day__lte=day).select_related("new").order_by("-share", "pk").first()
        if link is None or link.new_id in seen:
            return None
        unit = link.new
        seen.add(unit.pk)
        if UnitSpan.objects.as_of(day).filter(unit=unit).exists():
            return unit


def end_recurrence(*, directive: Directive, until: date, reason: str, by: User) -> Directive:
    """Say from when the work no longer comes back: no period that begins after the day is made; what is open stays open."""
    if not reason.strip():
        raise Refused(_("Say why the work no longer comes back."))
    with recorded("directives.end_recurrence", by=by, on=[directive], reason=reason) as action:
        locked = locked_directive(directive)
        access.check_withdraw(by, locked)
        if locked.rhythm is None:
            raise Refused(_("The directive does not recur."))
        locked.every_until = until
        locked.save()
        action.note(title=shown_title(locked), day=until.isoformat())
    directive.refresh_from_db()
    return directive
