"""Run the review: read, judge, store; one transaction holds the run, its results and its record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock, params
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.figures.models import Indicator
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import span_of
from kientoan.review import access
from kientoan.review.models import Run, UnitResult
from kientoan.review.queries import parameters
from kientoan.review.rules.criteria import Criteria
from kientoan.review.rules.results import Reason, Result, canonical
from kientoan.review.rules.signs import RuleFaults, Sign

if TYPE_CHECKING:
    from kientoan.review.queries.given import Place
    from kientoan.review.rules.evaluate import Rules

Progress = Callable[[int], None]


def no_progress(step: int) -> None:
    """Tell nobody how far the run is."""


def run_review(
    *,
    unit: Unit,
    period: Period,
    as_of: date,
    by: User,
    only_if_changed: bool = False,
    progress: Progress = no_progress,
) -> Run:
    """Review a branch for a period as of a day and store the result.

    With ``only_if_changed`` the latest run of the same branch, period and day is given back when neither the rules nor the
    input have changed since. Needs Polars: call it in a job or a command, never in the web worker.
    """
    from kientoan.review.queries.given import given_for, kinds_judged, places_under
    from kientoan.review.rules.evaluate import review

    check_may_run(unit, period, as_of, by)
    rules = rules_at(as_of)
    places = places_under(unit, as_of, kinds_judged(rules, as_of))
    progress(1)
    if not places:
        raise Refused(_("No unit that the rules speak of stands under “%(code)s” on that day.") % {"code": unit.code})
    given = given_for(places, period, as_of, progress=progress)
    if only_if_changed:
        last = Run.objects.filter(unit=unit, period_code=period.code, as_of=as_of).order_by("-pk").first()
        if last is not None and (last.rules, last.input) == (rules.fingerprint, given.fingerprint()):
            return last
    result = review(given, rules, period=period.code, as_of=as_of)
    progress(4)
    return _store(unit, period, result, rules, places, by)


@dataclass(frozen=True)
class Showing:
    """A unit in which signs show now, or facts count; nothing of it is stored."""

    code: str
    name: str
    reasons: tuple[Reason, ...]

    def sentences(self, language: str) -> list[str]:
        """The reasons in words, weightiest first."""
        return [reason.sentence(language) for reason in self.reasons]

    def plain(self, language: str) -> list[dict[str, object]]:
        """The reasons as plain values."""
        return [
            {"code": reason.code, "severity": reason.severity, "sentence": reason.sentence(language)}
            for reason in self.reasons
        ]


def signs_now(*, unit: Unit, period: Period, as_of: date, by: User) -> list[Showing]:
    """The signs that show in a branch at this moment, gravest units first; at any time, and nothing is stored.

    Needs Polars: call it in a job or a command.
    """
    from kientoan.review.queries.given import given_for, kinds_judged, places_under
    from kientoan.review.rules.evaluate import review

    access.check_see(by, unit)
    rules = rules_at(as_of)
    places = {place.unit: place for place in places_under(unit, as_of, kinds_judged(rules, as_of))}
    result = review(given_for(list(places.values()), period, as_of), rules, period=period.code, as_of=as_of)
    showing = sorted((one for one in result.units if one.reasons), key=lambda one: (-one.points, one.unit))
    codes = dict(Unit.objects.filter(pk__in=[one.unit for one in showing]).values_list("pk", "code"))
    return [Showing(codes[one.unit], places[one.unit].name, one.reasons) for one in showing]


def check_may_run(unit: Unit, period: Period, as_of: date, by: User) -> None:
    """Refuse a run that the person may not make, or of a branch or period that is not there on the day."""
    access.check_run(by, unit)
    if span_of(unit, as_of) is None:
        raise Refused(_("“%(code)s” does not exist on %(day)s.") % {"code": unit.code, "day": f"{as_of:%d/%m/%Y}"})
    if as_of < period.start:
        raise Refused(_("A period cannot be reviewed as of a day before it begins."))


def rules_at(day: date) -> "Rules":
    """The rules in force on a day; faulty rules are refused with every fault."""
    from kientoan.review.rules.evaluate import Rules

    try:
        return Rules.at(parameters.fresh(), day, indicators=list(Indicator.objects.values_list("code", flat=True)))
    except (RuleFaults, params.ParameterErrors) as error:
        faults = tuple(str(error).splitlines())
        raise Refused(_("The rules of the review are faulty; nothing was evaluated."), errors=faults) from error


def _store(unit: Unit, period: Period, result: Result, rules: "Rules", places: "Iterable[Place]", by: User) -> Run:
    detail = {"code": unit.code, "period": period.code, "as_of": result.as_of.isoformat(), "units": len(result.units)}
    with recorded("review.run", by=by, on=[unit], detail=detail) as action:
        run = Run.objects.create(
            unit=unit,
            period_code=period.code,
            as_of=result.as_of,
            rules=result.rules,
            input=result.input,
            digest=result.digest(),
            units=len(result.units),
            rules_used=rules_as_plain(rules),
            left_out=[list(one) for one in result.left_out],
            made_by=by,
            made_at=clock.now(),
            action_id=action.id,
        )
        action.about(run)
        action.note(run=run.pk, digest=run.digest)
        _copy_results(run, result, {place.unit: place for place in places}, str(action.id))
    return run


_COLUMNS = (
    "run_id",
    "unit_id",
    "action_id",
    "name",
    "kind",
    "sector",
    "tier",
    "parent_id",
    "sort_key",
    "outcome",
    "points",
    "could_reach",
    "decided",
    "applicable",
    "first_reason",
    "codes",
    "reasons",
    "missing",
    "undecided",
)


def _copy_results(run: Run, result: Result, places: "Mapping[int, Place]", action: str) -> None:
    table = UnitResult._meta.db_table
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
    ):
        for one in result.units:
            place = places[one.unit]
            codes = [reason.code for reason in one.reasons]
            copy.write_row(
                (
                    run.pk,
                    one.unit,
                    action,
                    place.name,
                    place.kind,
                    place.sector,
                    place.tier.value,
                    place.parent,
                    place.sort_key,
                    one.outcome.value,
                    one.points,
                    one.could_reach,
                    one.decided,
                    one.applicable,
                    codes[0] if codes else "",
                    codes,
                    canonical(one.as_plain()["reasons"]),
                    list(one.missing),
                    list(one.undecided),
                )
            )


def rules_as_plain(rules: "Rules") -> dict[str, Any]:
    """The rules as they stand, in JSON's own types, so that a run explains itself for ever."""
    return {
        "signs": {sign.code: _sign_as_plain(sign) for sign in rules.signs},
        "facts": {kind: dict(params.plain(fields)) for kind, fields in rules.criteria.entries["facts"].value.items()},
        "criteria": _criteria_as_plain(rules.criteria),
        "citations": {name: _entry_as_plain(entry) for name, entry in rules.criteria.entries.items()},
    }


def _sign_as_plain(sign: Sign) -> dict[str, Any]:
    return {
        "title": dict(sign.title),
        "sentence": dict(sign.sentence),
        "fires": sign.fires,
        "threshold": str(sign.threshold),
        "severity": sign.severity,
        "kinds": sorted(sign.kinds),
        "sectors": sorted(sign.sectors),
        "inputs": list(sign.inputs),
        **_entry_as_plain(sign.entry),
    }


def _entry_as_plain(entry: params.Entry) -> dict[str, Any]:
    return {
        "since": entry.since.isoformat(),
        "citation": {"vi": entry.citation("vi"), "en": entry.citation("en")},
        "source": entry.source,
        "confidence": entry.confidence,
        "own": entry.is_customers_own,
    }


def _criteria_as_plain(criteria: Criteria) -> dict[str, Any]:
    return {
        "severity_points": list(criteria.severity_points),
        "propose_from": criteria.propose_from,
        "near_from": criteria.near_from,
        "grave_signs": criteria.grave_signs,
        "enough_figures": str(criteria.enough_figures),
    }
