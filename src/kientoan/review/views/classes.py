"""Year classes: the list for a year with its picture, and one unit's proposal with its whole trace."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import clock
from kientoan.core.access import can
from kientoan.core.charts import Chart, Series
from kientoan.core.display import Action, Badge, Link, Term, Tone
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.core.vietnamese import fold
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right
from kientoan.review import access
from kientoan.review.forms import OPEN, ClassFilter
from kientoan.review.queries.class_words import ClassWords, ToldStep, no_regime_words
from kientoan.review.queries.classes import Level, UnitClass, class_names, class_of, classes_of, regime_of
from kientoan.review.rules.regimes import Standing, YearClass
from kientoan.review.views.frame import current_name, person, scope_unit, tabs

LEVELS: dict[str, tuple[Level, ...]] = {
    "": (Level.ABOVE, Level.COMMUNE, Level.BASE),
    **{level.value: (level,) for level in Level},
}
STEP_TONES: dict[Standing, Tone] = {
    Standing.FIRED: "soon",
    Standing.CLEAR: "done",
    Standing.OPEN: "none",
    Standing.NOT_APPLICABLE: "none",
    Standing.SIGN_ONLY: "info",
}


def class_url(year: int, code: str) -> str:
    """The address of a unit's year class."""
    return reverse("review:unit_class", args=[year, code])


@require_safe
def classes(request: HttpRequest) -> HttpResponseBase:
    """The proposals of a year, within reach, beside what was decided."""
    user = person(request)
    access.check_see(user)
    form = _filter(request)
    wanted = form.cleaned_data if form.is_valid() else {}
    year = wanted.get("year") or as_of_day(request).year - 1
    regime = regime_of(year)
    found = _found(request, year, wanted) if regime.applies and form.is_valid() else []
    words = ClassWords(year)
    shown = [one for one in found if _fits(one, wanted)]
    table = _table(request, words, form)
    if asked_format(request):
        check_right(user, Right.EXPORT)
        return export_table(request, table, shown, verb="review.export")
    page = paginate(request, shown)
    values: dict[str, Any] = {
        "title": _("Year class of %(year)d") % {"year": year},
        "regime": regime,
        "no_regime": no_regime_words(regime),
        "table": replace(table, rows=list(page), page=page),
        "chart": _chart(found, year, words, wanted.get("tier", "")),
        "tabs": tabs("classes"),
    }
    return render_page(request, "review/classes.html", values)


def _filter(request: HttpRequest) -> ClassFilter:
    given = request.GET.copy()
    given.setdefault("year", str(as_of_day(request).year - 1))
    return ClassFilter(given, grades=list(class_names(language()).items()), last=clock.today().year)


def _found(request: HttpRequest, year: int, wanted: dict[str, Any]) -> list[UnitClass]:
    levels = LEVELS[wanted.get("tier") or ""]
    return classes_of(year, person(request), under=scope_unit(request), levels=levels)


def _fits(one: UnitClass, wanted: dict[str, Any]) -> bool:
    grade, decided, text = wanted.get("grade"), wanted.get("decided"), fold(wanted.get("q") or "")
    proposed = one.proposal.proposed.value if one.proposal.proposed else OPEN
    if grade and proposed != grade:
        return False
    state = "none" if one.decided is None else "departs" if one.departs else "as" if one.departs is False else ""
    return (not decided or decided == state) and (not text or text in fold(one.name))


def grade_badge(words: ClassWords, grade: str | None) -> Badge:
    """A class as a shape and a word; open where nothing can be proposed yet."""
    tones: dict[str, Tone] = {"weak": "soon", "excellent": "done", "good": "done", "completed": "info"}
    return Badge(words.grade(grade), tones[grade] if grade else "none")


