"""Lists of tasks over all that a person may see, as a table, a board and a timeline; lists kept under a name."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kientoan.core import formats
from kientoan.core.access import Refused, can
from kientoan.core.charts import Chart, Series
from kientoan.core.display import Action, Link
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import filters_of, paginate, render_page
from kientoan.core.tables import Column, Empty, Table, order_from
from kientoan.core.templatetags.formats import language
from kientoan.directives import access, actions
from kientoan.directives.forms import ListFilter, SaveFilterForm
from kientoan.directives.models import SavedFilter, labels
from kientoan.directives.queries import lists
from kientoan.directives.queries.lists import Wanted
from kientoan.directives.views.frame import (
    day_of,
    days_words,
    deadline_words,
    list_url,
    scope_unit,
    state_badge,
    tabs,
    task_link,
    time_badge,
    who,
)
from kientoan.orgs.access import check_right
from kientoan.orgs.rules.roles import Right

BOARD_STATES = ("not_started", "under_way", "redo", "awaiting")
BOARD_CARDS = 25
WEEKS = 12


def _kind_words() -> dict[str, str]:
    return {kind: str(word) for kind, word in labels.InList.choices}


def wanted_of(request: HttpRequest, form: ListFilter) -> Wanted:
    """What the address asks for; a person with something to do begins with that."""
    given = filters_of(form)
    return Wanted(
        kind=given.get("list") or lists.OPEN,
        text=given.get("q", ""),
        state=given.get("state", ""),
        time=given.get("time", ""),
        key_only=given.get("key", False),
        under=scope_unit(request),
    )


@require_safe
def tasks(request: HttpRequest) -> HttpResponseBase:
    """The tasks of one list, with filters, order and exports."""
    user, day = who(request), day_of(request)
    form = ListFilter(request.GET or None)
    wanted = wanted_of(request, form)
    columns = _columns(day)
    wanted = replace(wanted, order=order_from(request.GET.get("sort"), columns, "deadline"))
    own = lists.own_of(user, day)
    rows = lists.tasks_for(user, wanted, day, own)
    table = replace(_table(form, wanted, own.exports), columns=columns)
    if asked_format(request):
        check_right(user, Right.EXPORT)
        return export_table(request, table, list(rows), verb="directives.export")
    page = paginate(request, rows)
    table = replace(table, rows=list(page), page=page)
    values: dict[str, Any] = {"table": table, "kind": wanted.kind}
    if not request.htmx:  # type: ignore[attr-defined]
        values |= _around(request, wanted, own, day)
    return render_page(request, "directives/tasks.html", values)


def _around(request: HttpRequest, wanted: Wanted, own: lists.Own, day: date) -> dict[str, Any]:
    user = who(request)
    counts = lists.counts_of(user, day, wanted.under, own)
    words = _kind_words()
    links = [
        Link(
            words[kind],
            "" if kind == wanted.kind and not request.GET.get("q") else list_url(list=kind),
            formats.number(counts[kind], language=language()),
        )
        for kind in lists.KINDS
    ]
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("export", None)
    saved = list(SavedFilter.objects.filter(user=user))
    refused = "" if own.gives else can(access.check_give, user).reason
    return {
        "tabs": tabs("tasks"),
        "lists": links,
        "title": words[wanted.kind],
        "counts": counts,
        "late_url": list_url(list=lists.LATE),
        "accept_url": list_url(list=lists.ACCEPT),
        "action": Action(_("Draft a directive"), reverse("directives:new"), refused=refused, icon="plus"),
        "saved": [(Link(one.name, f"{reverse('directives:tasks')}?{one.query}"), one.pk) for one in saved],
        "save": SaveFilterForm(initial={"query": query.urlencode()}) if query else None,
    }


def _columns(day: date) -> list[Column[Any]]:
    return [
        Column(_("Work"), task_link, sort="title", head=True),
        Column(_("Leads"), lambda one: one.lead_name or one.lead.code),
        Column(
            _("Deadline"),
            lambda one: deadline_words(one.now_deadline, day, running=one.now_state in lists.TO_DO),
            sort="deadline",
        ),
        Column(_("Time"), lambda one: time_badge(one.now_time)),
        Column(_("State"), lambda one: state_badge(one.now_state)),
        Column(_("Given by"), lambda one: one.keeper_name or one.keeper.code),
        Column(_("Given on"), lambda one: one.issued_on, sort="given"),
    ]


def _table(form: ListFilter, wanted: Wanted, may_export: bool) -> Table[Any]:  # noqa: FBT001  one page's own
    return Table(
        key="tasks",
        caption=_kind_words()[wanted.kind],
        columns=[],
        rows=[],
        order=wanted.order,
        filters=form if form.is_bound else ListFilter(initial={"list": wanted.kind}),
        exports=("xlsx", "csv") if may_export else (),
        empty=Empty(_("No task here"), _empty_words(wanted.kind)),
    )


def _empty_words(kind: str) -> str:
    return {
        lists.MINE: _("What your unit must do will stand here as soon as it is given."),
        lists.ACCEPT: _("What units send in, and what they ask of you, will stand here."),
        lists.WATCH: _("Open tasks of directives that name you as who follows them will stand here."),
        lists.LATE: _("No open task is past its deadline."),
        lists.COMING: _("No open task ends in the coming days."),
    }.get(kind, _("Choose another list, or drop a condition."))


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Open tasks side by side by where the work stands; those that end first stand first."""
    user, day = who(request), day_of(request)
    under, own = scope_unit(request), lists.own_of(user, day)
    counts = lists.states_of(user, day, under)
    columns = [
        (
            state,
            counts.get(state, 0),
            list(lists.tasks_for(user, Wanted(kind=lists.OPEN, state=state, under=under), day, own)[:BOARD_CARDS]),
        )
        for state in BOARD_STATES
    ]
    values = {
        "tabs": tabs("board"),
        "columns": [
            {
                "badge": state_badge(state),
                "count": count,
                "url": list_url(list=lists.ALL, state=state),
                "more": count - len(cards),
                "cards": [_card(card, day) for card in cards],
            }
            for state, count, cards in columns
        ],
    }
    return render_page(request, "directives/board.html", values)


