"""What a meeting concluded: results, limits, tasks; a task names the directives that came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models import Directive
from kientoan.meetings.models.labels import ItemKind
from kientoan.meetings.models.meetings import Meeting


@tracked(exclude=("text",))
class ConclusionItem(models.Model):
    """One result, limit or task of a conclusion, in its own words."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    position = models.PositiveSmallIntegerField(_("place in the list"))
    text = models.TextField(_("words"))
    is_key = models.BooleanField(_("key task"), default=False)
    lead = models.CharField(_("who leads, as said"), max_length=300, blank=True)
    by_when = models.CharField(_("by when, as said"), max_length=200, blank=True)
    no_directive = models.CharField(_("why it needs no directive"), max_length=300, blank=True)
    directives = models.ManyToManyField(Directive, through="ConclusionDirective", related_name="conclusion_items")

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "text": Privacy.ORDINARY}

    class Meta:
        verbose_name = _("item of a conclusion")
        verbose_name_plural = _("items of a conclusion")
        ordering = ("meeting", "kind", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "position"], name="conclusion_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="conclusion_says_something",
                violation_error_message=_("Write what was concluded."),
            ),
            models.CheckConstraint(
                condition=Q(kind="task") | Q(is_key=False, lead="", by_when="", no_directive=""),
                name="conclusion_only_tasks_are_given",
                violation_error_message=_("Only a task has a lead and a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


@tracked()
class ConclusionDirective(models.Model):
    """A directive that carries an item of a conclusion out; one item may yield several, one directive carry out several."""

    item = models.ForeignKey(ConclusionItem, on_delete=models.CASCADE, related_name="carried_out_by")
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="carries_out_items")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "directive"], name="conclusion_directive_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.directive_id}"