def _table(request: HttpRequest, words: ClassWords, form: ClassFilter) -> Table[UnitClass]:
    columns: list[Column[UnitClass]] = [
        Column(_("Organisation"), lambda one: Link(one.name, class_url(one.year, one.code)), head=True),
        Column(_("Proposed class"), lambda one: grade_badge(words, one.proposal.proposed)),
        Column(_("First reason"), words.first_reason),
        Column(_("Decided class"), lambda one: words.grade(one.decided.grade) if one.decided else None),
        Column(_("Against the proposal"), lambda one: words.departure(one) or None),
        Column(_("Decision"), lambda one: one.decided.decision if one.decided else None),
    ]
    return Table(
        key="classes",
        caption=_("Proposed and decided classes"),
        columns=columns,
        rows=[],
        note=_("a proposal is no class; the directly superior standing board decides"),
        filters=form,
        exports=("xlsx", "csv") if can(check_right, person(request), Right.EXPORT) else (),
        empty=Empty(_("No unit fits"), _("Choose another year or class, or drop a condition.")),
    )


def _chart(found: Iterable[UnitClass], year: int, words: ClassWords, tier: str) -> Chart | None:
    rows = list(found)
    if not rows:
        return None
    keys = [*(grade.value for grade in YearClass), OPEN]
    proposed = [one.proposal.proposed.value if one.proposal.proposed else OPEN for one in rows]
    decided = [one.decided.grade.value if one.decided else OPEN for one in rows]

    def opens(key: str) -> str:
        return reverse("review:classes") + "?" + urlencode({"year": str(year), "tier": tier, "grade": key})

    return Chart(
        key="classes",
        kind="bar",
        title=_("Units by class"),
        note=_("open: something is not known, or nothing was decided"),
        category=_("Class"),
        categories=[words.grade(None if key == OPEN else key) for key in keys],
        links=[opens(key) for key in keys],
        series=[
            Series(_("Proposed class"), [proposed.count(key) for key in keys], "rank-3"),
            Series(_("Decided class"), [decided.count(key) for key in keys], "rank-5"),
        ],
        below=True,
    )


@require_safe
def unit_class(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    """Why a class is proposed for a unit: every rule, its evidence, what is missing, what was decided."""
    user = person(request)
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None or not 1976 <= year <= clock.today().year:
        raise Http404(_("There is no year class of “%(code)s” that you may see.") % {"code": code})
    access.check_see(user, unit)
    regime = regime_of(year)
    found = class_of(unit, year, user) if regime.applies else None
    if regime.applies and found is None:
        raise Http404(_("There is no year class of “%(code)s” that you may see.") % {"code": code})
    words = ClassWords(year)
    may_give = can(access.check_give_facts, user, unit)
    values: dict[str, Any] = {
        "title": found.name if found else current_name(unit, as_of_day(request)),
        "year": year,
        "regime": regime,
        "no_regime": no_regime_words(regime),
        "crumbs": [
            Link(_("Review"), reverse("review:runs")),
            Link(_("Year class of %(year)d") % {"year": year}, reverse("review:classes") + f"?year={year}"),
            Link(unit.code),
        ],
        "action": Action(_("Conclusions"), reverse("review:conclusions", args=[unit.code]), refused=may_give.reason),
    }
    if found is not None:
        values |= {
            "badge": grade_badge(words, found.proposal.proposed),
            "answer": words.first_reason(found),
            "terms": class_terms(found, words),
            "trace": _trace(found, words),
            "missing": words.missing(found),
        }
    return render_page(request, "review/unit_class.html", values)


def class_terms(found: UnitClass, words: ClassWords) -> list[Term]:
    """Proposed class, decided class and how they agree."""
    decided = found.decided
    best = found.proposal.at_best
    return [
        Term(_("Proposed class"), [grade_badge(words, found.proposal.proposed)]),
        *([] if found.proposal.proposed else [Term(_("At best"), [words.grade(best)])]),
        Term(
            _("Decided class"),
            [words.grade(decided.grade), decided.decision, *([decided.day] if decided.day else [])]
            if decided
            else [_("not decided")],
        ),
        *([Term(_("Against the proposal"), [words.departure(found)])] if decided else []),
    ]


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
