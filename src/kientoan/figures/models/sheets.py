"""A plain sheet of figures brought to a page: checked, looked at, taken in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.core.privacy import Privacy


class SheetStep(models.TextChoices):
    """How far a sheet is."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing taken in yet")
    RECORDING = "recording", _("being taken in")
    DONE = "done", _("taken in")


class SheetRunQuerySet(models.QuerySet["SheetRun"]):
    """Sheets brought to the page."""

    def visible_to(self, user: User) -> "SheetRunQuerySet":
        """One's own only."""
        return self.filter(by=user)


class SheetRun(models.Model):
    """Work under way, not a record: the taking in itself is recorded with its figures."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=255)
    period_code = models.CharField(_("period"), max_length=10, blank=True)
    started_at = models.DateTimeField(_("started"))
    step = models.CharField(_("step"), max_length=10, choices=SheetStep, default=SheetStep.CHECKING)
    plan = models.JSONField(_("what it would do"), null=True)
    posted = models.JSONField(_("what it did"), null=True)
    reason = models.TextField(_("why used figures are corrected"), blank=True)
    part = models.CharField(_("part of the work"), max_length=10, blank=True)
    done = models.IntegerField(_("rows done"), default=0)
    total = models.IntegerField(_("rows"), default=0)
    refused = models.TextField(_("why it was refused"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = SheetRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name} {self.step}"

    @property
    def period(self) -> Period | None:
        """The period of rows that name none."""
        return Period.parse(self.period_code) if self.period_code else None

    @property
    def folder_name(self) -> str:
        """The folder of its file, under HOME/uploads."""
        return f"sheet-{self.pk}"
