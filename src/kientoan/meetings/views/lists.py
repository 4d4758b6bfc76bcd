"""The list of meetings, a meeting planned, what is said of it changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import clock
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Link
from kientoan.core.pages import as_of_day, draft_saved, filters_of, paginate, render_page, scope_of
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.vietnamese import fold
from kientoan.meetings import actions
from kientoan.meetings.access import check_change, check_hold
from kientoan.meetings.forms import MeetingFilter, MeetingForm
from kientoan.meetings.models import Meeting
from kientoan.meetings.models.labels import Kind
from kientoan.meetings.models.meetings import MeetingQuerySet
from kientoan.meetings.rules import words
from kientoan.meetings.views.frame import crumbs, give_back, link_to, meeting_within, state_badge, tabs, who
from kientoan.orgs.access import units_with
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right

DRAFT = "meeting-new"


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings one sees, newest first."""
    user, day = who(request), as_of_day(request)
    form = MeetingFilter(request.GET)
    page = paginate(request, _rows(request, filters_of(form)))
    shown = list(page)
    names = names_on({one.organiser_id for one in shown} | {one.host_id for one in shown if one.host_id}, day)
    table: Table[Meeting] = Table(
        key="meetings",
        caption=_("Meetings"),
        columns=[
            Column(_("About"), link_to, head=True),
            Column(pgettext("a meeting", "Held on"), lambda one: one.held_on),
            Column(pgettext("a meeting", "Kind"), lambda one: str(Kind(one.kind).label)),
            Column(_("Held by"), lambda one: names.get(one.organiser_id, one.organiser.code)),
            Column(_("Hosted by"), lambda one: names.get(one.host_id or 0) or None),
            Column(_("State"), state_badge),
        ],
        rows=shown,
        page=page,
        filters=form,
        empty=Empty(_("No meeting yet"), _("Plan a conference or a briefing; its conclusions become directives.")),
    )
    may = can(check_hold, user)
    action = Action(_("Plan a meeting"), reverse("meetings:new"), refused=may.reason, icon="plus")
    return render_page(
        request, "meetings/list.html", {"table": table, "tabs": tabs("meetings"), "action": action, "title": _("Meetings")}
    )  # fmt: skip


def _rows(request: HttpRequest, given: dict[str, str]) -> MeetingQuerySet:
    rows = Meeting.objects.visible_to(who(request)).select_related("organiser", "host")
    day, scope = as_of_day(request), scope_of(request)
    if day < clock.today():
        rows = rows.filter(held_on__lte=day)
    if scope:
        rows = rows.filter(organiser__in=Unit.objects.under(Unit.objects.get(code=scope.code), day).values("pk"))
    for name in ("kind", "state"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    if text := fold(given.get("q") or "").split():
        keys = [pk for pk, title in rows.values_list("pk", "title") if all(word in fold(title) for word in text)]
        rows = rows.filter(pk__in=keys)
    return rows.order_by("-held_on", "-pk")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    user = who(request)
    check_hold(user)
    first = units_with(user, Right.KEEP_MEETINGS).order_by("code").first()
    initial = {"organiser": first.code if first else "", "held_on": clock.today()}
    form = MeetingForm(request.POST if request.method == "POST" else None, user=user, initial=initial)
    if form.is_valid():
        said = form.said()
        try:
            made = actions.plan_meeting(
                organiser=said.pop("organiser"),
                kind=words.Kind(said.pop("kind")),
                title=said.pop("title"),
                held_on=said.pop("held_on"),
                by=user,
                **said,
            )
        except Refused as refused:
            give_back(form, refused)
        else:
            draft_saved(request, DRAFT)
            messages.success(request, _("The meeting is planned."))
            return redirect("meetings:meeting", key=made.pk)
    values = {
        "form": form,
        "title": _("Plan a meeting"),
        "draft": DRAFT,
        "crumbs": crumbs(Link(_("Plan a meeting"))),
        "save": _("Plan the meeting"),
    }
    return render_page(request, "meetings/form.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is said of a meeting."""
    user, found = who(request), meeting_within(request, key)
    check_change(user, found)
    form = MeetingForm(
        request.POST if request.method == "POST" else None, user=user, meeting=found, initial=_initial(found)
    )
    if form.is_valid():
        try:
            actions.change_meeting(meeting=found, by=user, **form.said())
        except Refused as refused:
            give_back(form, refused)
        else:
            return redirect("meetings:meeting", key=key)
    title = _("Change the meeting")
    values = {"form": form, "title": title, "crumbs": crumbs(link_to(found), Link(title)), "save": _("Save")}
    return render_page(request, "meetings/form.html", values, status=400 if form.errors else 200)


def _initial(one: Meeting) -> dict[str, object]:
    names = ("title", "held_on", "begins", "place", "chair", "chair_post", "report_reader")
    return {
        **{name: getattr(one, name) for name in names},
        "host": one.host.code if one.host else "",
        "body": one.body_id,
        "follows": one.follows_id,
        "report": one.report.written if one.report else "",
    }
