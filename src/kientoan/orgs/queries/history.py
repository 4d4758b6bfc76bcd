"""The memory of a unit: its version, where it came from, what became of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db import connection
from django.db.models import Max

from kientoan.orgs.models import Body, Unit, UnitSpan


def version_of(unit: Unit) -> int:
    """A number that grows with each change of the unit's spans; for telling the second of two writers."""
    events = UnitSpan.pgh_event_model.objects.filter(unit_id=unit.pk)  # type: ignore[attr-defined]
    return events.aggregate(last=Max("pgh_id"))["last"] or 0


def bodies_version(unit: Unit) -> str:
    """A seal of the unit's bodies and their days; for telling the second of two writers."""
    rows = Body.objects.filter(unit=unit).order_by("pk").values_list("pk", "kind", "name", "valid")
    return sha256(repr([(*row[:3], str(row[3])) for row in rows]).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Descent:
    """One link of the lineage: an old unit, a new one, the day, the share, the decision."""

    old_id: int
    old_code: str
    old_name: str
    new_id: int
    new_code: str
    new_name: str
    day: date
    share: Decimal
    decision: str


_LINEAGE = """
WITH RECURSIVE back(id) AS (
  SELECT %(unit)s::bigint UNION SELECT l.old_id FROM back b JOIN orgs_lineage l ON l.new_id = b.id
), forth(id) AS (
  SELECT %(unit)s::bigint UNION SELECT l.new_id FROM forth f JOIN orgs_lineage l ON l.old_id = f.id
)
SELECT l.old_id, o.code, os.name, l.new_id, n.code, ns.name, l.day, l.share, coalesce(op.decision, '')
FROM orgs_lineage l
JOIN orgs_unit o ON o.id = l.old_id
JOIN orgs_unit n ON n.id = l.new_id
LEFT JOIN orgs_operation op ON op.id = l.operation_id
LEFT JOIN LATERAL (SELECT name FROM orgs_unitspan s WHERE s.unit_id = l.old_id AND lower(s.valid) < l.day
                   ORDER BY lower(s.valid) DESC LIMIT 1) os ON true
LEFT JOIN LATERAL (SELECT name FROM orgs_unitspan s WHERE s.unit_id = l.new_id
                   AND (upper(s.valid) IS NULL OR upper(s.valid) > l.day)
                   ORDER BY lower(s.valid) LIMIT 1) ns ON true
WHERE (l.new_id IN (SELECT id FROM back) AND l.old_id IN (SELECT id FROM back))
   OR (l.old_id IN (SELECT id FROM forth) AND l.new_id IN (SELECT id FROM forth))
ORDER BY l.day, o.code, n.code
"""


def lineage_of(unit: Unit) -> list[Descent]:
    """All links from the unit's oldest predecessors to its latest successors, by day."""
    with connection.cursor() as cursor:
        cursor.execute(_LINEAGE, {"unit": unit.pk})
        return [Descent(*row) for row in cursor.fetchall()]
