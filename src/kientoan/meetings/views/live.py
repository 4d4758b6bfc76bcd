"""The minute-taker's page: it works while the meeting runs, saves as one types, and keeps what cannot be sent."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused
from kientoan.core.display import Link
from kientoan.core.pages import render_page
from kientoan.meetings import actions
from kientoan.meetings.access import check_note
from kientoan.meetings.actions.running import Overtaken
from kientoan.meetings.forms import StatementForm
from kientoan.meetings.queries.meeting import timed
from kientoan.meetings.views.frame import crumbs, link_to, meeting_within, who
from kientoan.meetings.views.meeting import rows_of

PLACES = ("item", "statement")


@require_safe
def live(request: HttpRequest, key: int) -> HttpResponse:
    """Agenda and statements with their clocks, and a large place to write under each."""
    user, found = who(request), meeting_within(request, key)
    check_note(user, found)
    values: dict[str, Any] = {
        "meeting": found,
        "agenda": [{"row": one, "time": timed(one)} for one in found.agenda.all()],
        "statements": [{"row": one, "time": timed(one)} for one in found.statements.select_related("unit")],
        "note_url": reverse("meetings:note", args=[key]),
        "running": found.state == "running",
        "statement_form": StatementForm(user=user, prefix="s"),
        "crumbs": crumbs(link_to(found), Link(_("Minutes"))),
    }
    return render_page(request, "meetings/live.html", values)


@require_http_methods(["POST"])
def note(request: HttpRequest, key: int) -> HttpResponse:
    """Save one piece of notes; answers the new version, or 409 with what someone else wrote meanwhile."""
    user, found = who(request), meeting_within(request, key)
    check_note(user, found)
    if request.content_type != "application/json":  # the page's script alone saves piece by piece
        return redirect("meetings:live", key=key)
    try:
        given = json.loads(request.body)
        place, row, text, based_on = given["place"], int(given["row"]), str(given["text"]), int(given["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest(_("There is no such place for notes.")) from error
    if place not in PLACES:
        raise BadRequest(_("There is no such place for notes."))
    thing = get_object_or_404(rows_of(found)[place], pk=row)
    try:
        version = actions.take_note(place=thing, text=text, based_on=based_on, by=user)
    except Overtaken as overtaken:
        answer = {"sentence": str(overtaken.sentence), "text": overtaken.now, "version": overtaken.version}
        return JsonResponse(answer, status=409)
    except Refused as refused:
        return JsonResponse({"sentence": str(refused.sentence)}, status=422)
    return JsonResponse({"version": version})
