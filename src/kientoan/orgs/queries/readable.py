"""The record of the register as people read it: sentences, and what changed from what to what."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core import formats, narration
from kientoan.core.display import Change, Event
from kientoan.core.models import Action, ActionTarget
from kientoan.core.templatetags.formats import language
from kientoan.orgs.access import units_with
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.queries.labels import kind_label, role_word, sector_label
from kientoan.orgs.rules.roles import Right

SENTENCES: Mapping[str, Promise] = {
    "orgs.open_unit": gettext_lazy("Opened %(name)s (%(code)s) from %(day)s, decision %(decision)s"),
    "orgs.rename_unit": gettext_lazy("Renamed %(code)s from %(day)s, decision %(decision)s"),
    "orgs.change_kind": gettext_lazy("Changed the kind of %(name)s (%(code)s) from %(day)s, decision %(decision)s"),
    "orgs.move_unit": gettext_lazy("Moved %(name)s (%(code)s) from %(day)s, decision %(decision)s"),
    "orgs.close_unit": gettext_lazy("Closed %(name)s (%(code)s) from %(day)s, decision %(decision)s"),
    "orgs.merge_units": gettext_lazy("Merged %(olds)s into %(into)s from %(day)s, decision %(decision)s"),
    "orgs.split_unit": gettext_lazy("Divided %(old)s from %(day)s, decision %(decision)s"),
    "orgs.write_spans": gettext_lazy("Took over a list: %(units)s new units, %(spans)s lines, %(replaced)s replaced"),
    "orgs.start_list": gettext_lazy("Brought the list %(file)s to be checked"),
    "orgs.ask_list": gettext_lazy("Had the list %(file)s carried out"),
    "orgs.import_units": gettext_lazy(
        "Carried out the list %(file)s: %(added)s units added, %(changed)s changed, %(closed)s closed"
    ),
    "orgs.import_operations": gettext_lazy("Carried out the list of operations %(file)s: %(steps)s operations"),
    "orgs.open_body": gettext_lazy("Opened the body %(name)s"),
    "orgs.end_body": gettext_lazy("Ended the body %(name)s"),
    "orgs.give_grant": gettext_lazy("Gave someone a role (%(role)s)"),
    "orgs.end_grant": gettext_lazy("Ended someone's role"),
    "orgs.make_portfolio": gettext_lazy("Made the portfolio %(name)s"),
    "orgs.admit": gettext_lazy("Made %(count)s accounts with their roles"),
    "orgs.export_units": gettext_lazy("Exported the list of units (%(format)s)"),
    "accounts.choose_password": gettext_lazy("Chose a new password"),
    "accounts.hand_out_code": gettext_lazy("Handed out a one-time code"),
}
LIMIT = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A span as an event of the row history keeps it."""

    key: int
    valid: Any
    name: str
    kind: str
    sector: str
    parent_id: int | None

    def holds(self, day: date) -> bool:
        """Whether it held on the day."""
        return (self.valid.lower is None or self.valid.lower <= day) and (
            self.valid.upper is None or day < self.valid.upper
        )


@dataclass(slots=True)
class _Told:
    """The pieces of one unit before and after each action."""

    before: dict[uuid.UUID, list[Piece]]
    after: dict[uuid.UUID, list[Piece]]


def _events(unit_ids: Iterable[int]) -> QuerySet[Any]:
    model = UnitSpan.pgh_event_model  # type: ignore[attr-defined]
    events: QuerySet[Any] = model.objects.filter(unit_id__in=list(unit_ids)).order_by("pgh_id")
    return events


def _told(unit_ids: Iterable[int]) -> dict[int, _Told]:
    """Walk the row history of units once and keep what they were before and after each action."""
    now: dict[int, dict[int, Piece]] = {}
    told: dict[int, _Told] = {}
    rows = _events(unit_ids).values_list(
        "unit_id", "pgh_context_id", "pgh_label", "pgh_obj_id", "valid", "name", "kind", "sector", "parent_id"
    )
    for unit_id, action, label, key, valid, name, kind, sector, parent_id in rows:
        pieces = now.setdefault(unit_id, {})
        story = told.setdefault(unit_id, _Told({}, {}))
        story.before.setdefault(action, list(pieces.values()))
        if label.startswith("delete"):
            pieces.pop(key, None)
        else:
            pieces[key] = Piece(key, valid, name, kind, sector, parent_id)
        story.after[action] = list(pieces.values())
    return told


def _at(pieces: list[Piece], day: date) -> Piece | None:
    return next((piece for piece in pieces if piece.holds(day)), None)


def _changes(before: list[Piece], after: list[Piece], names: Mapping[int, str]) -> list[Change]:
    """What differs on any day on which something begins or ends."""
    days = {edge for piece in (*before, *after) for edge in (piece.valid.lower, piece.valid.upper) if edge}
    found: list[Change] = []
    for day in sorted(days):
        old, new = _at(before, day), _at(after, day)
        for change in _differences(old, new, day, names):
            if change not in found:
                found.append(change)
    return found


