"""Merge and split: what moves is more than the tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs.access import check_beside_sample, check_change_units
from kientoan.orgs.actions.handover import pass_on
from kientoan.orgs.actions.laws import lawful, lock
from kientoan.orgs.actions.operations import change_from, check_place, end_unit, note, save_span
from kientoan.orgs.models import Lineage, Unit, UnitSpan
from kientoan.orgs.models.units import OperationKind
from kientoan.orgs.rules.handover import Held


@dataclass(frozen=True)
class NewUnit:
    """A unit that a reorganisation makes."""

    code: str
    name: str
    kind: str
    parent: Unit | None
    sector: str = ""


def merge_units(
    *,
    olds: Sequence[Unit],
    into: Unit | NewUnit,
    day: date,
    by: User,
    decision: str = "",
    version: int | None = None,
) -> tuple[Unit, list[Held]]:
    """Merge units into one, an old one or a new one; the others end on the day.

    What stood below the old units hangs under the one that stays. Figures stay on the old units;
    the lineage links them. A new unit of invented ones is invented too. Returns the unit and the hand-over record.
    """
    ending = [unit for unit in olds if unit != into]
    if len({u.pk for u in olds} | ({into.pk} if isinstance(into, Unit) else set())) < 2:
        raise Refused(_("A merger needs at least two different units."))
    twice = sorted({unit.code for unit in olds if olds.count(unit) > 1})
    if twice:
        raise Refused(_("A merger names each unit once; twice named: %(codes)s.") % {"codes": ", ".join(twice)})
    for unit in olds:
        check_change_units(by, unit)
    with recorded("orgs.merge_units", by=by, detail={"day": day.isoformat(), "decision": decision}) as action, lawful():
        lock([*olds, *([into] if isinstance(into, Unit) else [])], version=version)
        unit = into if isinstance(into, Unit) else _make(into, day, by, sample=all(old.is_sample for old in olds))
        held = []
        for old in ending:
            held += _give_way(old, unit, day, by)
        parts = [*ending, unit]
        operation = note(action, OperationKind.MERGE, day, decision, parts)
        Lineage.objects.bulk_create(Lineage(old=old, new=unit, day=day, operation=operation) for old in ending)
        action.note(
            olds=[old.code for old in ending], into=unit.code, held=[[h.kind, h.label, h.outcome] for h in held]
        )
    return unit, held


def split_unit(
    *,
    old: Unit,
    parts: Sequence[tuple[Unit | NewUnit, Decimal]],
    day: date,
    by: User,
    children: Mapping[str, int] | None = None,
    decision: str = "",
    version: int | None = None,
) -> tuple[list[Unit], list[Held]]:
    """Split a unit into several, with the share of each (together 1); the old one ends on the day.

    ``children`` says for each unit below (by code) the position of the part that takes it; all
    must be named. What the old unit still holds passes to the part with the largest share.
    """
    check_change_units(by, old)
    total = sum((share for _part, share in parts), Decimal(0))
    if len(parts) < 2 or total != 1:
        raise Refused(
            _("A split needs at least two parts whose shares add up to 1; these add up to %(total)s.")
            % {"total": total}
        )
    with recorded("orgs.split_unit", by=by, detail={"day": day.isoformat(), "decision": decision}) as action, lawful():
        lock([old], version=version)
        units = [
            part if isinstance(part, Unit) else _make(part, day, by, sample=old.is_sample) for part, _share in parts
        ]
        _deal_out(old, units, children or {}, day)
        largest = units[max(range(len(parts)), key=lambda i: parts[i][1])]
        held = _give_way(old, largest, day, by)
        operation = note(action, OperationKind.SPLIT, day, decision, [old, *units])
        Lineage.objects.bulk_create(
            Lineage(old=old, new=unit, day=day, share=share, operation=operation)
            for unit, (_part, share) in zip(units, parts, strict=True)
        )
        action.note(
            old=old.code,
            into=[[u.code, str(s)] for u, (_p, s) in zip(units, parts, strict=True)],
            held=[[h.kind, h.label, h.outcome] for h in held],
        )
    return units, held


def _make(new: NewUnit, day: date, by: User, *, sample: bool) -> Unit:
    if not sample:
        check_beside_sample([new.code])
    check_change_units(by, new.parent)
    if Unit.objects.filter(code=new.code).exists():
        raise Refused(_("The code %(code)s is already in use.") % {"code": new.code})
    check_place(new.kind, new.sector, new.parent, day)
    unit = Unit.objects.create(code=new.code, is_sample=sample)
    save_span(unit, DateRange(day, None), name=new.name, kind=new.kind, sector=new.sector, parent=new.parent)
    return unit


def _give_way(old: Unit, successor: Unit, day: date, by: User) -> list[Held]:
    """Hang what stands below the old unit under its successor, pass on what it holds, end it."""
    for child in _below(old, day):
        start = max(day, child.valid.lower or day)
        change_from(child, start, parent=successor)
    held = pass_on(old, successor, day, by)
    end_unit(old, day)
    return held


def _deal_out(old: Unit, units: list[Unit], children: Mapping[str, int], day: date) -> None:
    below = _below(old, day)
    unnamed = [child.unit.code for child in below if child.unit.code not in children]
    if unnamed:
        raise Refused(
            _("Say which part takes each unit below %(code)s; not said for: %(units)s.")
            % {"code": old.code, "units": ", ".join(unnamed)}
        )
    for child in below:
        change_from(child, max(day, child.valid.lower or day), parent=units[children[child.unit.code]])


def _below(unit: Unit, day: date) -> list[UnitSpan]:
    """Spans that hang under the unit on the day or later."""
    return list(
        UnitSpan.objects.filter(parent=unit, valid__endswith__isnull=True).select_related("unit", "parent")
        | UnitSpan.objects.filter(parent=unit, valid__endswith__gt=day).select_related("unit", "parent")
    )
