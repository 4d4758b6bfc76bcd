"""A programme of work: its items in order, the key ones marked, each with every reason for which it stands there."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models.labels import ItemOrigin
from kientoan.directives.models.orders import Directive
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit, scope


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those of units within reach."""
        return scope.cut(self, "keeper_id", scope.of_user(user))


@tracked()
class Programme(models.Model):
    """A unit's list of work for a year or a half of it."""

    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=300)
    period = models.CharField(_("period"), max_length=10)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("document")
    )

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme of work")
        verbose_name_plural = _("programmes of work")
        ordering = ("-period", "name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["keeper", "period", "name"],
                name="programme_once",
                violation_error_message=_("The unit already has a programme of this name for the period."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProgrammeItem(models.Model):
    """One item of a programme, and the directive it is carried out by."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("work"), max_length=500)
    is_key = models.BooleanField(_("key task"), default=False)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("directive")
    )

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_item_number"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ItemReason(models.Model):
    """One origin of an item and the directive it came with; an item of the programme may be urged by a leader too."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.PROTECT, related_name="reasons")
    origin = models.CharField(_("origin"), max_length=12, choices=ItemOrigin)
    words = models.CharField(_("in whose words"), max_length=300, blank=True)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="reasons", verbose_name=_("directive")
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "origin", "words"], name="item_reason_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.origin}"
