"""Operations on one unit, each with its day and the number of its decision."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import Recording, recorded
from kientoan.core.vietnamese import accent_key, fold, nfc, sort_key
from kientoan.orgs.access import check_beside_sample, check_change_units, check_open_root
from kientoan.orgs.actions.handover import pass_on
from kientoan.orgs.actions.laws import lawful, lock, span_on
from kientoan.orgs.models import Operation, Unit, UnitSpan
from kientoan.orgs.models.units import OperationKind, OperationUnit
from kientoan.orgs.queries import pack
from kientoan.orgs.rules.handover import Held


def open_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    day: date,
    by: User,
    sector: str = "",
    decision: str = "",
    sample: bool = False,
) -> Unit:
    """Open a unit under another from a day on; refuses a used code and a kind that may not stand there."""
    if parent is None:
        check_open_root(by)
    else:
        check_change_units(by, parent)
    code = nfc(code).strip()
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("The code %(code)s is already in use.") % {"code": code})
    if not sample:
        check_beside_sample([code])
    check_place(kind, sector, parent, day)
    with recorded("orgs.open_unit", by=by, detail={"day": day.isoformat(), "decision": decision}) as action, lawful():
        unit = Unit.objects.create(code=code, is_sample=sample)
        save_span(unit, DateRange(day, None), name=name, kind=kind, sector=sector, parent=parent)
        note(action, OperationKind.OPEN, day, decision, [unit])
        action.note(code=code, name=name)
    return unit


def rename_unit(*, unit: Unit, name: str, day: date, by: User, decision: str = "", version: int | None = None) -> Unit:
    """Give a unit another name from a day on; the old name stays for the days before."""
    check_change_units(by, unit)
    with recorded("orgs.rename_unit", by=by, detail={"day": day.isoformat(), "decision": decision}) as action, lawful():
        lock([unit], version=version)
        span = span_on(unit, day)
        action.note(code=unit.code, before=span.name, after=name)
        change_from(span, day, name=name)
        note(action, OperationKind.RENAME, day, decision, [unit])
    return unit


def change_kind(
    *,
    unit: Unit,
    kind: str,
    day: date,
    by: User,
    sector: str | None = None,
    decision: str = "",
    version: int | None = None,
) -> Unit:
    """Change what a unit is (a commune becomes a ward, a cell a committee) from a day on."""
    check_change_units(by, unit)
    with recorded("orgs.change_kind", by=by, detail={"day": day.isoformat(), "decision": decision}) as action, lawful():
        lock([unit], version=version)
        span = span_on(unit, day)
        sector = span.sector if sector is None else sector
        check_place(kind, sector, span.parent, day)
        action.note(code=unit.code, name=span.name, before=[span.kind, span.sector], after=[kind, sector])
        change_from(span, day, kind=kind, sector=sector)
        note(action, OperationKind.CHANGE_KIND, day, decision, [unit])
    return unit


def move_unit(*, unit: Unit, parent: Unit, day: date, by: User, decision: str = "", version: int | None = None) -> Unit:
    """Hang a unit under another from a day on; both the unit and the new parent must be within reach."""
    check_change_units(by, unit)
    check_change_units(by, parent)
    with recorded("orgs.move_unit", by=by, detail={"day": day.isoformat(), "decision": decision}) as action, lawful():
        lock([unit, parent], version=version)
        span = span_on(unit, day)
        check_place(span.kind, span.sector, parent, day)
        before = span.parent.code if span.parent else None
        action.note(code=unit.code, name=span.name, before=before, after=parent.code)
        change_from(span, day, parent=parent)
        note(action, OperationKind.MOVE, day, decision, [unit, parent])
    return unit


def close_unit(
    *, unit: Unit, day: date, by: User, decision: str = "", reason: str = "", version: int | None = None
) -> list[Held]:
    """End a unit without a successor; ``day`` is the first day on which it no longer exists.

    Whatever it still holds ends with it; the list returned is the hand-over record.
    """
    check_change_units(by, unit)
    with (
        recorded(
            "orgs.close_unit", by=by, reason=reason, detail={"day": day.isoformat(), "decision": decision}
        ) as action,
        lawful(),
    ):
        lock([unit], version=version)
        span = end_unit(unit, day)
        held = pass_on(unit, None, day, by)
        action.note(code=unit.code, name=span.name, held=[[h.kind, h.label, h.outcome] for h in held])
        note(action, OperationKind.CLOSE, day, decision, [unit])
    return held


# --- parts shared with reorganisation ------------------------------------------------------------


def check_place(kind: str, sector: str, parent: Unit | None, day: date) -> None:
    """Refuse a kind that may not stand there, or a sector that the kind cannot have, as of the day."""
    words = pack()
    found = words.kind(kind, day)
    if found is None:
        raise Refused(
            _("There is no kind “%(kind)s” on %(day)s. Kinds: %(kinds)s.")
            % {"kind": kind, "day": f"{day:%d/%m/%Y}", "kinds": ", ".join(k.code for k in words.kinds_at(day))}
        )
    if sector and not words.may_have_sector(kind, sector, day):
        raise Refused(
            _("A unit of kind “%(kind)s” cannot be of the sector “%(sector)s”.") % {"kind": found.vi, "sector": sector}
        )
    parent_kind = span_on(parent, day).kind if parent is not None else None
    if not words.may_stand_under(kind, parent_kind, day):
        allowed = ", ".join(k.vi for k in words.parents_of(kind, day)) or _("nothing: it is the top of a tree")
        raise Refused(
            _("A unit of kind “%(kind)s” cannot stand there. It may stand under: %(allowed)s.")
            % {"kind": found.vi, "allowed": allowed}
        )


def save_span(unit: Unit, valid: DateRange, *, name: str, kind: str, sector: str, parent: Unit | None) -> UnitSpan:
    """Write a span with its keys for searching and sorting."""
    name = nfc(name).strip()
    if not name:
        raise Refused(_("A unit needs a name."))
    return UnitSpan.objects.create(
        unit=unit,
        valid=valid,
        name=name,
        kind=kind,
        sector=sector,
        parent=parent,
        search_key=fold(name),
        accent_key=accent_key(name),
        sort_key=sort_key(name),
    )


def change_from(span: UnitSpan, day: date, **changes: object) -> UnitSpan:
    """Let the changes hold from the day until the span's end; the days before stay as they were."""
    values = {
        "name": span.name,
        "kind": span.kind,
        "sector": span.sector,
        "parent": span.parent,
        **changes,
    }
    end, closes = span.valid.upper, span.closes_unit
    if span.valid.lower == day:
        span.delete()
    else:
        span.valid = DateRange(span.valid.lower, day)
        span.closes_unit = False
        span.save(update_fields=["valid", "closes_unit"])
    new = save_span(span.unit, DateRange(day, end), **values)  # type: ignore[arg-type]
    if closes:
        new.closes_unit = True
        new.save(update_fields=["closes_unit"])
    return new


def end_unit(unit: Unit, day: date) -> UnitSpan:
    """Let the unit exist no longer from the day on; refuses while spans lie after it or on its first day."""
    span = unit.spans.order_by("-valid").first()
    if span is None or (span.valid.upper is not None and span.valid.upper <= day):
        raise Refused(_("%(code)s does not exist on %(day)s.") % {"code": unit.code, "day": f"{day:%d/%m/%Y}"})
    if span.valid.lower is not None and span.valid.lower >= day:
        raise Refused(
            _("%(code)s changes on %(day)s or later; it cannot end before that.")
            % {"code": unit.code, "day": f"{span.valid.lower:%d/%m/%Y}"}
        )
    span.valid = DateRange(span.valid.lower, day)
    span.closes_unit = True
    span.save(update_fields=["valid", "closes_unit"])
    return span


def note(action: Recording, kind: OperationKind, day: date, decision: str, units: list[Unit]) -> Operation:
    """Keep the operation beside the units that took part."""
    operation = Operation.objects.create(kind=kind, day=day, decision=decision)
    OperationUnit.objects.bulk_create(OperationUnit(operation=operation, unit=unit) for unit in units)
    action.about(*units)
    action.note(operation=operation.pk)
    return operation
