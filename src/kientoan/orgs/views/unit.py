"""The page of a unit, its history, and the page of one action of the record."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import clock, formats
from kientoan.core.access import can
from kientoan.core.display import Action as Button
from kientoan.core.display import Badge, Figure, Link, Term
from kientoan.core.models import Action
from kientoan.core.pages import as_of_day, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.access import check_change_units, check_right
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.queries import Node, children_of, lineage_of
from kientoan.orgs.queries.labels import body_label, kind_label, sector_label
from kientoan.orgs.queries.life import (
    Happening,
    Standing,
    became_of,
    bodies_of,
    happenings_of,
    names_on,
    spans_of,
    standing,
    strip_of,
)
from kientoan.orgs.queries.readable import changed_by, event_of, history_of
from kientoan.orgs.rules import drawing
from kientoan.orgs.rules.panels import UNIT_PANELS
from kientoan.orgs.rules.roles import Right
from kientoan.orgs.views.reach import crumbs_to, unit_url, unit_within

if TYPE_CHECKING:
    from kientoan.accounts.models import User
    from kientoan.orgs.queries.history import Descent

STATES = {
    "there": lambda: Badge(_("exists"), "done"),
    "over": lambda: Badge(_("no longer exists"), "none"),
    "to come": lambda: Badge(_("does not exist yet"), "soon"),
}
CHILDREN = 50
HELD_WORDS = {
    "body": lambda: _("body"),
    "grant": lambda: _("role"),
    "post": lambda: _("post"),
    "holder": lambda: _("holder of a post"),
    "term": lambda: _("term of the committee"),
    "numbering": lambda: _("own numbering of documents"),
    "followed": lambda: _("followed document"),
    "finding": lambda: _("finding to be decided"),
}


def unit_tabs(user: "User", unit: Unit, here: str) -> list[Link]:
    """The pages of one unit that the person's role opens; where one stands has no address."""
    pages = [("unit", _("Overview"))]
    if can(check_right, user, Right.READ_RECORD, unit):
        pages.append(("history", _("History")))
    pages.append(("grants", _("Who sees it")))
    if here == "change" or can(check_change_units, user, unit):
        pages.append(("change", _("Change")))
    return [Link(word, "" if name == here else reverse(f"orgs:{name}", args=[unit.code])) for name, word in pages]


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit as of the day: what it is, its life, lineage, what is below it, bodies, posts, history."""
    day, user = as_of_day(request), request.user
    found = unit_within(request, code)
    spans = spans_of(found)
    if not spans:
        raise Http404
    state = standing(spans, day)
    happenings = happenings_of(found, spans)
    change = Button(_("Change this unit"), reverse("orgs:change", args=[code]), icon="pencil")
    children = children_of(found, day, user) if state.exists else []  # type: ignore[arg-type]
    values: dict[str, Any] = {
        "unit": found,
        "state": state,
        "badge": STATES[state.state](),
        "crumbs": crumbs_to(request, found, state.nearest(day)),
        "tabs": unit_tabs(user, found, "unit"),  # type: ignore[arg-type]
        "action": change if can(check_change_units, user, found) else None,
        "answer": _answer(state, len(children), day),
        "terms": _terms(found, state, day),
        "strip": strip_of(spans, happenings, day=day, today=clock.today()),
        "happenings": _happenings_table(happenings),
        "children": _children_table(children, day),
        "bodies": [(body_label(body.kind, day), body) for body in bodies_of(found, day)],
        "panels": [panel for member in UNIT_PANELS if (panel := member(found, day, user)) is not None],
        **_lineage(found),
    }
    if state.state == "over" and state.until:
        became, heirs = became_of(found, state.until)
        values |= {"became": became, "heirs": [Link(name, unit_url(heir), share) for heir, name, share in heirs]}
    reads = can(check_right, user, Right.READ_RECORD, found)
    if reads:
        values["history"] = _linked(history_of(found, limit=5))
        values["reads_record"] = True
    return render_page(request, "orgs/unit.html", values)


def _answer(state: Standing, below: int, day: date) -> str:
    kind = kind_label(state.span.kind, day)
    if state.exists:
        said = {"kind": kind, "count": formats.number(below, language=language())}
        return _("%(kind)s; %(count)s organisations stand directly below it.") % said
    return kind


def _terms(unit: Unit, state: Standing, day: date) -> list[Term]:
    span = state.span
    parent: object = _("the top of the tree")
    if span.parent_id:
        name = names_on([span.parent_id], day).get(span.parent_id, "")
        parent = Link(name or str(span.parent), unit_url(str(span.parent)))
    terms = [
        Term(_("Code"), [unit.code]),
        Term(_("Kind"), [kind_label(span.kind, day)]),
        Term(_("Sector"), [sector_label(span.sector, day)]),
        Term(_("Directly under"), [parent]),
        Term(_("In this form"), [formats.span(span.valid.lower, span.valid.upper, language())]),
    ]
    if unit.is_sample:
        terms.append(Term(_("Data"), [_("sample, invented")]))
    return terms


def _happenings_table(happenings: list[Happening]) -> Table[tuple[int, Happening]]:
    return Table(
        key="life",
        caption=_("What happened, by day"),
        columns=[
            Column(_("No."), lambda row: row[0], number=True),
            Column(_("Day"), lambda row: row[1].day),
            Column(_("What"), lambda row: row[1].words, head=True),
            Column(_("With"), lambda row: [Link(name, unit_url(code), code) for code, name in row[1].others] or None),
            Column(_("Decision"), lambda row: row[1].decision or None),
        ],
        rows=list(enumerate(happenings, 1)),
        empty=Empty(_("Nothing is known yet.")),
    )


def _children_table(nodes: list[Node], day: date) -> Table[Node]:
    note = ""
    if len(nodes) > CHILDREN:
        note = _("the first %(shown)s of %(count)s; all of them are in the list") % {
            "shown": CHILDREN,
            "count": formats.number(len(nodes), language=language()),
        }
    return Table(
        key="children",
        caption=_("Directly below"),
        note=note,
        columns=[
            Column(_("Name"), lambda node: Link(node.name, unit_url(node.code), node.code), head=True),
            Column(_("Kind"), lambda node: kind_label(node.kind, day)),
            Column(_("Sector"), lambda node: sector_label(node.sector, day)),
        ],
        rows=nodes[:CHILDREN],
        empty=Empty(_("Nothing stands below it on this day"), _("A unit is opened below it under “Change”.")),
    )


def _lineage(unit: Unit) -> dict[str, Any]:
    links = lineage_of(unit)
    if not links:
        return {}
    names = {one.old_code: one.old_name or one.old_code for one in links}
    names |= {one.new_code: one.new_name or one.new_code for one in links}
    tongue = language()
    drawn = drawing.family(
        [drawing.Link(one.old_code, one.new_code, formats.day_short(one.day, tongue)) for one in links], names
    )
    columns: list[Column[Descent]] = [
        Column(
            _("From"), lambda one: Link(one.old_name or one.old_code, unit_url(one.old_code), one.old_code), head=True
        ),
        Column(_("To"), lambda one: Link(one.new_name or one.new_code, unit_url(one.new_code), one.new_code)),
        Column(_("Day"), lambda one: one.day),
        Column(_("Share"), lambda one: formats.percent_only(one.share, 1, 0, tongue), number=True),
        Column(_("Decision"), lambda one: one.decision or None),
    ]
    table = Table(
        key="lineage",
        caption=_("Where it came from and what became of it"),
        columns=columns,
        rows=links,
        empty=Empty(""),
    )
    return {"family": drawn, "lineage": table}


def _linked(rows: list[tuple[Action, Any]]) -> list[Any]:
    return [event for _action, event in rows]


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what about a unit, when and why."""
    found = unit_within(request, code)
    check_right(request.user, Right.READ_RECORD, found)  # type: ignore[arg-type]
    rows = history_of(found)
    page = paginate(request, rows, per_page=40)
    day = as_of_day(request)
    values = {
        "unit": found,
        "page": page,
        "events": _linked(list(page.object_list)),
        "crumbs": crumbs_to(request, found, day, _("History")),
        "tabs": unit_tabs(request.user, found, "history"),  # type: ignore[arg-type]
        "name": names_on([found.pk], day).get(found.pk, code),
    }
    return render_page(request, "orgs/history.html", values)


