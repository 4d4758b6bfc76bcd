"""Who holds meetings, sees inside them, proposes and answers; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import NotAllowed, Refused
from kientoan.meetings.models import Advice, ConclusionItem, Meeting, Proposal, Statement
from kientoan.meetings.rules.words import ItemKind, State
from kientoan.orgs.access import check_right, holds
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right


def check_hold(user: User, unit: Unit | None = None) -> None:
    """Planning meetings of a unit and everything that is written down of them."""
    check_right(user, Right.KEEP_MEETINGS, unit)


def check_change(user: User, meeting: Meeting) -> None:
    """Writing down what belongs to a meeting: by who keeps the organiser's meetings, until it is concluded."""
    check_hold(user, meeting.organiser)
    if meeting.state == State.CONCLUDED:
        raise Refused(_("The meeting is concluded; what was concluded stays as it is."))
    if meeting.state == State.CANCELLED:
        raise Refused(_("The meeting was cancelled; nothing more is written down of it."))


def check_note(user: User, meeting: Meeting) -> None:
    """Taking the minutes: while the meeting runs, and until it is concluded."""
    check_change(user, meeting)
    if meeting.state == State.PLANNED:
        raise Refused(_("The meeting has not been opened yet. Open it first."))


def check_give(user: User, item: ConclusionItem) -> None:
    """Making directives of a conclusion's task: by who gives tasks in the organiser's name, once it is concluded."""
    check_right(user, Right.GIVE_TASKS, item.meeting.organiser)
    if item.kind != ItemKind.TASK:
        raise Refused(_("Only a task of the conclusion becomes a directive."))
    if item.meeting.state not in (State.HELD, State.CONCLUDED):
        raise Refused(_("Directives are made of a conclusion once the meeting is over."))


def check_answer(user: User, statement: Statement) -> None:
    """Answering a statement: by the unit that must answer it, or by who keeps the organiser's meetings."""
    if holds(user, Right.KEEP_MEETINGS, statement.meeting.organiser):
        return
    if statement.asked_of is None:
        raise NotAllowed(_("Nobody is named yet who must answer this. Ask who keeps the meeting."))
    check_right(user, Right.KEEP_MEETINGS, statement.asked_of)


def check_issue(user: User, meeting: Meeting) -> None:
    """Keeping the minutes or the notice as a document: by who keeps the organiser's meetings, once the meeting is over."""
    check_hold(user, meeting.organiser)
    if meeting.state not in (State.HELD, State.CONCLUDED):
        raise Refused(_("Minutes and notice are kept once the meeting is over."))


def check_propose(user: User, unit: Unit) -> None:
    """Sending a proposal up in the name of a unit."""
    check_right(user, Right.KEEP_MEETINGS, unit)


def check_decide(user: User, proposal: Proposal) -> None:
    """Saying what becomes of a proposal: in the name of the unit that it was sent to."""
    check_right(user, Right.KEEP_MEETINGS, proposal.sent_to)


def check_advise(user: User, unit: Unit | None = None) -> None:
    """Preparing submissions and guidance of a unit's advising bodies."""
    check_right(user, Right.KEEP_MEETINGS, unit)


def check_move_advice(user: User, advice: Advice) -> None:
    """Moving a submission on: by who keeps the meetings of the unit that prepared it."""
    check_right(user, Right.KEEP_MEETINGS, advice.keeper)


def check_judge_advice(user: User, advice: Advice) -> None:
    """Tabling, concluding and returning a submission: by who keeps the meetings of the board's unit."""
    check_right(user, Right.KEEP_MEETINGS, advice.addressee.unit)


def sees_inside(user: User, meeting: Meeting) -> bool:
    """Whether what was said and noted is shown: to who keeps the meeting always, to who was asked once it is concluded."""
    return meeting.state == State.CONCLUDED or holds(user, Right.KEEP_MEETINGS, meeting.organiser)
