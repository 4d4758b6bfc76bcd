"""The year classes as a terminal and a machine read them."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.commands import Printed
from kientoan.core.formats import day_short, number
from kientoan.orgs.models import Unit
from kientoan.review import access
from kientoan.review.models import ClassRun
from kientoan.review.queries.class_words import ClassWords, no_regime_words, plain
from kientoan.review.queries.classes import (
    OPEN,
    ClassCounts,
    ClassFilters,
    UnitClass,
    class_counts,
    class_of,
    class_runs_for,
    classes_by_key,
    keys_of,
    regime_of,
    years_known,
)
from kientoan.review.rules.regimes import YearClass

FIRST = 10
"""How many units of the lowest class are named."""


def told_run(by: User, run: ClassRun, *, each: bool = False) -> Printed:
    """What a run proposes for the units within a person's reach: how many of each class; with ``each`` a machine gets every unit."""
    words, counts = ClassWords(run.year), class_counts(run, by, ClassFilters())
    weak = keys_of(run, by, ClassFilters(grade=YearClass.WEAK.value))[:FIRST]
    value = _value(run) | {"units": counts.units, "proposed": counts.proposed, "decided": counts.decided}
    if each:
        value["of_units"] = [plain(one, words) for one in classes_by_key(run, keys_of(run, by, ClassFilters()))]
    return Printed(_of_all(run, counts, classes_by_key(run, weak), words), value)


def told_unit(by: User, run: ClassRun, code: str) -> Printed:
    """What a run proposes for one unit, rule by rule."""
    words, found = ClassWords(run.year), _one(by, run, code)
    return Printed(_of_unit(found, words), _value(run) | {"of_units": [plain(found, words)]})


def class_run(by: User, year: int | None, number_of_run: int | None = None) -> ClassRun:
    """The newest run for a year that a person may see, or the one with this number; refused with what to do where there is none."""
    access.check_see(by)
    first, last = years_known()
    if year is None or not first <= year <= last:
        raise Refused(_("Name the year whose class it is, for example --year 2016."))
    regime = regime_of(year)
    if not regime.applies:
        raise Refused(no_regime_words(regime))
    runs = class_runs_for(by).filter(year=year)
    found = runs.first() if number_of_run is None else runs.filter(pk=number_of_run).first()
    if found is None:
        raise Refused(
            _(
                "No run has proposed the classes of %(year)d yet. Make one: kientoan review classes propose --year %(year)d"
            )
            % {"year": year}
        )
    return found


def _value(run: ClassRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "unit": run.unit.code,
        "year": run.year,
        "as_of": run.as_of,
        "regime": run.regime,
        "instrument": _instrument(run),
        "rules": run.rules,
        "input": run.input,
        "digest": run.digest,
    }


def _instrument(run: ClassRun) -> str:
    code = "vi" if (get_language() or "vi").startswith("vi") else "en"
    return str(run.rules_used["regime"]["citation"][code])


def _one(by: User, run: ClassRun, code: str) -> UnitClass:
    unit = Unit.objects.visible_to(by).filter(code=code).first()
    if unit is None:
        raise Refused(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    access.check_see(by, unit)
    found = class_of(unit, run.year, run)
    if found is None:
        raise Refused(
            _("“%(code)s” is no party organisation that is classed for %(year)d.") % {"code": code, "year": run.year}
        )
    return found


def _of_unit(found: UnitClass, words: ClassWords) -> list[str]:
    lines = [
        _("%(name)s, %(year)d: %(class)s")
        % {"name": found.name, "year": found.year, "class": words.grade(found.proposal.proposed)}
    ]
    lines += [f"  {step.rule} · {step.word}: {step.sentence} ({step.citation})" for step in words.steps(found)]
    if found.decided is not None:
        given = {
            "class": words.grade(found.decided.grade),
            "decision": found.decided.decision,
            "how": words.departure(found),
        }
        lines.append(_("Decided: %(class)s by %(decision)s; %(how)s.") % given)
    return lines


def _of_all(run: ClassRun, counts: ClassCounts, weak: list[UnitClass], words: ClassWords) -> list[str]:
    language = get_language() or "vi"
    given = {
        "run": run.pk,
        "year": run.year,
        "day": day_short(run.as_of, language),
        "instrument": _instrument(run),
        "count": number(counts.units, language=language),
    }
    lines = [_("Year class of %(year)d by %(instrument)s, run %(run)d as of %(day)s, %(count)s units:") % given]
    lines += [
        f"  {words.grade(None if grade == OPEN else grade)}: {number(counts.proposed[grade], language=language)}"
        for grade in (*(one.value for one in YearClass), OPEN)
    ]
    lines += [f"  {place}. {one.name}: {words.first_reason(one)}" for place, one in enumerate(weak, 1)]
    lines.append(
        _("Decisions that depart from the proposal: %(count)s.")
        % {"count": number(counts.departing, language=language)}
    )
    return lines
