"""What came back: one row per unit asked, every file received, drafts under way."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.core.roles import only_grows
from kientoan.figures.models.forms import FormIssue
from kientoan.figures.rules.words import Channel, State
from kientoan.orgs.models import Unit, scope


class ByChannel(models.TextChoices):
    """How the figures came in."""

    FILE = Channel.FILE.value, _("workbook")
    PHONE = Channel.PHONE.value, _("entry form")
    ON_BEHALF = Channel.ON_BEHALF.value, _("entered on behalf")


class InState(models.TextChoices):
    """Where a submission stands."""

    AWAITED = State.AWAITED.value, _("not sent yet")
    DRAFT = State.DRAFT.value, _("draft")
    FAULTY = State.FAULTY.value, _("returned for correction")
    ACCEPTED = State.ACCEPTED.value, _("received")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions."""

    def visible_to(self, user: User) -> Self:
        """Those of the units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))


@tracked()
class Submission(models.Model):
    """A unit's answer to a form sent out: awaited from the day of issue, then drafted, returned or received."""

    issue = models.ForeignKey(FormIssue, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(_("state"), max_length=10, choices=InState, default=InState.AWAITED)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("received by")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=ByChannel, blank=True)
    arrived_on = models.DateField(_("first arrived on"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), default=False)
    fingerprint = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    faults = models.JSONField(_("faults"), default=list, blank=True)
    remarks = models.JSONField(_("why a figure is missing"), default=dict, blank=True)
    paper = models.CharField(_("photo of the paper"), max_length=120, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "unit"], name="submission_once"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="submission_received_pair",
                violation_error_message=_("Say both when and by whom it was received."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(received_at__isnull=False, arrived_on__isnull=False),
                name="submission_accepted_received",
                violation_error_message=_("What is accepted was received at some time."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "issue"], name="submission_unit")]

    def __str__(self) -> str:
        return f"{self.issue_id}:{self.unit_id} {self.state}"


@only_grows()
class Receipt(models.Model):
    """A file or a filled-in form that came in, good or faulty; the same one is never taken in twice."""

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="receipts")
    fingerprint = models.CharField(_("fingerprint of the file"), max_length=64)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=ByChannel)
    accepted = models.BooleanField(_("accepted"))
    faults = models.JSONField(_("faults"), default=list)
    at = models.DateTimeField(_("received"))
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "fingerprint", "accepted"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}:{self.file_name}"


sealing.seal_ledger(Receipt, action_column="action_id")


@tracked()
class Draft(models.Model):
    """Figures typed in and not sent yet, kept when the line drops."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="draft")
    values = models.JSONField(_("values as typed"), default=dict)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("saved by"))
    saved_at = models.DateTimeField(_("saved"))

    privacy: ClassVar[Privacy] = Privacy.NONE

    def __str__(self) -> str:
        return f"{self.submission_id} {self.saved_at:%Y-%m-%d %H:%M}"
