"""An indicator with the document that asks for it: made, changed, retired; and a form retired."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core import clock, formats
from kientoan.core.access import Refused, can
from kientoan.core.display import Link, Term
from kientoan.core.pages import render_page
from kientoan.core.templatetags.formats import language
from kientoan.figures import access, actions
from kientoan.figures.forms import PERIODS, IndicatorForm, RetireForm
from kientoan.figures.forms.indicators import DIRECTIONS, KINDS, OVER_TIME, REPORTERS, UP_THE_TREE
from kientoan.figures.models import FormTemplate, Indicator
from kientoan.figures.views.frame import crumbs, who


@require_http_methods(["GET", "POST"])
def new_indicator(request: HttpRequest) -> HttpResponse:
    """Make an indicator of the office's own."""
    access.check_define(who(request))
    return _page(request, None, may=True)


@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What an indicator counts and which document asks for it; one of the office's own is changed here."""
    one = get_object_or_404(Indicator, code=code)
    if request.method == "POST":
        access.check_define(who(request))
    return _page(request, one, may=bool(can(access.check_define, who(request))))


def _page(request: HttpRequest, one: Indicator | None, *, may: bool) -> HttpResponse:
    initial = {name: getattr(one, name) for name in IndicatorForm.base_fields if hasattr(one, name)}
    form = IndicatorForm(request.POST or None, day=clock.today(), one=one, initial=initial)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.define_indicator(by=who(request), **form.cleaned_data)
            messages.success(request, _("The indicator is saved."))
            return redirect("figures:indicator", code=saved.code)
        except Refused as refused:
            refusal = refused
    name = one.name if one else _("A new indicator")
    values = {
        "one": one,
        "form": form,
        "may": may,
        "changes": may and (one is None or (one.origin == Indicator.Origin.OWN and one.retired_on is None)),
        "refusal": refusal,
        "title": name,
        "terms": _terms(one) if one else [],
        "crumbs": crumbs(Link(_("Indicators"), reverse("figures:indicators")), Link(name)),
    }
    return render_page(request, "figures/indicator.html", values, status=422 if refusal or form.errors else 200)


def _terms(one: Indicator) -> list[Term]:
    def words(known: dict[str, Any], code: str) -> str:
        return str(known.get(code, code))

    terms = [
        (_("What is counted"), one.definition),
        (_("Unit of measure"), one.measure),
        (_("The value is"), words(KINDS, one.kind)),
        (_("Which way is good"), words(DIRECTIONS, one.direction)),
        (_("Shortest period"), words(PERIODS, one.period)),
        (_("A longer period takes from the shorter ones"), words(OVER_TIME, one.over_time)),
        (_("A superior's figure"), words(UP_THE_TREE, one.up_the_tree)),
        (_("Reported by"), words(REPORTERS, one.reporter)),
        (_("Asked for by"), one.citation),
        (_("Holds from"), formats.day_short(one.since, language())),
        (_("Origin"), str(Indicator.Origin(one.origin).label)),
    ]
    if one.retired_on:
        terms.append((_("No longer asked from"), formats.day_short(one.retired_on, language())))
    return [Term(name, [value]) for name, value in terms]


@require_http_methods(["GET", "POST"])
def retire_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for an indicator no longer; its figures stay."""
    access.check_define(who(request))
    one = get_object_or_404(Indicator, code=code)
    return _retire(
        request,
        one.name,
        Link(_("Indicators"), reverse("figures:indicators")),
        lambda reason: actions.retire_indicator(by=who(request), indicator=one, reason=reason),
    )


@require_http_methods(["GET", "POST"])
def retire_form(request: HttpRequest, code: str) -> HttpResponse:
    """Send a form out no longer; what came back stays."""
    access.check_issue(who(request))
    one = get_object_or_404(FormTemplate, code=code)
    return _retire(
        request,
        one.name,
        Link(_("Forms"), reverse("figures:forms")),
        lambda reason: actions.retire_form(by=who(request), form=one, reason=reason),
    )


def _retire(request: HttpRequest, name: str, back: Link, retire: Callable[[str], object]) -> HttpResponse:
    form = RetireForm(request.POST or None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            retire(form.cleaned_data["reason"])
            messages.success(request, _("“%(name)s” is no longer asked for. Its figures stay.") % {"name": name})
            return redirect(back.url)
        except Refused as refused:
            refusal = refused
    values = {
        "form": form,
        "refusal": refusal,
        "title": _("No longer ask for: %(name)s") % {"name": name},
        "crumbs": crumbs(back, Link(name)),
    }
    return render_page(request, "figures/retire.html", values, status=422 if refusal or form.errors else 200)
