"""Record and withdraw the conclusions that state division (K1) or degradation (K2) of a unit."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core import formats
from kientoan.core.access import Refused
from kientoan.core.display import Badge, Link
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Unit
from kientoan.review import access, actions
from kientoan.review.forms import ConclusionForm, WithdrawForm
from kientoan.review.models import Conclusion
from kientoan.review.views.frame import current_name, person


def _crumbs(unit: Unit, name: str) -> list[Link]:
    return [
        Link(_("Review"), reverse("review:runs")),
        Link(name, reverse("orgs:unit", args=[unit.code])),
        Link(_("Conclusions")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def conclusions(request: HttpRequest, code: str) -> HttpResponseBase:
    """The conclusions about a unit, and the form for one more."""
    user = person(request)
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    access.check_give_facts(user, unit)
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_conclusion(unit=unit, by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("review:conclusions", code=unit.code)
    name = current_name(unit, as_of_day(request))
    values = {
        "title": _("Conclusions about %(name)s") % {"name": name},
        "unit": unit,
        "form": form,
        "crumbs": _crumbs(unit, name),
        "table": _table(unit),
    }
    return render_page(request, "review/conclusions.html", values, status=400 if form.errors else 200)


def _table(unit: Unit) -> Table[Conclusion]:
    def state(one: Conclusion) -> object:
        if one.withdrawn_on is not None:
            return [Badge(_("withdrawn"), "none"), one.withdrawn_on, one.withdrawn_why]
        counts = Badge(_("counts"), "soon") if one.number else Badge(_("a sign only"), "info")
        return [counts, Link(_("Withdraw"), reverse("review:withdraw", args=[one.pk]))]

    return Table(
        key="conclusions",
        caption=_("Conclusions on record"),
        columns=[
            Column(_("Day"), lambda one: one.day),
            Column(_("Rule"), lambda one: f"{one.rule}: {one.get_rule_display()}", head=True),
            Column(_("Number of the conclusion"), lambda one: one.number or None),
            Column(_("State"), state),
        ],
        rows=list(Conclusion.objects.filter(unit=unit).order_by("-day", "-pk")),
        empty=Empty(_("No conclusion is on record for this organisation.")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: int) -> HttpResponseBase:
    """Take back a conclusion that was recorded wrongly, with the reason."""
    user = person(request)
    found = Conclusion.objects.visible_to(user).select_related("unit").filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such conclusion among those you may see."))
    access.check_give_facts(user, found.unit)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_conclusion(conclusion=found, reason=form.cleaned_data["reason"], by=user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("review:conclusions", code=found.unit.code)
    name = current_name(found.unit, as_of_day(request))
    values = {
        "title": _("Withdraw a conclusion"),
        "conclusion": found,
        "form": form,
        "crumbs": _crumbs(found.unit, name),
        "said": _("%(rule)s, %(what)s: %(number)s of %(day)s about %(name)s")
        % {
            "rule": found.rule,
            "what": found.get_rule_display(),
            "number": found.number or _("without a number"),
            "day": formats.day_short(found.day, language()),
            "name": name,
        },
        "withdrawn": _("This conclusion was withdrawn before.") if found.withdrawn_on and not form.errors else "",
    }
    return render_page(request, "review/withdraw.html", values, status=400 if form.errors else 200)
