"""One figure of a unit's ledger corrected or withdrawn, with what has been made from it in sight."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core import formats
from kientoan.core.access import Refused
from kientoan.core.display import Link, Term
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.templatetags.formats import language, moment
from kientoan.core.uses import uses_of
from kientoan.figures import access, actions
from kientoan.figures.forms import CorrectionForm
from kientoan.figures.models import Observation
from kientoan.figures.rules.words import Source
from kientoan.figures.views.frame import crumbs, who
from kientoan.figures.views.tables import source_word
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import span_of


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Correct or withdraw one figure; the old one stays in the ledger beside it."""
    user = who(request)
    unit = get_object_or_404(Unit.objects.visible_to(user), code=code)
    now = get_object_or_404(Observation.objects.select_related("indicator", "action__by"), unit=unit, pk=key)
    access.check_merge(user, unit)
    form = CorrectionForm(request.POST or None, now=now)
    refusal = _corrected_since(now)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            _correct(request, now, form)
            return redirect("figures:unit", code=code)
        except Refused as refused:
            refusal = refused
    faulty = request.method == "POST" and (refusal is not None or bool(form.errors))
    span = span_of(unit, as_of_day(request))
    name = span.name if span else code
    values = {
        "form": form,
        "now": now,
        "name": name,
        "refusal": refusal,
        "title": _("Correct a figure"),
        "terms": _terms(now),
        "uses": uses_of([unit.pk], now.of_period, user),
        "crumbs": crumbs(Link(name, reverse("figures:unit", args=[code])), Link(_("Correct a figure"))),
    }
    return render_page(request, "figures/correct.html", values, status=422 if faulty else 200)


def _corrected_since(now: Observation) -> Refused | None:
    if now.superseded_by is None:
        return None
    return Refused(_("This figure has been corrected since. Open the one that counts now from the unit's ledger."))


def _correct(request: HttpRequest, now: Observation, form: CorrectionForm) -> None:
    given = form.cleaned_data
    actions.correct_figure(
        unit=now.unit,
        indicator=now.indicator,
        period=now.of_period,
        source=Source(now.source),
        value=given["value"],
        reason=given["reason"],
        by=who(request),
    )
    if given["value"] is None:
        messages.success(request, _("The figure is withdrawn. The old one stays in the ledger."))
    else:
        messages.success(request, _("The figure is corrected. The old one stays in the ledger."))


def _terms(now: Observation) -> list[Term]:
    value = formats.number(now.value, language=language()) if now.value is not None else _("withdrawn")
    return [
        Term(_("Indicator"), [now.indicator.name]),
        Term(_("Period"), [now.of_period.label(language())]),
        Term(_("Value now"), [f"{value} {now.indicator.measure}" if now.value is not None else value]),
        Term(_("Whose word"), [source_word(now.source)]),
        Term(_("Recorded"), [f"{moment(now.recorded_at)} · {now.action.by or '–'}"]),
        Term(_("Asked for by"), [now.indicator.citation]),
    ]
