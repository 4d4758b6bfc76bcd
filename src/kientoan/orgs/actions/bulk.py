"""Many units at once, set-based: what an import or the sample city writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import accent_key, fold, nfc, sort_key
from kientoan.orgs.access import check_beside_sample, check_named, check_write_spans
from kientoan.orgs.actions.laws import lawful
from kientoan.orgs.models import Lineage, Unit
from kientoan.orgs.rules.progress import Progress, no_progress
from kientoan.orgs.rules.roles import Right
from kientoan.orgs.rules.spans import SpanRow

MANY = 1000  # rows from which the planner is told anew what the tables hold
_STAGE = """
CREATE TEMP TABLE incoming_span (
  code text, name text, kind text, sector text, parent_code text, valid daterange,
  closes_unit boolean, search_key text, accent_key text, sort_key text
) ON COMMIT DROP
"""
_NEW_UNITS = """
INSERT INTO orgs_unit (code, is_sample)
SELECT DISTINCT i.code, %s FROM incoming_span i
WHERE NOT EXISTS (SELECT 1 FROM orgs_unit u WHERE u.code = i.code)
"""
_RESOLVED = """
CREATE TEMP TABLE wanted_span ON COMMIT DROP AS
SELECT u.id AS unit_id, p.id AS parent_id, i.*
FROM incoming_span i
JOIN orgs_unit u ON u.code = i.code
LEFT JOIN orgs_unit p ON p.code = i.parent_code
"""
_GONE = """
DELETE FROM orgs_unitspan s
WHERE s.unit_id IN (SELECT unit_id FROM wanted_span)
  AND NOT EXISTS (
    SELECT 1 FROM wanted_span w
    WHERE w.unit_id = s.unit_id AND w.valid = s.valid AND w.name = s.name AND w.kind = s.kind
      AND w.sector = s.sector AND w.parent_id IS NOT DISTINCT FROM s.parent_id
      AND w.closes_unit = s.closes_unit)
"""
_COME = """
INSERT INTO orgs_unitspan
  (unit_id, parent_id, valid, name, kind, sector, closes_unit, search_key, accent_key, sort_key)
SELECT w.unit_id, w.parent_id, w.valid, w.name, w.kind, w.sector, w.closes_unit,
       w.search_key, w.accent_key, w.sort_key
FROM wanted_span w
WHERE NOT EXISTS (SELECT 1 FROM orgs_unitspan s WHERE s.unit_id = w.unit_id AND s.valid = w.valid)
"""


@dataclass(frozen=True)
class Written:
    """How many units and spans came, and how many spans gave way."""

    units: int
    spans: int
    replaced: int


def write_spans(
    *,
    rows: Sequence[SpanRow],
    by: User,
    sample: bool = False,
    reason: str = "",
    progress: Progress = no_progress,
) -> Written:
    """Let the units named in the rows have exactly these spans; one action for all.

    Units not named stay as they are; nothing is deleted but spans that these rows replace, and
    their history stays. Rows are taken as checked (`imports.plan`); the database's laws hold.
    """
    check_write_spans(by, ((row.code, row.parent_code) for row in rows))
    if not sample:
        check_beside_sample(nfc(row.code) for row in rows)
    with recorded("orgs.write_spans", by=by, reason=reason) as action, lawful(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming_span, wanted_span")
        cursor.execute(_STAGE)
        with cursor.copy("COPY incoming_span FROM STDIN") as copy:
            for done, row in enumerate(rows, 1):
                copy.write_row(_staged(row))
                progress("write", done, len(rows))
        cursor.execute("ANALYZE incoming_span")
        cursor.execute(_NEW_UNITS, [sample])
        units = cursor.rowcount
        cursor.execute(_RESOLVED)
        cursor.execute("ANALYZE wanted_span")
        cursor.execute(_GONE)
        replaced = cursor.rowcount
        cursor.execute(_COME)
        written = Written(units=units, spans=cursor.rowcount, replaced=replaced)
        if written.spans + written.replaced >= MANY:  # else lists read the tree as if it were still small
            cursor.execute("ANALYZE orgs_unit, orgs_unitspan")
        # The checks at commit may have been planned when the tables were small: 25,000 of them would then read every row each.
        cursor.execute("DISCARD PLANS")
        action.note(units=written.units, spans=written.spans, replaced=written.replaced)
    return written


def _staged(row: SpanRow) -> tuple[object, ...]:
    name = nfc(row.name).strip()
    end = row.valid_to.isoformat() if row.valid_to else ""
    return (
        nfc(row.code),
        name,
        row.kind,
        row.sector,
        row.parent_code,
        f"[{row.valid_from.isoformat()},{end})",
        row.closes_unit,
        fold(name),
        accent_key(name),
        sort_key(name),
    )


def write_lineage(*, links: Sequence[tuple[str, str, Decimal]], day: date, by: User, reason: str = "") -> int:
    """Link old units to those that came from them (old code, new code, share), on one day; one action for all."""
    codes = {code for old, new, _share in links for code in (old, new)}
    check_named(by, Right.CHANGE_UNITS, codes)
    with recorded("orgs.write_lineage", by=by, reason=reason, detail={"day": day.isoformat()}) as action, lawful():
        ids = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
        made = Lineage.objects.bulk_create(
            [Lineage(old_id=ids[old], new_id=ids[new], day=day, share=share) for old, new, share in links],
            batch_size=2000,
        )
        action.note(links=len(made))
    return len(made)
