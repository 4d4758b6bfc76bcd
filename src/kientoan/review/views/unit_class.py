"""The year class of one unit: every rule, its evidence, what is missing, what was decided, what other runs said."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import formats
from kientoan.core.access import can
from kientoan.core.display import Action, Badge, Link, Term, Tone
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Unit
from kientoan.review import access
from kientoan.review.models import ClassResult
from kientoan.review.queries import classes as reads
from kientoan.review.queries.class_words import ClassWords, ToldStep, no_regime_words
from kientoan.review.queries.classes import UnitClass, regime_of
from kientoan.review.rules.regimes import Standing
from kientoan.review.views.classes import grade_badge
from kientoan.review.views.frame import current_name, person

STEP_TONES: dict[Standing, Tone] = {
    Standing.FIRED: "soon",
    Standing.CLEAR: "done",
    Standing.OPEN: "none",
    Standing.NOT_APPLICABLE: "none",
    Standing.SIGN_ONLY: "info",
}


@require_safe
def unit_class(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    """Why a class is proposed for a unit: every rule, its evidence, what is missing, what was decided."""
    user = person(request)
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    first, last = reads.years_known()
    if unit is None or not first <= year <= last:
        raise Http404(_("There is no year class of “%(code)s” that you may see.") % {"code": code})
    access.check_see(user, unit)
    regime = regime_of(year)
    if regime.applies and not reads.is_classed(unit, year):
        raise Http404(_("There is no year class of “%(code)s” that you may see.") % {"code": code})
    found = reads.class_of(unit, year)
    words = ClassWords(year)
    may_give = can(access.check_give_facts, user, unit)
    decided = reads.decided_class(unit, year)
    values: dict[str, Any] = {
        "title": found.name if found else current_name(unit, date(year, 12, 31)),
        "year": year,
        "unit": unit,
        "regime": regime,
        "no_regime": no_regime_words(regime),
        "found": found,
        "crumbs": _crumbs(year, unit),
        "action": Action(
            _("Record the decided class"),
            reverse("review:decide", args=[unit.code]) + f"?year={year}",
            refused=may_give.reason,
        ),
        "may_give": may_give,
        "terms": class_terms(found, decided, words),
    }
    if found is not None:
        values |= {
            "badge": grade_badge(words, found.proposal.proposed),
            "answer": words.first_reason(found),
            "trace": _trace(found, words),
            "missing": words.missing(found),
            "runs": _runs(unit, year, words),
        }
    return render_page(request, "review/unit_class.html", values)


def _crumbs(year: int, unit: Unit) -> list[Link]:
    of_year = Link(_("Year class of %(year)d") % {"year": year}, reverse("review:classes") + f"?year={year}")
    return [Link(_("Review"), reverse("review:runs")), of_year, Link(unit.code)]


def class_terms(found: UnitClass | None, decided: reads.Decided | None, words: ClassWords) -> list[Term]:
    """Proposed class, decided class and how they agree."""
    terms = []
    if found is not None:
        best = found.proposal.at_best
        terms = [
            Term(_("Proposed class"), [grade_badge(words, found.proposal.proposed)]),
            *([] if found.proposal.proposed else [Term(_("At best"), [words.grade(best)])]),
        ]
    else:
        terms = [Term(_("Proposed class"), [_("no run has proposed one yet")])]
    said = [words.grade(decided.grade), decided.decision] if decided else [_("not decided")]
    if decided and decided.day:
        said.append(formats.day_short(decided.day, language()))
    terms.append(Term(_("Decided class"), said))
    if found is not None and decided:
        terms.append(Term(_("Against the proposal"), [words.departure(found)]))
    return terms


def _trace(found: UnitClass, words: ClassWords) -> Table[ToldStep]:
    def cited(step: ToldStep) -> object:
        waits = Badge(_("starting value, to be confirmed by the office"), "none")
        return [step.citation, waits] if step.to_confirm else step.citation

    return Table(
        key="trace",
        caption=_("Rule by rule"),
        columns=[
            Column(_("Rule"), lambda step: step.rule, head=True),
            Column(_("How it stands"), lambda step: Badge(step.word, STEP_TONES[step.standing])),
            Column(_("Why"), lambda step: step.sentence),
            Column(_("Document"), cited),
        ],
        rows=words.steps(found),
        empty=Empty(_("No rule was looked at.")),
    )


def _runs(unit: Unit, year: int, words: ClassWords) -> Table[ClassResult]:
    return Table(
        key="class-runs",
        caption=_("What the runs proposed, newest first"),
        note=_("a run never changes; the newest counts above"),
        columns=[
            Column(
                _("Run"),
                lambda one: Link(str(one.run_id), reverse("review:classes") + f"?year={year}&run={one.run_id}"),
                head=True,
            ),
            Column(_("As of"), lambda one: one.run.as_of),
            Column(_("Proposed class"), lambda one: grade_badge(words, one.proposed or None)),
            Column(_("Forced by"), lambda one: ", ".join(one.forced_by) or None),
            Column(_("Waits for"), lambda one: ", ".join(words.rule(rule) for rule in one.waits_for) or None),
            Column(_("Made"), lambda one: one.run.made_at),
        ],
        rows=reads.results_of_unit(unit, year),
        empty=Empty(_("No run has proposed a class yet.")),
    )


def default_year(request: HttpRequest) -> int:
    """The last whole year before the day of the page."""
    return reads.last_whole_year(as_of_day(request))
