"""The register of an e-office brought as a sheet: what it would enter, every fault, then the deed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core import clock, formats
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.display import Link
from kientoan.core.pages import render_page
from kientoan.core.sheets import SheetError
from kientoan.core.sheets.grid import STANDARD_LIMITS
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.documents import imports
from kientoan.documents.access import check_keep_register
from kientoan.documents.forms import SheetForm
from kientoan.documents.imports import COLUMNS, RegisterPlan
from kientoan.documents.models import Document
from kientoan.documents.queries.labels import kind_of
from kientoan.documents.rules.words import Direction
from kientoan.documents.views.entry import first_unit
from kientoan.documents.views.frame import crumbs, who
from kientoan.orgs.imports import kept

SHOWN = 200


@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest) -> HttpResponse:
    """Look at what a sheet would enter, then enter it."""
    user = who(request)
    check_keep_register(user)
    begin = first_unit(user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetForm(*sent, user=user, initial={"keeper": begin.code if begin else "", "direction": "in"})
    values: dict[str, Any] = {
        "form": form,
        "crumbs": crumbs(Link(_("Import a register"))),
        "columns": [(column.title, column.must_be_there) for column in COLUMNS],
    }
    status = 200
    if sent and form.is_valid():
        try:
            if form.cleaned_data["kept"]:
                return _carry_out(request, form, values)
            status = _look(request, form, values)
        except Refused as refused:
            values["refusal"] = refused
            status = 409 if isinstance(refused, ChangedMeanwhile) else 400
    return render_page(request, "documents/import.html", values, status=400 if form.errors else status)


def _plan(request: HttpRequest, form: SheetForm, raw: bytes, name: str) -> RegisterPlan:
    given = form.cleaned_data
    return imports.plan(
        raw,
        keeper=given["keeper"],
        direction=Direction(given["direction"]),
        by=who(request),
        day=clock.today(),
        file=name,
    )


def _look(request: HttpRequest, form: SheetForm, values: dict[str, Any]) -> int:
    file = form.cleaned_data["file"]
    raw = file.read(STANDARD_LIMITS.bytes + 1)
    plan = _plan(request, form, raw, file.name)
    values |= {"plan": plan, "notes": [note.translate(_) for note in plan.notes]}
    if plan.errors:
        values["faults"] = _faults(plan)
        return 400
    _show(form, values, plan, kept.keep(raw, by=who(request)), file.name)
    return 200


def _show(form: SheetForm, values: dict[str, Any], plan: RegisterPlan, fingerprint: str, name: str) -> None:
    given = {word: form.data.get(word, "") for word in ("keeper", "direction", "reason")}
    values |= {
        "plan": plan,
        "lines": _lines(plan),
        "count": formats.number(len(plan.lines), language=language()),
        "known": formats.number(plan.known, language=language()),
        "again": {**given, "kept": fingerprint, "name": name, "seen": plan.state()},
    }


def _carry_out(request: HttpRequest, form: SheetForm, values: dict[str, Any]) -> HttpResponse:
    given = form.cleaned_data
    raw = kept.taken(given["kept"], by=who(request))
    plan = _plan(request, form, raw, given["name"])
    if plan.errors or plan.state() != given["seen"]:
        if plan.errors:
            values |= {"plan": plan, "faults": _faults(plan)}
        else:
            _show(form, values, plan, given["kept"], given["name"])
        raise ChangedMeanwhile(
            _(
                "The register has changed since you looked; nothing was entered now. Look at what the file would do today."
            )
        )
    count = imports.apply(plan, by=who(request), reason=given["reason"])
    kept.forget(given["kept"], by=who(request))
    messages.success(request, _("%(count)s documents are entered.") % {"count": count})
    return redirect("documents:register")


def _lines(plan: RegisterPlan) -> Table[Document]:
    more = len(plan.lines) - SHOWN
    return Table(
        key="plan",
        caption=_("What would be entered"),
        columns=[
            Column(_("Number and symbol"), lambda one: one.written, head=True),
            Column(_("Dated"), lambda one: one.dated),
            Column(_("Type"), kind_of),
            Column(_("Issued by"), lambda one: one.issuer_name),
            Column(_("Abstract"), lambda one: one.abstract or _("only the line is held")),
        ],
        rows=plan.lines[:SHOWN],
        note=_("… and %(count)d more") % {"count": more} if more > 0 else "",
        empty=Empty(_("Nothing new: every line of the file stands in the register already.")),
    )


def _faults(plan: RegisterPlan) -> Table[SheetError]:
    return Table(
        key="faults",
        caption=_("Every fault, by row and column"),
        columns=[
            Column(_("Row"), lambda one: one.row, number=True),
            Column(_("Column"), lambda one: " ".join(filter(None, (one.column, one.header)))),
            Column(_("Value found"), lambda one: "" if one.value is None else str(one.value)),
            Column(_("What is wrong"), lambda one: one.sentence(_), head=True),
        ],
        rows=plan.errors,
        empty=Empty(_("The file has no fault.")),
    )
