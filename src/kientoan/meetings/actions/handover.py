"""What becomes of a unit's meetings, proposals and answers when the unit ends."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.meetings.models import Meeting, Proposal, Statement
from kientoan.meetings.queries.handover import open_answers, open_meetings, open_proposals_from, open_proposals_to
from kientoan.meetings.rules.words import State
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Held, Outcome


def pass_on(unit: Unit, successor: Unit | None, day: date, by: User) -> Sequence[Held]:  # noqa: ARG001  the registry's shape
    """Open meetings, answers owed and proposals pass to the successor; without one, planned meetings are cancelled."""
    meetings, answers = list(open_meetings(unit)), list(open_answers(unit))
    sent, got = list(open_proposals_from(unit)), list(open_proposals_to(unit))
    if not (meetings or answers or sent or got):
        return ()
    outcome = Outcome.PASSED if successor else Outcome.ENDED
    with recorded("meetings.pass_on", by=by, on=[unit, *([successor] if successor else [])]) as action:
        action.about(*meetings)
        if successor is not None:
            _pass(successor, meetings, answers, sent, got)
        else:
            planned = [one.pk for one in meetings if one.state == State.PLANNED]
            Meeting.objects.filter(pk__in=planned).update(state=State.CANCELLED)
    rows = [Held("meeting", one.title, outcome) for one in meetings]
    rows += [Held("statement", _("answer to a statement"), outcome) for _one in answers]
    return rows + [Held("proposal", _("proposal"), outcome) for _one in (*sent, *got)]


def _pass(
    to: Unit, meetings: list[Meeting], answers: list[Statement], sent: list[Proposal], got: list[Proposal]
) -> None:
    Meeting.objects.filter(pk__in=[one.pk for one in meetings]).update(organiser=to)
    Statement.objects.filter(pk__in=[one.pk for one in answers]).update(asked_of=to)
    stays = [one.pk for one in sent if one.sent_to_id != to.pk]
    Proposal.objects.filter(pk__in=stays).update(unit=to)
    goes = [one.pk for one in got if one.unit_id != to.pk]
    Proposal.objects.filter(pk__in=goes).update(sent_to=to)
