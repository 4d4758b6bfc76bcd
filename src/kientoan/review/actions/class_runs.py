"""Propose the year classes of a branch: read, judge, store; one transaction holds the run, its proposals and its record."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import span_of
from kientoan.review import access
from kientoan.review.actions.runs import Progress, no_progress
from kientoan.review.models import ClassResult, ClassRun
from kientoan.review.queries import parameters
from kientoan.review.queries.class_facts import Place, known_of, places_classed
from kientoan.review.queries.class_words import no_regime_words
from kientoan.review.queries.classes import regime_of, years_known
from kientoan.review.rules.class_runs import ClassRunResult, judge, rules_as_plain
from kientoan.review.rules.results import canonical


def run_classes(
    *,
    unit: Unit,
    year: int,
    by: User,
    as_of: date | None = None,
    only_if_changed: bool = False,
    progress: Progress = no_progress,
) -> ClassRun:
    """Propose the class of every party organisation of a branch for a year, and store what was known and what follows.

    ``as_of`` is a day of that year (without it the last one, or today): the tree of that day is classed and the conclusions up
    to it count. With ``only_if_changed`` the last run of the same branch, year and day is given back when neither the rules nor
    the input have changed. Reads a whole branch: call it in a job or a command.
    """
    as_of = as_of or last_day(year)
    check_may_run_classes(unit, year, as_of, by)
    known_rules = parameters.fresh()
    places = places_classed(unit, year, as_of, known_rules)
    progress(1)
    if not places:
        raise Refused(_("No party organisation stands under “%(code)s” on that day.") % {"code": unit.code})
    result = judge(known_rules, known_of(places, year, as_of, progress=progress), year=year, as_of=as_of)
    progress(4)
    if only_if_changed:
        last = ClassRun.objects.filter(unit=unit, year=year, as_of=as_of).order_by("-pk").first()
        if last is not None and (last.rules, last.input) == (result.rules, result.input):
            return last
    rules = rules_as_plain(known_rules, date(year, 12, 31))
    return _store(unit, result, rules, {place.unit: place for place in places}, by)


def last_day(year: int) -> date:
    """The last day of a year, or today while the year lasts."""
    first, last = years_known()
    if not first <= year <= last:
        raise Refused(
            _("The class is proposed for a year from %(first)d to %(last)d.") % {"first": first, "last": last}
        )
    return min(date(year, 12, 31), clock.today())


def check_may_run_classes(unit: Unit, year: int, as_of: date, by: User) -> None:
    """Refuse a run that the person may not make, of a day outside the year, or of a year whose rules are not here."""
    access.check_run(by, unit)
    last = last_day(year)
    if not date(year, 1, 1) <= as_of <= last:
        raise Refused(
            _("The day must lie in %(year)d and not after %(last)s.") % {"year": year, "last": f"{last:%d/%m/%Y}"}
        )
    regime = regime_of(year)
    if not regime.applies:
        raise Refused(no_regime_words(regime))
    if span_of(unit, as_of) is None:
        raise Refused(_("“%(code)s” does not exist on %(day)s.") % {"code": unit.code, "day": f"{as_of:%d/%m/%Y}"})


def _store(
    unit: Unit, result: ClassRunResult, rules: Mapping[str, Any], places: Mapping[int, Place], by: User
) -> ClassRun:
    detail = {"code": unit.code, "year": result.year, "as_of": result.as_of.isoformat(), "units": len(result.units)}
    with recorded("review.run_classes", by=by, on=[unit], detail=detail) as action:
        run = ClassRun.objects.create(
            unit=unit,
            year=result.year,
            as_of=result.as_of,
            regime=result.regime,
            rules=result.rules,
            input=result.input,
            digest=result.digest(),
            units=len(result.units),
            rules_used={**rules, "documents": [list(one) for one in result.documents]},
            made_by=by,
            made_at=clock.now(),
            action_id=action.id,
        )
        action.about(run)
        action.note(run=run.pk, digest=run.digest)
        _copy(run, result, places, str(action.id))
    return run


_LISTS = ("forced_by", "signs", "waits_for", "bodies_unknown", "faults")
_COLUMNS = (
    *("run_id", "unit_id", "action_id", "name", "kind", "sector", "level", "parent_id", "sort_key"),
    *("proposed", "at_best", "by_score", "own_word", *_LISTS, "steps"),
)


def _copy(run: ClassRun, result: ClassRunResult, places: Mapping[int, Place], action: str) -> None:
    table = ClassResult._meta.db_table
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for known, proposal in result.units:
            copy.write_row(_row(run, action, places[proposal.unit], result.plain_unit(known, proposal)))


def _row(run: ClassRun, action: str, place: Place, said: Mapping[str, Any]) -> Sequence[Any]:
    return (
        *(run.pk, place.unit, action, place.name, place.kind, place.sector, place.level.value, place.parent),
        *(place.sort_key, said["proposed"], said["at_best"], said["by_score"], said["own_word"]),
        *(said[name] for name in _LISTS),
        canonical(said["steps"]),
    )
