"""Check a Word file, and the page of what was found."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused
from kientoan.core.display import Badge, Link
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.reports import access, actions
from kientoan.reports.forms import WordFileForm
from kientoan.reports.models import CheckedFile
from kientoan.reports.views.within import crumbs, who

Found = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a Word file to check: one of ours after editing, or anybody's."""
    form = WordFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checked = actions.check_report(contents=file.read(), file_name=file.name, by=who(request))
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("reports:findings", checked.pk)
    values = {"form": form, "crumbs": [Link(_("Reports"), reverse("reports:list")), Link(_("Check a Word file"))]}
    return render_page(request, "reports/check.html", values, status=400 if form.errors else 200)


@require_safe
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a Word file: numbers that no longer agree, numbers typed by hand, sums that do not fit."""
    checks = CheckedFile.objects.visible_to(who(request)).select_related("edition__report__unit", "by")
    checked = checks.filter(pk=pk).first()
    if checked is None:
        raise Http404(_("There is no such check among those you may see."))
    if checked.edition is not None:
        access.check_read(who(request), checked.edition.report.unit)
    found = checked.findings
    report = checked.edition.report if checked.edition else None
    values = {
        "checked": checked,
        "found": found,
        "crumbs": crumbs(report, checked.file_name)
        if report
        else [Link(_("Reports"), reverse("reports:list")), Link(checked.file_name)],
        "state": Badge(_("The figures agree"), "done") if checked.agrees else Badge(_("Figures disagree"), "soon"),
        "controls": _controls([one for one in found["controls"] if one["state"] != "agrees"]),
        "agreeing": sum(one["state"] == "agrees" for one in found["controls"]),
        "all": len(found["controls"]),
        "typed": _typed(found["typed"]),
        "arithmetic": _arithmetic(found["arithmetic"]),
        "examined": _examined(found["examined"]),
    }
    return render_page(request, "reports/findings.html", values)


def _controls(rows: list[Found]) -> Table[Found]:
    words = {
        "edited": lambda: Badge(_("changed in Word"), "soon"),
        "changed": lambda: Badge(_("the data changed since"), "soon"),
        "deleted": lambda: Badge(_("taken out"), "info"),
        "unknown": lambda: Badge(_("no such figure now"), "none"),
    }
    columns: list[Column[Found]] = [
        Column(_("Figure"), lambda one: one["title"], head=True),
        Column(_("Where"), lambda one: one["place"]),
        Column(_("What happened"), lambda one: words[one["state"]]()),
        Column(_("As written"), lambda one: one["written"], number=True),
        Column(_("In the file"), lambda one: one["shown"], number=True),
        Column(_("Now"), lambda one: one["now"] or "", number=True),
    ]
    empty = Empty(_("Every bound number agrees"))
    return Table("controls", _("Bound numbers that no longer agree"), columns, rows, empty)


def _typed(rows: list[Found]) -> Table[Found]:
    def verdict(one: Found) -> object:
        if one["agrees"] is None:
            return Badge(_("bound to nothing"), "none")
        return Badge(_("agrees"), "done") if one["agrees"] else Badge(_("differs"), "soon")

    columns: list[Column[Found]] = [
        Column(_("Number"), lambda one: one["text"], head=True),
        Column(_("Where"), lambda one: one["place"]),
        Column(_("Perhaps"), lambda one: one["likely_title"]),
        Column(_("Now"), lambda one: one["likely_now"], number=True),
        Column(_("Verdict"), verdict),
    ]
    note = _("What they stand for is guessed from the words around them.")
    return Table("typed", _("Numbers typed by hand"), columns, rows, Empty(_("No number was typed by hand")), note=note)


def _arithmetic(rows: list[Found]) -> Table[Found]:
    columns: list[Column[Found]] = [
        Column(_("Where"), lambda one: one["place"], head=True),
        Column(_("What it says"), lambda one: one["said"]),
        Column(_("Written"), lambda one: one["written"], number=True),
        Column(_("Expected"), lambda one: one["expected"], number=True),
        Column(_("Verdict"), lambda one: Badge(_("wrong"), "soon") if one["certain"] else Badge(_("to ask"), "info")),
    ]
    return Table("arithmetic", _("Sums and percentages"), columns, rows, Empty(_("No sum or percentage is off")))


def _examined(examined: Found) -> str:
    """How much was looked at, so that nothing found is not taken for nothing read."""
    columns, percentages, totals = (int(examined[name]) for name in ("columns", "percentages", "totals"))
    parts = [
        ngettext("%(count)d column", "%(count)d columns", columns) % {"count": columns},
        ngettext("%(count)d percentage", "%(count)d percentages", percentages) % {"count": percentages},
        ngettext("%(count)d total", "%(count)d totals", totals) % {"count": totals},
    ]
    return _("Looked at: %(parts)s.") % {"parts": ", ".join(parts)}
