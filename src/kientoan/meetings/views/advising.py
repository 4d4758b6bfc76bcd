"""Submissions to a board and guidance within a branch, each with its state."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Link
from kientoan.core.pages import paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.directives.models.labels import Authority
from kientoan.meetings import actions
from kientoan.meetings.access import check_advise, check_judge_advice, check_move_advice
from kientoan.meetings.forms import AdviceForm, AnswerForm, TableForm
from kientoan.meetings.models import Advice, Meeting
from kientoan.meetings.models.labels import AdviceKind
from kientoan.meetings.rules import words
from kientoan.meetings.rules.words import ADVICE_MAY_FOLLOW, AdviceState
from kientoan.meetings.views.frame import (
    advice_badge,
    advice_within,
    crumbs,
    give_back,
    link_to,
    tabs,
    tell,
    tell_faults,
    who,
)

_STATES = {
    "submit": AdviceState.SUBMITTED,
    "send": AdviceState.SENT,
    "table": AdviceState.TABLED,
    "conclude": AdviceState.CONCLUDED,
    "return": AdviceState.RETURNED,
}
_BY_AUTHOR = ("submit", "send")


@require_safe
def advice_list(request: HttpRequest) -> HttpResponse:
    """Submissions and guidance, newest first, each with its state."""
    user = who(request)
    page = paginate(request, Advice.objects.visible_to(user).select_related("author", "addressee", "document"))
    table: Table[Advice] = Table(
        key="advice",
        caption=_("Submissions and guidance"),
        columns=[
            Column(_("About"), lambda one: Link(one.title, reverse("meetings:advice", args=[one.pk])), head=True),
            Column(pgettext("a meeting", "Kind"), lambda one: str(AdviceKind(one.kind).label)),
            Column(_("Advising body"), lambda one: one.author.name),
            Column(_("Addressed to"), lambda one: one.addressee.name),
            Column(_("State"), lambda one: advice_badge(one.state)),
        ],
        rows=list(page),
        page=page,
        empty=Empty(_("Nothing was submitted yet"), _("A submission is followed from the paper to the conclusion.")),
    )
    may = can(check_advise, user)
    action = Action(_("Prepare a submission"), reverse("meetings:new_advice"), refused=may.reason, icon="plus")
    values = {"table": table, "tabs": tabs("advice_list"), "action": action, "title": _("Submissions and guidance")}
    return render_page(request, "meetings/list.html", values)


@require_http_methods(["GET", "POST"])
def new_advice(request: HttpRequest) -> HttpResponse:
    """Prepare a submission or guidance; the table of authority decides which it may be."""
    user = who(request)
    check_advise(user)
    form = AdviceForm(request.POST if request.method == "POST" else None, user=user, day=clock.today())
    if form.is_valid():
        said = form.said()
        try:
            made = actions.prepare_advice(kind=words.AdviceKind(said.pop("kind")), by=user, **said)
        except Refused as refused:
            give_back(form, refused)
        else:
            return redirect("meetings:advice", key=made.pk)
    title = _("Prepare a submission")
    values = {"form": form, "title": title, "crumbs": crumbs(Link(title)), "save": _("Save")}
    return render_page(request, "meetings/form.html", values, status=400 if form.errors else 200)


def _sessions(found: Advice, user: User) -> list[Meeting]:
    rows = Meeting.objects.visible_to(user).filter(organiser=found.addressee.unit)
    return list(rows.exclude(state__in=["concluded", "cancelled"])[:50])


@require_safe
def advice(request: HttpRequest, key: int) -> HttpResponse:
    """A submission on its way: each step with its day and words."""
    user, found = who(request), advice_within(request, key)
    after = ADVICE_MAY_FOLLOW[AdviceState(found.state)]
    guidance = found.kind == words.AdviceKind.GUIDANCE
    may_move, may_judge = can(check_move_advice, user, found), can(check_judge_advice, user, found)
    named = (
        ("submit", _("Submit")),
        ("send", _("Send")),
        ("conclude", _("Write down the conclusion")),
        ("return", _("Return it")),
    )
    verbs = [
        (verb, word)
        for verb, word in named
        if _STATES[verb] in after and (verb == "send") == guidance and (may_move if verb in _BY_AUTHOR else may_judge)
    ]
    tabling = may_judge and AdviceState.TABLED in after
    values = {
        "advice": found,
        "badge": advice_badge(found.state),
        "kind": str(AdviceKind(found.kind).label),
        "authority": str(Authority(found.authority).label),
        "guidance": guidance,
        "meeting": link_to(found.meeting) if found.meeting else None,
        "steps": [(advice_badge(one.state), one.on, one.said) for one in found.steps.all()],
        "verbs": verbs,
        "form": AnswerForm(user=user),
        "table_form": TableForm(sessions=_sessions(found, user)) if tabling else None,
        "crumbs": crumbs(Link(_("Submissions and guidance"), reverse("meetings:advice_list")), Link(found.title)),
    }
    return render_page(request, "meetings/advice.html", values)


@require_http_methods(["GET", "POST"])
def do_advice(request: HttpRequest, key: int, verb: str) -> HttpResponse:
    """Move a submission on."""
    user, found = who(request), advice_within(request, key)
    if verb not in _STATES:
        raise Http404(_("There is no such address of a submission."))
    (check_move_advice if verb in _BY_AUTHOR else check_judge_advice)(user, found)
    if request.method == "GET":
        return redirect("meetings:advice", key=key)
    form = (
        TableForm(request.POST, sessions=_sessions(found, user))
        if verb == "table"
        else AnswerForm(request.POST, user=user)
    )
    if not form.is_valid():
        tell_faults(request, form)
        return redirect("meetings:advice", key=key)
    try:
        _move(found, verb, form, user)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("Written down."))
    return redirect("meetings:advice", key=key)


def _move(found: Advice, verb: str, form: TableForm | AnswerForm, user: User) -> None:
    if isinstance(form, TableForm):
        actions.table_advice(advice=found, meeting=form.sessions[form.cleaned_data["meeting"]], by=user)
        return
    said, document = form.cleaned_data["answer"], form.cleaned_data["document"]
    if verb == "submit":
        actions.submit_advice(advice=found, document=document, by=user)
    elif verb == "send":
        actions.send_guidance(advice=found, document=document, by=user)
    elif verb == "conclude":
        actions.conclude_advice(advice=found, said=said, concluded_by=document, by=user)
    else:
        actions.return_advice(advice=found, reason=said, by=user)
