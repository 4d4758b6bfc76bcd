"""A list of units or of operations, brought in a file: what it would do, every fault, then the deed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.core import formats
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.display import Badge, Link, Progress
from kientoan.core.pages import paginate, render_page
from kientoan.core.sheets.grid import STANDARD_LIMITS
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language, moment
from kientoan.orgs import imports
from kientoan.orgs.access import check_change_units
from kientoan.orgs.actions import lists
from kientoan.orgs.forms import ImportForm
from kientoan.orgs.imports import kept
from kientoan.orgs.imports.columns import OPERATIONS, UNITS
from kientoan.orgs.imports.told import changed_since, is_long, told
from kientoan.orgs.models import ListRun, ListStep
from kientoan.orgs.views.operations import OPERATIONS as NAMED

if TYPE_CHECKING:
    from kientoan.accounts.models import User

Plan = imports.UnitsPlan | imports.OperationsPlan
Said = dict[str, Any]


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Bring a list of units or of operations: look at what it would do, then carry it out; a long one by the queue."""
    user: User = request.user  # type: ignore[assignment]
    check_change_units(user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, user=user)
    values: Said = {
        "form": form,
        "crumbs": [Link(_("Organisations"), reverse("orgs:tree")), Link(_("Import a list"))],
        "columns": ((_("A list of units"), UNITS), (_("A list of operations"), OPERATIONS)),
    }
    status = 200
    if form.is_valid():
        try:
            if form.cleaned_data["kept"]:
                return _carry_out(request, form, values)
            raw = form.cleaned_data["file"].read(STANDARD_LIMITS.bytes + 1)
            if is_long(raw):
                return _put_down(form, raw)
            status = _look(form, raw, values)
        except Refused as refusal:
            values["refusal"] = refusal
            status = 409 if isinstance(refusal, ChangedMeanwhile) else 400
    values["runs"] = _runs(request, user)
    return render_page(request, "orgs/import.html", values, status=400 if form.errors else status)


def _put_down(form: ImportForm, raw: bytes) -> HttpResponse:
    """Leave a long list to the queue; its page says how far it is."""
    given = form.cleaned_data
    run = lists.start_list(
        fingerprint=kept.keep(raw, by=form.user),
        file=given["file"].name,
        by=form.user,
        since=given["since"],
        under=given["under"],
        extent=given["extent"],
        reason=given["reason"],
    )
    return redirect("orgs:import_run", key=run.pk)


def _plan(form: ImportForm, raw: bytes, file: str) -> Plan:
    given = form.cleaned_data
    under = given["under"].code if given["under"] else None
    return imports.plan(raw, by=form.user, file=file, since=given["since"], under=under, whole=form.whole())


def _look(form: ImportForm, raw: bytes, values: Said) -> int:
    """Plan the file; without faults keep it for the second step."""
    name = form.cleaned_data["file"].name
    plan = _plan(form, raw, name)
    said = told(plan)
    values |= {"plan": said, "notes": said["notes"]}
    if plan.errors:
        values["faults"] = _faults(said)
        return 400
    _show(form, values, said, fingerprint=kept.keep(raw, by=form.user), name=name)
    return 200


def _show(form: ImportForm, values: Said, said: Said, *, fingerprint: str, name: str) -> None:
    """What the plan would do, and what the button sends."""
    values |= {"plan": said, "lines": _lines(said), "counts": _counts(said)}
    given = {word: form.data.get(word, "") for word in ("since", "under", "extent", "reason")}
    values["again"] = {**given, "kept": fingerprint, "name": name, "seen": said["seen"]}


def _carry_out(request: HttpRequest, form: ImportForm, values: Said) -> HttpResponse:
    """Do what was looked at; when the register would now be changed otherwise, show that instead."""
    given = form.cleaned_data
    raw = kept.taken(given["kept"], by=form.user)
    plan = _plan(form, raw, given["name"])
    said = told(plan)
    if plan.errors or said["seen"] != given["seen"]:
        if plan.errors:
            values |= {"plan": said, "faults": _faults(said)}
        else:
            _show(form, values, said, fingerprint=given["kept"], name=given["name"])
        raise ChangedMeanwhile(changed_since())
    imports.apply(plan, by=form.user, reason=given["reason"])
    kept.forget(given["kept"], by=form.user)
    messages.success(request, _("Done and recorded: %(file)s.") % {"file": given["name"]})
    return redirect("orgs:list")


def _counts(said: Said) -> list[tuple[str, object]]:
    """The terms and numbers that sum a plan up."""
    words = {
        "operations": _("Operations"),
        "added": _("Added"),
        "changed": _("Changed"),
        "closed": _("Closed"),
        "unchanged": _("Unchanged"),
    }
    counts = said["counts"]
    return [(word, formats.number(counts[key], language=language())) for key, word in words.items() if key in counts]


