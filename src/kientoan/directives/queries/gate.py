"""What is looked at before a draft is issued: how clear it is, and what it repeats or clashes with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.directives.models import Directive, Task
from kientoan.directives.models.labels import Authority
from kientoan.directives.queries import standards
from kientoan.directives.rules import clarity, likeness, rhythm
from kientoan.directives.rules.states import LIVE
from kientoan.directives.rules.timing import last_day
from kientoan.directives.rules.words import DeadlineOrigin
from kientoan.orgs.models import UnitSpan

MISSING = {
    clarity.Test.LEAD: gettext_lazy("no unit is named that leads"),
    clarity.Test.PERSON: gettext_lazy("no post answers for it"),
    clarity.Test.WORK: gettext_lazy("the work is not named"),
    clarity.Test.PRODUCT: gettext_lazy("no product is named"),
    clarity.Test.MEASURE: gettext_lazy("neither quantity nor proof says when it is done"),
    clarity.Test.TIME: gettext_lazy("there is no deadline and no rhythm"),
    clarity.Test.AUTHORITY: gettext_lazy("the issuer has no authority over a unit, by the table, or is not known"),
}
"""What is said of a test that fails."""


def facts_of(directive: Directive, tasks: Sequence[Task]) -> clarity.Facts:
    """What is known of a directive, as the rules take it."""
    return clarity.Facts(
        title=directive.title,
        tasks=len(tasks),
        unnamed=0,
        unled=sum(task.accountable_id is None for task in tasks),
        product=directive.product or directive.product_kind,
        measure=directive.measure_words,
        has_day=directive.deadline_day is not None or directive.deadline_origin == DeadlineOrigin.DEFAULT,
        recurs=bool(directive.recurrence or directive.every),
        without_authority=sum(task.authority in (Authority.REQUEST, Authority.UNKNOWN) for task in tasks),
    )


def clarity_of(directive: Directive, day: date) -> clarity.Clarity:
    """The directive against the checklist of a day."""
    listed = standards.checklist(day)
    return clarity.check(facts_of(directive, list(directive.tasks.all())), listed.code, listed.items)


def check_mandatory(directive: Directive, day: date) -> None:
    """Refuse where a mandatory test fails, naming each."""
    missing = clarity_of(directive, day).missing_of(standards.checklist(day).mandatory)
    if missing:
        raise Refused(
            _("The directive cannot be issued yet: something that must be clear is not."),
            errors=tuple(str(MISSING[test]) for test in missing),
        )


@dataclass(frozen=True, slots=True)
class Twin:
    """A task that looks like one of the draft's: which unit, which task, and whether the days clash."""

    unit: str
    task: Task
    share: float
    same_sentence: bool
    clashes: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """A unit that would have many tasks ending on one day."""

    unit: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Before:
    """What is shown before issue."""

    twins: tuple[Twin, ...]
    crowds: tuple[Crowd, ...]


def before_issue(directive: Directive, user: User, day: date) -> Before:
    """Live tasks of the same units that look like the same work, and days on which much would end.

    Only tasks that the user may see are named; days are counted over all of the unit's.
    """
    tasks = list(directive.tasks.all())
    new = [_known(directive, task, _last(directive, day)) for task in tasks]
    leads = {task.lead_id for task in tasks}
    live = Task.objects.filter(lead_id__in=leads, state__in=[one.value for one in LIVE], issued_on__isnull=False)
    old = [_known(task.directive, task, task.deadline) for task in live.select_related("directive")]
    found = likeness.twins(new, old, least=standards.least_likeness(day))
    shown = Task.objects.visible_to(user).filter(pk__in=[pair.old.key for pair in found]).select_related("directive")
    seen = {task.pk: task for task in shown}
    names = dict(UnitSpan.objects.as_of(day).filter(unit_id__in=leads).values_list("unit_id", "name"))
    crowds = likeness.crowded(new, old, most=standards.crowded_day(day))
    return Before(
        tuple(
            Twin(names.get(pair.new.lead, ""), seen[pair.old.key], pair.share, pair.same_sentence, pair.clashes)
            for pair in found
            if pair.old.key in seen
        ),
        tuple(Crowd(names.get(unit, ""), on, count) for (unit, on), count in sorted(crowds.items())),
    )


def _last(directive: Directive, day: date) -> date | None:
    if directive.rhythm is not None:
        return rhythm.first(directive.rhythm, day).due
    if directive.deadline_origin == DeadlineOrigin.DEFAULT:
        return standards.default_deadline(day).day
    return last_day(directive.deadline_day, directive.deadline_op) if directive.deadline_day else None


def _known(directive: Directive, task: Task, deadline: date | None) -> likeness.Known:
    return likeness.Known(
        key=task.pk,
        lead=task.lead_id,
        title=directive.title,
        deadline=deadline,
        text=directive.text_sha256,
        start=directive.start,
        end=directive.end,
    )
