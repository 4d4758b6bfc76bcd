"""How tasks stand on a day: today as they are, on an earlier day by the last step up to it; and their time state in SQL."""

from datetime import date, timedelta
from typing import Any, TypeAlias

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When

from kientoan.core import clock
from kientoan.directives.models import TaskStep
from kientoan.directives.models.tasks import TaskQuerySet
from kientoan.directives.queries import standards
from kientoan.directives.rules.states import LIVE, WorkState
from kientoan.directives.rules.timing import TimeState

LIVE_VALUES = tuple(sorted(state.value for state in LIVE))
STILL = (WorkState.SUSPENDED.value, WorkState.HANDED_BACK.value, WorkState.WITHDRAWN.value)


StandingTasks: TypeAlias = Any
"""Tasks with the columns that `standing_on` adds; Django's types know no such columns."""


def standing_on(tasks: TaskQuerySet, day: date) -> StandingTasks:
    """Tasks given by the day, with `now_state`, `now_deadline`, `now_submitted`, `now_outcome` and `now_time`."""
    given = tasks.filter(issued_on__lte=day)
    if day >= clock.today():
        known = given.annotate(
            now_state=F("state"),
            now_deadline=F("deadline"),
            now_submitted=F("submitted_on"),
            now_outcome=F("outcome"),
        )
    else:
        step = TaskStep.objects.filter(task=OuterRef("pk"), on__lte=day).order_by("-on", "-id")
        known = given.annotate(
            now_state=Subquery(step.values("state")[:1]),
            now_deadline=Subquery(step.values("deadline")[:1]),
            now_submitted=Subquery(step.values("submitted_on")[:1]),
            now_outcome=Subquery(step.values("outcome")[:1]),
        )
    return known.annotate(now_time=_time_state(day))


def _time_state(day: date) -> Case:
    """The rule `timing.time_state` in SQL; a test compares the two over every case."""
    soon = day + timedelta(days=standards.soon_days(day))
    return Case(
        When(now_state=WorkState.DONE.value, then=F("now_outcome")),
        When(now_state__in=STILL, then=Value("")),
        When(now_deadline__isnull=True, then=Value(TimeState.NO_DEADLINE.value)),
        When(
            Q(now_state=WorkState.AWAITING.value, now_submitted__lte=F("now_deadline")),
            then=Value(TimeState.IN_TIME.value),
        ),
        When(now_state=WorkState.AWAITING.value, then=Value(TimeState.OVERDUE.value)),
        When(now_deadline__lt=day, then=Value(TimeState.OVERDUE.value)),
        When(now_deadline__lte=soon, then=Value(TimeState.DUE_SOON.value)),
        default=Value(TimeState.IN_TIME.value),
        output_field=CharField(),
    )
