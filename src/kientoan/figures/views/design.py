"""Forms designed within the burden budget, and sent out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import clock
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Badge, Link
from kientoan.core.formats import number
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.figures import access, actions
from kientoan.figures.forms import PERIODS, DesignForm, IssueForm
from kientoan.figures.models import FormTemplate
from kientoan.figures.queries import burden
from kientoan.figures.queries.forms import units_asked
from kientoan.figures.views.frame import crumbs, tabs, who


@require_safe
def forms_list(request: HttpRequest) -> HttpResponse:
    """Every form in use with what it asks of a unit each month."""
    forms = list(FormTemplate.objects.in_use().prefetch_related("items__indicator"))
    loads = {one.pk: burden.of_form(one, [item.indicator.code for item in one.items.all()]) for one in forms}

    def load_of(one: FormTemplate) -> Badge:
        load = loads[one.pk]
        return _load_badge(load)

    table = Table(
        key="forms",
        caption=_("Forms"),
        columns=[
            Column(_("Form"), lambda one: Link(one.name, reverse("figures:form", args=[one.code])), head=True),
            Column(_("How often"), lambda one: str(PERIODS[one.period])),
            Column(_("Figures"), lambda one: len(one.items.all()), number=True),
            Column(_("Figures a month"), load_of),
            Column(_("Asked for by"), lambda one: one.instrument),
        ],
        rows=forms,
        empty=Empty(_("No form is in use."), _("Take over the starting list: kientoan figures sync")),
    )
    action = Action(
        _("Design a form"),
        reverse("figures:new_form"),
        refused=can(access.check_issue, who(request)).reason,
        icon="plus",
    )
    return render_page(request, "figures/forms.html", {"table": table, "action": action, "tabs": tabs("forms")})


def _load_badge(load: burden.Load) -> Badge:
    words = _("%(count)s of %(budget)s") % {
        "count": number(float(load.alone), language=language()),
        "budget": load.budget,
    }
    return Badge(words, "soon" if load.alone_over else "done")


@require_http_methods(["GET", "POST"])
def new_form(request: HttpRequest) -> HttpResponse:
    """Design a form from nothing."""
    access.check_issue(who(request))
    return _design(request, None)


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """A form: its figures, its burden beside the other forms, and its change."""
    one = get_object_or_404(FormTemplate, code=code)
    access.check_issue(who(request))
    return _design(request, one)


def _design(request: HttpRequest, one: FormTemplate | None) -> HttpResponse:
    day = clock.today()
    asked = DesignForm(request.POST or None, day=day, form=one, initial=_initial(one))
    refusal: Refused | None = None
    if request.method == "POST" and asked.is_valid():
        try:
            saved = _save(request, one, dict(asked.cleaned_data))
            messages.success(request, _("The form is saved."))
            return redirect("figures:form", code=saved.code)
        except Refused as refused:
            refusal = refused
    values = {
        "one": one,
        "form": asked,
        "refusal": refusal,
        "budget": burden.budget(),
        "load": burden.of_form(one, list(one.items.values_list("indicator__code", flat=True))) if one else None,
        "title": one.name if one else _("A new form"),
        "action": Action(_("Send it out"), reverse("figures:send_out", args=[one.code]), icon="external-link")
        if one
        else None,
        "crumbs": crumbs(Link(_("Forms"), reverse("figures:forms")), Link(one.name if one else _("A new form"))),
    }
    return render_page(request, "figures/design.html", values, status=422 if refusal or asked.errors else 200)


def _initial(one: FormTemplate | None) -> dict[str, Any]:
    if one is None:
        return {}
    names = ("code", "name_vi", "name_en", "period", "asked_of", "sectors", "instrument", "over_budget_reason")
    return {name: getattr(one, name) for name in names} | {
        "indicators": list(one.items.values_list("indicator_id", flat=True))
    }


def _save(request: HttpRequest, one: FormTemplate | None, given: dict[str, Any]) -> FormTemplate:
    """Save with the figures in the order they had, new ones behind."""
    order = list(one.items.values_list("indicator_id", flat=True)) if one else []
    place = {key: number for number, key in enumerate(order)}
    given["indicators"] = sorted(given["indicators"], key=lambda i: (place.get(i.pk, len(order)), i.code))
    code = given.pop("code")
    if one is None:
        return actions.make_form(by=who(request), code=code, **given)
    return actions.change_form(by=who(request), form=one, **given)


@require_http_methods(["GET", "POST"])
def send_out(request: HttpRequest, code: str) -> HttpResponse:
    """Send a form out to all units of its kinds that one answers for."""
    one = get_object_or_404(FormTemplate, code=code)
    access.check_issue(who(request))
    asked = IssueForm(request.POST or None)
    refusal: Refused | None = None
    day = clock.today()
    if request.method == "POST" and asked.is_valid():
        day = asked.cleaned_data["period"].end
        try:
            issue = actions.issue_form(
                form=one, units=units_asked(one, who(request), day), by=who(request), **asked.cleaned_data
            )
            messages.success(request, _("The form is out."))
            return redirect("figures:issue", key=issue.pk)
        except Refused as refused:
            refusal = refused
    values = {
        "one": one,
        "form": asked,
        "refusal": refusal,
        "units": len(units_asked(one, who(request), day)),
        "title": _("Send out: %(form)s") % {"form": one.name},
        "crumbs": crumbs(Link(one.name, reverse("figures:form", args=[one.code])), Link(_("Send it out"))),
    }
    return render_page(request, "figures/send_out.html", values, status=422 if refusal or asked.errors else 200)
