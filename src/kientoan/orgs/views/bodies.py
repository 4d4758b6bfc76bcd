"""Bodies of a unit: opened and ended from its page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.accounts.models import User
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.pages import as_of_day, draft_saved, render_page
from kientoan.orgs import actions
from kientoan.orgs.access import check_change_units
from kientoan.orgs.forms import BodyForm, EndBodyForm
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.queries.history import bodies_version
from kientoan.orgs.queries.life import spans_of, standing
from kientoan.orgs.views.reach import crumbs_to, unit_url, unit_within


def _who(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _done(request: HttpRequest, unit: Unit, said: str, draft: str) -> HttpResponse:
    draft_saved(request, draft)
    messages.success(request, said)
    return redirect(unit_url(unit.code))


def _again(request: HttpRequest, values: dict[str, Any], refused: Refused | None) -> HttpResponse:
    """The form once more, with why it was refused."""
    form = values["form"]
    status = 400 if form.errors else 200
    if refused is not None:
        form.add_error(None, refused.sentence)
        status = 409 if isinstance(refused, ChangedMeanwhile) else 422
    return render_page(request, "orgs/body.html", values, status=status)


@require_http_methods(["GET", "POST"])
def open_body(request: HttpRequest, code: str) -> HttpResponse:
    """Open a body of a kind that such a unit may have."""
    unit, user, day = unit_within(request, code), _who(request), as_of_day(request)
    check_change_units(user, unit)
    begun = {"version": bodies_version(unit), "day": day}
    kind = standing(spans_of(unit), day).span.kind
    form = BodyForm(request.POST or None, initial=begun, unit_kind=kind, shown_day=day)
    draft, refusal = f"orgs-body-{code}", None
    if request.method == "POST" and form.is_valid():
        try:
            body = actions.open_body(unit=unit, by=user, **form.cleaned_data)
        except Refused as refused:
            refusal = refused
        else:
            return _done(request, unit, _("The body “%(name)s” was opened.") % {"name": body.name}, draft)
    title = _("Open a body")
    about = _("Only the kinds of bodies that such an organisation may have are offered.")
    values = {"form": form, "title": title, "about": about, "unit": unit, "draft": draft}
    return _again(request, {**values, "crumbs": crumbs_to(request, unit, day, title)}, refusal)


@require_http_methods(["GET", "POST"])
def end_body(request: HttpRequest, key: int) -> HttpResponse:
    """End a body, with its posts and who holds them."""
    user = _who(request)
    body = Body.objects.visible_to(user).select_related("unit").filter(pk=key).first()
    if body is None:
        raise Http404(_("There is no such body among those you may see."))
    unit = body.unit
    check_change_units(user, unit)
    form = EndBodyForm(request.POST or None, initial={"version": bodies_version(unit), "day": as_of_day(request)})
    draft, refusal = f"orgs-end-body-{key}", None
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_body(body=body, by=user, **form.cleaned_data)
        except Refused as refused:
            refusal = refused
        else:
            return _done(request, unit, _("The body “%(name)s” was ended.") % {"name": body.name}, draft)
    title = _("End a body")
    about = _("%(name)s. Its posts end with it, and so does whoever holds them; what was stays on record.") % {
        "name": body.name
    }
    values = {"form": form, "title": title, "about": about, "unit": unit, "draft": draft}
    return _again(request, {**values, "crumbs": crumbs_to(request, unit, as_of_day(request), title)}, refusal)
