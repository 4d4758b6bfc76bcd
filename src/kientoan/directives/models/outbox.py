"""Reminders as they stand in the product, and the letters that carry them by e-mail: each once, or told as doubtful."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models.tasks import Task
from kientoan.orgs.models import Unit


class Sending(models.TextChoices):
    """Where a letter of the outbox stands."""

    WAITING = "waiting", _("waits to be sent")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    DOUBTFUL = "doubtful", _("doubtful: perhaps sent")
    FAILED = "failed", _("could not be sent")
    DROPPED = "dropped", _("left unsent")


class Message(models.Model):
    """One e-mail to one person; its key is unique, and it leaves `waiting` before the mail server hears of it."""

    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    address = models.CharField(_("address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=Sending, default=Sending.WAITING)
    made_at = models.DateTimeField(_("made"))
    not_before = models.DateTimeField(_("not before"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    error = models.CharField(_("what the mail server said"), max_length=300, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "address": Privacy.ORDINARY,
        "body": Privacy.ORDINARY,
        "error": Privacy.ORDINARY,
    }

    class Meta:
        verbose_name = _("letter by e-mail")
        verbose_name_plural = _("letters by e-mail")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before", "id"], name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=["state", "-made_at"], name="message_state"),
        ]

    def __str__(self) -> str:
        return self.key


class Reminder(models.Model):
    """That a person was reminded of a task so many days before a deadline; once for each deadline that it has had."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reminders")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    rung = models.SmallIntegerField(_("days before the deadline"))
    deadline = models.DateField(_("deadline"))
    made_on = models.DateField(_("day of the reminder"))
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("letter")
    )
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "deadline", "rung", "recipient"], name="reminder_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "-made_on", "-id"], name="reminder_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} T-{self.rung}"


@tracked()
class Escalation(models.Model):
    """A task that stayed late after too many urgings: a point for the leaders' next briefing, with its explanation."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="escalations")
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by"))
    raised_on = models.DateField(_("since"))
    urgings = models.PositiveIntegerField(_("urgings until then"))
    reason = models.CharField(_("kind of reason"), max_length=30, blank=True)
    words = models.TextField(_("explanation"), blank=True)
    remedy = models.TextField(_("what will be done"), blank=True)
    until = models.DateField(_("will be done by"), null=True, blank=True)
    explained_on = models.DateField(_("explained on"), null=True, blank=True)
    explained_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("explained by")
    )
    settled_on = models.DateField(_("taken up on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    settled_where = models.CharField(_("taken up at"), max_length=200, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("point for the briefing")
        verbose_name_plural = _("points for the briefing")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task"], condition=Q(settled_on__isnull=True), name="escalation_one_open"),
            models.CheckConstraint(
                condition=Q(explained_on__isnull=True, reason="", words="")
                | Q(explained_on__isnull=False, explained_by__isnull=False) & ~Q(reason="") & ~Q(words=""),
                name="escalation_explained_whole",
                violation_error_message=_("An explanation has its kind of reason, its words, its day and its author."),
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | ~Q(settled_where=""),
                name="escalation_settled_somewhere",
                violation_error_message=_("Say at which briefing it was taken up, or why it no longer needs to be."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keeper", "raised_on"], name="escalation_open", condition=Q(settled_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.raised_on}"


@tracked()
class CalendarKey(models.Model):
    """The secret address of a person's calendar; only its fingerprint is kept, and it can be revoked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_keys")
    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_key_one"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
