"""Everything a run reads, as frames. For jobs and commands only: Polars stays out of the web worker."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection

from kientoan.core.periods import Period, PeriodKind
from kientoan.figures.queries.frames import targets_frame
from kientoan.orgs import queries as orgs
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.rules.pack import Era
from kientoan.review.queries.facts import facts_for
from kientoan.review.queries.fast_frames import figures_frame
from kientoan.review.rules.evaluate import Rules
from kientoan.review.rules.figures_given import Given
from kientoan.review.rules.tiers import Tier, tier_of


@dataclass(frozen=True, slots=True)
class Place:
    """What a reviewed unit was on the day."""

    unit: int
    name: str
    kind: str
    sector: str
    parent: int | None
    sort_key: str
    tier: Tier


def no_progress(step: int) -> None:
    """Tell nobody."""


def places_under(unit: Unit, day: date, kinds: Iterable[str]) -> list[Place]:
    """The units of these kinds in a branch on a day, in order of id."""
    era = orgs.pack().at(day)
    spans = UnitSpan.objects.as_of(day).filter(kind__in=list(kinds)).under(unit, day).order_by("unit_id")
    rows = spans.values_list("unit_id", "name", "kind", "sector", "parent_id", "sort_key")
    return [Place(*row, tier=_tier(era, row[2], row[3])) for row in rows]


def _tier(era: Era, kind: str, sector: str) -> Tier:
    known, group = era.kinds.get(kind), era.sectors.get(sector)
    return tier_of(base=bool(known and known.base), group=group.group if group else "")


def kinds_judged(rules: Rules, day: date) -> list[str]:
    """The kinds that any sign speaks of; a sign for all kinds makes it all kinds from the base down."""
    named = {kind for sign in rules.signs for kind in sign.kinds}
    if all(sign.kinds for sign in rules.signs):
        return sorted(named)
    era = orgs.pack().at(day)
    base_rank = min((kind.rank for kind in era.kinds.values() if kind.base), default=0)
    return sorted(named | {code for code, kind in era.kinds.items() if kind.rank >= base_rank})


def given_for(
    places: list[Place], period: Period, as_of: date, *, progress: Callable[[int], None] = no_progress
) -> Given:
    """Read the figures, targets and facts of these units for a period."""
    ids = [place.unit for place in places]
    units = pl.DataFrame(
        [(place.unit, place.kind, place.sector or None, place.parent) for place in places],
        schema={"unit": pl.Int64, "kind": pl.String, "sector": pl.String, "parent": pl.Int64},
        orient="row",
    )
    current = figures_frame(period, ids)
    progress(2)
    prior = figures_frame(period.previous(), ids)
    lastyear = figures_frame(period.same_period_last_year(), ids)
    progress(3)
    return Given(
        units=units,
        current=current,
        prior=prior,
        lastyear=lastyear,
        targets=targets_frame(period.year),
        facts=facts_for(ids, as_of),
        months=period.kind.months,
        asked=_asked(units, current, period),
    )


_ASKED = """
SELECT DISTINCT s.kind, s.sector, i.code
FROM figures_formissue f
JOIN (
  SELECT DISTINCT b.issue_id, p.kind, p.sector FROM figures_submission b
  JOIN orgs_unitspan p ON p.unit_id = b.unit_id AND p.valid @> %s::date
) s ON s.issue_id = f.id
JOIN figures_formitem t ON t.form_id = f.form_id
JOIN figures_indicator i ON i.id = t.indicator_id
WHERE f.period_code = ANY(%s)
"""


def _asked(units: pl.DataFrame, current: pl.DataFrame, period: Period) -> Mapping[tuple[str, str | None], set[str]]:
    """Which figures units of a kind and sector are asked for: by forms sent out, else what any of them has reported."""
    shorter = [kind for kind in PeriodKind if kind.months < period.kind.months]
    codes = [period.code, *(part.code for kind in shorter for part in period.children(kind))]
    asked: dict[tuple[str, str | None], set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [period.end, codes])
        for kind_of_unit, sector, code in cursor.fetchall():
            asked.setdefault((kind_of_unit, sector or None), set()).add(code)
    by_form = set(asked)
    reported = current.join(units, on="unit").select("kind", "sector", "indicator").unique()
    for kind_of_unit, sector, code in reported.iter_rows():
        if (kind_of_unit, sector) not in by_form:
            asked.setdefault((kind_of_unit, sector), set()).add(code)
    return asked
