"""What the giving unit does with a task: accepts or returns it, decides what was asked, urges, suspends and resumes."""

from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import Recording, recorded
from kientoan.directives import access
from kientoan.directives.actions.drafting import Lead, add_task
from kientoan.directives.actions.steps import day_of, keep_step, locked_task, move, told
from kientoan.directives.models import Extension, HandBack, Submission, Task, Urging
from kientoan.directives.models.answers import Channel, Judged
from kientoan.directives.rules.states import LIVE, Move
from kientoan.directives.rules.timing import TimeState, outcome
from kientoan.directives.rules.words import Answer
from kientoan.documents.models import Document


def accept_submission(
    *, submission: Submission, by: User, late_because: str = "", words: str = "", on: date | None = None
) -> Task:
    """Accept what was sent in: whether it was on time is frozen by the day it was sent in."""
    with recorded("directives.accept", by=by, on=[submission, submission.task], reason=words) as action:
        task = locked_task(submission.task)
        access.check_judge_of_another(by, task, submission.sent_by)
        day = day_of(task, on, by)
        if day < submission.sent_on:
            raise Refused(_("A task is accepted on or after the day on which it was sent in."))
        _judge(submission, Judged.ACCEPTED, words, by, day)
        move(task, Move.ACCEPT)
        frozen = outcome(task.deadline, submission.sent_on)
        task.closed_on, task.submitted_on, task.outcome = day, submission.sent_on, frozen.value
        task.late_because = late_because.strip() if frozen is TimeState.LATE else ""
        task.save()
        keep_step(task, action, day)
        action.about(task.lead)
        action.note(**told(task), outcome=frozen.value)
    submission.refresh_from_db()
    return task


def return_submission(*, submission: Submission, reason: str, by: User, on: date | None = None) -> Task:
    """Return what was sent in, with the reason; the task is to be done again and its deadline stays."""
    if not reason.strip():
        raise Refused(_("Say what is missing, so that the unit can complete it."))
    with recorded("directives.return", by=by, on=[submission, submission.task], reason=reason) as action:
        task = locked_task(submission.task)
        access.check_judge_of_another(by, task, submission.sent_by)
        day = day_of(task, on, by)
        _judge(submission, Judged.RETURNED, reason, by, day)
        move(task, Move.RETURN)
        task.submitted_on = None
        task.save()
        keep_step(task, action, day)
        action.about(task.lead)
        action.note(**told(task))
    submission.refresh_from_db()
    return task


def _judge(submission: Submission, judged: Judged, words: str, by: User, day: date) -> None:
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if locked.judged != Judged.SENT:
        raise ChangedMeanwhile(_("This has already been decided."))
    locked.judged, locked.decided_on, locked.decided_by = judged.value, day, by
    locked.decided_because = words.strip()
    locked.save()


def _decide(asked: Extension | HandBack, *, agreed: bool, words: str, by: User, day: date) -> None:
    if asked.answer != Answer.ASKED:
        raise ChangedMeanwhile(_("This has already been decided."))
    if not agreed and not words.strip():
        raise Refused(_("Say why it is not agreed to."))
    asked.answer = (Answer.AGREED if agreed else Answer.REFUSED).value
    asked.decided_on, asked.decided_by, asked.decided_because = day, by, words.strip()
    asked.save()


def decide_extension(*, extension: Extension, agreed: bool, by: User, words: str = "", on: date | None = None) -> Task:
    """Agree to a later deadline or not; the first deadline stays where it is."""
    with recorded("directives.decide_extension", by=by, on=[extension, extension.task], reason=words) as action:
        task = locked_task(extension.task)
        access.check_judge_of_another(by, task, extension.asked_by)
        day = day_of(task, on, by)
        _decide(Extension.objects.select_for_update().get(pk=extension.pk), agreed=agreed, words=words, by=by, day=day)
        if agreed:
            if task.state not in LIVE:
                raise ChangedMeanwhile(_("The task is no longer open."))
            task.deadline = extension.new_day
            task.save()
            keep_step(task, action, day)
        action.note(**told(task), day=extension.new_day.isoformat(), agreed=agreed)
    extension.refresh_from_db()
    return task


