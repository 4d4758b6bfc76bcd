"""A merge started from a page: how far it is and what came of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.figures.models.forms import FormIssue


class RunQuerySet(models.QuerySet["MergeRun"]):
    """Merges started from a page."""

    def visible_to(self, user: User) -> "RunQuerySet":
        """One's own only."""
        return self.filter(by=user)


class MergeRun(models.Model):
    """Work under way, not a record: the merge itself records each file that it takes in."""

    issue = models.ForeignKey(FormIssue, on_delete=models.PROTECT, related_name="runs")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    started_at = models.DateTimeField(_("started"))
    step = models.CharField(_("step"), max_length=10, blank=True)
    done = models.IntegerField(_("files done"), default=0)
    total = models.IntegerField(_("files"), default=0)
    result = models.JSONField(_("result"), null=True)
    reason = models.TextField(_("why used figures are corrected"), blank=True)
    refused = models.TextField(_("why it was refused"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = RunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.issue_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def folder_name(self) -> str:
        """The folder of its files, under HOME/uploads."""
        return f"merge-{self.pk}"
