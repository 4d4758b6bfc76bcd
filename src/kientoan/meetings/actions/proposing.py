"""A proposal sent up, and each word that comes back down."""

from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.documents.models import Document
from kientoan.meetings.access import check_decide, check_propose
from kientoan.meetings.actions.keeping import kept_text, save_whole
from kientoan.meetings.models import ConclusionItem, Meeting, Proposal, ProposalStep, Statement
from kientoan.meetings.rules.words import PROPOSAL_MAY_FOLLOW, ProposalState
from kientoan.orgs.models import Unit


def send_proposal(
    *,
    unit: Unit,
    sent_to: Unit,
    text: str,
    by: User,
    sent_on: date | None = None,
    document: Document | None = None,
    statement: Statement | None = None,
) -> Proposal:
    """Send a proposal up, to a unit above the one that proposes."""
    check_propose(by, unit)
    day = sent_on or clock.today()
    if day > clock.today():
        raise Refused(_("A proposal is not sent on a day to come."))
    if unit.pk == sent_to.pk or not Unit.objects.under(sent_to, day).filter(pk=unit.pk).exists():
        raise Refused(_("A proposal goes up: %(to)s is not above %(code)s.") % {"to": sent_to.code, "code": unit.code})
    with recorded("meetings.send_proposal", by=by, on=[unit, sent_to]) as action:
        made = Proposal(unit=unit, sent_to=sent_to, text=kept_text(text), sent_on=day)
        made.document, made.statement = document, statement
        save_whole(made)
        _step(made, ProposalState.SENT, day, "")
        action.about(made)
        action.note(unit=unit.code, to=sent_to.code)
    return made


def take_up(
    *,
    proposal: Proposal,
    by: User,
    meeting: Meeting | None = None,
    item: ConclusionItem | None = None,
    said: str = "",
    on: date | None = None,
) -> Proposal:
    """Take a proposal up: at a meeting, as a task of its conclusion, or by the office itself."""
    if item is not None and meeting is None:
        meeting = item.meeting
    return _become(proposal, ProposalState.TAKEN_UP, "meetings.take_up", by, said, meeting=meeting, item=item, on=on)


def pass_up(*, proposal: Proposal, said: str, by: User, on: date | None = None) -> Proposal:
    """Pass a proposal further up because it is beyond what this unit may decide; says where it went."""
    return _become(proposal, ProposalState.PASSED_UP, "meetings.pass_up", by, _needed(said), on=on)


def answer_proposal(
    *, proposal: Proposal, answer: str, by: User, document: Document | None = None, on: date | None = None
) -> Proposal:
    """Answer a proposal; who proposed reads the answer."""
    said = _needed(answer)
    return _become(proposal, ProposalState.ANSWERED, "meetings.answer_proposal", by, said, document=document, on=on)


def decline_proposal(
    *, proposal: Proposal, reason: str, by: User, document: Document | None = None, on: date | None = None
) -> Proposal:
    """Decline a proposal, with the reason that who proposed reads."""
    said = _needed(reason)
    return _become(proposal, ProposalState.DECLINED, "meetings.decline_proposal", by, said, document=document, on=on)


def _needed(said: str) -> str:
    kept = kept_text(said)
    if not kept:
        raise Refused(_("Write what those below are to read."))
    return kept


def _become(
    proposal: Proposal,
    to: ProposalState,
    verb: str,
    by: User,
    said: str,
    *,
    meeting: Meeting | None = None,
    item: ConclusionItem | None = None,
    document: Document | None = None,
    on: date | None = None,
) -> Proposal:
    day = on or clock.today()
    with recorded(verb, by=by, on=[proposal]) as action:
        locked = Proposal.objects.select_for_update(of=("self",)).select_related("unit", "sent_to").get(pk=proposal.pk)
        check_decide(by, locked)
        if to not in PROPOSAL_MAY_FOLLOW[ProposalState(locked.state)]:
            state = str(locked.get_state_display())
            raise Refused(_("This cannot be done with a proposal that is “%(state)s”.") % {"state": state})
        if not locked.sent_on <= day <= clock.today():
            raise Refused(_("The day lies between the day it was sent and today."))
        locked.state = to.value
        locked.meeting, locked.item = meeting or locked.meeting, item or locked.item
        if to in (ProposalState.ANSWERED, ProposalState.DECLINED):
            locked.answer, locked.answered_on, locked.answered_by = said, day, document
        save_whole(locked)
        _step(locked, to, day, said)
        action.about(*filter(None, (meeting, document)))
        action.note(unit=locked.unit.code, to=locked.sent_to.code)
    proposal.refresh_from_db()
    return proposal


def _step(proposal: Proposal, state: ProposalState, day: date, said: str) -> None:
    ProposalStep.objects.create(proposal=proposal, state=state, on=day, said=said)
