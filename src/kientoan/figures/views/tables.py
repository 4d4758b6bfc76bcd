"""Tables of figures: the indicators, the scorecard of units, one unit over time."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core.access import can
from kientoan.core.display import Action, Badge, Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, filters_of, paginate, render_page, scope_of
from kientoan.core.periods import Period
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language, moment
from kientoan.figures import access, queries
from kientoan.figures.forms import PERIODS, ScorecardFilter
from kientoan.figures.models import FormTemplate, Indicator, Observation, Submission
from kientoan.figures.queries.scorecard import Line
from kientoan.figures.rules.period_numbers import period_of
from kientoan.figures.rules.words import Source
from kientoan.figures.views.frame import crumbs, state_badge, tabs, who
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import span_of


def source_word(source: int) -> str:
    """Whose word a figure is, on screen."""
    return {1: _("the unit itself"), 2: _("its superior"), 3: _("an inspection"), 4: _("another body")}[source]


@require_safe
def indicators(request: HttpRequest) -> HttpResponseBase:
    """Every figure that is asked for, with the document that asks for it."""
    rows = Indicator.objects.in_use()
    table = Table(
        key="indicators",
        caption=_("Indicators"),
        columns=[
            Column(
                _("Indicator"),
                lambda one: Link(one.name, reverse("figures:indicator", args=[one.code]), one.code),
                head=True,
            ),
            *([Column(_("Code"), lambda one: one.code)] if asked_format(request) else []),
            Column(_("Unit of measure"), lambda one: one.measure),
            Column(_("Shortest period"), lambda one: str(PERIODS[one.period])),
            Column(_("Reported by"), lambda one: source_word(Source.of(one.reporter))),
            Column(_("What is counted"), lambda one: one.definition),
            Column(_("Asked for by"), lambda one: one.citation),
        ],
        rows=list(rows),
        exports=("xlsx", "csv"),
        empty=Empty(_("No indicator is in use."), _("Take over the starting list: kientoan figures sync")),
    )
    if asked_format(request):
        return export_table(request, table, rows, verb="figures.export_indicators")
    may = can(access.check_define, who(request))
    action = Action(_("Make an indicator"), reverse("figures:new_indicator"), refused=may.reason, icon="plus")
    values = {"table": table, "tabs": tabs("indicators"), "action": None if may.never else action}
    return render_page(request, "figures/indicators.html", values)


@require_safe
def scorecard(request: HttpRequest) -> HttpResponseBase:
    """Units side by side for a period."""
    day, user = as_of_day(request), who(request)
    chosen = ScorecardFilter(request.GET or None, day=day)
    given = filters_of(chosen)
    last = None if given.get("period") else queries.last_answered(user, day)
    period = given.get("period") or (last.period if last else Period.of(day, "half"))
    form = (
        given.get("form")
        or (last and last.form)
        or FormTemplate.objects.in_use().filter(period=period.kind.value).order_by("-pk").first()
    )
    chosen.initial = {"period": period.code, "form": form}
    columns = [item.indicator for item in form.items.select_related("indicator")] if form else []
    scope = scope_of(request)
    card = queries.scorecard(
        user,
        period,
        indicators=columns,
        kinds=form.asked_of if form else (),
        sectors=[given["sector"]] if given.get("sector") else form.sectors if form else (),
        under=Unit.objects.visible_to(user).filter(code=scope.code).first() if scope else None,
    )
    if asked_format(request):
        return export_table(request, _card(card, list(card.lines), chosen), card.lines, verb="figures.export_scorecard")
    page = paginate(request, card.lines if columns else [])
    table = _card(card, list(page), chosen, page)
    values = {"table": table, "card": card, "period": period.label(language()), "tabs": tabs("scorecard")}
    return render_page(request, "figures/scorecard.html", values)


def _card(card: queries.Scorecard, rows: list[Line], chosen: ScorecardFilter, page: object = None) -> Table[Line]:
    def value(place: int) -> Callable[[Line], object]:
        return lambda line: line.values[place]

    figures: list[Column[Line]] = [
        Column(one.name, value(place), number=True) for place, one in enumerate(card.indicators)
    ]
    return Table(
        key="scorecard",
        caption=_("Figures of %(period)s") % {"period": card.period.label(language())},
        columns=[
            Column(
                _("Unit"), lambda line: Link(line.name, reverse("figures:unit", args=[line.code]), line.code), head=True
            ),
            *figures,
        ],
        rows=rows,
        page=page,  # type: ignore[arg-type]
        filters=chosen,
        exports=("xlsx", "csv"),
        cards=False,
        empty=Empty(_("No unit of this kind."), _("Choose another form or sector."))
        if card.indicators
        else Empty(_("No form asks for figures of this kind of period."), _("Choose another period or form.")),
    )


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponseBase:
    """All that is in the ledger about a unit, the superseded rows too when asked for, and its answers."""
    user = who(request)
    one = get_object_or_404(Unit.objects.visible_to(user), code=code)
    everything = "all" in request.GET
    rows = Observation.objects.visible_to(user).filter(unit=one).select_related("indicator", "action__by")
    rows = (rows if everything else rows.current()).order_by("-starts", "indicator__code", "source", "-pk")
    may = can(access.check_merge, user, one)
    exporting = bool(asked_format(request))
    table = _ledger(paginate(request, rows), one.code if may and not exporting else "")
    if exporting:
        return export_table(request, table, rows, verb="figures.export_unit")
    span = span_of(one, as_of_day(request))
    answers = Submission.objects.visible_to(user).filter(unit=one).select_related("issue__form").order_by("-issue__due")
    values = {
        "unit": one,
        "name": span.name if span else one.code,
        "table": table,
        "answers": [
            (Link(_title(a), reverse("figures:entry", args=[a.pk])), state_badge(a.state, late=a.is_late))
            for a in answers[:20]
        ],
        "everything": everything,
        "crumbs": crumbs(Link(span.name if span else one.code)),
    }
    return render_page(request, "figures/unit.html", values)


def _title(answer: Submission) -> str:
    return f"{answer.issue.form.name}, {answer.issue.period.label(language())}"


def _ledger(page: object, correctable: str) -> Table[Observation]:
    """The rows; with the code of their unit, each that stands leads to its correction."""

    def way(one: Observation) -> object:
        if one.superseded_by:
            return None
        return Link(_("correct"), reverse("figures:correct", args=[correctable, one.pk]))

    def standing(one: Observation) -> object:
        if one.superseded_by:
            return Badge(_("corrected later"), "none")
        return Badge(_("withdrawn"), "none") if one.value is None else Badge(_("counts"), "done")

    return Table(
        key="ledger",
        caption=_("Figures in the ledger"),
        columns=[
            Column(_("Indicator"), lambda one: one.indicator.name, head=True),
            Column(_("Period"), lambda one: period_of(one.period).label(language())),
            Column(_("Value"), lambda one: one.value, number=True),
            Column(_("Whose word"), lambda one: source_word(one.source)),
            Column(_("Recorded"), lambda one: moment(one.recorded_at)),
            Column(_("By"), lambda one: str(one.action.by or "–")),
            Column(_("Standing"), standing),
            *([Column(_("Correction"), way)] if correctable else []),
        ],
        rows=list(page),  # type: ignore[call-overload]
        page=page,  # type: ignore[arg-type]
        exports=("xlsx", "csv"),
        empty=Empty(_("Nothing has been reported about this unit yet.")),
    )
