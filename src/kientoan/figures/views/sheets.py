"""A plain sheet of figures: brought, looked at with every fault, then taken in."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.core.access import Refused
from kientoan.core.display import Action, Badge, Link, Progress, Term
from kientoan.core.exports import XLSX_TYPE
from kientoan.core.pages import paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import moment
from kientoan.figures import access
from kientoan.figures.actions import sheets as actions
from kientoan.figures.forms import SheetForm, TakeInForm
from kientoan.figures.imports import sheets as imports
from kientoan.figures.models import SheetRun, SheetStep
from kientoan.figures.views.frame import crumbs, tabs, who


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Bring a plain sheet, long or wide; below it, the sheets one brought before."""
    user = who(request)
    access.check_merge(user)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = actions.start_sheet(file=form.cleaned_data["file"], period=form.cleaned_data["period"], by=user)
        if not actions.is_large(run):
            imports.check_sheet(run)
        return redirect("figures:sheet", key=run.pk)
    runs = SheetRun.objects.visible_to(user).order_by("-pk")
    page = paginate(request, runs)
    table: Table[SheetRun] = Table(
        key="sheets",
        caption=_("Sheets that you brought"),
        columns=[
            Column(_("File"), lambda one: Link(one.file_name, reverse("figures:sheet", args=[one.pk])), head=True),
            Column(_("Brought"), lambda one: moment(one.started_at)),
            Column(_("State"), _state),
        ],
        rows=list(page),
        page=page,
        empty=Empty(_("You have brought no sheet yet.")),
    )
    values = {"form": form, "table": table, "tabs": tabs("sheets")}
    return render_page(request, "figures/sheets.html", values, status=422 if form.errors else 200)


def _state(one: SheetRun) -> Badge:
    if one.refused:
        return Badge(_("needs a reason") if one.plan else _("cannot be read"), "soon")
    if one.step == SheetStep.CHECKED and one.plan and one.plan["errors"]:
        return Badge(_("%(count)s faults") % {"count": one.plan["errors"]}, "soon")
    return Badge(str(SheetStep(one.step).label), "done" if one.step == SheetStep.DONE else "info")


def _run(request: HttpRequest, key: int) -> SheetRun:
    return get_object_or_404(SheetRun.objects.visible_to(who(request)), pk=key)


def _progress(one: SheetRun) -> Progress:
    waits = one.step in (SheetStep.CHECKING, SheetStep.RECORDING)
    address = reverse("figures:sheet", args=[one.pk])
    total = max(one.total, 1)
    words = {"check": _("Checking the rows"), "record": _("Recording the figures")}
    begun = words.get(one.part, _("Reading the sheet, or waiting for its turn"))
    return Progress(
        title=str(SheetStep(one.step).label),
        done=min(one.done, total - 1) if waits else total,
        total=total,
        words=begun if waits else "",
        poll_url=reverse("figures:sheet_progress", args=[one.pk]) if waits else "",
        failed="" if one.plan else one.refused,
        result=None if waits else Link(_("See the result"), address),
    )


def _faults(request: HttpRequest, plan: dict[str, Any]) -> Table[dict[str, Any]]:
    page = paginate(request, plan["shown"])
    more = plan["errors"] - len(plan["shown"])
    return Table(
        key="faults",
        caption=_("Every fault, by row and column"),
        columns=[
            Column(_("Row"), lambda one: one["row"], number=True),
            Column(_("Column"), lambda one: one["column"]),
            Column(_("Value found"), lambda one: one["value"]),
            Column(_("What is wrong"), lambda one: one["words"], head=True),
        ],
        rows=list(page),
        page=page,
        note=_("%(count)s more are marked in the sheet") % {"count": more} if more > 0 else "",
        empty=Empty(_("The sheet has no fault.")),
    )


@require_safe
def sheet(request: HttpRequest, key: int) -> HttpResponse:
    """A sheet: how far it is, every fault by row and column, what it would do or did."""
    return _page(request, _run(request, key))


def _page(request: HttpRequest, one: SheetRun, refusal: Refused | None = None) -> HttpResponse:
    plan = one.plan or {}
    values = {
        "run": one,
        "refusal": refusal,
        "state": _state(one),
        "progress": _progress(one),
        "waits": one.step in (SheetStep.CHECKING, SheetStep.RECORDING) or bool(one.refused and not one.plan),
        "plan": plan,
        "terms": _terms(plan),
        "faults": _faults(request, plan) if plan.get("errors") else None,
        "action": _take_in(one) if one.step == SheetStep.CHECKED and plan.get("errors") else None,
        "take_in": TakeInForm() if one.step == SheetStep.CHECKED and plan and not plan["errors"] else None,
        "crumbs": crumbs(Link(_("Plain sheets"), reverse("figures:sheets")), Link(one.file_name)),
    }
    return render_page(request, "figures/sheet.html", values, status=422 if refusal else 200)


def _terms(plan: dict[str, Any]) -> list[Term]:
    if not plan:
        return []
    return [
        Term(_("Figures"), (plan["figures"],)),
        Term(_("Units"), (plan["units"],)),
        Term(_("Periods"), (", ".join(plan["periods"]),)),
        Term(_("Faults"), (plan["errors"],)),
    ]


def _take_in(one: SheetRun) -> Action:
    refused = _("The sheet has faults; nothing of it can be taken in.") if one.plan and one.plan["errors"] else ""
    return Action(
        _("Take the figures in"), reverse("figures:sheet_take_in", args=[one.pk]), method="post", refused=refused
    )


@require_POST
def sheet_take_in(request: HttpRequest, key: int) -> HttpResponse:
    """Take a checked sheet in; a large one by the queue."""
    one = _run(request, key)
    given = TakeInForm(request.POST)
    try:
        reason = given.cleaned_data["reason"] if given.is_valid() else ""
        if not actions.take_in_sheet(run=one, by=who(request), reason=reason):
            imports.record_sheet(one)
    except Refused as refused:
        return _page(request, one, refused)
    return redirect("figures:sheet", key=one.pk)


@require_safe
def sheet_progress(request: HttpRequest, key: int) -> HttpResponse:
    """Only the bar, polled while the queue works."""
    return render_page(request, "figures/run_progress.html", {"progress": _progress(_run(request, key))})


@require_safe
def sheet_marked(request: HttpRequest, key: int) -> FileResponse:
    """The sheet with its faults marked."""
    path = actions.marked_of(_run(request, key))
    if not path.is_file():
        raise Http404(_("The sheet has no fault."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"marked-{key}.xlsx", content_type=XLSX_TYPE)
