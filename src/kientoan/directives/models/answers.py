"""What a unit sends in and asks for, what was decided, and how often it was urged."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models.labels import Answer, HandBackKind
from kientoan.directives.models.tasks import Task
from kientoan.documents.models import Document


class Judged(models.TextChoices):
    """What became of a submission."""

    SENT = "sent", _("awaits acceptance")
    ACCEPTED = "accepted", _("accepted as done")
    RETURNED = "returned", _("returned")


def _decided(state: str, open_state: str, name: str, message: Any) -> models.CheckConstraint:
    """Decided by someone on a day, or open and by nobody."""
    return models.CheckConstraint(
        condition=(
            Q(**{state: open_state}, decided_on__isnull=True, decided_by__isnull=True)
            | ~Q(**{state: open_state}) & Q(decided_on__isnull=False, decided_by__isnull=False)
        ),
        name=name,
        violation_error_message=message,
    )


@tracked()
class Submission(models.Model):
    """What a unit sent in as done, with its proof; accepted, or returned with a reason."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("number"))
    sent_on = models.DateField(_("sent in on"))
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent in by"))
    words = models.TextField(_("what was done"))
    quantity = models.DecimalField(_("quantity reached"), max_digits=14, decimal_places=2, null=True, blank=True)
    product_text = models.CharField(_("number and date of the product"), max_length=300, blank=True)
    judged = models.CharField(_("state"), max_length=10, choices=Judged, default=Judged.SENT)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_because = models.TextField(_("reason"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "number"], name="task_submission_number"),
            models.UniqueConstraint(fields=["task"], condition=Q(judged="sent"), name="task_submission_one_open"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(judged="accepted"), name="task_submission_one_accepted"
            ),
            _decided("judged", "sent", "task_submission_decided", _("What is decided has its day and its decider.")),
            models.CheckConstraint(
                condition=~Q(judged="returned") | ~Q(decided_because=""),
                name="task_submission_returned_with_reason",
                violation_error_message=_("What is returned has a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}#{self.number}"


@tracked()
class SubmissionProof(models.Model):
    """A document of the register that a submission offers as proof."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="proofs")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("document"))

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "document"], name="proof_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.document_id}"


@tracked()
class Extension(models.Model):
    """A later deadline asked for, and what was decided; the first deadline stays on the task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    reason = models.TextField(_("reason"))
    old_day = models.DateField(_("deadline then"))
    new_day = models.DateField(_("deadline asked for"))
    answer = models.CharField(_("decision"), max_length=10, choices=Answer, default=Answer.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_because = models.TextField(_("words of the decision"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task"], condition=Q(answer="asked"), name="extension_one_open"),
            models.CheckConstraint(
                condition=Q(new_day__gt=F("old_day")),
                name="extension_is_later",
                violation_error_message=_("The new deadline must be later than the present one."),
            ),
            _decided("answer", "asked", "extension_decided", _("What is decided has its day and its decider.")),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.new_day}"


@tracked()
class HandBack(models.Model):
    """A unit asks that the task be given elsewhere or says that it is not within its authority; it stays counted."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="hand_backs")
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    kind = models.CharField(_("kind"), max_length=10, choices=HandBackKind)
    reason = models.TextField(_("reason"))
    answer = models.CharField(_("decision"), max_length=10, choices=Answer, default=Answer.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_because = models.TextField(_("words of the decision"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("hand-back")
        verbose_name_plural = _("hand-backs")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task"], condition=Q(answer="asked"), name="handback_one_open"),
            _decided("answer", "asked", "handback_decided", _("What is decided has its day and its decider.")),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"


class Channel(models.TextChoices):
    """How a unit was urged."""

    NOTICE = "notice", _("notice in the product")
    LETTER = "letter", _("urging letter")
    SPOKEN = "spoken", _("by word of mouth")


@tracked()
class Urging(models.Model):
    """One urging of a task (đôn đốc): which one, when, how, in whose words."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="urgings")
    number = models.PositiveIntegerField(_("number"))
    urged_on = models.DateField(_("urged on"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    letter = models.CharField(_("number of the letter"), max_length=120, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    words = models.TextField(_("words"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "number"], name="urging_number"),
            models.CheckConstraint(
                condition=~Q(channel="letter") | ~Q(letter=""),
                name="urging_letter_has_number",
                violation_error_message=_("An urging letter has a number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}#{self.number}"
