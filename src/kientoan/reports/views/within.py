"""What the pages of the reports share: finding a report within reach, its name, its state in words."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core.display import Badge, Link
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import UnitSpan
from kientoan.reports import access
from kientoan.reports.models import Report
from kientoan.reports.queries import Standing


def who(request: HttpRequest) -> User:
    """The person who asks."""
    return request.user  # type: ignore[return-value]


def report_within(request: HttpRequest, pk: int) -> Report:
    """The report if the person may see its unit (else there is no such page) and may read it (else refused)."""
    found = Report.objects.visible_to(who(request)).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such report among those you may see."))
    access.check_read(who(request), found.unit)
    return found


def unit_name(report: Report) -> str:
    """The unit's name as of the report's day."""
    span = UnitSpan.objects.as_of(report.as_of).filter(unit_id=report.unit_id).first()
    return span.name if span else report.unit.code


def title_of(report: Report) -> str:
    """What the report is: of which half of a year."""
    return _("Half-year report: %(period)s") % {"period": report.period.label(language())}


def crumbs(report: Report, last: str = "") -> list[Link]:
    """The way to a page of a report."""
    top = Link(_("Reports"), reverse("reports:list"))
    if not last:
        return [top, Link(title_of(report))]
    return [top, Link(title_of(report), reverse("reports:report", args=[report.pk])), Link(last)]


def state_of(standing: Standing) -> Badge:
    """How a report stands, in words."""
    if standing.edition is None:
        return Badge(_("No draft yet"), "none")
    if standing.is_signed:
        return Badge(_("Signed edition issued"), "done")
    if standing.outdated:
        return Badge(_("Changed since the last draft"), "soon")
    if standing.holding_back:
        count = len(standing.holding_back)
        return Badge(
            ngettext("Does not close in %(count)d place", "Does not close in %(count)d places", count)
            % {"count": count},
            "soon",
        )
    if standing.unwritten:
        count = len(standing.unwritten)
        return Badge(
            ngettext("Draft, %(count)d section unwritten", "Draft, %(count)d sections unwritten", count)
            % {"count": count},
            "info",
        )
    return Badge(_("Ready to be signed"), "info")
