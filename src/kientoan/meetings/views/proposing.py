"""Proposals: sent up, and what became of each, for both ends."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Link
from kientoan.core.pages import as_of_day, draft_saved, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.meetings import actions
from kientoan.meetings.access import check_decide, check_hold
from kientoan.meetings.forms import AnswerForm, ProposalForm
from kientoan.meetings.models import Proposal
from kientoan.meetings.rules.words import PROPOSAL_MAY_FOLLOW, ProposalState
from kientoan.meetings.views.frame import (
    crumbs,
    give_back,
    link_to,
    proposal_badge,
    proposal_within,
    tabs,
    tell,
    tell_faults,
    who,
)
from kientoan.orgs.access import units_with
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right

DRAFT = "proposal-new"
_STATES = {
    "take-up": ProposalState.TAKEN_UP,
    "pass-up": ProposalState.PASSED_UP,
    "answer": ProposalState.ANSWERED,
    "decline": ProposalState.DECLINED,
}


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals that one sent or that one is to answer, newest first."""
    user, day = who(request), as_of_day(request)
    page = paginate(request, Proposal.objects.visible_to(user).select_related("unit", "sent_to"))
    shown = list(page)
    names = names_on({one.unit_id for one in shown} | {one.sent_to_id for one in shown}, day)
    table: Table[Proposal] = Table(
        key="proposals",
        caption=_("Proposals from below"),
        columns=[
            Column(
                _("What is proposed"),
                lambda one: Link(one.text[:160], reverse("meetings:proposal", args=[one.pk])),
                head=True,
            ),
            Column(_("Proposed by"), lambda one: names.get(one.unit_id, one.unit.code)),
            Column(_("Sent to"), lambda one: names.get(one.sent_to_id, one.sent_to.code)),
            Column(_("Sent on"), lambda one: one.sent_on),
            Column(_("What became of it"), lambda one: proposal_badge(one.state)),
            Column(_("Answer"), lambda one: one.answer[:160] or None),
        ],
        rows=shown,
        page=page,
        empty=Empty(_("No proposal yet"), _("What a unit proposes stands here with every word that came back.")),
    )
    may = can(check_hold, user)
    action = Action(_("Send a proposal"), reverse("meetings:new_proposal"), refused=may.reason, icon="plus")
    values = {"table": table, "tabs": tabs("proposals"), "action": action, "title": _("Proposals from below")}
    return render_page(request, "meetings/list.html", values)


@require_http_methods(["GET", "POST"])
def new_proposal(request: HttpRequest) -> HttpResponse:
    """Send a proposal up."""
    user = who(request)
    check_hold(user)
    first = units_with(user, Right.KEEP_MEETINGS).order_by("code").first()
    initial = {"unit": first.code if first else ""}
    form = ProposalForm(request.POST if request.method == "POST" else None, user=user, initial=initial)
    if form.is_valid():
        try:
            made = actions.send_proposal(by=user, **form.cleaned_data)
        except Refused as refused:
            give_back(form, refused)
        else:
            draft_saved(request, DRAFT)
            messages.success(request, _("The proposal is sent."))
            return redirect("meetings:proposal", key=made.pk)
    title = _("Send a proposal")
    values = {"form": form, "title": title, "draft": DRAFT, "crumbs": crumbs(Link(title)), "save": title}
    return render_page(request, "meetings/form.html", values, status=400 if form.errors else 200)


@require_safe
def proposal(request: HttpRequest, key: int) -> HttpResponse:
    """A proposal with each word that came back."""
    user, found = who(request), proposal_within(request, key)
    names = names_on({found.unit_id, found.sent_to_id}, found.sent_on)
    deciding = can(check_decide, user, found)
    after = PROPOSAL_MAY_FOLLOW[ProposalState(found.state)]
    verbs = (
        ("take-up", _("Take it up")),
        ("answer", _("Answer")),
        ("pass-up", _("Pass it further up")),
        ("decline", _("Decline")),
    )
    values = {
        "proposal": found,
        "badge": proposal_badge(found.state),
        "unit": names.get(found.unit_id, found.unit.code),
        "sent_to": names.get(found.sent_to_id, found.sent_to.code),
        "meeting": link_to(found.meeting) if found.meeting else None,
        "steps": [(proposal_badge(one.state), one.on, one.said) for one in found.steps.all()],
        "verbs": [(verb, word) for verb, word in verbs if _STATES[verb] in after] if deciding else [],
        "form": AnswerForm(user=user),
        "crumbs": crumbs(Link(_("Proposals from below"), reverse("meetings:proposals")), Link(_("Proposal"))),
    }
    return render_page(request, "meetings/proposal.html", values)


@require_http_methods(["GET", "POST"])
def do_proposal(request: HttpRequest, key: int, verb: str) -> HttpResponse:
    """Say what becomes of a proposal."""
    user, found = who(request), proposal_within(request, key)
    if verb not in _STATES:
        raise Http404(_("There is no such address of a proposal."))
    check_decide(user, found)
    if request.method == "GET":
        return redirect("meetings:proposal", key=key)
    form = AnswerForm(request.POST, user=user)
    if not form.is_valid():
        tell_faults(request, form)
        return redirect("meetings:proposal", key=key)
    said, document = form.cleaned_data["answer"], form.cleaned_data["document"]
    try:
        if verb == "take-up":
            actions.take_up(proposal=found, said=said, by=user)
        elif verb == "pass-up":
            actions.pass_up(proposal=found, said=said, by=user)
        elif verb == "answer":
            actions.answer_proposal(proposal=found, answer=said, document=document, by=user)
        else:
            actions.decline_proposal(proposal=found, reason=said, document=document, by=user)
    except Refused as refused:
        tell(request, refused)
    return redirect("meetings:proposal", key=key)
