"""What becomes of a unit's meetings, proposals, answers and submissions when the unit ends, or a body by itself."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.meetings.models import Advice, AdviceStep, Attendance, Meeting, Proposal, ProposalStep, Statement
from kientoan.meetings.queries.handover import (
    asked_to,
    hosted_meetings,
    open_advice,
    open_answers,
    open_meetings,
    open_proposals_from,
    open_proposals_to,
    waiting_for_body,
)
from kientoan.meetings.rules.words import AdviceState, ProposalState, State
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.rules.handover import Held, Outcome

BEFORE_THE_BOARD = (AdviceState.SUBMITTED, AdviceState.TABLED)


def pass_on(unit: Unit, successor: Unit | None, day: date, by: User) -> Sequence[Held]:
    """What is open passes to the successor; without one, planned meetings are cancelled and what waits here goes back.

    A submission passes with its body to the successor's body of the same kind; where there is none it returns to its
    author, and a proposal that nobody can answer any more is declined with the reason: nobody waits for a unit that is gone.
    """
    meetings, answers = list(open_meetings(unit)), list(open_answers(unit))
    sent, got, advice = list(open_proposals_from(unit)), list(open_proposals_to(unit)), list(open_advice(unit))
    hosted, asked = list(hosted_meetings(unit)), list(asked_to(unit))
    if not (meetings or answers or sent or got or advice or hosted or asked):
        return ()
    outcome = Outcome.PASSED if successor else Outcome.ENDED
    with recorded("meetings.pass_on", by=by, on=[unit, *([successor] if successor else [])]) as action:
        action.about(*meetings, *advice)
        if successor is not None:
            _pass_meetings(successor, meetings, hosted, asked, day)
            _pass_words(successor, answers, sent, got)
        else:
            _end(meetings, hosted, got, day)
        passed = [_pass_advice(one, unit, successor, day) for one in advice]
    rows = [Held("meeting", one.title, outcome) for one in meetings]
    rows += [Held("statement", _("answer to a statement"), outcome) for _one in answers]
    rows += [Held("proposal", _("proposal"), outcome) for _one in (*sent, *got)]
    return rows + [Held("advice", one.title, how) for one, how in zip(advice, passed, strict=True)]


def end_with_body(body: Body, day: date, by: User) -> Sequence[Held]:
    """Submissions that waited for a body which ends by itself go back to their author."""
    waiting = list(waiting_for_body(body))
    if not waiting:
        return ()
    with recorded("meetings.pass_on", by=by, on=[body.unit]) as action:
        action.about(*waiting)
        for one in waiting:
            _give_back(one, day)
    return [Held("advice", one.title, Outcome.ENDED) for one in waiting]


def _pass_meetings(
    to: Unit, meetings: list[Meeting], hosted: list[Meeting], asked: list[Attendance], day: date
) -> None:
    for meeting in meetings:
        meeting.organiser, meeting.body = to, _same_body(meeting.body, to, day)
        meeting.save(update_fields=["organiser", "body"])
    Meeting.objects.filter(pk__in=[one.pk for one in hosted]).update(host=to)
    for row in asked:
        if row.post_id is None and not row.name and row.meeting.attendance.filter(unit=to).exists():
            row.delete()
        else:
            row.unit, row.post = to, None
            row.save(update_fields=["unit", "post"])


def _pass_words(to: Unit, answers: list[Statement], sent: list[Proposal], got: list[Proposal]) -> None:
    Statement.objects.filter(pk__in=[one.pk for one in answers]).update(asked_of=to)
    stays = [one.pk for one in sent if one.sent_to_id != to.pk]
    Proposal.objects.filter(pk__in=stays).update(unit=to)
    goes = [one.pk for one in got if one.unit_id != to.pk]
    Proposal.objects.filter(pk__in=goes).update(sent_to=to)


def _end(meetings: list[Meeting], hosted: list[Meeting], got: list[Proposal], day: date) -> None:
    planned = [one.pk for one in meetings if one.state == State.PLANNED]
    Meeting.objects.filter(pk__in=planned).update(state=State.CANCELLED)
    Meeting.objects.filter(pk__in=[one.pk for one in hosted]).update(host=None)
    because = _("The unit that this was sent to ended and has no successor. Send it to the unit above.")
    for one in got:
        one.state, one.answer, one.answered_on = ProposalState.DECLINED, because, day
        one.save(update_fields=["state", "answer", "answered_on"])
        ProposalStep.objects.create(proposal=one, state=ProposalState.DECLINED, on=day, said=because)


def _same_body(body: Body | None, of: Unit, day: date) -> Body | None:
    """The successor's body of the same kind, where it has one on the day."""
    if body is None:
        return None
    return Body.objects.as_of(day).filter(unit=of, kind=body.kind).order_by("pk").first()


def _pass_advice(advice: Advice, unit: Unit, successor: Unit | None, day: date) -> Outcome:
    if successor is None:
        if advice.addressee.unit_id == unit.pk:
            _give_back(advice, day)
        return Outcome.ENDED
    passed = True
    if advice.keeper_id == unit.pk:
        advice.keeper = successor
    if advice.author.unit_id == unit.pk:
        advice.author = _same_body(advice.author, successor, day) or advice.author
    if advice.addressee.unit_id == unit.pk:
        new = _same_body(advice.addressee, successor, day)
        passed = new is not None
        advice.addressee = new or advice.addressee
    advice.save(update_fields=["keeper", "author", "addressee"])
    if not passed:
        _give_back(advice, day)
    return Outcome.PASSED if passed else Outcome.ENDED


def _give_back(advice: Advice, day: date) -> None:
    """Return a submission whose board is gone; what was not submitted yet stays with its author."""
    if advice.state not in BEFORE_THE_BOARD:
        return
    because = _("The body that it was addressed to has ended. Prepare it anew for the body that decides now.")
    advice.state, advice.meeting = AdviceState.RETURNED, None
    advice.save(update_fields=["state", "meeting"])
    AdviceStep.objects.create(advice=advice, state=AdviceState.RETURNED, on=day, said=because)
