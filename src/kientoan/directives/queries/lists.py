"""Lists of tasks over all that a person may see: mine to do, mine to accept, late, coming, all; with their filters."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.vietnamese import fold
from kientoan.directives.models import Extension, HandBack, Task
from kientoan.directives.queries import standards
from kientoan.directives.queries.standing import LIVE_VALUES, StandingTasks, standing_on
from kientoan.directives.rules.states import WorkState
from kientoan.directives.rules.timing import TimeState
from kientoan.directives.rules.words import Answer
from kientoan.orgs.models import Grant, Unit, UnitSpan, held, scope
from kientoan.orgs.rules.roles import Right, roles_with
from kientoan.people.models import Holding

MINE, ACCEPT, WATCH, LATE, COMING, OPEN, ALL = "mine", "accept", "watch", "late", "coming", "open", "all"
KINDS = (MINE, ACCEPT, WATCH, LATE, COMING, OPEN, ALL)
TO_DO = tuple(sorted({WorkState.NOT_STARTED.value, WorkState.UNDER_WAY.value, WorkState.REDO.value}))
ORDERS: dict[str, tuple[Any, ...]] = {
    "deadline": (F("now_deadline").asc(nulls_last=True), "pk"),
    "-deadline": (F("now_deadline").desc(nulls_last=True), "-pk"),
    "given": ("issued_on", "pk"),
    "-given": ("-issued_on", "-pk"),
    "title": ("directive__search_key", "pk"),
    "-title": ("-directive__search_key", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of tasks is narrowed to."""

    kind: str = OPEN
    text: str = ""
    state: str = ""
    time: str = ""
    under: Unit | None = None
    keeper: Unit | None = None
    key_only: bool = False
    document: int | None = None
    order: str = "deadline"


@dataclass(frozen=True, slots=True)
class Own:
    """What is a person's own on a day: units for which he or she answers tasks, units that give them; whether to export."""

    answers: frozenset[int]
    gives: frozenset[int]
    exports: bool


def own_of(user: User, day: date) -> Own:
    """What grants of the day name themselves (or their portfolio)."""
    rows = _grants(user, day)

    def units(right: Right) -> frozenset[int]:
        roles = {role.value for role in roles_with(right)}
        return frozenset(one for role, *ids in rows if role in roles for one in ids if one is not None)

    exporting = {role.value for role in roles_with(Right.EXPORT)}
    exports = user.is_service or any(role in exporting for role, *_ids in rows)
    return Own(units(Right.ANSWER_TASKS), units(Right.GIVE_TASKS), exports)


def _grants(user: User, day: date) -> list[tuple[str, int | None, int | None]]:
    """The role of each grant of the day with its unit and a unit of its portfolio; of today, what the request knows already."""
    held_today = held.grants_of(user) if day == clock.today() else ()
    if held_today and all(one.portfolio_id is None for one in held_today):
        return [(one.role.value, one.unit_id, None) for one in held_today]
    grants = Grant.objects.as_of(day).filter(user_id=user.pk)
    return list(grants.values_list("role", "unit_id", "portfolio__units__pk"))


def _mine(own: Own, user: User, day: date) -> Q:
    """What is mine to do: led by a unit that is mine, or answered for or advised on by a post that I hold."""
    held = Holding.objects.filter(person__account_id=user.pk, valid__contains=day).values("post_id")
    found = Q(lead_id__in=own.answers) | Q(accountable_id__in=held) | Q(adviser_id__in=held)
    return found & Q(now_state__in=TO_DO)


def _to_accept(own: Own) -> Q:
    """What waits for my decision: sent in, or something asked for, of a task that my unit gave."""
    asked = Q(answer=Answer.ASKED)
    waiting = (
        Q(now_state=WorkState.AWAITING)
        | Q(pk__in=Extension.objects.filter(asked).values("task_id"))
        | Q(pk__in=HandBack.objects.filter(asked).values("task_id"))
    )
    return Q(now_state__in=LIVE_VALUES, keeper_id__in=own.gives) & waiting


def _conditions(own: Own, user: User, day: date) -> dict[str, Q]:
    """What each list holds, as a condition on a standing task."""
    live = Q(now_state__in=LIVE_VALUES)
    until = day + timedelta(days=standards.coming_days(day))
    return {
        MINE: _mine(own, user, day),
        ACCEPT: _to_accept(own),
        WATCH: live & Q(directive__watcher_id=user.pk),
        LATE: live & Q(now_time=TimeState.OVERDUE),
        COMING: live & Q(now_deadline__gte=day, now_deadline__lte=until),
        OPEN: live,
        ALL: Q(),
    }


def tasks_for(user: User, wanted: Wanted, day: date, own: Own | None = None) -> StandingTasks:
    """The tasks of a list as of a day, in its order, with `lead_name` and `keeper_name` as the units were last called."""
    own = own or own_of(user, day)
    found = standing_on(Task.objects.visible_to(user), day).filter(_conditions(own, user, day)[wanted.kind])
    if wanted.under is not None:
        found = scope.cut(found, "lead_id", scope.of_branch(wanted.under.pk, day))
    if wanted.keeper is not None:
        found = found.filter(keeper=wanted.keeper)
    if wanted.state:
        found = found.filter(now_state=wanted.state)
    if wanted.time:
        found = found.filter(now_time=wanted.time)
    if wanted.key_only:
        found = found.filter(directive__is_key=True)
    if wanted.document is not None:
        found = found.filter(directive__document_id=wanted.document)
    for word in fold(wanted.text).split():
        found = found.filter(directive__search_key__contains=word)
    named = found.annotate(lead_name=_name_of("lead_id", day), keeper_name=_name_of("keeper_id", day))
    return named.select_related("directive", "lead", "keeper").order_by(*ORDERS.get(wanted.order, ORDERS["deadline"]))


def _name_of(column: str, day: date) -> Subquery:
    spans = UnitSpan.objects.filter(unit_id=OuterRef(column), valid__startswith__lte=day).order_by("-valid")
    return Subquery(spans.values("name")[:1])


def counts_of(user: User, day: date, under: Unit | None, own: Own) -> dict[str, int]:
    """How many tasks each list holds, for its tab: one pass over all that the person may see."""
    seen = standing_on(Task.objects.visible_to(user), day)
    if under is not None:
        seen = scope.cut(seen, "lead_id", scope.of_branch(under.pk, day))
    conditions = _conditions(own, user, day)
    counts = {kind: Count("pk", filter=condition or None) for kind, condition in conditions.items()}
    found: dict[str, int] = seen.order_by().aggregate(**counts)
    return found


def states_of(user: User, day: date, under: Unit | None) -> dict[str, int]:
    """How many tasks stand in each state."""
    seen = standing_on(Task.objects.visible_to(user), day)
    if under is not None:
        seen = scope.cut(seen, "lead_id", scope.of_branch(under.pk, day))
    return dict(seen.order_by().values_list("now_state").annotate(count=Count("pk")))
