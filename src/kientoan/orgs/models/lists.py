"""A long list of units or operations brought to the page: planned and carried out by the queue."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy


class ListStep(models.TextChoices):
    """How far a list is."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing changed yet")
    APPLYING = "applying", _("being carried out")
    DONE = "done", _("carried out")


class ListRunQuerySet(models.QuerySet["ListRun"]):
    """Lists brought to the page."""

    def visible_to(self, user: User) -> Self:
        """One's own only."""
        return self.filter(by=user)


class ListRun(models.Model):
    """Work under way, not a record: what it does to the register is recorded there."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=255)
    fingerprint = models.CharField(_("fingerprint of the file"), max_length=64)
    since = models.DateField(_("day from which it holds"), null=True)
    under_code = models.CharField(_("unit that it hangs under"), max_length=40, blank=True)
    extent = models.CharField(_("what the list lacks"), max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("started"))
    step = models.CharField(_("step"), max_length=10, choices=ListStep, default=ListStep.CHECKING)
    plan = models.JSONField(_("what it would do"), null=True)
    part = models.CharField(_("part of the work"), max_length=10, blank=True)
    done = models.IntegerField(_("done"), default=0)
    total = models.IntegerField(_("of how much"), default=0)
    refused = models.TextField(_("why it was refused"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ListRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name} {self.step}"

    @property
    def waits(self) -> bool:
        """Whether the queue has work with it."""
        return self.step in (ListStep.CHECKING, ListStep.APPLYING)

    @property
    def whole(self) -> bool | None:
        """Whether the list is whole, a part, or to be judged by itself (None)."""
        return {"whole": True, "part": False}.get(self.extent)
