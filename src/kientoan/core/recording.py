"""Nothing is silently changed: every write stands inside `recorded`.

    with recorded("orgs.rename_unit", by=user, on=[unit], reason=reason) as action:
        span.save()

One transaction; one `Action`; the row history that the database keeps of tracked tables bears the
action's id in a NOT NULL column, so a write outside of an action fails in the database.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pghistory
from django.db import connection, models, transaction
from django.db.models import Q

from kientoan.core import clock
from kientoan.core.models import Action, ActionTarget

_CONTEXT = "pghistory.context_id"


class NotRecorded(RuntimeError):
    """A detail was added to an action that has already ended."""


@dataclass
class Recording:
    """The action under way: add what it turns out to be about, and its particulars."""

    id: uuid.UUID
    verb: str
    at: datetime
    detail: dict[str, Any]
    things: list[models.Model] = field(default_factory=list)
    ended: bool = False

    def about(self, *things: models.Model) -> None:
        """Say that the action concerns these saved things; their pages will show it."""
        if self.ended:
            raise NotRecorded(self.verb)
        self.things.extend(things)

    def note(self, **particulars: object) -> None:
        """Add particulars (JSON values) that the readable sentence will use."""
        if self.ended:
            raise NotRecorded(self.verb)
        self.detail.update(particulars)


@contextmanager
def recorded(
    verb: str,
    *,
    by: models.Model | None,
    on: Iterable[models.Model] = (),
    reason: str = "",
    detail: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> Iterator[Recording]:
    """Do one thing in one transaction and record it.

    ``verb`` is ``domain.name_of_the_action``; ``by`` the user, None only for the system itself.
    An action inside an action bears the outer one's id as its parent. If the block raises,
    nothing is left: neither the change nor the record.
    """
    action = Recording(
        id=uuid.uuid4(),
        verb=verb,
        at=at or clock.now(),
        detail=dict(detail or {}),
        things=list(on),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [_CONTEXT])
        outer = cursor.fetchone()[0] or ""
        _enter(cursor, str(action.id))
        yield action
        action.ended = True
        _write(action, by=by, reason=reason, parent=outer)
        _enter(cursor, outer)


def _enter(cursor: Any, context: str) -> None:
    cursor.execute("SELECT set_config(%s, %s, true)", [_CONTEXT, context])


def _write(action: Recording, *, by: models.Model | None, reason: str, parent: str) -> None:
    Action.objects.create(
        id=action.id,
        verb=action.verb,
        by_id=by.pk if by is not None else None,
        at=action.at,
        reason=reason,
        detail=action.detail,
        parent=uuid.UUID(parent) if parent else None,
    )
    targets = {(thing._meta.label_lower, thing.pk) for thing in action.things}
    ActionTarget.objects.bulk_create(
        ActionTarget(action_id=action.id, model=label, key=key) for label, key in sorted(targets)
    )


def tracked(*, exclude: Iterable[str] = ()):  # type: ignore[no-untyped-def]
    """Keep the row history of a model, in the same transaction, tied to the action.

    ``exclude`` must name every personal field (a repository test compares with the model's
    ``privacy``): personal values stand outside of the history and of the hash chain.
    """

    def track(model: type[models.Model]) -> type[models.Model]:
        pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude) or None,
            append_only=False,
        )(model)
        return model

    return track


def current_action_id() -> uuid.UUID | None:
    """Id of the action under way in this transaction, for ledgers that bear it themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [_CONTEXT])
        value = cursor.fetchone()[0]
    return uuid.UUID(value) if value else None


def actions_about(*things: models.Model) -> models.QuerySet[Action]:
    """The actions that concern any of these things, newest first."""
    wanted = Q()
    for thing in things:
        wanted |= Q(targets__model=thing._meta.label_lower, targets__key=thing.pk)
    if not wanted:
        return Action.objects.none()
    return Action.objects.filter(wanted).select_related("by").distinct().order_by("-at", "id")
