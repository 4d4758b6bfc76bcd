"""The home page and the search over everything."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.accounts.models import User
from kientoan.core import today
from kientoan.core.pages import as_of_day, note_duties, render_page, scope_of
from kientoan.core.tables import Column, Empty, Table
from kientoan.home import actions, queries
from kientoan.orgs.queries.today import has_only_a_phone


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me today: mine and late, to decide, new since I was last here, one picture of my tier."""
    user: User = request.user  # type: ignore[assignment]
    day = as_of_day(request)
    waits = today.waiting(user, day)
    note_duties(request, queries.counted(waits, day), day)
    values: dict[str, Any] = {
        "mine": waits.mine,
        "late": waits.late(day),
        "to_decide": waits.to_decide,
        "past": waits.past,
        "now": day,
        "by_phone": has_only_a_phone(user),
        "beginnings": []
        if waits.mine or waits.to_decide
        else [link for member in today.BEGINNINGS for link in member(user)],
    }
    since = actions.note_visit(user=user)
    if not values["by_phone"]:
        news = [event for member in today.NEW for event in member(user, since)] if since else []
        values |= {"since": since, "news": sorted(news, key=lambda event: event.at, reverse=True)[:10]}
        values["picture"] = _picture(request, user, day)
    return render_page(request, "home/today.html", values)


def _picture(request: HttpRequest, user: User, day: Any) -> Any:
    """The picture of the highest domain that has one."""
    scope = scope_of(request)
    for member in reversed(list(today.PICTURES)):
        drawn = member(user, day, scope.code if scope else "")
        if drawn is not None:
            return drawn
    return None


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Units, people and whatever else bears the text, as far as the person may see it."""
    text = request.GET.get("q", "").strip()
    user: User = request.user  # type: ignore[assignment]
    rows: list[today.Found] = []
    if text:
        rows = [one for member in today.SEARCHES for one in member(user, text, as_of_day(request))]
    table: Table[today.Found] = Table(
        key="found",
        caption=_("Found for “%(text)s”") % {"text": text},
        columns=[
            Column(_("Name"), lambda one: one.link, head=True),
            Column(_("What it is"), lambda one: one.kind),
            Column(_("Note"), lambda one: one.note or None),
        ],
        rows=rows,
        empty=Empty(
            _("Nothing found") if text else _("Type a name or a code"),
            _("Without accents is fine: “thinh liet” finds “Thịnh Liệt”. Units that no longer exist are found too."),
        ),
    )
    return render_page(request, "home/search.html", {"table": table, "q": text})
