"""Build, sign, follow the work, download, take a Word file back."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kientoan.core.access import Refused
from kientoan.core.display import Link, Progress
from kientoan.reports import access, actions
from kientoan.reports.actions.building import COUNTING, KEEPING, PDF, WORD
from kientoan.reports.forms import WordFileForm
from kientoan.reports.models import Edition, EditionKind, EditionOrder, OrderState
from kientoan.reports.models.editions import FileAltered
from kientoan.reports.queries.files import TYPES, file_name
from kientoan.reports.views.within import report_within, who


def progress_of(order: EditionOrder) -> Progress:
    """How far an edition asked for has come, as the page draws it."""
    steps = {
        COUNTING: _("counting the figures"),
        WORD: _("writing the Word file"),
        PDF: _("setting the PDF"),
        KEEPING: _("keeping the edition"),
    }
    signed = order.kind == EditionKind.SIGNED
    title = _("The signed edition is being made") if signed else _("The draft is being built")
    words = steps.get(order.step, _("waiting its turn")) if order.under_way else ""
    if order.state == OrderState.DONE:
        title = _("The edition is made")
    if order.state == OrderState.FAILED:
        title = _("The edition was not made")
    return Progress(
        title,
        order.done,
        order.steps,
        reverse("reports:progress", args=[order.report_id, order.pk]),
        words,
        order.refusal,
        Link(_("Show it"), reverse("reports:report", args=[order.report_id])) if order.edition_id else None,
    )


def _ask(request: HttpRequest, pk: int, kind: EditionKind) -> HttpResponse:
    report = report_within(request, pk)
    check = access.check_sign if kind == EditionKind.SIGNED else access.check_build
    check(who(request), report.unit)
    try:
        actions.ask_for_edition(report=report, kind=kind, by=who(request))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("reports:report", report.pk)


@require_POST
def build(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the building of a draft."""
    return _ask(request, pk, EditionKind.DRAFT)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the making of the signed edition, or say why not."""
    return _ask(request, pk, EditionKind.SIGNED)


@require_safe
def progress(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """How far the making of an edition has come; the page asks every two seconds."""
    report = report_within(request, pk)
    found = get_object_or_404(EditionOrder, report=report, pk=order)
    return render(request, "components/progress.html", {"work": progress_of(found)})


@require_safe
def download(request: HttpRequest, pk: int, number: int, suffix: str) -> HttpResponse:
    """The Word file or the PDF of an edition, as it was written and never otherwise."""
    report = report_within(request, pk)
    edition = get_object_or_404(Edition.objects.select_related("report__unit"), report=report, number=number)
    if suffix not in TYPES:
        raise Http404
    try:
        contents = edition.contents(suffix)
    except FileAltered as error:
        raise BadRequest(
            _("The file %(file)s is gone or was altered since it was written: it is not handed out. Build a new draft.")
            % {"file": str(error)}
        ) from error
    return HttpResponse(
        contents,
        content_type=TYPES[suffix],
        headers={"Content-Disposition": f'attachment; filename="{file_name(edition, suffix)}"'},
    )


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the sections that people changed in a Word file."""
    report = report_within(request, pk)
    access.check_build(who(request), report.unit)
    form = WordFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("reports:report", report.pk)
    file = form.cleaned_data["file"]
    try:
        kept = actions.take_back(report=report, contents=file.read(), file_name=file.name, by=who(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("%(count)d section was taken.", "%(count)d sections were taken.", len(kept))
        messages.success(
            request, told % {"count": len(kept)} if kept else _("The sections are the same: none was taken.")
        )
    return redirect("reports:report", report.pk)
