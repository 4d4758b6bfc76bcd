"""Plan and carry out a list of operations (merge, split, rename, move, close …), each with its day and decision.

The plan is the rehearsal: all operations run in a transaction that is taken back, so that a refusal is the action's own sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.sheets import Row, SheetError, Table, fault, fault_in_words, in_order
from kientoan.core.sheets.messages import gettext_noop
from kientoan.core.vietnamese import nfc
from kientoan.orgs import actions
from kientoan.orgs.actions import NewUnit
from kientoan.orgs.actions.laws import span_on
from kientoan.orgs.imports.shapes import faulty_cells
from kientoan.orgs.imports.units import wait_for_other_imports
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import pack, span_of
from kientoan.orgs.rules.handover import Held
from kientoan.orgs.rules.progress import Progress, no_progress

UNIT_UNKNOWN = gettext_noop("There is no unit with the code “%(value)s”.")
WORD_UNKNOWN = gettext_noop("“%(value)s” is not known on that day. Use a word of the office's own lists.")
REFUSED = gettext_noop("%(sentence)s")
_NAMING = ("from_code", "to_code", "parent_code")
_NEEDED = {
    "open": ("to_code", "name", "kind"),
    "rename": ("from_code", "name"),
    "change_kind": ("from_code", "kind"),
    "move": ("from_code", "to_code"),
    "merge": ("from_code", "to_code"),
    "split": ("from_code", "to_code", "share"),
    "close": ("from_code",),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: one row of the file, or the rows that say it together (a merger's old units, a split's parts)."""

    op: str
    day: date
    decision: str
    rows: tuple[Row, ...]
    dealt: tuple[Row, ...] = ()
    """The moves of the same day to the parts of a split: they say which part takes which unit below."""


@dataclass(slots=True)
class OperationsPlan:
    """What a list of operations would do; `errors` empty means that it can be applied."""

    file: str
    steps: list[Step] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)
    notes: list[SheetError] = field(default_factory=list)
    ignored_headers: list[str] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    shape: str = "operations"

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.steps)


def plan_operations(table: Table, by: User, progress: Progress = no_progress) -> OperationsPlan:
    """Read the steps and rehearse them; nothing stays of the rehearsal."""
    plan = OperationsPlan(table.file, notes=table.notes, ignored_headers=table.ignored_headers)
    plan.errors = [*table.errors, *_missing_values(table)]
    if plan.errors:
        plan.errors += _unknown_units(table)
    else:
        plan.steps = list(_steps(table))
        with transaction.atomic():
            plan.errors, plan.held = _run(plan.steps, by, progress)
            transaction.set_rollback(True)
    plan.errors = in_order(plan.errors)
    return plan


def apply_operations(
    *, plan: OperationsPlan, by: User, reason: str = "", progress: Progress = no_progress
) -> list[Held]:
    """Carry all steps out as one recorded action; one refusal takes everything back."""
    if plan.errors:
        raise Refused(_("The file has faults; nothing was changed."), errors=tuple(e.translate(_) for e in plan.errors))
    with recorded("orgs.import_operations", by=by, reason=reason, detail={"file": plan.file, "steps": len(plan.steps)}):
        wait_for_other_imports()
        errors, held = _run(plan.steps, by, progress)
        if errors:
            raise Refused(
                _("The register has changed since the plan was made; nothing was changed now."),
                errors=tuple(error.translate(_) for error in errors),
            )
    return held


def _unknown_units(table: Table) -> list[SheetError]:
    """Codes that neither the register nor another row of the file has, for a file that is too faulty to be rehearsed."""
    named = {name: [nfc(code or "") for code in table.column(name)] for name in _NAMING if table.has(name)}
    known = {
        *Unit.objects.filter(code__in={code for codes in named.values() for code in codes}).values_list(
            "code", flat=True
        )
    }
    made = {
        nfc(row["to_code"]) for row in table.rows if row["to_code"] and row["op"] in (None, "open", "merge", "split")
    }
    there = known | made
    return [
        row.fault(name, UNIT_UNKNOWN)
        for row in table.rows
        for name in ("from_code", "parent_code", *(["to_code"] if row["op"] == "move" else []))
        if row[name] and nfc(row[name]) not in there
    ]


def _missing_values(table: Table) -> list[SheetError]:
    errors, faulty = [], faulty_cells(table)
    for row in table.rows:
        needed = {"date", "op", *_NEEDED.get(row["op"] or "", ())} - faulty.get(row.number, set())
        errors += [fault("value_missing", row.at(name)) for name in sorted(needed) if row[name] in (None, "")]
    return errors