def _differences(old: Piece | None, new: Piece | None, day: date, names: Mapping[int, str]) -> list[Change]:
    at = formats.day_short(day, language())
    if old is None or new is None:
        if old is None and new is None:
            return []
        there, gone = _("exists"), _("does not exist")
        return [Change(_("On %(day)s") % {"day": at}, there if old else gone, there if new else gone)]
    pairs = (
        (_("Name"), old.name, new.name),
        (_("Kind"), kind_label(old.kind, day), kind_label(new.kind, day)),
        (_("Sector"), sector_label(old.sector, day), sector_label(new.sector, day)),
        (_("Directly under"), names.get(old.parent_id or 0, "–"), names.get(new.parent_id or 0, "–")),
    )
    return [Change(field, before, after) for field, before, after in pairs if before != after]


def _parent_names(told: Mapping[int, _Told]) -> dict[int, str]:
    ids = {
        piece.parent_id
        for story in told.values()
        for pieces in (*story.before.values(), *story.after.values())
        for piece in pieces
        if piece.parent_id
    }
    rows = UnitSpan.objects.filter(unit_id__in=ids).order_by("valid").values_list("unit_id", "name", "unit__code")
    return {unit_id: f"{name} ({code})" for unit_id, name, code in rows}


def event_of(action: Action, changes: Iterable[Change] = (), url: str = "") -> Event:
    """An action of the record as a line of a history."""
    detail = dict(action.detail)
    if isinstance(detail.get("day"), str):
        detail["day"] = formats.day_short(date.fromisoformat(detail["day"]), language())
    if isinstance(detail.get("role"), str):
        detail["role"] = role_word(detail["role"])
    told = Action(verb=action.verb, detail=detail)
    return Event(
        action.at,
        narration.sentence_of(told),
        narration.who_did(action),
        action.reason,
        url,
        tuple(changes),
    )


def history_of(unit: Unit, *, limit: int = LIMIT) -> list[tuple[Action, Event]]:
    """What was done to a unit, newest first, with what it changed; imported lists included."""
    told = _told([unit.pk])
    story = told.get(unit.pk, _Told({}, {}))
    actions = (
        Action.objects.filter(
            Q(targets__model=unit._meta.label_lower, targets__key=unit.pk) | Q(pk__in=list(story.after))
        )
        .select_related("by")
        .distinct()
        .order_by("-at", "id")[:limit]
    )
    names = _parent_names(told)
    return [
        (action, event_of(action, _changes(story.before.get(action.pk, []), story.after.get(action.pk, []), names)))
        for action in actions
    ]


def record_of(
    user: User, *, unit: Unit | None = None, since: date | None = None, until: date | None = None, verb: str = ""
) -> QuerySet[Action]:
    """What was done to the units whose record the user may read (or to one of them), newest first; lists brought in included."""
    within = units_with(user, Right.READ_RECORD)
    if unit is not None:
        within = within.filter(pk=unit.pk)
    about = ActionTarget.objects.filter(
        action=OuterRef("pk"), model=Unit._meta.label_lower, key__in=within.values("pk")
    )
    events = UnitSpan.pgh_event_model  # type: ignore[attr-defined]
    touched = events.objects.filter(pgh_context_id=OuterRef("pk"), unit_id__in=within.values("pk"))
    actions = Action.objects.filter(verb=verb) if verb else Action.objects.filter(verb__startswith="orgs.")
    if since is not None:
        actions = actions.filter(at__date__gte=since)
    if until is not None:
        actions = actions.filter(at__date__lt=until)
    return actions.filter(Exists(about) | Exists(touched), verb__startswith="orgs.").select_related("by")


@dataclass(frozen=True, slots=True)
class UnitChanged:
    """What an action changed in one unit."""

    unit_id: int
    code: str
    name: str
    changes: tuple[Change, ...]


def changed_by(action_id: uuid.UUID, *, limit: int = LIMIT) -> tuple[int, list[UnitChanged]]:
    """How many units an action changed, and what it changed in the first of them."""
    model = UnitSpan.pgh_event_model  # type: ignore[attr-defined]
    ids = model.objects.filter(pgh_context_id=action_id).values_list("unit_id", flat=True).distinct()
    units = list(Unit.objects.filter(pk__in=ids).order_by("code")[: limit + 1])
    count = len(units) if len(units) <= limit else len(set(ids))
    units = units[:limit]
    told = _told([unit.pk for unit in units])
    names = _parent_names(told)
    found = []
    for unit in units:
        story = told[unit.pk]
        before, after = story.before.get(action_id, []), story.after.get(action_id, [])
        name = (after or before)[-1].name if after or before else unit.code
        found.append(UnitChanged(unit.pk, unit.code, name, tuple(_changes(before, after, names))))
    return count, found
