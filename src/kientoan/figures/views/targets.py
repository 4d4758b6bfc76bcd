"""Targets (chỉ tiêu giao): a unit's by year beside the sum of its children's, the children one by one, one set."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import clock, formats
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Badge, Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, paginate, render_page, scope_of
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.figures import access, actions
from kientoan.figures.forms import TargetFilter, TargetForm
from kientoan.figures.queries.targets import ChildTarget, TargetLine, children_with_targets, targets_of
from kientoan.figures.rules.totals import RollUp
from kientoan.figures.views.frame import crumbs, tabs, who
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import roots_for, span_of


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """The targets of the unit one looks from: the scope, else the top of what one may see."""
    scope = scope_of(request)
    roots = roots_for(who(request), as_of_day(request))
    code = scope.code if scope else roots[0].code if roots else ""
    if not code:
        return render_page(request, "figures/targets.html", {"title": _("Targets"), "tabs": tabs("targets")})
    return redirect("figures:unit_targets", code=code)


@require_safe
def unit_targets(request: HttpRequest, code: str) -> HttpResponseBase:
    """A unit's targets of a year; with an indicator chosen, its children's one by one."""
    user = who(request)
    one = get_object_or_404(Unit.objects.visible_to(user), code=code)
    asked = TargetFilter({"year": as_of_day(request).year} | request.GET.dict())
    year = asked.cleaned_data["year"] if asked.is_valid() else as_of_day(request).year
    indicator = asked.cleaned_data.get("indicator")
    lines = targets_of(one, year, user)
    table = _lines(year, lines, asked)
    if asked_format(request):
        return export_table(request, table, lines, verb="figures.export_targets")
    children = list(children_with_targets(one, indicator, year, user)) if indicator else []
    span = span_of(one, as_of_day(request))
    name = span.name if span else one.code
    off = sum(1 for line in lines if line.roll_up.is_off)
    values = {
        "title": _("Targets of %(year)s") % {"year": year},
        "name": name,
        "unit": one,
        "count": sum(1 for line in lines if line.target),
        "off": off,
        "table": table,
        "children": _children(request, children, indicator.name, year) if indicator else None,
        "tabs": tabs("targets"),
        "crumbs": crumbs(Link(_("Targets"), reverse("figures:targets")), Link(name)),
        "action": Action(
            _("Set a target"),
            f"{reverse('figures:set_target', args=[one.code])}?{urlencode({'year': year})}",
            refused=can(access.check_set_target, user, one).reason,
            icon="plus",
        ),
    }
    return render_page(request, "figures/targets.html", values)


def _difference(total: RollUp) -> object:
    if total.difference is None:
        return None
    if total.closes:
        return Badge(_("adds up"), "done")
    amount = formats.number(abs(total.difference), language=language())
    words = _("%(amount)s too many") if total.difference > 0 else _("%(amount)s too few")
    return Badge(words % {"amount": amount}, "soon")


def _lines(year: int, lines: list[TargetLine], asked: TargetFilter) -> Table[TargetLine]:
    def way(line: TargetLine) -> Link:
        query = urlencode({"year": str(year), "indicator": line.indicator.code})
        return Link(line.indicator.name, f"?{query}#children", line.indicator.measure)

    def below(line: TargetLine) -> object:
        return line.roll_up.children if line.roll_up.with_target else None

    return Table(
        key="targets",
        caption=_("Targets of the unit and of those below it"),
        columns=[
            Column(_("Indicator"), way, head=True),
            Column(_("Target"), lambda line: line.target.value if line.target else None, number=True),
            Column(_("Decision"), lambda line: line.target.decision if line.target else None),
            Column(_("Reached"), lambda line: line.reached, number=True),
            Column(_("Sum of the units below"), below, number=True),
            Column(_("Have a target"), lambda line: f"{line.roll_up.with_target}/{line.roll_up.of_children}"),
            Column(_("Against the unit's own"), lambda line: _difference(line.roll_up)),
        ],
        rows=lines,
        filters=asked,
        exports=("xlsx", "csv"),
        empty=Empty(
            _("No target has been set for this unit and year."),
            _("Set one with the number of its decision."),
        ),
    )


def _children(request: HttpRequest, rows: list[ChildTarget], indicator: str, year: int) -> Table[ChildTarget]:
    page = paginate(request, rows)

    def way(one: ChildTarget) -> Link:
        url = f"{reverse('figures:unit_targets', args=[one.code])}?{urlencode({'year': year})}"
        return Link(one.name, url, one.code)

    return Table(
        key="children",
        caption=_("%(indicator)s: the units below") % {"indicator": indicator},
        columns=[
            Column(_("Unit"), way, head=True),
            Column(_("Target"), lambda one: one.value, number=True),
            Column(_("Decision"), lambda one: one.decision or None),
        ],
        rows=list(page),
        page=page,
        empty=Empty(_("No unit lies below this one.")),
    )


@require_http_methods(["GET", "POST"])
def set_target(request: HttpRequest, code: str) -> HttpResponse:
    """Give the unit or one right below it its target of a year, by a decision."""
    user = who(request)
    one = get_object_or_404(Unit.objects.visible_to(user), code=code)
    access.check_set_target(user, one)
    initial = {"unit": code, "year": request.GET.get("year", clock.today().year), "decided_on": clock.today()}
    form = TargetForm(request.POST or None, top=one, user=user, day=as_of_day(request), initial=initial)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_target(by=user, **given)
            messages.success(request, _("The target is set."))
            address = reverse("figures:unit_targets", args=[code])
            return redirect(f"{address}?{urlencode({'year': given['year']})}")
        except Refused as refused:
            refusal = refused
    span = span_of(one, as_of_day(request))
    name = span.name if span else code
    values = {
        "form": form,
        "refusal": refusal,
        "title": _("Set a target"),
        "name": name,
        "crumbs": crumbs(
            Link(_("Targets"), reverse("figures:unit_targets", args=[code]), name), Link(_("Set a target"))
        ),
    }
    return render_page(request, "figures/set_target.html", values, status=422 if refusal or form.errors else 200)
