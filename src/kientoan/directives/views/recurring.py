"""Recurring work on pages: its rhythm in words, its periods one by one, and saying that it no longer comes back."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import can
from kientoan.core.display import Link
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.directives import access, actions
from kientoan.directives.forms.recurring import EndForm, WatchForm
from kientoan.directives.models import Directive, Task, labels
from kientoan.directives.queries import page
from kientoan.directives.queries.written import watchers_of
from kientoan.directives.rules import rhythm
from kientoan.directives.rules.rhythm import FOLLOWING, Every
from kientoan.directives.views.frame import crumbs, directive_within, task_link, time_badge, who


def rhythm_words(one: Directive) -> str:
    """How the work comes back: every month, by the 25th; until when."""
    said = one.rhythm
    if said is None:
        return ""
    words = [str(labels.Every(said.every.value).label), _day_words(said)]
    if one.every_until:
        words.append(_("until %(day)s") % {"day": formats.day_short(one.every_until, language())})
    return ", ".join(filter(None, words))


def _day_words(said: rhythm.Rhythm) -> str:
    if said.every is Every.WEEK:
        day = rhythm.occurrence_at(said, clock.today()).due
        weekday = formats.day_long(day, language()).removesuffix(formats.day_short(day, language()))
        return _("by %(weekday)s") % {
            "weekday": weekday.removesuffix(" ngày ") if "ngày" in weekday else weekday.split()[0]
        }
    day_said = _("by the last day") if said.day is None else _("by day %(day)s") % {"day": said.day}
    if said.month == FOLLOWING:
        return _("%(day)s of the month after") % {"day": day_said}
    if said.every is Every.MONTH:
        return day_said
    if said.month is None:
        return _("%(day)s of its last month") % {"day": day_said}
    return _("%(day)s of its month %(month)s") % {"day": day_said, "month": said.month}


def first_words(one: Directive, day: date) -> str:
    """The period with which a draft begins when it is issued on a day, and its deadline."""
    if one.rhythm is None:
        return ""
    first = rhythm.first(one.rhythm, day)
    return _(
        "Issued today it begins with %(period)s, due on %(day)s; the tasks of each further period are made before it begins."
    ) % {
        "period": rhythm.label(first.code, language()),
        "day": formats.day_long(first.due, language()),
    }


def shown_period(request: HttpRequest, one: Directive, periods: list[page.Period]) -> str:
    """The period that the page shows unit by unit: the one asked for, else the last that is under way."""
    asked = request.GET.get("period", "")
    if any(period.code == asked for period in periods):
        return asked
    said, today = one.rhythm, clock.today()
    begun = [each.code for each in periods if said and rhythm.named(said, each.code).start <= today]
    return max(begun, default=min((each.code for each in periods), default=""))


def periods_table(one: Directive, periods: list[page.Period], shown: str) -> Table[page.Period]:
    """A recurring directive on one line for each period: how many units did it in time."""

    def link(each: page.Period) -> Link:
        url = "" if each.code == shown else f"{reverse('directives:directive', args=[one.pk])}?period={each.code}"
        return Link(rhythm.label(each.code, language()), url)

    return Table(
        key="periods",
        caption=_("Period by period"),
        columns=[
            Column(_("Period"), link, head=True),
            Column(_("Deadline"), lambda each: each.deadline),
            Column(_("Tasks"), lambda each: each.parts.total, number=True),
            Column(_("done on time"), lambda each: each.parts.done_on_time, number=True),
            Column(_("done late"), lambda each: each.parts.done_late, number=True),
            Column(_("open"), lambda each: each.parts.open, number=True),
            Column(_("overdue"), lambda each: each.parts.open_overdue, number=True),
        ],
        rows=periods,
        empty=Empty(_("No period yet")),
    )


def other_periods(one: Task, user: User, day: date) -> list[dict[str, Any]]:
    """The unit's tasks of the other periods, the latest first."""
    if not one.occurrence:
        return []
    return [
        {"link": task_link(each, each.period), "badge": time_badge(each.now_time)}
        for each in page.other_periods(one, user, day)
    ]


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the work no longer comes back after a day."""
    one, user = directive_within(request, key), who(request)
    access.check_withdraw(user, one)
    form = EndForm(request.POST or None, initial={"until": clock.today()})
    url = reverse("directives:directive", args=[one.pk])
    if request.method == "POST" and form.is_valid():
        actions.end_recurrence(directive=one, by=user, **form.cleaned_data)
        return redirect(url)
    title = _("It no longer comes back")
    way = crumbs(Link(_("Directives"), reverse("directives:orders")), Link(one.title, url), Link(title))
    values = {"form": form, "title": title, "crumbs": way, "words": one.title, "verb": title}
    return render_page(request, "directives/form.html", values, status=422 if form.errors else 200)


def may_end(one: Directive, user: User) -> bool:
    """Whether the person may say that it no longer comes back."""
    still = one.every and (one.every_until is None or one.every_until > clock.today())
    return bool(still and can(access.check_withdraw, user, one))


@require_http_methods(["GET", "POST"])
def watch(request: HttpRequest, key: int) -> HttpResponse:
    """Name the official who follows the directive, at any time."""
    one, user = directive_within(request, key), who(request)
    access.check_give(user, one.keeper)
    watchers = watchers_of([one.keeper], clock.today())
    form = WatchForm(request.POST or None, watchers=watchers, initial={"watcher": one.watcher_id})
    url = reverse("directives:directive", args=[one.pk])
    if request.method == "POST" and form.is_valid():
        actions.name_watcher(directive=one, watcher=form.cleaned_data["watcher"], by=user)
        return redirect(url)
    title = _("Name who follows it")
    way = crumbs(Link(_("Directives"), reverse("directives:orders")), Link(one.title, url), Link(title))
    values = {"form": form, "title": title, "crumbs": way, "words": one.title}
    return render_page(request, "directives/form.html", values, status=422 if form.errors else 200)
