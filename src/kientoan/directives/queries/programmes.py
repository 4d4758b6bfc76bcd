"""Programmes of work as their pages and the API tell them: items with their origins, what carries them out, and where lists overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.vietnamese import fold
from kientoan.directives.models import Directive, Programme, ProgrammeItem, Task
from kientoan.directives.queries.lists import own_of
from kientoan.directives.rules.states import WorkState

FOUND, LATEST = 20, 5


@dataclass(frozen=True, slots=True)
class Line:
    """An item, the directives that belong to it (and those that the person may open), how far they are, where else they stand."""

    item: ProgrammeItem
    directives: tuple[Directive, ...]
    done: int
    tasks: int
    goes_on: bool
    elsewhere: tuple[ProgrammeItem, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do: every task is done, and none comes back."""
        return self.tasks > 0 and self.done == self.tasks and not self.goes_on


@dataclass(frozen=True, slots=True)
class Whole:
    """A programme's lines and which directives the person may open."""

    lines: tuple[Line, ...]
    seen: frozenset[int]


def whole_of(programme: Programme, user: User) -> Whole:
    """Every item of a programme: five statements, however many items there are."""
    rows = programme.items.select_related("directive").prefetch_related("reasons__directive", "reasons__document")
    items = list(rows)
    belongs = {item.pk: _directives(item) for item in items}
    keys = {one.pk for several in belongs.values() for one in several}
    states: dict[int, list[str]] = {}
    tasks = Task.objects.filter(directive__in=keys, issued_on__isnull=False).exclude(state=WorkState.WITHDRAWN)
    for directive, state in tasks.values_list("directive_id", "state"):
        states.setdefault(directive, []).append(state)
    elsewhere = _elsewhere(programme, keys, user)
    today = clock.today()
    lines = []
    for item in items:
        several = belongs[item.pk]
        known = [state for one in several for state in states.get(one.pk, ())]
        others = {other.pk: other for one in several for other in elsewhere.get(one.pk, ())}
        lines.append(
            Line(
                item,
                several,
                known.count(WorkState.DONE),
                len(known),
                any(one.every and (one.every_until is None or one.every_until > today) for one in several),
                tuple(others.values()),
            )
        )
    seen = frozenset(Directive.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return Whole(tuple(lines), seen)


def _directives(item: ProgrammeItem) -> tuple[Directive, ...]:
    found = [item.directive, *(reason.directive for reason in item.reasons.all())]
    return tuple({one.pk: one for one in found if one is not None}.values())


def _elsewhere(programme: Programme, keys: set[int], user: User) -> dict[int, list[ProgrammeItem]]:
    """Items of other programmes that the person sees, by the directive that they share."""
    if not keys:
        return {}
    rows = (
        ProgrammeItem.objects.filter(Q(directive__in=keys) | Q(reasons__directive__in=keys))
        .filter(programme__in=Programme.objects.visible_to(user))
        .exclude(programme=programme)
        .select_related("programme")
        .prefetch_related("reasons")
        .distinct()
    )
    found: dict[int, list[ProgrammeItem]] = {}
    for item in rows:
        for key in {item.directive_id, *(reason.directive_id for reason in item.reasons.all())} & keys:
            found.setdefault(key or 0, []).append(item)
    return found


def directives_like(user: User, text: str) -> Sequence[Directive]:
    """Directives that the person may see with every word, the latest first; without words, the latest."""
    found: QuerySet[Directive] = Directive.objects.visible_to(user).exclude(state="withdrawn")
    for word in fold(text).split():
        found = found.filter(search_key__contains=word)
    most = FOUND if text.strip() else LATEST
    return list(found.select_related("keeper", "document").order_by("-issued_on", "-pk")[:most])


def open_to(user: User) -> list[Programme]:
    """The programmes that the person may change, the latest first."""
    mine = own_of(user, clock.today()).gives
    found = Programme.objects.visible_to(user)
    return list((found if user.is_service else found.filter(keeper_id__in=mine))[:100])
