"""What is done on the page of a meeting: one address for each verb, one table that says which form and action it has."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.meetings import actions
from kientoan.meetings.access import check_change, check_hold
from kientoan.meetings.forms import (
    ConclusionForm,
    ItemForm,
    KeepForm,
    PaperForm,
    PersonForm,
    PresenceForm,
    ReasonForm,
    StatementForm,
    SummingUpForm,
)
from kientoan.meetings.models import Meeting
from kientoan.meetings.rules.words import ItemKind, Presence
from kientoan.meetings.views.frame import meeting_within, tell, tell_faults, who
from kientoan.meetings.views.meeting import rows_of

Given = dict[str, Any]
Verb = Callable[[Meeting, Any, Given, User], object]

_FORMS: dict[str, tuple[type[Form], str]] = {
    "add-item": (ItemForm, "i"),
    "add-paper": (PaperForm, "p"),
    "ask": (PersonForm, "a"),
    "presence": (PresenceForm, ""),
    "add-statement": (StatementForm, "s"),
    "add-conclusion": (ConclusionForm, "c"),
    "sum-up": (SummingUpForm, "u"),
    "cancel": (ReasonForm, "r"),
    "keep-minutes": (KeepForm, "k"),
    "keep-notice": (KeepForm, "k"),
}
_FOR_USER = (PaperForm, PersonForm, StatementForm)
_DO: dict[str, Verb] = {
    "open": lambda one, _row, _given, by: actions.open_meeting(meeting=one, by=by),
    "close": lambda one, _row, _given, by: actions.close(meeting=one, by=by),
    "conclude": lambda one, _row, _given, by: actions.conclude(meeting=one, by=by),
    "cancel": lambda one, _row, given, by: actions.cancel(meeting=one, by=by, **given),
    "add-item": lambda one, _row, given, by: actions.add_item(meeting=one, by=by, **given),
    "add-paper": lambda one, _row, given, by: actions.add_paper(meeting=one, by=by, **given),
    "ask": lambda one, _row, given, by: actions.ask(meeting=one, people=[given], by=by),
    "add-statement": lambda one, _row, given, by: actions.add_statement(meeting=one, by=by, **given),
    "add-conclusion": lambda one, _row, given, by: actions.add_conclusion(
        meeting=one, by=by, **given | {"kind": ItemKind(given["kind"])}
    ),
    "sum-up": lambda one, _row, given, by: actions.change_meeting(meeting=one, by=by, **given),
    "keep-minutes": lambda one, _row, given, by: actions.keep_minutes(meeting=one, by=by, **given),
    "keep-notice": lambda one, _row, given, by: actions.keep_notice(meeting=one, by=by, **given),
}
_DO_ROW: dict[str, tuple[str, Verb]] = {
    "up": ("item", lambda _one, row, _given, by: actions.move_item(item=row, up=True, by=by)),
    "down": ("item", lambda _one, row, _given, by: actions.move_item(item=row, up=False, by=by)),
    "drop-item": ("item", lambda _one, row, _given, by: actions.drop_item(item=row, by=by)),
    "begin": ("item", lambda _one, row, _given, by: actions.begin_item(item=row, by=by)),
    "end": ("item", lambda _one, row, _given, by: actions.end_item(item=row, by=by)),
    "give-floor": ("statement", lambda _one, row, _given, by: actions.begin_statement(statement=row, by=by)),
    "end-floor": ("statement", lambda _one, row, _given, by: actions.end_statement(statement=row, by=by)),
    "remove-paper": ("paper", lambda _one, row, _given, by: actions.remove_paper(paper=row, by=by)),
    "presence": (
        "person",
        lambda _one, row, given, by: actions.mark_presence(
            attendance=row, presence=Presence(given["presence"]), because=given["because"], by=by
        ),
    ),
    "drop-conclusion": ("conclusion", lambda _one, row, _given, by: actions.drop_conclusion(item=row, by=by)),
}
_PLACES = {
    "add-item": "agenda",
    "add-paper": "papers",
    "ask": "people",
    "presence": "people",
    "add-statement": "statements",
    "add-conclusion": "conclusion",
    "drop-conclusion": "conclusion",
    "sum-up": "conclusion",
}
_SAID = {
    "open": gettext_lazy("The meeting is open."),
    "close": gettext_lazy("The meeting is closed."),
    "conclude": gettext_lazy("The meeting is concluded."),
    "cancel": gettext_lazy("The meeting is cancelled."),
    "keep-minutes": gettext_lazy("The minutes are in the register."),
    "keep-notice": gettext_lazy("The notice is in the register."),
}


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, key: int, verb: str, row: int = 0) -> HttpResponse:
    """Do one thing with a meeting; a refusal is said at the top of its page."""
    found = meeting_within(request, key)
    if verb not in (_DO_ROW if row else _DO):
        raise Http404(_("There is no such address of a meeting."))
    if verb.startswith("keep"):
        check_hold(who(request), found.organiser)
    else:
        check_change(who(request), found)
    back = _back(request, key, verb)
    if request.method == "GET":
        return redirect(back)
    form = _form(request, verb)
    if form is not None and not form.is_valid():
        tell_faults(request, form)
        return redirect(back)
    list_name, act = _DO_ROW[verb] if row else ("", _DO[verb])
    thing = get_object_or_404(rows_of(found)[list_name], pk=row) if row else None
    try:
        act(found, thing, form.cleaned_data if form is not None else {}, who(request))
    except Refused as refused:
        tell(request, refused)
    else:
        if verb in _SAID:
            messages.success(request, _SAID[verb])
    return redirect(back)


def _form(request: HttpRequest, verb: str) -> Form | None:
    if verb not in _FORMS:
        return None
    kind, prefix = _FORMS[verb]
    more: Given = {"user": who(request)} if kind in _FOR_USER else {}
    return kind(request.POST, prefix=prefix or None, **more)


def _back(request: HttpRequest, key: int, verb: str) -> str:
    name = (
        "meetings:live"
        if request.POST.get("from") == "live" and verb not in ("close", "conclude")
        else "meetings:meeting"
    )
    place = _PLACES.get(verb, "")
    return reverse(name, args=[key]) + (f"#{place}" if place and name != "meetings:live" else "")
