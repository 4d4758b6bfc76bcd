"""A resolution followed: what it asked, and what each review said of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models.register import Document
from kientoan.documents.rules.words import Outcome, ReviewKind


@tracked()
class Aim(models.Model):
    """One thing that a resolution asked, with the place in it that says so."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="aims")
    position = models.PositiveSmallIntegerField(_("place in the list"))
    text = models.TextField(_("what it asks"))
    clause = models.CharField(_("clause"), max_length=80, blank=True)
    measure = models.CharField(_("how it is measured"), max_length=200, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    responsible = models.CharField(_("who answers for it, as written"), max_length=200, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        ordering = ("document", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "position"], name="aim_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="aim_says_something",
                violation_error_message=_("Write what the resolution asks."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"


@tracked()
class Review(models.Model):
    """A review of a resolution: when, what was done, by which document."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=20, choices=[(k.value, k.value) for k in ReviewKind])
    held_on = models.DateField(_("held on"))
    said = models.TextField(_("what was done"))
    by_document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews_told",
        verbose_name=_("by which document"),
    )
    by_written = models.CharField(_("by which document, as written"), max_length=200, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("review of a resolution")
        verbose_name_plural = _("reviews of resolutions")
        ordering = ("-held_on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(by_document__isnull=False) | ~Q(by_written=""),
                name="review_has_a_document",
                violation_error_message=_("Say by which document the review was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.held_on}"


@tracked()
class AimOutcome(models.Model):
    """What one review said of one aim."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="outcomes")
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(_("how far reached"), max_length=20, choices=[(o.value, o.value) for o in Outcome])
    said = models.TextField(_("what was done"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("outcome of an aim")
        verbose_name_plural = _("outcomes of aims")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "aim"], name="aim_once_a_review"),
        ]

    def __str__(self) -> str:
        return f"{self.aim_id}: {self.outcome}"