def decide_hand_back(
    *,
    hand_back: HandBack,
    agreed: bool,
    by: User,
    words: str = "",
    instead: Lead | None = None,
    on: date | None = None,
) -> Task | None:
    """Agree that a task is handed back or not; it stays counted as handed back, and `instead` gets a task of its own.

    Gives the new task, if there is one.
    """
    with recorded("directives.decide_hand_back", by=by, on=[hand_back, hand_back.task], reason=words) as action:
        task = locked_task(hand_back.task)
        access.check_judge_of_another(by, task, hand_back.asked_by)
        day = day_of(task, on, by)
        _decide(HandBack.objects.select_for_update().get(pk=hand_back.pk), agreed=agreed, words=words, by=by, day=day)
        new = None
        if agreed:
            move(task, Move.HAND_BACK)
            task.save()
            keep_step(task, action, day)
            new = _given_instead(task, instead, action, day) if instead else None
        action.note(**told(task), agreed=agreed, instead=instead.unit.code if new and instead else "")
    hand_back.refresh_from_db()
    return new


def _given_instead(task: Task, lead: Lead, action: Recording, day: date) -> Task:
    if task.directive.tasks.filter(lead=lead.unit, lead_body=lead.body, occurrence=task.occurrence).exists():
        raise Refused(_("The unit already has a task of this directive."))
    new = add_task(task.directive, lead, task.occurrence)
    new.issued_on, new.instead_of = day, task
    new.first_deadline = new.deadline = task.deadline
    new.save()
    keep_step(new, action, day)
    action.about(new, lead.unit)
    return new


def suspend_task(*, task: Task, reason: str, by: User, on: date | None = None) -> Task:
    """Suspend a task with a reason; its time does not run, and it stays counted as suspended."""
    if not reason.strip():
        raise Refused(_("Say why the task is suspended."))
    return _simply(task, Move.SUSPEND, "directives.suspend", by, reason, on)


def resume_task(*, task: Task, by: User, on: date | None = None) -> Task:
    """Let a suspended task go on; its deadline is as it was."""
    return _simply(task, Move.RESUME, "directives.resume", by, "", on)


def _simply(task: Task, by_move: Move, verb: str, by: User, reason: str, on: date | None) -> Task:
    with recorded(verb, by=by, on=[task, task.lead], reason=reason) as action:
        locked = locked_task(task)
        access.check_judge(by, locked)
        day = day_of(locked, on, by)
        move(locked, by_move)
        locked.save()
        keep_step(locked, action, day)
        action.note(**told(locked))
    task.refresh_from_db()
    return task


def urge_task(
    *,
    task: Task,
    channel: Channel | str,
    by: User,
    letter: str = "",
    words: str = "",
    document: Document | None = None,
    on: date | None = None,
) -> Urging:
    """Keep that a unit was urged (đôn đốc): which time, when and how; a letter has its number."""
    with recorded("directives.urge", by=by, on=[task, task.lead]) as action:
        locked = locked_task(task)
        access.check_judge(by, locked)
        if locked.issued_on is None or locked.state not in LIVE:
            raise ChangedMeanwhile(_("The task is no longer open."))
        if channel == Channel.LETTER and not letter.strip():
            raise Refused(_("An urging letter has a number."))
        urging = Urging.objects.create(
            task=locked,
            number=locked.urgings.count() + 1,
            urged_on=day_of(locked, on, by),
            channel=Channel(channel).value,
            letter=letter.strip(),
            document=document,
            words=words.strip(),
        )
        action.about(urging)
        action.note(**told(locked), number=urging.number)
    return urging
