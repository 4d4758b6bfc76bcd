"""A list of units or of operations, brought in a file: what it would do, every fault, then the deed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core import formats
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.display import Link
from kientoan.core.pages import render_page
from kientoan.core.sheets import SheetError
from kientoan.core.sheets.grid import STANDARD_LIMITS
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs import imports
from kientoan.orgs.access import check_change_units
from kientoan.orgs.forms import ImportForm
from kientoan.orgs.imports import kept
from kientoan.orgs.imports.columns import OPERATIONS, UNITS
from kientoan.orgs.rules.spans import SpanRow
from kientoan.orgs.views.operations import OPERATIONS as NAMED

if TYPE_CHECKING:
    from kientoan.accounts.models import User

SHOWN = 200
Plan = imports.UnitsPlan | imports.OperationsPlan


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Bring a list of units or of operations: look at what it would do, then carry it out."""
    user: User = request.user  # type: ignore[assignment]
    check_change_units(user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, user=user)
    values: dict[str, Any] = {
        "form": form,
        "crumbs": [Link(_("Organisations"), reverse("orgs:tree")), Link(_("Import a list"))],
        "columns": ((_("A list of units"), UNITS), (_("A list of operations"), OPERATIONS)),
    }
    status = 200
    if form.is_valid():
        try:
            if form.cleaned_data["kept"]:
                return _carry_out(request, form, values)
            status = _look(form, values)
        except Refused as refusal:
            values["refusal"] = refusal
            status = 409 if isinstance(refusal, ChangedMeanwhile) else 400
    return render_page(request, "orgs/import.html", values, status=400 if form.errors else status)


def _plan(form: ImportForm, raw: bytes, file: str) -> Plan:
    given = form.cleaned_data
    under = given["under"].code if given["under"] else None
    return imports.plan(raw, by=form.user, file=file, since=given["since"], under=under, whole=form.whole())


def _look(form: ImportForm, values: dict[str, Any]) -> int:
    """Plan the file; without faults keep it for the second step."""
    file = form.cleaned_data["file"]
    raw = file.read(STANDARD_LIMITS.bytes + 1)
    plan = _plan(form, raw, file.name)
    values["plan"] = plan
    values["notes"] = [note.translate(_) for note in plan.notes]
    if plan.errors:
        values["faults"] = _faults(plan)
        return 400
    _show(form, values, plan, fingerprint=kept.keep(raw, by=form.user), name=file.name)
    return 200


def _show(form: ImportForm, values: dict[str, Any], plan: Plan, *, fingerprint: str, name: str) -> None:
    """What the plan would do, and what the button sends."""
    values |= {"plan": plan, "lines": _lines(plan), "counts": _counts(plan)}
    given = {word: form.data.get(word, "") for word in ("since", "under", "extent", "reason")}
    values["again"] = {**given, "kept": fingerprint, "name": name, "seen": kept.state_of(plan)}


def _carry_out(request: HttpRequest, form: ImportForm, values: dict[str, Any]) -> HttpResponse:
    """Do what was looked at; when the register would now be changed otherwise, show that instead."""
    given = form.cleaned_data
    raw = kept.taken(given["kept"], by=form.user)
    plan = _plan(form, raw, given["name"])
    if plan.errors or kept.state_of(plan) != given["seen"]:
        if plan.errors:
            values |= {"plan": plan, "faults": _faults(plan)}
        else:
            _show(form, values, plan, fingerprint=given["kept"], name=given["name"])
        raise ChangedMeanwhile(
            _(
                "The register has changed since you looked; nothing was changed now. Look at what the file would do today."
            )
        )
    imports.apply(plan, by=form.user, reason=given["reason"])
    kept.forget(given["kept"], by=form.user)
    messages.success(request, _("Done and recorded: %(file)s.") % {"file": given["name"]})
    return redirect("orgs:list")


def _counts(plan: Plan) -> list[tuple[str, object]]:
    """The terms and numbers that sum a plan up."""
    if isinstance(plan, imports.OperationsPlan):
        return [(_("Operations"), formats.number(len(plan.steps), language=language()))]
    counted = (
        (_("Added"), len(plan.added)),
        (_("Changed"), len(plan.changed)),
        (_("Closed"), len(plan.closed)),
        (_("Unchanged"), plan.unchanged),
    )
    return [(word, formats.number(count, language=language())) for word, count in counted]


def _rows(plan: Plan) -> list[tuple[str, str, str]]:
    """What happens, to which code, in words."""
    if isinstance(plan, imports.OperationsPlan):
        return [
            (
                str(NAMED[step.op].label) if step.op in NAMED else step.op,
                ", ".join(dict.fromkeys(row["from_code"] or row["to_code"] or "" for row in step.rows)),
                f"{formats.day_short(step.day, language())} {step.decision}",
            )
            for step in plan.steps
        ]
    rows = [(_("added"), span.code, _told(span)) for span in plan.added]
    rows += [(_("changed"), code, f"{_told(before[-1])} → {_told(after[-1])}") for code, before, after in plan.changed]
    rows += [
        (_("closed"), span.code, f"{span.name} ({formats.day_short(day, language())})") for span, day in plan.closed
    ]
    return rows


def _told(span: SpanRow) -> str:
    days = formats.span(span.valid_from, span.valid_to, language())
    return f"{span.name} ({span.parent_code or '–'}; {days})"


def _lines(plan: Plan) -> Table[tuple[str, str, str]]:
    rows = _rows(plan)
    more = len(rows) - SHOWN
    return Table(
        key="plan",
        caption=_("What the file would do"),
        columns=[
            Column(_("What"), lambda row: row[0]),
            Column(_("Code"), lambda row: row[1], head=True),
            Column(_("Unit and time"), lambda row: row[2]),
        ],
        rows=rows[:SHOWN],
        note=_("… and %(count)d more") % {"count": more} if more > 0 else "",
        empty=Empty(_("Nothing changes: the register says the same already.")),
    )


def _faults(plan: Plan) -> Table[SheetError]:
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
