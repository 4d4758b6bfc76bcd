"""The record of everything done, its seals, and the keys that make a person forgettable."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.roles import only_grows


@only_grows()
class Action(models.Model):
    """One thing a person (or the system) did: who, when, what, why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(_("what was done"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("why"), blank=True)
    detail = models.JSONField(_("particulars"), default=dict)
    parent = models.UUIDField(_("part of"), null=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        ordering = ("-at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at", "id"], name="action_at"),
            models.Index(fields=["by", "-at"], name="action_by"),
            models.Index(fields=["verb", "-at"], name="action_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"


@only_grows()
class ActionTarget(models.Model):
    """A thing that an action was about, found again on that thing's page."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="targets")
    model = models.CharField(max_length=60)
    key = models.BigIntegerField()

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["model", "key"], name="actiontarget_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.key}"


@only_grows()
class Seal(models.Model):
    """A link of the hash chain over actions, laid after commit.

    ``content`` names, per table, how many rows the action wrote and which columns were sealed, so
    that a later column does not break an old seal. ``hash`` covers the previous one.
    """

    id = models.BigAutoField(primary_key=True)
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="seal")
    content = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    privacy: ClassVar[Privacy] = Privacy.NONE

    def __str__(self) -> str:
        return f"{self.id}:{self.hash[:12]}"