def _lines(said: Said) -> Table[list[str]]:
    words = {"added": _("added"), "changed": _("changed"), "closed": _("closed")}
    words |= {word: str(one.label) for word, one in NAMED.items()}
    return Table(
        key="plan",
        caption=_("What the file would do"),
        columns=[
            Column(_("What"), lambda row: words.get(row[0], row[0])),
            Column(_("Code"), lambda row: row[1], head=True),
            Column(_("Unit and time"), lambda row: row[2]),
        ],
        rows=said["rows"],
        note=_("… and %(count)d more") % {"count": said["more"]} if said["more"] else "",
        empty=Empty(_("Nothing changes: the register says the same already.")),
    )


def _faults(said: Said, request: HttpRequest | None = None) -> Table[Said]:
    page = paginate(request, said["faults"]) if request else None
    more = said["errors"] - len(said["faults"])
    return Table(
        key="faults",
        caption=_("Every fault, by row and column"),
        columns=[
            Column(_("Row"), lambda one: one["row"], number=True),
            Column(_("Column"), lambda one: one["column"]),
            Column(_("Value found"), lambda one: one["value"]),
            Column(_("What is wrong"), lambda one: one["words"], head=True),
        ],
        rows=said["faults"] if page is None else list(page),
        page=page,
        note=_("… and %(count)d more") % {"count": more} if more else "",
        empty=Empty(_("The file has no fault.")),
    )


def _state(one: ListRun) -> Badge:
    if one.refused:
        return Badge(_("refused"), "soon")
    if one.step == ListStep.CHECKED and one.plan and one.plan["errors"]:
        return Badge(_("%(count)s faults") % {"count": one.plan["errors"]}, "soon")
    return Badge(str(ListStep(one.step).label), "done" if one.step == ListStep.DONE else "info")


def _runs(request: HttpRequest, user: "User") -> Table[ListRun] | None:
    """The long lists that the person brought, so that one may leave and come back."""
    page = paginate(request, ListRun.objects.visible_to(user).order_by("-pk"))
    if not page.object_list:
        return None
    return Table(
        key="runs",
        caption=_("Long lists that you brought"),
        columns=[
            Column(_("File"), lambda one: Link(one.file_name, reverse("orgs:import_run", args=[one.pk])), head=True),
            Column(_("Brought"), lambda one: moment(one.started_at)),
            Column(_("State"), _state),
        ],
        rows=list(page),
        page=page,
        empty=Empty(""),
    )


def _run(request: HttpRequest, key: int) -> ListRun:
    user: User = request.user  # type: ignore[assignment]
    return get_object_or_404(ListRun.objects.visible_to(user), pk=key)


def _progress(one: ListRun) -> Progress:
    parts = {
        "read": _("Checking the rows"),
        "steps": _("Going through the operations"),
        "write": _("Writing the units"),
        "close": _("Ending units"),
    }
    total = max(one.total, 1)
    return Progress(
        title=str(ListStep(one.step).label),
        done=min(one.done, total - 1) if one.waits else total,
        total=total,
        words=parts.get(one.part, _("Reading the list, or waiting for its turn")) if one.waits else "",
        poll_url=reverse("orgs:import_progress", args=[one.pk]) if one.waits else "",
        result=None if one.waits else Link(_("See the result"), reverse("orgs:import_run", args=[one.pk])),
    )


@require_safe
def import_run(request: HttpRequest, key: int) -> HttpResponse:
    """A long list: how far it is, every fault, what it would do or did."""
    return _run_page(request, _run(request, key))


def _run_page(request: HttpRequest, one: ListRun, refusal: Refused | None = None) -> HttpResponse:
    said = one.plan or {}
    values = {
        "run": one,
        "state": _state(one),
        "refusal": refusal,
        "progress": _progress(one),
        "plan": said,
        "counts": _counts(said) if said else [],
        "faults": _faults(said, request) if said.get("errors") else None,
        "lines": _lines(said) if said and not said["errors"] else None,
        "may_do": one.step == ListStep.CHECKED and said and not said["errors"] and said["changes_something"],
        "crumbs": [
            Link(_("Organisations"), reverse("orgs:tree")),
            Link(_("Import a list"), reverse("orgs:import")),
            Link(one.file_name),
        ],
    }
    return render_page(request, "orgs/import_run.html", values, status=422 if refusal else 200)


@require_safe
def import_progress(request: HttpRequest, key: int) -> HttpResponse:
    """Only the bar, polled while the queue works."""
    return render_page(request, "orgs/import_progress.html", {"progress": _progress(_run(request, key))})


@require_POST
def import_do(request: HttpRequest, key: int) -> HttpResponse:
    """Have a long list carried out by the queue."""
    user: User = request.user  # type: ignore[assignment]
    check_change_units(user)
    one = _run(request, key)
    try:
        lists.carry_out_list(run=one, by=user)
    except Refused as refused:
        return _run_page(request, one, refused)
    return redirect("orgs:import_run", key=key)
