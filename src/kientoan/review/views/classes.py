"""Year classes: the list that a run proposed for a year, with its picture, beside what was decided."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import can
from kientoan.core.charts import Chart, Series
from kientoan.core.display import Action, Badge, Link, Term, Tone
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, filters_of, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.access import check_right
from kientoan.orgs.rules.roles import Right
from kientoan.review import access
from kientoan.review.forms import ClassFilter
from kientoan.review.models import ClassRun
from kientoan.review.queries import classes as reads
from kientoan.review.queries.class_words import ClassWords, no_regime_words
from kientoan.review.queries.classes import (
    OPEN,
    ClassCounts,
    ClassFilters,
    RegimeOfYear,
    UnitClass,
    class_names,
    regime_of,
)
from kientoan.review.rules.regimes import YearClass
from kientoan.review.rules.tiers import Level
from kientoan.review.views.frame import person, scope_unit, tabs

LEVELS: dict[str, tuple[Level, ...]] = {
    "": (Level.ABOVE, Level.COMMUNE, Level.BASE),
    **{level.value: (level,) for level in Level},
}


def class_url(year: int, code: str) -> str:
    """The address of a unit's year class."""
    return reverse("review:unit_class", args=[year, code])


@require_safe
def classes(request: HttpRequest) -> HttpResponseBase:
    """The classes that a run proposed for a year, within reach, beside what was decided."""
    user = person(request)
    access.check_see(user)
    form = _filter(request)
    asked = filters_of(form)
    year: int = asked["year"]
    regime, under = regime_of(year), scope_unit(request)
    run = form.chosen_run() or reads.class_run_of(user, year, under)
    wanted = ClassFilters(
        levels=LEVELS[asked["tier"]],
        grade=asked["grade"],
        decided=asked["decided"],
        text=asked["q"],
        under=under,
    )
    words = ClassWords(year)
    table = _table(request, words, form)
    if asked_format(request):
        check_right(user, Right.EXPORT)
        rows = reads.classes_by_key(run, reads.keys_of(run, user, wanted)) if run else []
        return export_table(request, table, rows, verb="review.export")
    values: dict[str, Any] = {
        "title": _("Year class of %(year)d") % {"year": year},
        "regime": regime,
        "no_regime": no_regime_words(regime),
        "run": run,
        "tabs": tabs("classes"),
        "action": _to_run(user, regime),
        "table": table,
    }
    if run is not None:
        page = paginate(request, reads.keys_of(run, user, wanted))
        counts = reads.class_counts(run, user, replace(wanted, grade="", decided="", text=""))
        values |= {
            "table": replace(table, rows=reads.classes_by_key(run, list(page)), page=page),
            "chart": _chart(counts, year, words, asked["tier"]),
            "answer": _answer(counts, words),
            "behind": _behind(run),
            "terms": run_terms(run),
        }
    return render_page(request, "review/classes.html", values)


def _to_run(user: User, regime: RegimeOfYear) -> Action:
    may_run = can(check_right, user, Right.RUN_REVIEW)
    start = reverse("review:start_classes") + f"?year={regime.year}"
    return Action(_("Propose the classes"), start, refused=may_run.reason or no_regime_words(regime))


def _filter(request: HttpRequest) -> ClassFilter:
    given = request.GET.copy()
    given.setdefault("year", str(reads.last_whole_year(as_of_day(request))))
    runs = reads.class_runs_for(person(request))
    return ClassFilter(given, grades=list(class_names(language()).items()), last=clock.today().year, runs=runs)


def _answer(counts: ClassCounts, words: ClassWords) -> str:
    tongue = language()
    parts = [
        f"{words.grade(grade)}: {formats.number(counts.proposed[grade], language=tongue)}"
        for grade in (*(one.value for one in YearClass),)
    ]
    parts.append(f"{words.grade(None)}: {formats.number(counts.proposed[OPEN], language=tongue)}")
    done = counts.units - counts.decided[OPEN]
    given = {
        "units": formats.number(counts.units, language=tongue),
        "parts": " · ".join(parts),
        "decided": formats.number(done, language=tongue),
        "departing": formats.number(counts.departing, language=tongue),
    }
    return (
        _("%(units)s units. Proposed: %(parts)s. Decided: %(decided)s/%(units)s, %(departing)s against the proposal.")
        % given
    )


def _behind(run: ClassRun) -> str:
    """That facts were recorded since the run was made; it does not change, another one is made."""
    count = reads.facts_since(run)
    if not count:
        return ""
    return ngettext(
        "%(count)s fact was recorded since this run was made and is not in it. Propose the classes again to count it.",
        "%(count)s facts were recorded since this run was made and are not in it. Propose the classes again to count them.",
        count,
    ) % {"count": formats.number(count, language=language())}


def run_terms(run: ClassRun) -> list[Term]:
    """How a run was made, and the fingerprints that prove it."""
    code = "vi" if language().startswith("vi") else "en"
    return [
        Term(_("Run"), [run.pk]),
        Term(_("Branch"), [run.unit.code]),
        Term(_("As of"), [run.as_of]),
        Term(_("Regime"), [run.rules_used["regime"]["citation"][code], run.regime]),
        Term(_("Units"), [run.units]),
        Term(_("Made"), [run.made_at, str(run.made_by)]),
        Term(_("Fingerprint of the rules"), [run.rules]),
        Term(_("Fingerprint of the input"), [run.input]),
        Term(_("Digest of the result"), [run.digest]),
    ]


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
        empty=Empty(
            _("No class is proposed"),
            _(
                "No run for this year says anything of these units. Choose another year or class, or propose the classes."
            ),
        ),
    )


def _chart(counts: ClassCounts, year: int, words: ClassWords, tier: str) -> Chart | None:
    if not counts.units:
        return None
    keys = [*(grade.value for grade in YearClass), OPEN]

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
            Series(_("Proposed class"), [counts.proposed[key] for key in keys], "rank-3"),
            Series(_("Decided class"), [counts.decided[key] for key in keys], "rank-5"),
        ],
        below=True,
    )
