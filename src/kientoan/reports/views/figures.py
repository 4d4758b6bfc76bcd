"""The rows behind a figure: the very units that it counts."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import formats
from kientoan.core.display import Badge, Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.reports.queries import Reading, Row, rows_of, wording_of
from kientoan.reports.queries.reading import ACCEPTED, FAULTY, NOT_SENT
from kientoan.reports.views.within import crumbs, report_within, who


@require_safe
def rows(request: HttpRequest, pk: int, key: str) -> HttpResponseBase:
    """The units that a figure of a report counts, as of the day in the address (else the report's own)."""
    report = report_within(request, pk)
    day = as_of_day(request) if "as_of" in request.GET else report.as_of
    reading = Reading.of(report, who(request), day)
    found = rows_of(reading, key)
    if found is None:
        raise Http404(_("This report has no such figure."))
    titles = wording_of(report).figures
    title = next((titles[name] for name in (key, key.rpartition(".")[0]) if name in titles), key)
    page = paginate(request, found)
    table = Table(
        key="rows",
        caption=title,
        columns=_columns(list(page.object_list)),
        rows=list(page.object_list),
        page=page,
        empty=Empty(_("No unit is counted here"), _("On this day nothing falls under this figure.")),
        exports=("xlsx", "csv"),
    )
    if asked_format(request):
        return export_table(request, table, found, verb="reports.export_rows")
    values = {
        "report": report,
        "title": title,
        "crumbs": crumbs(report, title),
        "day": day,
        "table": table,
        "count": len(found),
    }
    return render_page(request, "reports/rows.html", values)


def _columns(found: list[Row]) -> list[Column[Row]]:
    columns: list[Column[Row]] = [
        Column(_("Unit"), lambda one: Link(one.name, _unit_url(one.code), one.code), head=True),
        Column(_("Directly under"), lambda one: one.superior),
    ]
    if any(row.value is not None for row in found):
        columns.append(Column(_("Value"), lambda one: formats.number(one.value, language=language()), number=True))
    if any(row.note for row in found):
        columns.append(Column(_("State"), _state))
    return columns


def _state(row: Row) -> object:
    if row.note == ACCEPTED:
        return Badge(_("received"), "done")
    if row.note == FAULTY:
        return Badge(_("returned for correction"), "soon")
    return Badge(_("not sent yet"), "none") if row.note == NOT_SENT else row.note


def _unit_url(code: str) -> str:
    """The unit's own page."""
    try:
        return reverse("orgs:unit", args=[code])
    except NoReverseMatch:
        return ""
