"""The runs, and a run's own page: head line, comparison, picture by tier, the list with the first reason in words."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import formats
from kientoan.core.access import can
from kientoan.core.charts import Chart, Series
from kientoan.core.display import Action, Figure, Link, Term
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import filters_of, paginate, render_page
from kientoan.core.tables import Column, Empty, Table, order_from
from kientoan.core.templatetags.formats import language
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right
from kientoan.review import access, queries
from kientoan.review.forms import ResultFilter
from kientoan.review.models import Run, RunRequest
from kientoan.review.queries.listing import Line, lines_of
from kientoan.review.queries.runs import Filters
from kientoan.review.queries.wording import share_words
from kientoan.review.rules.criteria import Outcome
from kientoan.review.views.frame import (
    as_of_words,
    outcome_badge,
    person,
    result_url,
    run_url,
    run_within,
    scope_unit,
    tabs,
)

DISTRICTS_DRAWN = 10


@require_safe
def runs(request: HttpRequest) -> HttpResponseBase:
    """The runs that touch what one sees, newest first, and those still under way."""
    user = person(request)
    access.check_see(user)
    page = paginate(request, queries.runs_for(user))
    seen = queries.seen_counts(user, page)
    table: Table[Run] = Table(
        key="runs",
        caption=_("Review runs"),
        columns=[
            Column(_("Period"), lambda run: Link(run.period.label(language()), run_url(run)), head=True),
            Column(_("As of"), lambda run: run.as_of),
            Column(_("Branch"), lambda run: run.unit.code),
            Column(_("Units reviewed"), lambda run: seen[run.pk].units, number=True),
            Column(_("Proposed"), lambda run: Figure(seen[run.pk].proposed, run_url(run)), number=True),
            Column(_("Made"), lambda run: run.made_at),
            Column(_("By"), lambda run: str(run.made_by)),
            Column(_("Run"), lambda run: run.pk, number=True),
        ],
        rows=list(page),
        page=page,
        empty=Empty(
            _("No run yet"),
            _(
                "A run judges every unit by the signs and criteria of its day. Begin with the period whose figures are merged."
            ),
            reverse("review:start") if can(check_right, user, Right.RUN_REVIEW) else "",
            _("Run the review"),
        ),
    )
    waiting = RunRequest.objects.visible_to(user).exclude(state=RunRequest.State.DONE).order_by("-pk")[:5]
    may_run = can(check_right, user, Right.RUN_REVIEW)
    return render_page(
        request,
        "review/runs.html",
        {
            "table": table,
            "tabs": tabs("runs"),
            "waiting": waiting,
            "action": Action(_("Run the review"), reverse("review:start"), refused=may_run.reason),
        },
    )


@require_safe
def run(request: HttpRequest, key: int) -> HttpResponseBase:
    """What a run found, as far as the person may see it."""
    shown, user, under = run_within(request, key), person(request), scope_unit(request)
    before = queries.run_before(shown)
    form = ResultFilter(request.GET, run=shown, compared=before is not None, tongue=language())
    filters = _filters(form, under)
    table = _table(request, shown, form)
    results = queries.proposals(shown, user, filters, order=table.order or "tier")
    if asked_format(request):
        check_right(user, Right.EXPORT)
        lines = lines_of(shown, results.iterator(chunk_size=500))
        return export_table(request, replace(table, columns=_export_columns()), lines, verb="review.export")
    page = paginate(request, results)
    table = replace(table, rows=list(lines_of(shown, page)), page=page)
    values: dict[str, Any] = {"run": shown, "table": table, "tabs": tabs("")}
    if not request.htmx:  # type: ignore[attr-defined]
        values |= _whole_page(shown, user, under, before)
    return render_page(request, "review/run.html", values)


def _whole_page(shown: Run, user: Any, under: Unit | None, before: Run | None) -> dict[str, Any]:
    counted = queries.headline(shown, user, under)
    return {
        "title": _("Review, %(period)s") % {"period": shown.period.label(language())},
        "as_of_words": as_of_words(shown),
        "heads": [_head(shown, counts) for counts in counted],
        "crumbs": [Link(_("Review"), reverse("review:runs")), Link(str(shown.pk))],
        "terms": _terms(shown),
        "compared": _compared(shown, user, under, before),
        "chart": _chart(shown, user, under),
    }


def _head(shown: Run, counts: queries.Counts) -> dict[str, Any]:
    def opens(outcome: str) -> str:
        return run_url(shown, tier=counts.tier.value, outcome=outcome)

    def linked(count: int, words: str, outcome: str) -> Link:
        return Link(words % {"count": formats.number(count, language=language())}, opens(outcome))

    both = f"{formats.number(counts.reviewed, language=language())}/{formats.number(counts.total, language=language())}"
    return {
        "words": queries.tier_word(counts.tier, shown),
        "reviewed": Link(both, opens("all")),
        "proposed": linked(counts.proposed, _("%(count)s proposed for consideration"), Outcome.PROPOSED.value),
        "share": f"({share_words(counts.proposed, counts.reviewed, language())})",
        "near": linked(counts.near, _("%(count)s near the threshold"), Outcome.NEAR.value),
        "missing": linked(counts.not_enough, _("%(count)s short of figures"), Outcome.NOT_ENOUGH_FIGURES.value),
    }


def _terms(shown: Run) -> list[Term]:
    left_out = [f"{queries.rule_title(shown, code, language())}" for code, _why in shown.left_out]
    return [
        Term(_("Branch reviewed"), [shown.unit.code]),
        Term(_("Made"), [shown.made_at, str(shown.made_by)]),
        Term(_("Rules"), [Link(shown.rules[:16], reverse("review:rules") + f"?as_of={shown.as_of.isoformat()}")]),
        Term(_("Input"), [shown.input[:16]]),
        Term(_("Result"), [shown.digest[:16]]),
        Term(_("Rules no unit could be judged by"), left_out or [None]),
    ]


def _compared(shown: Run, user: Any, under: Unit | None, before: Run | None) -> dict[str, Any] | None:
    if before is None:
        return None
    found = queries.compare(shown, before, user, under)
    return {
        "before": Link(before.period.label(language()), run_url(before)),
        "day": before.as_of,
        "came_in": Figure(len(found.came_in), run_url(shown, change="in", outcome="all")),
        "still": Figure(len(found.still), run_url(shown, change="still", outcome="all")),
        "went_out": Figure(len(found.went_out), run_url(shown, change="out", outcome="all")),
    }


def _chart(shown: Run, user: Any, under: Unit | None) -> Chart | None:
    rows = [row for row in queries.by_parent(shown, user, under) if row.proposed or row.near or row.not_enough]
    if not rows:
        return None
    drawn = rows[:DISTRICTS_DRAWN]
    return Chart(
        key="by-parent",
        kind="bar",
        title=_("Base organisations by the unit directly above"),
        note=_("%(count)d of %(all)d shown, those with most proposals first") % {"count": len(drawn), "all": len(rows)},
        category=_("Directly under"),
        categories=[row.name for row in drawn],
        links=[run_url(shown, parent=row.code, outcome="all") for row in drawn],
        series=[
            Series(queries.outcome_word(Outcome.PROPOSED.value), [row.proposed for row in drawn], "rank-5"),
            Series(queries.outcome_word(Outcome.NEAR.value), [row.near for row in drawn], "rank-3"),
            Series(queries.outcome_word(Outcome.NOT_ENOUGH_FIGURES.value), [row.not_enough for row in drawn], "none"),
        ],
        stacked=True,
        below=True,
    )


def _filters(form: ResultFilter, under: Unit | None) -> Filters:
    wanted = filters_of(form)
    outcome = wanted.get("outcome") or Outcome.PROPOSED.value
    return Filters(
        outcomes=() if outcome == "all" or wanted.get("change") == "out" else (outcome,),
        tier=wanted.get("tier", ""),
        sector=wanted.get("sector", ""),
        reason=wanted.get("reason", ""),
        parent=wanted.get("parent", ""),
        text=wanted.get("q", ""),
        change=wanted.get("change", ""),
        under=under,
    )


def _table(request: HttpRequest, shown: Run, form: ResultFilter) -> Table[Line]:
    columns: list[Column[Line]] = [
        Column(_("Organisation"), lambda line: Link(line.name, result_url(shown, line.code)), sort="name", head=True),
        Column(_("First reason"), _first_reason),
        Column(_("Points"), lambda line: line.points, sort="points", number=True),
        Column(_("Outcome"), lambda line: outcome_badge(line.outcome_code)),
        Column(_("Directly under"), lambda line: line.parent or None),
        Column(_("Sector"), lambda line: line.sector or None),
    ]
    exports = ("xlsx", "csv") if can(check_right, person(request), Right.EXPORT) else ()
    return Table(
        key="results",
        caption=_("Units of this run"),
        columns=columns,
        rows=[],
        note=_("a proposal is no decision; it shows what to look at"),
        order=order_from(request.GET.get("sort"), columns, ""),
        filters=form,
        exports=exports,
        empty=Empty(
            _("No unit fits"),
            _("Choose another outcome or tier, or drop a condition."),
            run_url(shown, outcome="all"),
            _("Every unit reviewed"),
        ),
    )


def _first_reason(line: Line) -> object:
    if line.first_reason:
        more = len(line.reasons) - 1
        return f"{line.first_reason} (+{more})" if more else line.first_reason
    if line.missing:
        return _("Missing: %(names)s") % {"names": "; ".join(line.missing[:3]) + ("…" if len(line.missing) > 3 else "")}
    return None


def _export_columns() -> "list[Column[Line]]":
    from kientoan.review.queries.listing import export_columns

    return [Column(head, value) for head, value in export_columns()]
