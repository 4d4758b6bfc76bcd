"""Letters leave the outbox one by one, each at most once; what nobody can know is told to a person."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.models import Message
from kientoan.directives.models.outbox import Sending
from kientoan.directives.queries import standards

_LOCK = 7_340_018
_PAUSE = timedelta(minutes=5)


@dataclass(slots=True)
class Sent:
    """What one round of sending did."""

    sent: int = 0
    again: int = 0
    failed: int = 0
    doubtful: int = 0


def send_waiting(*, most: int = 500) -> Sent:
    """Send what waits, one letter at a time, unless mail is off, the hours are quiet, or another worker is at it.

    A letter is marked as being sent, and that is committed, before the mail server hears of it. Only one round runs at
    a time, held by a lock that ends with its connection: a letter found marked at the start of a round is therefore one
    that a dead worker had in hand, perhaps sent, and becomes doubtful. It is never sent again by itself.
    """
    done = Sent()
    moment = timezone.localtime(clock.now())
    if not settings.MAIL_ON or standards.quiet(moment.date()).holds(moment.timetz().replace(tzinfo=None)):
        return done
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return done
        try:
            done.doubtful = doubt_left_over()
            while most and (message := _take()) is not None:
                _send(message, done)
                most -= 1
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return done


def doubt_left_over() -> int:
    """Tell the letters that a dead worker had in hand as doubtful; gives how many. Only under the lock of a round."""
    words = _("The worker ended while it was sending; perhaps the letter went out.")
    return Message.objects.filter(state=Sending.SENDING).update(
        state=Sending.DOUBTFUL, ended_at=clock.now(), error=words
    )


def _take() -> Message | None:
    """Mark the next letter as being sent, and commit that."""
    now = clock.now()
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=Sending.WAITING, not_before__lte=now)
            .order_by("not_before", "pk")
            .first()
        )
        if message is None:
            return None
        message.state, message.taken_at, message.tries = Sending.SENDING, now, message.tries + 1
        message.save(update_fields=["state", "taken_at", "tries"])
    return message


def _send(message: Message, done: Sent) -> None:
    """Hand a letter to the mail server and keep what came of it.

    What fails before the text is handed over, and what the server answers with a refusal, was surely not sent and is
    tried again; a connection lost in the midst leaves a doubt.
    """
    line = get_connection()
    try:
        line.open()
    except OSError as error:
        _later(message, error, done)
        return
    try:
        EmailMessage(
            message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.address], connection=line
        ).send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
        _later(message, error, done)
    except (OSError, EOFError) as error:
        done.doubtful += 1
        _end(message, Sending.DOUBTFUL, _said(error))
    else:
        done.sent += 1
        _end(message, Sending.SENT)
    finally:
        _hang_up(line)


def _hang_up(line: object) -> None:
    try:
        line.close()  # type: ignore[attr-defined]
    except OSError:
        return  # the letter's fate is known already


def _later(message: Message, error: Exception, done: Sent) -> None:
    if message.tries >= standards.most_tries(clock.today()):
        done.failed += 1
        _end(message, Sending.FAILED, _said(error))
        return
    done.again += 1
    message.state, message.error = Sending.WAITING, _said(error)
    message.not_before = clock.now() + _PAUSE * message.tries
    message.save(update_fields=["state", "error", "not_before"])


def _end(message: Message, state: Sending, error: str = "") -> None:
    message.state, message.error, message.ended_at = state, error, clock.now()
    message.save(update_fields=["state", "error", "ended_at"])


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def decide_message(*, message: Message, sent: bool, by: User) -> Message:
    """Say of a doubtful or failed letter that it arrived (or may stay unsent), or let it be sent once more."""
    access.check_outbox(by, message)
    with recorded("directives.decide_message", by=by, detail={"person": str(message.recipient_id)}) as action:
        locked = Message.objects.select_for_update().get(pk=message.pk)
        if locked.state not in (Sending.DOUBTFUL, Sending.FAILED):
            raise ChangedMeanwhile(_("This has already been decided."))
        if sent:
            locked.state = Sending.SENT if locked.state == Sending.DOUBTFUL else Sending.DROPPED
            locked.ended_at = clock.now()
        else:
            if not settings.MAIL_ON:
                raise Refused(_("Mail is off on this server (KIENTOAN_SMTP_HOST)."))
            locked.state, locked.not_before, locked.tries, locked.ended_at = Sending.WAITING, clock.now(), 0, None
        locked.save()
        action.note(letter=locked.subject, state=locked.state)
    message.refresh_from_db()
    return message