@require_safe
def act(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One action on units: what it changed, and the record of what was handed over, to print."""
    user: User = request.user  # type: ignore[assignment]
    action = Action.objects.select_related("by").filter(pk=key, verb__startswith="orgs.").first()
    if action is None:
        raise Http404
    ids = action.targets.filter(model=Unit._meta.label_lower).values_list("key", flat=True)
    reached = Unit.objects.visible_to(user).filter(pk__in=list(ids))
    if not reached.exists():
        raise Http404
    count, units = changed_by(action.pk)
    visible = set(
        Unit.objects.visible_to(user).filter(pk__in=[one.unit_id for one in units]).values_list("pk", flat=True)
    )
    values = {
        "action": action,
        "event": event_of(action),
        "events": [event_of(action)],
        "count": Figure(count),
        "units": [(one, unit_url(one.code)) for one in units if one.unit_id in visible],
        "held": held_table(action.detail.get("held") or []),
        "crumbs": [Link(_("Organisations"), reverse("orgs:tree")), Link(_("Record of an operation"))],
    }
    return render_page(request, "orgs/act.html", values)


def held_table(held: list[list[str]]) -> Table[list[str]]:
    """What was still open on units that ended, and what became of each thing."""
    outcomes = {"passed": _("passed to the successor"), "ended": _("ended"), "": _("still open")}
    return Table(
        key="held",
        caption=_("Record of hand-over: what was still open"),
        columns=[
            Column(_("What"), lambda row: HELD_WORDS[row[0]]() if row[0] in HELD_WORDS else row[0]),
            Column(_("Name"), lambda row: row[1], head=True),
            Column(_("What becomes of it"), lambda row: outcomes.get(row[2] or "", row[2])),
        ],
        rows=held,
        empty=Empty(_("Nothing was still open.")),
    )


def span_now(unit: Unit, day: date) -> UnitSpan:
    """The span of the day, or the nearest one."""
    return standing(spans_of(unit), day).span
