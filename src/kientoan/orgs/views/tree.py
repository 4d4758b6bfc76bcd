"""The tree of the register: branches as they are opened, search as one types, the unit beside it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.accounts.models import User
from kientoan.core.display import Link, Term, TreeNode
from kientoan.core.pages import as_of_day, render_page, scope_of
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import Node, children_of, path_to, roots_for
from kientoan.orgs.queries.labels import kind_label, sector_label
from kientoan.orgs.queries.life import became_of, spans_of, standing
from kientoan.orgs.queries.today import found as search_found
from kientoan.orgs.views.reach import may_import, remember_reach, unit_url, unit_within, ways_to_look

BRANCH_LIMIT = 300


def _who(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _tree_node(node: Node, **changes: Any) -> TreeNode:
    lazy = reverse("orgs:branch", args=[node.code]) if node.has_children else ""
    url = f"{reverse('orgs:tree')}?{urlencode({'unit': node.code})}"
    return TreeNode(node.code, node.name, url, **{"lazy_url": lazy, **changes})


def _branch(request: HttpRequest, unit: Unit, day: date) -> list[Node]:
    """What hangs directly under a unit; the tree and the card beside it ask after the same branch."""
    kept: dict[int, list[Node]] = request.__dict__.setdefault("kt_branches", {})
    if unit.pk not in kept:
        kept[unit.pk] = children_of(unit, day, _who(request))
    return kept[unit.pk]


def _with_rest(nodes: list[TreeNode], code: str) -> list[TreeNode]:
    if len(nodes) <= BRANCH_LIMIT:
        return nodes
    label = _("%(count)s more: open the list") % {"count": len(nodes) - BRANCH_LIMIT}
    rest = TreeNode(f"{code}-rest", label, f"{reverse('orgs:tree')}?{urlencode({'unit': code})}")
    return [*nodes[:BRANCH_LIMIT], rest]


def _opened(request: HttpRequest, nodes: list[Node], way: list[str], chosen: str, day: date) -> list[TreeNode]:
    """Nodes with the branches along the way open, down to the chosen unit."""
    found = []
    for node in nodes:
        children: list[TreeNode] = []
        if node.code in way and node.has_children:
            below = _branch(request, Unit(pk=node.id, code=node.code), day)
            children = _with_rest(_opened(request, below, way, chosen, day), node.code)
        found.append(_tree_node(node, children=children, open=bool(children), selected=node.code == chosen))
    return found


def _tops(request: HttpRequest, day: date) -> list[Node]:
    """The tops of the tree that the person looks at: the scope, or all that he or she may see."""
    scope = scope_of(request)
    if scope is None:
        return roots_for(_who(request), day)
    unit = unit_within(request, scope.code)
    own = path_to(unit, day)
    if not own:
        return []
    has = bool(_branch(request, unit, day))
    last = own[-1]
    return [Node(last.id, last.code, last.name, last.kind, last.sector, has, last.parent_id)]


def _card(request: HttpRequest, code: str, day: date) -> dict[str, Any]:
    """The unit beside the tree, in short."""
    unit = unit_within(request, code)
    spans = spans_of(unit)
    state = standing(spans, day)
    children = _branch(request, unit, day) if state.exists else []
    terms = [
        Term(_("Code"), [unit.code]),
        Term(_("Kind"), [kind_label(state.span.kind, day)]),
        Term(_("Sector"), [sector_label(state.span.sector, day)]),
        Term(_("Exists since"), [state.since]),
    ]
    became, heirs = became_of(unit, state.until) if state.state == "over" and state.until else ("", [])
    return {
        "unit": unit,
        "state": state,
        "terms": terms,
        "children": [Link(node.name, unit_url(node.code), kind_label(node.kind, day)) for node in children[:30]],
        "children_count": len(children),
        "became": became,
        "heirs": [Link(name, unit_url(heir), share) for heir, name, share in heirs],
    }


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree of organisations as of the day, and the chosen unit beside it."""
    day = as_of_day(request)
    remember_reach(request)
    chosen = request.GET.get("unit", "")
    card = _card(request, chosen, day) if chosen else {}
    way = [node.code for node in path_to(card["unit"], day)] if card else []
    tops = _tops(request, day)
    if not way and tops:
        way = [tops[0].code]
    nodes = _opened(request, tops, way, chosen, day)
    return render_page(
        request,
        "orgs/tree.html",
        {"nodes": nodes, "views": ways_to_look("tree"), "may_import": may_import(request), **card},
    )


@require_safe
def branch(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs directly under a unit, for the tree."""
    day = as_of_day(request)
    unit = unit_within(request, code)
    nodes = [_tree_node(node) for node in _branch(request, unit, day)]
    return render(request, "components/tree_nodes.html", {"nodes": _with_rest(nodes, code)})


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """Units whose name or code has the text, while one types; without htmx the page of search answers."""
    text = request.GET.get("q", "").strip()
    rows = search_found(_who(request), text, as_of_day(request)) if text else []
    return render(request, "orgs/found.html", {"rows": rows, "q": text})
