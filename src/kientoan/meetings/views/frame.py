"""What the pages of meetings share: who asks, what is within reach, tabs, badges, how a refusal is told."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.core.display import Badge, Link, Tone
from kientoan.meetings.models import Advice, Meeting, Proposal
from kientoan.meetings.models.labels import AdviceState, ProposalState, State

if TYPE_CHECKING:
    from kientoan.accounts.models import User

STATE_TONES: dict[str, Tone] = {
    "planned": "none",
    "running": "soon",
    "held": "info",
    "concluded": "done",
    "cancelled": "none",
}
PROPOSAL_TONES: dict[str, Tone] = {
    "sent": "soon",
    "taken_up": "info",
    "passed_up": "info",
    "answered": "done",
    "declined": "none",
}
ADVICE_TONES: dict[str, Tone] = {
    "prepared": "none",
    "submitted": "soon",
    "tabled": "info",
    "concluded": "done",
    "returned": "soon",
    "sent": "done",
}


def who(request: HttpRequest) -> "User":
    """The person who asks."""
    return cast("User", request.user)


def meeting_within(request: HttpRequest, key: int) -> Meeting:
    """A meeting that the person may see; else 404."""
    rows = Meeting.objects.visible_to(who(request))
    related = rows.select_related("organiser", "host", "body", "block", "follows", "report", "minutes", "notice")
    return get_object_or_404(related, pk=key)


def proposal_within(request: HttpRequest, key: int) -> Proposal:
    """A proposal that the person may see; else 404."""
    rows = Proposal.objects.visible_to(who(request)).select_related(
        "unit", "sent_to", "document", "answered_by", "meeting", "item", "statement__meeting"
    )
    return get_object_or_404(rows, pk=key)


def advice_within(request: HttpRequest, key: int) -> Advice:
    """A submission or guidance that the person may see; else 404."""
    rows = Advice.objects.visible_to(who(request)).select_related(
        "keeper", "author__unit", "addressee__unit", "document", "meeting", "concluded_by"
    )
    return get_object_or_404(rows, pk=key)


def tabs(here: str) -> list[Link]:
    """The pages of meetings beside one another."""
    known = (
        ("meetings", _("Meetings")),
        ("proposals", _("Proposals from below")),
        ("advice_list", _("Submissions and guidance")),
    )
    return [Link(word, "" if name == here else reverse(f"meetings:{name}")) for name, word in known]


def crumbs(*more: Link) -> list[Link]:
    """The way here, from the list of meetings."""
    return [Link(_("Meetings"), reverse("meetings:meetings")), *more]


def link_to(meeting: Meeting) -> Link:
    """A meeting as a link to its page."""
    return Link(meeting.title, reverse("meetings:meeting", args=[meeting.pk]))


def state_badge(meeting: Meeting) -> Badge:
    """Where a meeting stands."""
    return Badge(str(State(meeting.state).label), STATE_TONES[meeting.state])


def proposal_badge(state: str) -> Badge:
    """What became of a proposal."""
    return Badge(str(ProposalState(state).label), PROPOSAL_TONES[state])


def advice_badge(state: str) -> Badge:
    """Where a submission stands."""
    return Badge(str(AdviceState(state).label), ADVICE_TONES[state])


def give_back(form: Form, refused: Refused) -> None:
    """Put a refusal and its faults above the form."""
    for sentence in (refused.sentence, *refused.errors):
        form.add_error(None, str(sentence))


def tell(request: HttpRequest, refused: Refused) -> None:
    """Say a refusal and its faults at the top of the next page."""
    messages.error(request, " ".join(str(one) for one in (refused.sentence, *refused.errors)))


def tell_faults(request: HttpRequest, form: Form) -> None:
    """Say what a form lacks at the top of the next page."""
    said = [
        f"{form.fields[name].label}: {fault}" if name in form.fields else str(fault)
        for name, faults in form.errors.items()
        for fault in faults
    ]
    messages.error(request, " ".join(said))