def _card(task: Any, day: date) -> dict[str, Any]:
    return {
        "link": task_link(task),
        "unit": task.lead_name or task.lead.code,
        "time": time_badge(task.now_time),
        "deadline": task.now_deadline,
        "days": days_words(task.now_deadline, day) if task.now_deadline and task.now_state in lists.TO_DO else "",
        "late": task.now_time == "overdue",
    }


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """When open tasks end, week by week: a picture, the same as a table, and the tasks of the next weeks."""
    user, day = who(request), day_of(request)
    monday = day - timedelta(days=day.weekday())
    end = monday + timedelta(weeks=WEEKS)
    found = lists.tasks_for(user, Wanted(kind=lists.OPEN, under=scope_unit(request)), day)
    ahead = list(found.filter(now_deadline__gte=monday, now_deadline__lt=end)[:1000])
    late = found.filter(now_deadline__lt=monday).order_by().count()
    endless = found.filter(now_deadline__isnull=True).order_by().count()
    weeks = [_week(monday + timedelta(weeks=number), ahead, day) for number in range(WEEKS)]
    values = {
        "tabs": tabs("timeline"),
        "late": late,
        "late_url": list_url(list=lists.LATE),
        "endless": endless,
        "endless_url": list_url(list=lists.OPEN, time="no_deadline"),
        "weeks": [week for week in weeks if week["rows"]],
        "chart": _weeks_chart(weeks) if ahead else None,
        "ahead": len(ahead),
    }
    return render_page(request, "directives/timeline.html", values)


def _week(monday: date, tasks: list[Any], day: date) -> dict[str, Any]:
    sunday = monday + timedelta(days=6)
    rows = [one for one in tasks if monday <= one.now_deadline <= sunday]
    return {
        "monday": monday,
        "sunday": sunday,
        "here": monday <= day <= sunday,
        "rows": [_card(one, day) for one in rows],
        "late": sum(one.now_time == "overdue" for one in rows),
        "soon": sum(one.now_time == "due_soon" for one in rows),
        "other": sum(one.now_time not in ("overdue", "due_soon") for one in rows),
    }


def _weeks_chart(weeks: list[dict[str, Any]]) -> Chart:
    tongue = language()
    return Chart(
        key="weeks",
        kind="bar",
        title=_("Open tasks by the week in which they end"),
        category=_("Week from"),
        categories=[formats.day_short(week["monday"], tongue) for week in weeks],
        series=[
            Series(str(labels.TimeState.OVERDUE.label), [week["late"] for week in weeks], "late"),
            Series(str(labels.TimeState.DUE_SOON.label), [week["soon"] for week in weeks], "soon"),
            Series(str(labels.TimeState.IN_TIME.label), [week["other"] for week in weeks], "info"),
        ],
        stacked=True,
        below=True,
    )


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the list as it stands under a name of one's own."""
    form = SaveFilterForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Give the list a name, and narrow it first."))
    saved = actions.save_filter(by=who(request), **form.cleaned_data)
    return redirect(f"{reverse('directives:tasks')}?{saved.query}")


@require_POST
def drop_filter(request: HttpRequest, key: int) -> HttpResponse:
    """Drop a list of one's own."""
    user = who(request)
    actions.drop_filter(saved=get_object_or_404(SavedFilter, user=user, pk=key), by=user)
    return redirect("directives:tasks")
