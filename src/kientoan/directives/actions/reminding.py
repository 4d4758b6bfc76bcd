"""Reminders are made, late tasks raised to the leaders, explained and settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.steps import told
from kientoan.directives.models import Escalation, Message, Reminder
from kientoan.directives.queries import reminding, standards
from kientoan.directives.queries.heads import accounts
from kientoan.directives.queries.reminding import Rung

_LOCK = 7_340_017
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one round of reminding made: reminders, letters by e-mail, points for briefings, tasks without anyone to remind."""

    reminders: int = 0
    letters: int = 0
    escalated: int = 0
    nobody: int = 0
    quiet: bool = False


def remind(*, at: datetime | None = None) -> Reminded:
    """Make the reminders of the day that are not there yet, and raise what stayed late; nothing in quiet hours.

    Run again, or after a crash, it makes what is missing and nothing twice: rounds wait for one another, and a
    reminder is unique by task, deadline, rung and person. Letters are made in the same transaction.
    """
    moment = timezone.localtime(at or clock.now())
    day = moment.date()
    if standards.quiet(day).holds(moment.timetz().replace(tzinfo=None)):
        return Reminded(quiet=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        today = reminding.due_today(day)
        new = reminding.not_made(today.rungs)
        late = reminding.to_escalate(day)
        if not new and not late:
            return Reminded(nobody=today.nobody)
        with recorded("directives.remind", by=None) as action:
            letters = _letters(new, moment)
            _keep(new, letters, day)
            raised = Escalation.objects.bulk_create(
                Escalation(task=task, keeper_id=task.keeper_id, raised_on=day, urgings=task.urged) for task in late
            )
            made = Reminded(len(new), len(letters), len(raised), today.nobody)
            action.note(reminders=made.reminders, letters=made.letters, escalated=made.escalated)
    return made


def _letters(new: Sequence[Rung], moment: datetime) -> dict[int, Message]:
    """One letter for each person with an address, where mail is on; it is sent by another job."""
    if not settings.MAIL_ON or not new:
        return {}
    people = {key: user for key, user in accounts(one.recipient for one in new).items() if user.email}
    tasks = reminding.tasks_named([one.task for one in new])
    made = []
    for key, user in people.items():
        with translation.override(user.language):
            subject, body = reminding.letter_text(
                user, [one for one in new if one.recipient == key], tasks, moment.date()
            )
        made.append(
            Message(
                key=f"reminders:{key}:{moment.isoformat()}",
                recipient=user,
                address=user.email,
                subject=subject,
                body=body,
                made_at=moment,
                not_before=moment,
            )
        )
    return {message.recipient_id: message for message in Message.objects.bulk_create(made, batch_size=_BATCH)}


def _keep(new: Sequence[Rung], letters: dict[int, Message], day: date) -> None:
    Reminder.objects.bulk_create(
        (
            Reminder(
                task_id=one.task,
                deadline=one.deadline,
                rung=one.rung,
                recipient_id=one.recipient,
                made_on=day,
                message=letters.get(one.recipient),
            )
            for one in new
        ),
        batch_size=_BATCH,
    )


def see_reminders(*, by: User) -> int:
    """Note that a person has seen his or her reminders; gives how many were new. What a person has read is no record."""
    return Reminder.objects.filter(recipient=by, seen_at__isnull=True).update(seen_at=clock.now())


def explain_lateness(
    *, escalation: Escalation, reason: str, words: str, by: User, remedy: str = "", until: date | None = None
) -> Escalation:
    """Keep the explanation that the leading unit gives for a task on the agenda; it can be given anew until it is taken up."""
    if reason not in dict(standards.reasons(clock.today())):
        raise Refused(_("Choose the kind of reason."))
    if not words.strip():
        raise Refused(_("Say why the task is late."))
    with recorded("directives.explain", by=by, on=[escalation.task, escalation.task.lead]) as action:
        locked = _open(escalation)
        access.check_answer(by, locked.task)
        locked.reason, locked.words, locked.remedy, locked.until = reason, words.strip(), remedy.strip(), until
        locked.explained_on, locked.explained_by = clock.today(), by
        locked.save()
        action.about(locked)
        action.note(**told(locked.task), kind=dict(standards.reasons(clock.today()))[reason])
    escalation.refresh_from_db()
    return escalation


def settle_escalation(*, escalation: Escalation, where: str, by: User, on: date | None = None) -> Escalation:
    """Note that a point was taken up at a briefing (which one), so that it leaves the agenda."""
    if not where.strip():
        raise Refused(_("Say at which briefing it was taken up, or why it no longer needs to be."))
    day = on or clock.today()
    if day > clock.today():
        raise Refused(_("The day has not come yet."))
    with recorded("directives.settle_escalation", by=by, on=[escalation.task, escalation.task.lead]) as action:
        locked = _open(escalation)
        access.check_judge(by, locked.task)
        locked.settled_on, locked.settled_by, locked.settled_where = day, by, where.strip()[:200]
        locked.save()
        action.about(locked)
        action.note(**told(locked.task), where=locked.settled_where)
    escalation.refresh_from_db()
    return escalation


def take_up_point(number: int, where: str, on: date, by: User) -> None:
    """Note that the leaders took a point up at their briefing; one that was settled before stays as it is."""
    found = Escalation.objects.select_related("task__lead").filter(pk=number, settled_on__isnull=True).first()
    if found is not None:
        settle_escalation(escalation=found, where=where, on=on, by=by)


def _open(escalation: Escalation) -> Escalation:
    locked = (
        Escalation.objects.select_for_update(of=("self",))
        .select_related("task__directive", "task__lead", "task__keeper")
        .get(pk=escalation.pk)
    )
    if locked.settled_on is not None:
        raise ChangedMeanwhile(_("The point has been taken up already."))
    return locked
