"""What is carried on paper or pasted: Monday's slip, a unit's slip before a visit, a message; the burden meter; the calendar."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kientoan.core import clock
from kientoan.core.access import can
from kientoan.core.burden import Demand, demands_kept
from kientoan.core.display import Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import filters_of, paginate, render_page
from kientoan.core.pages import scope_of as page_scope
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.directives import actions
from kientoan.directives.forms.reminding import MessageForm, SlipFilter
from kientoan.directives.models import CalendarKey
from kientoan.directives.queries import burden as meter
from kientoan.directives.queries import calendar as feeds
from kientoan.directives.queries import slips, standards
from kientoan.directives.queries.burden import Load
from kientoan.directives.queries.reminding import title_of
from kientoan.directives.views.frame import (
    day_of,
    deadline_words,
    scope_unit,
    state_badge,
    time_badge,
    who,
)
from kientoan.directives.views.reminding import around, way
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right


def _slip(request: HttpRequest, form: SlipFilter) -> slips.Slip:
    user, day = who(request), day_of(request)
    until = filters_of(form).get("until") or slips.until_of(day)
    return slips.briefing(user, day, max(until, day), scope_unit(request))


def _scope_name(request: HttpRequest) -> str:
    scope = page_scope(request)
    return scope.name if scope else _("all units within my scope")


@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    """The A4 slip for the briefing: what is late and due within the scope, by lead unit."""
    day, form = day_of(request), SlipFilter(request.GET or None)
    found = _slip(request, form)
    groups = [
        {
            "name": group.name,
            "url": reverse("directives:visit", args=[group.code]),
            "late": group.late,
            "count": len(group.tasks),
            "rows": [_row(task, day, task.keeper_name) for task in group.tasks],
        }
        for group in found.groups
    ]
    values = {
        **around("slip"),
        "slip": found,
        "groups": groups,
        "form": form,
        "day": day,
        "scope": _scope_name(request),
    }
    return render_page(request, "directives/slip.html", values)


def _row(task: Any, day: date, keeper: str | None) -> dict[str, Any]:
    document = task.directive.document
    return {
        "title": title_of(task),
        "url": reverse("directives:task", args=[task.pk]),
        "document": document.written if document and not document.is_marked else "",
        "keeper": keeper or task.keeper.code,
        "deadline": deadline_words(task.now_deadline, day, running=True),
        "time": time_badge(task.now_time),
        "state": state_badge(task.now_state),
        "urged": task.urged,
    }


@require_safe
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """The A4 slip of one unit before a visit."""
    user, day = who(request), day_of(request)
    unit = get_object_or_404(Unit.objects.visible_to(user), code=code)
    found = slips.visit(user, unit, day)
    names = names_on([unit.pk, *(task.keeper_id for task in found.open_tasks)], day)
    name = names.get(unit.pk, code)
    values = {
        **around(""),
        "unit": unit,
        "name": name,
        "day": day,
        "late": found.late,
        "rows": [_row(task, day, names.get(task.keeper_id, "")) for task in found.open_tasks],
        "done": [(title_of(task), task.closed_on, time_badge(task.now_time)) for task in found.done],
        "load": load_words(found.load),
        "crumbs": way(Link(_("Slip for Monday"), reverse("directives:slip"))),
    }
    return render_page(request, "directives/visit.html", values)


def load_words(load: Load | None) -> dict[str, Any] | None:
    """A unit's burden for a template: each kind of demand, by whom, against its like."""
    if load is None:
        return None
    return {
        "counts": [(str(meter.DEMAND_WORDS[demand]), count) for demand, count in load.counts.items()],
        "load": load,
        "askers": load.askers[:6],
        "url": reverse("directives:burden"),
    }


@require_safe
def message(request: HttpRequest) -> HttpResponse:
    """A message text to copy into a chat; marked tasks and listed words stay out."""
    day, form = day_of(request), MessageForm(request.GET or None)
    found = _slip(request, form)
    more = [word.strip() for word in filters_of(form).get("without", "").split(",") if word.strip()]
    words = [*standards.marked_words(day), *more]
    pasted = slips.message(found, day, _scope_name(request), words, language())
    values = {
        **around("message"),
        "form": form,
        "pasted": pasted,
        "lines": min(40, pasted.text.count("\n") + 2),
        "words": ", ".join(standards.marked_words(day)),
    }
    return render_page(request, "directives/message.html", values)


@require_safe
def burden(request: HttpRequest) -> HttpResponseBase:
    """What each base unit within the scope is asked for, by whom, against its like."""
    user, day = who(request), day_of(request)
    rows = meter.loads(user, day, scope_unit(request))
    since, until = meter.span_of(day)
    may_export = bool(can(check_right, user, Right.EXPORT))
    columns: list[Column[Load]] = [
        Column(_("Organisation"), lambda one: Link(one.name, reverse("orgs:unit", args=[one.code])), head=True),
        Column(_("Its like"), lambda one: one.like),
        *(
            Column(str(meter.DEMAND_WORDS[demand]), lambda one, demand=demand: one.counts[demand], number=True)  # type: ignore[misc]
            for demand in demands_kept()
        ),
        Column(_("Together"), lambda one: one.total, number=True),
        Column(_("Middle of its like"), lambda one: one.middle, number=True),
        Column(_("Place among its like"), lambda one: f"{one.place}/{one.of}"),
        Column(_("Asked by"), lambda one: "; ".join(f"{who_} ({count})" for who_, count in one.askers[:3]) or None),
    ]
    table: Table[Load] = Table(
        key="burden",
        caption=_("What base units are asked for"),
        columns=columns,
        rows=[],
        exports=("xlsx", "csv") if may_export else (),
        empty=Empty(_("No base unit within your scope")),
    )
    if asked_format(request):
        check_right(user, Right.EXPORT)
        return export_table(request, table, rows, verb="directives.export_burden")
    page = paginate(request, rows)
    values = {
        **around("burden"),
        "table": replace(table, rows=list(page), page=page),
        "since": since,
        "until": until,
        "visits": Demand.VISITS in demands_kept(),
    }
    return render_page(request, "directives/burden.html", values)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Whether one has a calendar address, and how to subscribe."""
    return _calendar(request)


def _calendar(request: HttpRequest, text: str = "") -> HttpResponse:
    user = who(request)
    key = CalendarKey.objects.filter(user=user, revoked_at__isnull=True).first()
    url = request.build_absolute_uri(reverse("directives:feed", args=[text])) if text else ""
    values = {**around("calendar"), "key": key, "url": url}
    answer = render_page(request, "directives/calendar.html", values)
    if text:
        answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def make_calendar(request: HttpRequest) -> HttpResponse:
    """Make a new secret address; it is shown once."""
    return _calendar(request, actions.make_calendar(by=who(request)))


@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """Revoke the secret address."""
    actions.revoke_calendar(by=who(request))
    return redirect("directives:calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001  the secret says who asks
    """The calendar for another program; a wrong or revoked address is not there."""
    user = feeds.owner_of(actions.fingerprint(secret))
    if user is None:
        raise Http404
    with translation.override(user.language):
        content = feeds.feed_of(user, clock.today(), clock.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
