"""What a run says of one unit: why, by which rule, what was missing, and what earlier runs said."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core.display import Action, Badge, Link, Term
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Unit
from kientoan.review import access, queries
from kientoan.review.models import Run, UnitResult
from kientoan.review.queries.class_words import ClassWords, no_regime_words
from kientoan.review.queries.classes import class_of, decided_class, is_classed, last_whole_year, regime_of
from kientoan.review.queries.wording import Said, indicator_names, name_of_input
from kientoan.review.views.classes import class_url
from kientoan.review.views.frame import as_of_words, outcome_badge, person, result_url, run_url, run_within
from kientoan.review.views.unit_class import class_terms


@require_safe
def result(request: HttpRequest, key: int, code: str) -> HttpResponseBase:
    """The result of a unit in a run."""
    shown = run_within(request, key)
    unit = Unit.objects.visible_to(person(request)).filter(code=code).first()
    found = queries.result_of(unit, shown) if unit is not None else None
    if unit is None or found is None:
        raise Http404(_("This run says nothing of “%(code)s” that you may see.") % {"code": code})
    access.check_see(person(request), unit)
    names = indicator_names()
    values: dict[str, Any] = {
        "run": shown,
        "result": found,
        "badge": outcome_badge(found.outcome),
        "as_of_words": as_of_words(shown),
        "answer": _answer(found, shown),
        "crumbs": [
            Link(_("Review"), reverse("review:runs")),
            Link(shown.period.label(language()), run_url(shown)),
            Link(found.name),
        ],
        "action": Action(_("Open the organisation"), reverse("orgs:unit", args=[unit.code])),
        "reasons": _reasons(found, shown, names),
        "missing": [name_of_input(name, names) for name in found.missing],
        "undecided": [queries.rule_title(shown, one, language()) for one in found.undecided],
        "terms": _terms(found, shown),
        "earlier": _earlier(unit, found),
        "year_class": _year_class(unit, shown),
    }
    return render_page(request, "review/result.html", values)


def _year_class(unit: Unit, shown: Run) -> dict[str, Any] | None:
    """The class of the last whole year by the run's period; None where the unit is no party organisation of that year."""
    year = last_whole_year(shown.period.end)
    regime = regime_of(year)
    if regime.applies and not is_classed(unit, year):
        return None
    found = class_of(unit, year)
    words = ClassWords(year)
    return {
        "title": _("Year class of %(year)d") % {"year": year},
        "no_regime": no_regime_words(regime),
        "terms": class_terms(found, decided_class(unit, year), words),
        "answer": words.first_reason(found) if found else "",
        "url": class_url(year, unit.code),
    }


def _answer(found: UnitResult, shown: Run) -> str:
    criteria = shown.rules_used["criteria"]
    return _("%(points)d points (put forward from %(from)d), %(decided)d of %(applicable)d rules could be decided.") % {
        "points": found.points,
        "from": criteria["propose_from"],
        "decided": found.decided,
        "applicable": found.applicable,
    }


def _reasons(found: UnitResult, shown: Run, names: dict[str, str]) -> Table[Said]:
    def figures(said: Said) -> object:
        return [f"{name_of_input(name, names)}: {value}" for name, value in said.inputs] or said.number or None

    def rule(said: Said) -> object:
        own = Badge(_("the office's own"), "info") if said.own else None
        waits = Badge(_("starting value, to be confirmed by the office"), "none") if said.to_confirm else None
        return [one for one in (said.citation, own, waits) if one is not None]

    return Table(
        key="reasons",
        caption=_("Why, weightiest first"),
        columns=[
            Column(_("Reason"), lambda said: said.sentence, head=True),
            Column(_("Measured"), lambda said: said.value or None, number=True),
            Column(_("Threshold"), lambda said: said.threshold or None, number=True),
            Column(_("Points"), lambda said: said.points, number=True),
            Column(_("Figures it rests on"), figures),
            Column(_("Rule"), rule),
        ],
        rows=queries.reasons_of(found, language(), rules=shown.rules_used),
        empty=Empty(_("No sign fired and no fact counts against it.")),
    )


def _terms(found: UnitResult, shown: Run) -> list[Term]:
    criteria = shown.rules_used["criteria"]
    citation = shown.rules_used["citations"]["propose_from"]
    code = "vi" if language().startswith("vi") else "en"
    waits = not citation["own"] and citation["confidence"] in {"background", "low"}
    return [
        Term(_("Points"), [found.points]),
        Term(_("Could reach if what is missing fired"), [found.could_reach]),
        Term(_("Put forward from"), [criteria["propose_from"], citation["citation"][code]]),
        Term(_("Near the threshold from"), [criteria["near_from"]]),
        *([Term(_("Criteria"), [_("starting value, to be confirmed by the office")])] if waits else []),
    ]


def _earlier(unit: Unit, found: UnitResult) -> Table[UnitResult]:
    rows = [one for one in queries.results_of_unit(unit) if one.pk != found.pk]
    return Table(
        key="earlier",
        caption=_("What other runs said of it"),
        columns=[
            Column(
                _("Period"),
                lambda one: Link(one.run.period.label(language()), result_url(one.run, unit.code)),
                head=True,
            ),
            Column(_("As of"), lambda one: one.run.as_of),
            Column(_("Outcome"), lambda one: outcome_badge(one.outcome)),
            Column(_("Points"), lambda one: one.points, number=True),
            Column(_("First reason"), lambda one: queries.first_reason(one, language(), one.run.rules_used) or None),
        ],
        rows=rows,
        empty=Empty(_("No other run judged it.")),
    )
