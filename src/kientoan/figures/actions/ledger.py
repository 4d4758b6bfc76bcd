"""Write figures into the ledger: staged by COPY, compared in one set, corrections supersede."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.formats import written
from kientoan.core.periods import Period
from kientoan.core.recording import Recording, recorded
from kientoan.figures import access
from kientoan.figures.actions.used import hold_to_uses
from kientoan.figures.models import Indicator, Observation
from kientoan.figures.rules.answers import breach_fault
from kientoan.figures.rules.identities import Identities, breaches, identities_at, impossible
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right

Row = tuple[int, int, int, date, int, Decimal | int | None]
"""Unit, indicator, number and first day of the period, source, value (None withdraws)."""

_MANY = 2_000
_NULL = "\\N"
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS figures_stage (
  id bigint NOT NULL DEFAULT nextval(pg_get_serial_sequence('figures_observation', 'id')),
  unit_id bigint NOT NULL, indicator_id smallint NOT NULL, period int NOT NULL, starts date NOT NULL,
  source smallint NOT NULL, value numeric(18, 4)
) ON COMMIT DELETE ROWS
"""
_SAME_KEY = """
o.unit_id = s.unit_id AND o.indicator_id = s.indicator_id AND o.period = s.period
AND o.source = s.source AND o.starts = s.starts AND o.superseded_by IS NULL
"""
_UNCHANGED = f"""
DELETE FROM figures_stage s USING figures_observation o
WHERE {_SAME_KEY} AND o.value IS NOT DISTINCT FROM s.value
"""  # noqa: S608  no value enters the text
_NOTHING_TO_WITHDRAW = f"""
DELETE FROM figures_stage s WHERE s.value IS NULL
AND NOT EXISTS (SELECT 1 FROM figures_observation o WHERE {_SAME_KEY})
"""  # noqa: S608
_SUPERSEDE = f"""
UPDATE figures_observation o SET superseded_by = s.id FROM figures_stage s WHERE {_SAME_KEY} RETURNING o.unit_id, o.period
"""  # noqa: S608
_POST = """
INSERT INTO figures_observation
  (id, unit_id, indicator_id, period, starts, source, value, action_id, recorded_at)
SELECT id, unit_id, indicator_id, period, starts, source, value, %s, %s FROM figures_stage
"""


