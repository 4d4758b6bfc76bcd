"""Write a section, and say how the report is addressed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core.access import Refused, can
from kientoan.core.display import Event
from kientoan.core.pages import draft_saved, render_page
from kientoan.reports import access, actions
from kientoan.reports.forms import AddressForm, SectionForm
from kientoan.reports.models import HumanText, Report
from kientoan.reports.queries import Section, sections_of
from kientoan.reports.rules.issuing import Issuing
from kientoan.reports.views.within import crumbs, report_within, who


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section: its text to write, and every version before."""
    report = report_within(request, pk)
    found = next((one for one in sections_of(report) if one.key == section), None)
    if found is None:
        raise Http404(_("This report has no such section."))
    draft = f"report-{report.pk}-{section}"
    form = SectionForm(request.POST or None, initial=_now(found))
    if request.method == "POST":
        access.check_build(who(request), report.unit)
        if form.is_valid():
            said = form.cleaned_data
            try:
                actions.write_section(
                    report=report, section=section, text=said["text"], based_on=said["based_on"], by=who(request)
                )
            except Refused as refused:
                found = _fresh(report, section)
                form = SectionForm({"text": said["text"], "based_on": found.version})
                form.add_error("text", str(refused))
            else:
                draft_saved(request, draft)
                messages.success(request, _("The section is saved. The next draft holds it."))
                return redirect("reports:report", report.pk)
    values = {
        "report": report,
        "section": found,
        "title": found.title,
        "crumbs": crumbs(report, found.title),
        "form": form,
        "draft": draft,
        "may_build": can(access.check_build, who(request), report.unit),
        "versions": _versions(report, section),
    }
    return render_page(request, "reports/section.html", values, status=400 if form.errors else 200)


def _now(section: Section) -> dict[str, object]:
    return {"text": section.text.text if section.text else "", "based_on": section.version}


def _fresh(report: Report, key: str) -> Section:
    return next(one for one in sections_of(report) if one.key == key)


def _versions(report: Report, section: str) -> list[Event]:
    kept = HumanText.objects.filter(report=report, section=section).select_related("by").order_by("-version")
    return [Event(one.at, _told(one), str(one.by)) for one in kept]


def _told(text: HumanText) -> str:
    return _("Version %(number)d: %(text)s") % {"number": text.version, "text": text.text or _("emptied")}


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """How the report is dated, numbered, signed and addressed."""
    report = report_within(request, pk)
    access.check_build(who(request), report.unit)
    form = AddressForm(request.POST or None, instance=Report.objects.get(pk=report.pk))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        day, as_of, signer = said.pop("day"), said.pop("as_of"), said.pop("signer")
        issuing = Issuing(**said | {"recipients": tuple(said["recipients"])})
        try:
            actions.address_report(report=report, day=day, as_of=as_of, issuing=issuing, signer=signer, by=who(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            draft_saved(request, f"report-{report.pk}-address")
            messages.success(request, _("The header is saved. The next draft shows it."))
            return redirect("reports:report", report.pk)
    values = {
        "report": report,
        "crumbs": crumbs(report, _("Header and signature")),
        "form": form,
        "draft": f"report-{report.pk}-address",
    }
    return render_page(request, "reports/address.html", values, status=400 if form.errors else 200)
