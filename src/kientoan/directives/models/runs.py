"""Texts that are being read away from the page: how far each is and what came of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.directives.models.reading import Reading
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit, scope


class ReadRunQuerySet(models.QuerySet["ReadRun"]):
    """Runs, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those in the name of a unit within reach."""
        return scope.cut(self, "keeper_id", scope.of_user(user))

    def under_way(self) -> Self:
        """Those of which something is still to come."""
        return self.filter(reading__isnull=True, refused="", ended_at__isnull=True)


class ReadRun(models.Model):
    """Work under way, not a record: its asking and the text kept of it are recorded; the file is thrown away when it ends."""

    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("in the name of"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    day = models.DateField(_("day of the text"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )
    ask_model = models.BooleanField(_("the language model is asked too"), default=False)
    done = models.PositiveIntegerField(_("pages done"), default=0)
    total = models.PositiveIntegerField(_("pages"), default=0)
    refused = models.TextField(_("why it was refused"), blank=True)
    reading = models.ForeignKey(
        Reading, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("text read")
    )

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "title": Privacy.ORDINARY,
        "file_name": Privacy.ORDINARY,
    }
    objects = ReadRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("text being read")
        verbose_name_plural = _("texts being read")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(refused="") | Q(ended_at__isnull=False),
                name="read_run_refused_is_over",
                violation_error_message=_("What was refused is over."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.keeper_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def stored_as(self) -> str:
        """The file that waits to be read, under HOME/uploads."""
        return f"reading-{self.pk}"
