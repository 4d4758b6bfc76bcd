"""The register: lines that came in, went out or stayed inside, found by words, type and day."""

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import clock, formats
from kientoan.core.access import can
from kientoan.core.display import Action, Badge, Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, filters_of, paginate, render_page, scope_of
from kientoan.core.tables import Column, Empty, Table, order_from
from kientoan.core.templatetags.formats import language
from kientoan.documents.access import check_export, check_keep_register
from kientoan.documents.forms import RegisterFilter
from kientoan.documents.models import Addressee, Document
from kientoan.documents.models.register import DocumentQuerySet
from kientoan.documents.queries.labels import DIRECTIONS, kind_of, marks_of
from kientoan.documents.queries.listing import Cut, documents_for, exact_first, snippets, with_counts
from kientoan.documents.rules.words import Direction
from kientoan.documents.views.frame import link_to, tabs, who
from kientoan.orgs.models import Unit

ORDERS = {"dated": "dated", "received": "received_on", "number": "number"}


def _way(request: HttpRequest) -> str:
    way = request.GET.get("way", "")
    if way and way not in set(Direction):
        raise BadRequest(_("There is no direction “%(way)s”: in, out or internal.") % {"way": way})
    return way


def _rows(request: HttpRequest, cut: Cut) -> DocumentQuerySet:
    """The lines asked for, as of the day shown and within the scope."""
    rows, day, scope = documents_for(who(request), cut), as_of_day(request), scope_of(request)
    if day < clock.today():
        rows = rows.filter(dated__lte=day)
    if scope:
        under = Unit.objects.under(Unit.objects.get(code=scope.code), day).values("pk")
        sent = Addressee.objects.filter(unit__in=under).values("document_id")
        rows = rows.filter(Q(keeper__in=under) | Q(pk__in=sent))
    return rows


def _columns(way: str, found_in: dict[int, str]) -> list[Column[Document]]:
    columns: list[Column[Document]] = [
        Column(_("Number and symbol"), link_to, sort="number", head=True),
        Column(_("Dated"), lambda one: one.dated, sort="dated"),
        Column(_("Type"), kind_of),
        Column(_("Issued by"), lambda one: one.issuer_name),
        Column(_("Abstract"), lambda one: _abstract(one, found_in.get(one.pk, ""))),
        Column(_("Marks"), _marks),
    ]
    if way == Direction.IN:
        columns.insert(0, Column(_("Number of receipt"), lambda one: one.received_number or None))
        columns.insert(1, Column(_("Received on"), lambda one: one.received_on, sort="received"))
    if not way:
        columns.append(Column(_("Direction"), lambda one: str(DIRECTIONS[one.direction])))
    columns.append(Column(_("Files"), lambda one: one.file_count or None, number=True))  # type: ignore[attr-defined]
    return columns


def _abstract(document: Document, found: str) -> Link:
    if document.is_marked:
        return Link("", note=_("only the line is held"))
    return Link(document.abstract, note=_("in a file: %(words)s") % {"words": found} if found else "")


def _marks(document: Document) -> Badge | None:
    """Urgency, secrecy mark and that the line is struck out, as one badge; most lines bear none."""
    marks = marks_of(document)
    return Badge(" · ".join(mark.word for mark in marks), marks[0].tone) if marks else None


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """The register of documents, newest first."""
    user, way = who(request), _way(request)
    form = RegisterFilter(request.GET, day=as_of_day(request))
    cut = form.cut(filters_of(form), direction=way)
    found_in: dict[int, str] = {}
    columns = _columns(way, found_in)
    order = order_from(request.GET.get("sort"), columns, "-dated")
    sign = "-" if order.startswith("-") else ""
    order_by = (f"{sign}{ORDERS[order.removeprefix('-')]}", f"{sign}pk")
    rows = with_counts(_rows(request, cut))
    rows = rows.order_by(*order_by) if request.GET.get("sort") else exact_first(rows, cut.text, *order_by)
    page = None if asked_format(request) else paginate(request, rows)
    shown = list(rows if page is None else page)
    found_in.update(snippets(shown, cut.text) if page is not None else {})
    may_keep = can(check_keep_register, user)
    table: Table[Document] = Table(
        key="documents",
        caption=_("Register of documents"),
        columns=columns,
        rows=shown,
        page=page,
        empty=_empty(cut, may_keep=bool(may_keep)),
        order=order,
        filters=form,
        exports=("xlsx", "csv") if can(check_export, user) else (),
    )
    if page is None:
        check_export(user)
        return export_table(request, table, shown, verb="documents.export_register")
    entering = Action(_("Enter a document"), reverse("documents:new"), refused=may_keep.reason, icon="plus")
    values = {
        "table": table,
        "tabs": tabs(way or "all"),
        "entering": entering,
        "count": formats.number(page.paginator.count, language=language()),
        "may_keep": bool(may_keep),
    }
    return render_page(request, "documents/register.html", values)


def _empty(cut: Cut, *, may_keep: bool) -> Empty:
    if cut != Cut(direction=cut.direction):
        return Empty(_("No document fits"), _("Drop a condition, or search with fewer words; accents may lack."))
    words = _("Documents stand here once they are entered, or once the register of the e-office is imported.")
    if may_keep:
        return Empty(_("The register is empty"), words, reverse("documents:import"), _("Import a register"))
    return Empty(_("The register is empty"), words)
