"""An operation tried out and taken back, so that a person sees what it would do before doing it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from kientoan.core.display import Event
from kientoan.core.models import Action
from kientoan.orgs.queries.readable import UnitChanged, changed_by, event_of


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an operation would write: its sentence, what changes in which units, what is handed over."""

    event: Event
    count: int
    units: tuple[UnitChanged, ...]
    held: tuple[tuple[str, str, str], ...]


class _TakenBack(Exception):
    pass


def rehearse(work: Callable[[], object], verb: str) -> Rehearsal:
    """Do the work, note what it did under this verb, and take all of it back; a refusal is raised as it would be."""
    seen: list[Rehearsal] = []
    try:
        with transaction.atomic():
            known = set(Action.objects.filter(verb=verb).values_list("pk", flat=True).order_by("-at")[:50])
            work()
            action = Action.objects.filter(verb=verb).exclude(pk__in=known).select_related("by").order_by("-at").first()
            if action is None:
                raise LookupError(verb)
            count, units = changed_by(action.pk)
            held = tuple((kind, label, outcome or "") for kind, label, outcome in action.detail.get("held") or [])
            seen.append(Rehearsal(event_of(action), count, tuple(units), held))
            raise _TakenBack
    except _TakenBack:
        return seen[0]