def _steps(table: Table) -> Iterator[Step]:
    """The steps in order of their days; the rows of one merger or one split stand together."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in table.rows:
        same = {"merge": row["to_code"], "split": row["from_code"]}.get(row["op"], row.number)
        groups.setdefault((row["date"], row["op"], nfc(str(same)), row["decision"]), []).append(row)
    splits = {
        (row["date"], nfc(row["to_code"])): key for key, rows in groups.items() if key[1] == "split" for row in rows
    }
    dealt: dict[tuple[object, ...], list[Row]] = {}
    for key, rows in groups.items():
        split = splits.get((rows[0]["date"], nfc(rows[0]["to_code"]))) if key[1] == "move" else None
        if split is not None:
            dealt.setdefault(split, []).append(rows[0])
    taken = {row.number for rows in dealt.values() for row in rows}
    for key, rows in sorted(groups.items(), key=lambda one: (one[1][0]["date"], one[1][0].number)):
        if rows[0].number not in taken:
            first = rows[0]
            yield Step(first["op"], first["date"], first["decision"], tuple(rows), tuple(dealt.get(key, ())))


def _run(steps: Sequence[Step], by: User, progress: Progress) -> tuple[list[SheetError], list[Held]]:
    """Do every step that can be done, each in a savepoint; the refusals of the others with their rows."""
    errors: list[SheetError] = []
    held: list[Held] = []
    for done, step in enumerate(steps, 1):
        first = step.rows[0]
        progress("steps", done, len(steps))
        try:
            with transaction.atomic():
                held += _DO[step.op](step, by)
        except _Unfit as unfit:
            errors.append(unfit.error)
        except Refused as refused:
            errors.append(fault_in_words(REFUSED, first.place, sentence=str(refused)))
    return errors, held


class _Unfit(Exception):
    """A cell of a step that names nothing."""

    def __init__(self, error: SheetError) -> None:
        super().__init__(str(error))
        self.error = error


def _unit(row: Row, name: str) -> Unit:
    unit = Unit.objects.filter(code=nfc(row[name])).first()
    if unit is None:
        raise _Unfit(row.fault(name, UNIT_UNKNOWN))
    return unit


def _kind(row: Row) -> str:
    kind = pack().kind_named(row["kind"], row["date"])
    if kind is None:
        raise _Unfit(row.fault("kind", WORD_UNKNOWN))
    return kind.code


def _sector(row: Row) -> str:
    sector = pack().sector_named(row["sector"], row["date"]) if row["sector"] else None
    if row["sector"] and sector is None:
        raise _Unfit(row.fault("sector", WORD_UNKNOWN))
    return sector.code if sector else ""


def _target(row: Row, old: Unit) -> Unit | NewUnit:
    """The unit that takes over: a known one, or a new one that resembles the old one where the row says no more."""
    code = nfc(row["to_code"])
    known = Unit.objects.filter(code=code).first()
    if known is not None:
        return known
    if not row["name"]:
        raise _Unfit(fault("value_missing", row.at("name")))
    like = span_on(old, row["date"])
    return NewUnit(
        code=code,
        name=row["name"],
        kind=_kind(row) if row["kind"] else like.kind,
        sector=_sector(row) if row["sector"] else like.sector,
        parent=_unit(row, "parent_code") if row["parent_code"] else like.parent,
    )


def _open(step: Step, by: User) -> list[Held]:
    row = step.rows[0]
    actions.open_unit(
        code=row["to_code"],
        name=row["name"],
        kind=_kind(row),
        sector=_sector(row),
        parent=_unit(row, "parent_code") if row["parent_code"] else None,
        day=step.day,
        decision=step.decision,
        by=by,
    )
    return []


def _rename(step: Step, by: User) -> list[Held]:
    row = step.rows[0]
    actions.rename_unit(unit=_unit(row, "from_code"), name=row["name"], day=step.day, decision=step.decision, by=by)
    return []


def _change_kind(step: Step, by: User) -> list[Held]:
    row = step.rows[0]
    sector = _sector(row) if row["sector"] else None
    unit = _unit(row, "from_code")
    actions.change_kind(unit=unit, kind=_kind(row), sector=sector, day=step.day, decision=step.decision, by=by)
    return []


def _move(step: Step, by: User) -> list[Held]:
    row = step.rows[0]
    unit, parent = _unit(row, "from_code"), _unit(row, "to_code")
    actions.move_unit(unit=unit, parent=parent, day=step.day, decision=step.decision, by=by)
    return []


def _close(step: Step, by: User) -> list[Held]:
    unit = _unit(step.rows[0], "from_code")
    return actions.close_unit(unit=unit, day=step.day, decision=step.decision, by=by)


def _merge(step: Step, by: User) -> list[Held]:
    olds = [_unit(row, "from_code") for row in step.rows]
    told = next((row for row in step.rows if row["name"]), step.rows[0])
    into = _target(told, olds[0])
    _new, held = actions.merge_units(olds=olds, into=into, day=step.day, decision=step.decision, by=by)
    return held


def _split(step: Step, by: User) -> list[Held]:
    old = _unit(step.rows[0], "from_code")
    parts = [(_target(row, old), Decimal(row["share"])) for row in step.rows]
    places = {nfc(row["to_code"]): number for number, row in enumerate(step.rows)}
    below = [row for row in step.dealt if _hangs_under(row, old)]
    children = {nfc(row["from_code"]): places[nfc(row["to_code"])] for row in below}
    _news, held = actions.split_unit(
        old=old, parts=parts, children=children, day=step.day, decision=step.decision, by=by
    )
    for row in step.dealt:
        if row not in below:
            held += _move(Step("move", step.day, row["decision"], (row,)), by)
    return held


def _hangs_under(row: Row, unit: Unit) -> bool:
    span = span_of(_unit(row, "from_code"), row["date"])
    return span is not None and span.parent_id == unit.pk


_DO = {
    "open": _open,
    "rename": _rename,
    "change_kind": _change_kind,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "close": _close,
}
