"""A plan as plain values for a page, and the work of the queue on a long list."""

import zipfile
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kientoan.core import formats
from kientoan.core.access import Refused
from kientoan.core.sheets import SheetError
from kientoan.core.templatetags.formats import language
from kientoan.orgs import imports
from kientoan.orgs.actions import lists
from kientoan.orgs.imports import kept
from kientoan.orgs.models import ListRun
from kientoan.orgs.rules.progress import Progress, no_progress
from kientoan.orgs.rules.spans import SpanRow

MANY = 2_000
"""Rows above which a list is planned and carried out by the queue, not while the page waits."""
OLD_BYTES = 200_000
"""An .xls of this size is taken as long: its rows cannot be counted without reading it."""
SHOWN = 200
MOST_FAULTS = 5_000
_PIECE = 1 << 16
_MOST_BYTES = 64 << 20
_ROW_MARKS = (b"<row", b"<table:table-row")


def is_long(raw: bytes) -> bool:
    """Whether a file has more rows than a page waits for; looked at without reading any cell."""
    if raw[:2] == b"PK":
        return _packed_rows(raw) > MANY
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        return len(raw) >= OLD_BYTES
    return max(raw.count(b"\n"), raw.count(b"\r")) > MANY


def _packed_rows(raw: bytes) -> int:
    """Rows of an .xlsx or .ods, counted until they are many; what cannot be unpacked has none, its fault is told later."""
    rows = taken = 0
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            for name in (name for name in archive.namelist() if "sheet" in name or name == "content.xml"):
                with archive.open(name) as part:
                    while (piece := part.read(_PIECE)) and rows <= MANY:
                        taken += len(piece)
                        rows += sum(piece.count(mark) for mark in _ROW_MARKS)
                        if taken > _MOST_BYTES:
                            return MANY + 1
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return 0
    return rows


def told(plan: imports.UnitsPlan | imports.OperationsPlan) -> dict[str, Any]:
    """What a plan says, as JSON values in the reader's language; codes of what happens stay codes."""
    rows = _rows(plan)
    return {
        "shape": plan.shape,
        "changes_something": plan.changes_something,
        "counts": _counts(plan),
        "rows": [list(row) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "errors": len(plan.errors),
        "faults": [_fault(one) for one in plan.errors[:MOST_FAULTS]],
        "notes": [note.translate(_) for note in plan.notes[:50]],
        "ignored_headers": list(plan.ignored_headers),
        "seen": "" if plan.errors else kept.state_of(plan),
    }


def _counts(plan: imports.UnitsPlan | imports.OperationsPlan) -> dict[str, int]:
    if isinstance(plan, imports.OperationsPlan):
        return {"operations": len(plan.steps)}
    return {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "closed": len(plan.closed),
        "unchanged": plan.unchanged,
    }


def _rows(plan: imports.UnitsPlan | imports.OperationsPlan) -> list[tuple[str, str, str]]:
    """What happens (a code), to which unit, in words."""
    if isinstance(plan, imports.OperationsPlan):
        return [
            (
                step.op,
                ", ".join(dict.fromkeys(row["from_code"] or row["to_code"] or "" for row in step.rows)),
                f"{formats.day_short(step.day, language())} {step.decision}",
            )
            for step in plan.steps
        ]
    rows = [("added", span.code, _span(span)) for span in plan.added]
    rows += [("changed", code, f"{_span(before[-1])} → {_span(after[-1])}") for code, before, after in plan.changed]
    rows += [("closed", span.code, f"{span.name} ({formats.day_short(day, language())})") for span, day in plan.closed]
    return rows


def _span(span: SpanRow) -> str:
    days = formats.span(span.valid_from, span.valid_to, language())
    return f"{span.name} ({span.parent_code or '–'}; {days})"


def _fault(one: SheetError) -> dict[str, Any]:
    return {
        "row": one.row,
        "column": " ".join(filter(None, (one.column, one.header))),
        "value": "" if one.value is None else str(one.value),
        "words": one.sentence(_),
    }


def check_list(run: ListRun, progress: Progress = no_progress) -> None:
    """Plan a list; what it would do, every fault, or why it is refused is kept for the page."""
    try:
        lists.end_check(run, plan=told(_plan(run, progress)))
    except Refused as refused:
        lists.end_check(run, plan=None, refused=str(refused))


def apply_list(run: ListRun, progress: Progress = no_progress) -> None:
    """Carry out what was looked at; when the register would now be changed otherwise, that is shown instead."""
    try:
        plan = _plan(run, progress)
        now = told(plan)
        if now["seen"] != (run.plan or {}).get("seen"):
            lists.end_check(run, plan=now, refused=changed_since())
            return
        with transaction.atomic():
            imports.apply(plan, by=run.by, reason=run.reason, progress=progress)
            lists.end_list(run)
    except Refused as refused:
        lists.end_check(run, plan=run.plan, refused=str(refused))
        return
    kept.forget(run.fingerprint, by=run.by)


def changed_since() -> str:
    """The sentence of a register that moved on between looking and doing."""
    return _(
        "The register has changed since you looked; nothing was changed now. Look at what the file would do today."
    )


def _plan(run: ListRun, progress: Progress) -> imports.UnitsPlan | imports.OperationsPlan:
    raw = kept.taken(run.fingerprint, by=run.by)
    return imports.plan(
        raw,
        by=run.by,
        file=run.file_name,
        since=run.since,
        under=run.under_code or None,
        whole=run.whole,
        progress=progress,
    )