@dataclass(frozen=True)
class Posted:
    """How many figures were new, corrected an earlier one, or stood there already; and whose, of which period, were corrected."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    changed: frozenset[tuple[int, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.corrected)

    @property
    def counts(self) -> dict[str, int]:
        """The three counts by name, for the record and for answers."""
        return {"added": self.added, "corrected": self.corrected, "unchanged": self.unchanged}


Progress = Callable[[str, int, int], None]
"""Called with the part of the work (`check` or `record`), how many rows are done, and of how many."""


def no_progress(part: str, done: int, total: int) -> None:
    """Say nothing."""


def import_figures(
    *, rows: Sequence[Row], by: User, file: str, reason: str = "", progress: Progress = no_progress
) -> Posted:
    """Record figures that an import has checked, in one action; those that stand there already are passed over."""
    access.check_merge(by)
    access.check_all_within(by, Right.MERGE_FIGURES, {row[0] for row in rows})
    with recorded("figures.import", by=by, reason=reason, detail={"file": file}) as action:
        posted = post(rows, action, progress)
        hold_to_uses(action, posted.changed, by=by, reason=reason)
        action.note(**posted.counts)
    return posted


def correct_figure(
    *, unit: Unit, indicator: Indicator, period: Period, value: Decimal | None, source: Source, reason: str, by: User
) -> Posted:
    """Correct (or, without a value, withdraw) one figure; the old one stays in the ledger."""
    access.check_merge(by, unit)
    if not reason.strip():
        raise Refused(_("Say why the figure is corrected."))
    if value is not None and impossible(indicator.kind, value):
        raise Refused(
            _("“%(value)s” cannot be a value of “%(name)s”.") % {"value": written(value, _), "name": indicator.name}
        )
    _hold_to_parts(unit, indicator, period, value, source)
    row: Row = (unit.pk, indicator.pk, number_of(period), period.start, source, value)
    detail = {"indicator": indicator.code, "period": period.code, "source": source.code}
    with recorded("figures.correct", by=by, reason=reason, on=[unit], detail=detail) as action:
        posted = post([row], action)
        hold_to_uses(action, posted.changed, by=by, reason=reason)
    return posted


def _hold_to_parts(unit: Unit, indicator: Indicator, period: Period, value: Decimal | None, source: Source) -> None:
    """Refuse a correction that makes a part larger than its whole, by the unit's other figures of the period.

    Where the source has no figure of its own, what the unit says of itself stands. Balances are not judged: they are
    corrected one figure after the other.
    """
    parts = identities_at(params.current(), period.end).parts
    held = [pair for pair in parts if indicator.code in pair]
    if value is None or not held:
        return
    others = {code for pair in held for code in pair} - {indicator.code}
    rows = Observation.objects.current().of(period).filter(unit=unit, indicator__code__in=others)
    found = {
        (row.source, row.indicator.code): row.value
        for row in rows.filter(source__in={source, Source.SELF}).select_related("indicator")
        if row.value is not None
    }
    values = {code: figure for (own, code), figure in found.items() if own == Source.SELF}
    values |= {code: figure for (own, code), figure in found.items() if own == source}
    names = {one.code: one.name for one in Indicator.objects.filter(code__in=others)} | {indicator.code: indicator.name}
    faults = [
        breach_fault(breach, names).sentence(_)
        for breach in breaches(values | {indicator.code: value}, {}, Identities((), tuple(held)))
    ]
    if faults:
        raise Refused(" ".join(faults))


def post(rows: Sequence[Row], action: Recording, progress: Progress = no_progress) -> Posted:
    """Put rows (at most one for each key) into the ledger under an action that is under way."""
    try:
        with connection.cursor() as cursor:
            if _is_new_ground(cursor, rows):
                return _copy_straight(cursor, rows, action, progress)
            return _post_staged(cursor, rows, action, progress)
    except IntegrityError as error:
        raise Refused(
            _("Someone else has just recorded figures of the same units and period. Look at them and send again.")
        ) from error


def _is_new_ground(cursor: Any, rows: Sequence[Row]) -> bool:
    """Whether the ledger has nothing of these periods yet, so that there is nothing to compare and supersede."""
    if len(rows) < _MANY:
        return False
    periods = sorted({row[2] for row in rows})
    cursor.execute("SELECT EXISTS (SELECT 1 FROM figures_observation WHERE period = ANY(%s))", [periods])
    return not cursor.fetchone()[0]


def _copy_straight(cursor: Any, rows: Sequence[Row], action: Recording, progress: Progress) -> Posted:
    given = [row for row in rows if row[5] is not None]
    tail = f"\t{action.id}\t{action.at.isoformat()}\n"
    columns = "unit_id, indicator_id, period, starts, source, value, action_id, recorded_at"
    with cursor.copy(f"COPY figures_observation ({columns}) FROM STDIN") as copy:
        for part in _parts(given, tail, progress):
            copy.write(part)
    cursor.execute("ANALYZE figures_observation")  # the pages' plans must know what has come
    return Posted(added=len(given), unchanged=len(rows) - len(given))


def _post_staged(cursor: Any, rows: Sequence[Row], action: Recording, progress: Progress) -> Posted:
    cursor.execute(_STAGE)
    cursor.execute("DELETE FROM figures_stage")
    with cursor.copy("COPY figures_stage (unit_id, indicator_id, period, starts, source, value) FROM STDIN") as copy:
        for part in _parts(rows, "\n", progress):
            copy.write(part)
    cursor.execute("ANALYZE figures_stage")  # else the planner reads the whole ledger for thirty rows
    cursor.execute(_UNCHANGED)
    unchanged = cursor.rowcount
    cursor.execute(_NOTHING_TO_WITHDRAW)
    unchanged += cursor.rowcount
    cursor.execute(_SUPERSEDE)
    replaced = cursor.fetchall()
    corrected = len(replaced)
    cursor.execute(_POST, [action.id, action.at])
    return Posted(len(rows) - unchanged - corrected, corrected, unchanged, frozenset(replaced))


def _parts(rows: Sequence[Row], tail: str, progress: Progress) -> Iterator[str]:
    """The rows as COPY reads them, some thousand at a time; they hold numbers and days only, so nothing needs quoting."""
    for first in range(0, len(rows), _MANY):
        progress("record", first, len(rows))
        yield "".join(
            f"{unit}\t{indicator}\t{period}\t{starts}\t{source}\t{_NULL if value is None else value}{tail}"
            for unit, indicator, period, starts, source, value in rows[first : first + _MANY]
        )
