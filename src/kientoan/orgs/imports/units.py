"""Plan and carry out the import of a list of units: what would be added, changed and closed, and every fault with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.sheets import SheetError, Table, fault_in_words, in_order
from kientoan.core.sheets.messages import gettext_noop
from kientoan.orgs import actions
from kientoan.orgs.access import check_beside_sample
from kientoan.orgs.imports.shapes import Read
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import register
from kientoan.orgs.rules import overlay
from kientoan.orgs.rules.overlay import Given, SpanFault
from kientoan.orgs.rules.pack import Pack
from kientoan.orgs.rules.progress import Progress, no_progress
from kientoan.orgs.rules.spans import SpanRow

TOO_FEW = gettext_noop(
    "The list lacks %(missing)s of the %(known)s units that the register has below its top. "
    "If they ended, say that the list is whole (--whole); if it is only a part, say so (--partial)."
)
_MOST_MISSING = 0.1
_FEW = 10


@dataclass(slots=True)
class UnitsPlan:
    """What a list of units would do; `errors` empty means that it can be applied."""

    file: str
    shape: str
    added: list[SpanRow] = field(default_factory=list)
    changed: list[tuple[str, list[SpanRow], list[SpanRow]]] = field(default_factory=list)
    closed: list[tuple[SpanRow, date]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[SheetError] = field(default_factory=list)
    notes: list[SheetError] = field(default_factory=list)
    ignored_headers: list[str] = field(default_factory=list)
    before: Mapping[str, Sequence[SpanRow]] = field(default_factory=dict)
    spans: list[SpanRow] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether applying it would change the register."""
        return bool(self.added or self.changed or self.closed)


def plan_units(table: Table, read: Read, pack: Pack, *, shape: str, whole: bool | None) -> UnitsPlan:
    """Compare what the file states with the register. `whole`: units that the list lacks ended; None: decide by the list."""
    plan = UnitsPlan(table.file, shape, notes=table.notes, ignored_headers=table.ignored_headers)
    plan.errors = [*table.errors, *read.errors]
    faults = overlay.faults_of_days(read.given)
    by_code: dict[str, list[Given]] = {}
    for one in (*read.given, *read.unsure):
        by_code.setdefault(one.span.code, []).append(one)
    parents = {g.span.parent_code for given in by_code.values() for g in given if g.span.parent_code}
    known = register.spans_with_ancestors({*by_code, *parents})
    final = dict(known) | {
        code: overlay.overlay(known.get(code, ()), [one.span for one in given]) for code, given in by_code.items()
    }
    language = get_language() or "vi"
    if faults or plan.errors:
        rows = {fault.row for fault in faults}
        unsure = frozenset(one.span.code for one in (*read.unsure, *(g for g in read.given if g.row in rows)))
        every = [*read.given, *read.unsure]
        faults += overlay.faults_of_place(every, final, pack, language, unsure=unsure)
        if table.has("code") and None in table.column(
            "code"
        ):  # a code that cannot be read may be the one that is missed
            faults = [fault for fault in faults if fault.message_id != overlay.PARENT_UNKNOWN]
        plan.errors = in_order([*plan.errors, *_in_table(table, faults)])
        return plan
    lost = _missing(plan, read, by_code, final, whole=whole)
    last = {code: given[-1].row for code, given in by_code.items()}
    faults = overlay.faults_of_place(read.given, final, pack, language)
    faults += _faults_below(known, final, {**last, **dict.fromkeys(lost, 0)})
    plan.errors = in_order([*plan.errors, *_in_table(table, faults)])
    plan.before = {code: list(known.get(code, ())) for code in by_code} | lost
    _sum_up(plan, final, [*by_code])
    return plan


def _missing(
    plan: UnitsPlan, read: Read, by_code: dict[str, list[Given]], final: dict[str, list[SpanRow]], *, whole: bool | None
) -> dict[str, list[SpanRow]]:
    """Close what a list of a whole area lacks, and give their spans; many at once need the person's word."""
    if not read.whole_of or read.day is None or whole is False:
        return {}
    kinds = {one.span.kind for one in read.given}
    alive = [
        span
        for span in register.alive_below(read.whole_of, read.day)
        if span.kind in kinds and span.valid_from < read.day
    ]
    lost = [span for span in alive if span.code not in by_code]
    if whole is None and len(lost) > max(_FEW, _MOST_MISSING * len(alive)):
        place = Table(plan.file).place()
        plan.errors.append(fault_in_words(TOO_FEW, place, missing=len(lost), known=len(alive)))
        return {}
    before = register.spans_of(span.code for span in lost)
    for code, spans in before.items():
        final[code] = [
            replace(one, valid_to=min(overlay.end_of(one), read.day)) for one in spans if one.valid_from < read.day
        ]
    plan.closed += [(span, read.day) for span in lost]
    return before


