"""What was said from the floor: by whom, for which unit, what it raises, who must answer it, and how it was answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models import Document
from kientoan.meetings.models.meetings import Meeting
from kientoan.orgs.models import Unit

SAID = ("speaker", "issue", "answer", "notes")


@tracked(exclude=SAID)
class Statement(models.Model):
    """One statement (tham luận, ý kiến)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="statements")
    position = models.PositiveSmallIntegerField(_("place in the list"))
    speaker = models.CharField(_("speaker"), max_length=120)
    post = models.CharField(_("post of the speaker"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    issue = models.TextField(_("what it raises"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    asked_of = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_to_answer",
        verbose_name=_("who must answer it"),
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, **dict.fromkeys(SAID, Privacy.ORDINARY)}

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("meeting", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="statement_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer="") | Q(answered_by__isnull=False),
                name="statement_answer_says_something",
                violation_error_message=_("Write the answer, or choose the document that answers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.position}"
