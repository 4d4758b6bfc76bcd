"""The list of units and the map by size, both as of the day and within the scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core.access import can
from kientoan.core.charts import Chart, Node
from kientoan.core.display import Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, filters_of, paginate, render_page, scope_of
from kientoan.core.tables import Column, Empty, Table, order_from
from kientoan.orgs.access import check_right
from kientoan.orgs.forms import UnitFilter
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.models.units import SpanQuerySet
from kientoan.orgs.queries import units_page
from kientoan.orgs.rules.roles import Right
from kientoan.orgs.views.reach import may_import, unit_url, unit_within, ways_to_look

if TYPE_CHECKING:
    from kientoan.accounts.models import User

ORDERS = {"name": "sort_key", "code": "unit__code", "kind": "kind", "since": "valid"}
MAP_LIMIT = 400
MAP_INNER = 1200
_Row = tuple[int, int | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the list."""

    code: str
    name: str
    kind: str
    sector: str
    valid: Any
    parent: str
    parent_name: str


def _columns(labels: dict[str, str]) -> list[Column[Line]]:
    return [
        Column(_("Name"), lambda line: Link(line.name, unit_url(line.code)), sort="name", head=True),
        Column(_("Code"), lambda line: line.code, sort="code"),
        Column(_("Kind"), lambda line: labels.get(f"k:{line.kind}", line.kind), sort="kind"),
        Column(_("Sector"), lambda line: labels.get(f"s:{line.sector}", line.sector)),
        Column(_("Directly under"), lambda line: line.parent_name or None),
        Column(_("In this form since"), lambda line: line.valid.lower, sort="since"),
    ]


def _labels(day: date) -> dict[str, str]:
    form = UnitFilter(day=day)
    found = {f"k:{code}": label for code, label in form.fields["kind"].choices}  # type: ignore[attr-defined]
    found |= {f"s:{code}": label for code, label in form.fields["sector"].choices}  # type: ignore[attr-defined]
    return found | {"k:": "", "s:": ""}


def _filtered(request: HttpRequest, day: date, form: UnitFilter) -> SpanQuerySet:
    """The units that the address asks for; a wrong code of a unit is a page that is not there."""
    wanted = filters_of(form)
    scope = scope_of(request)
    code = wanted.get("under") or (scope.code if scope else "")
    under: Unit | None = unit_within(request, code) if code else None
    user: User = request.user  # type: ignore[assignment]
    return units_page(
        user,
        day,
        under=under,
        kinds=[wanted["kind"]] if wanted.get("kind") else [],
        sectors=[wanted["sector"]] if wanted.get("sector") else [],
        text=wanted.get("q", ""),
    )


def _lines(spans: SpanQuerySet, day: date) -> Any:
    above = UnitSpan.objects.as_of(day).filter(unit_id=OuterRef("parent_id"))
    return spans.annotate(parent_name=Subquery(above.values("name")[:1]))


def _line(span: UnitSpan) -> Line:
    return Line(
        span.unit.code, span.name, span.kind, span.sector, span.valid, "", getattr(span, "parent_name", "") or ""
    )


def _all_lines(spans: Any) -> Iterator[Line]:
    fields = ("unit__code", "name", "kind", "sector", "valid", "parent_name")
    for code, name, kind, sector, valid, parent in spans.values_list(*fields).iterator(chunk_size=2000):
        yield Line(code, name, kind, sector, valid, "", parent or "")


@require_safe
def units(request: HttpRequest) -> HttpResponseBase:
    """The list of units as of the day: filtered, sorted, paged, exported."""
    day = as_of_day(request)
    form = UnitFilter(request.GET, day=day)
    spans = _filtered(request, day, form)
    labels = _labels(day)
    columns = _columns(labels)
    text = request.GET.get("q", "").strip()
    order = order_from(request.GET.get("sort"), columns, "" if text else "name")
    if order:
        sign = "-" if order.startswith("-") else ""
        spans = spans.order_by(f"{sign}{ORDERS[order.removeprefix('-')]}", "unit_id")
    exports = ("xlsx", "csv") if can(check_right, request.user, Right.EXPORT) else ()
    table: Table[Line] = Table(
        key="units",
        caption=_("Organisations"),
        columns=columns,
        rows=[],
        empty=Empty(
            _("No organisation fits"),
            _("Drop a condition, choose another day, or widen the scope."),
            reverse("orgs:list"),
            _("Drop all conditions"),
        ),
        order=order,
        filters=form,
        exports=exports,
    )
    lines = _lines(spans, day)
    if asked_format(request):
        check_right(request.user, Right.EXPORT)  # type: ignore[arg-type]
        return export_table(request, table, _all_lines(lines), verb="orgs.export_units")
    page = paginate(request, lines)
    shown = Table(
        **{name: getattr(table, name) for name in table.__slots__} | {"rows": [_line(s) for s in page], "page": page}
    )
    return render_page(
        request, "orgs/list.html", {"table": shown, "views": ways_to_look("list"), "may_import": may_import(request)}
    )


@require_safe
def treemap(request: HttpRequest) -> HttpResponseBase:
    """How large each branch is: the units below, tier by tier, as a map with its table."""
    day, scope = as_of_day(request), scope_of(request)
    user: User = request.user  # type: ignore[assignment]
    under = unit_within(request, scope.code) if scope else None
    fields = ("unit_id", "parent_id", "unit__code", "name", "kind")
    rows: list[_Row] = list(units_page(user, day, under=under).values_list(*fields))
    values: dict[str, Any] = {"views": ways_to_look("treemap"), "chart": None}
    if rows:
        values["chart"] = Chart(
            "units-by-size",
            "treemap",
            _("Organisations by branch; the area is the number of units in it"),
            unit=_("units"),
            category=_("Branch"),
            nodes=_map_nodes(rows),
            below=True,
        )
    return render_page(request, "orgs/treemap.html", values)


def _map_nodes(rows: list[_Row]) -> list[Node]:
    """Two tiers below the tops; a branch's size is the number of units in it, itself included."""
    ids = {row[0] for row in rows}
    below: dict[int | None, list[_Row]] = {}
    for row in rows:
        below.setdefault(row[1] if row[1] in ids else None, []).append(row)
    size = _sizes(below)
    tops = below.get(None, [])
    while len(tops) == 1 and below.get(tops[0][0]):
        tops = below[tops[0][0]]
    tops = sorted(tops, key=lambda row: -size[row[0]])[:MAP_LIMIT]
    nodes = []
    for unit_id, _parent, code, name, _kind in tops:
        children = sorted(below.get(unit_id, []), key=lambda row: -size[row[0]])[: MAP_INNER // len(tops)]
        inner = [Node(row[3], size[row[0]], _list_url(row[2])) for row in children]
        rest = size[unit_id] - sum(size[row[0]] for row in children)
        if inner:
            inner.append(Node(_("itself") if rest == 1 else _("itself and smaller ones"), rest, unit_url(code)))
        nodes.append(Node(name, size[unit_id], _list_url(code), children=inner))
    return nodes


def _sizes(below: dict[int | None, list[_Row]]) -> dict[int, int]:
    """The number of units in each branch, the unit itself included; children are counted before their parents."""
    order = [row[0] for row in below.get(None, [])]
    for unit_id in order:
        order.extend(row[0] for row in below.get(unit_id, []))
    size: dict[int, int] = {}
    for unit_id in reversed(order):
        size[unit_id] = 1 + sum(size[row[0]] for row in below.get(unit_id, []))
    return size


def _list_url(code: str) -> str:
    return f"{reverse('orgs:list')}?{urlencode({'under': code})}"