def _faults_below(
    known: Mapping[str, list[SpanRow]], final: dict[str, list[SpanRow]], rows: dict[str, int]
) -> list[SpanFault]:
    shortened = {code: row for code, row in rows.items() if known.get(code) != final[code] or row == 0}
    below = register.spans_below(code for code in shortened if code in known or shortened[code] == 0)
    untouched = {span.code for span in below} - final.keys()
    for span in below:
        if span.code in untouched:
            final.setdefault(span.code, []).append(span)
    return overlay.faults_of_children(shortened, below, final)


def _in_table(table: Table, faults: Sequence[SpanFault]) -> list[SheetError]:
    """The faults as errors of the file, with the value that stands in the cell."""
    rows = {row.number: row for row in table.rows} if faults else {}
    errors = []
    for fault in faults:
        row = rows.get(fault.row)
        name = _present(table, fault.column)
        if row is None:
            errors.append(fault_in_words(fault.message_id, table.place(), **fault.params))
        else:
            errors.append(row.fault(name, fault.message_id, **fault.params))
    return errors


def _present(table: Table, name: str) -> str:
    """The column to point at: flat lists have the code of the parent under another name."""
    return next((one for one in (name, "code", "district_code", "commune_code") if table.has(one)), name)


def _sum_up(plan: UnitsPlan, final: Mapping[str, list[SpanRow]], codes: Sequence[str]) -> None:
    """Sort the units into added, changed, closed and unchanged, and keep the spans to write."""
    for code in codes:
        before, after = list(plan.before.get(code, ())), list(final[code])
        if not before:
            plan.added.append(after[-1])
            plan.spans += after
        elif before == after:
            plan.unchanged += 1
        elif _only_ends(before, after):
            plan.closed.append((before[-1], overlay.end_of(after[-1])))
        else:
            plan.changed.append((code, before, after))
            plan.spans += after


def refuse_beside_sample(plan: UnitsPlan) -> UnitsPlan:
    """The plan, unless it would bring real units into a register of sample data."""
    check_beside_sample(span.code for span in plan.added)
    return plan


def _only_ends(before: list[SpanRow], after: list[SpanRow]) -> bool:
    """Whether the only news is that the unit ends: then what it holds must be passed on too."""
    last = after[-1]
    return (
        before[-1].valid_to is None
        and last.valid_to is not None
        and [*after[:-1], replace(last, valid_to=None, closes_unit=False)] == before
    )


def apply_units(*, plan: UnitsPlan, by: User, reason: str = "", progress: Progress = no_progress) -> None:
    """Carry out the plan as one recorded action; refuses if it has faults or the register changed since it was made."""
    if plan.errors:
        raise Refused(_("The file has faults; nothing was changed."), errors=tuple(e.translate(_) for e in plan.errors))
    if not plan.changes_something:
        return
    refuse_beside_sample(plan)
    counts = {"added": len(plan.added), "changed": len(plan.changed), "closed": len(plan.closed)}
    with recorded("orgs.import_units", by=by, reason=reason, detail={"file": plan.file, **counts}):
        codes = list(plan.before)
        wait_for_other_imports()
        list(Unit.objects.select_for_update().filter(code__in=codes).order_by("pk"))
        if register.spans_of(codes) != {code: list(spans) for code, spans in plan.before.items() if spans}:
            raise Refused(_("The register has changed since the plan was made. Look at the plan again."))
        if plan.spans:
            actions.write_spans(rows=plan.spans, by=by, reason=reason, progress=progress)
        units = {unit.code: unit for unit in Unit.objects.filter(code__in=[span.code for span, _day in plan.closed])}
        closing = sorted(plan.closed, key=lambda one: (one[1], -_depth(one[0], plan)))
        for done, (span, day) in enumerate(closing, 1):
            actions.close_unit(unit=units[span.code], day=day, by=by, reason=reason)
            progress("close", done, len(closing))


def wait_for_other_imports() -> None:
    """Take the lock that one import at a time holds until its transaction ends: new units have no rows to lock yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orgs.import'))")


def _depth(span: SpanRow, plan: UnitsPlan) -> int:
    """How deep a closing unit stands among those that close with it: the lowest end first."""
    closing = {one.code: one for one, _day in plan.closed}
    depth, code = 0, span.parent_code
    while code in closing and depth < len(closing):
        depth, code = depth + 1, closing[code].parent_code
    return depth
