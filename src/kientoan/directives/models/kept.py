"""What a person keeps for himself, and the editions of the progress report."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.orgs.models import Unit, scope


@tracked()
class SavedFilter(models.Model):
    """A list of tasks as a person likes to see it, under a name of his or her own."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="task_filters")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("what it asks for"), max_length=400)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_filter_once",
                violation_error_message=_("You already have a list of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EditionQuerySet(models.QuerySet["ProgressEdition"]):
    """Editions, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those of units within reach."""
        return scope.cut(self, "keeper_id", scope.of_user(user))


@tracked()
class ProgressEdition(models.Model):
    """A progress report as it stood: its figures never change; signed only where its totals close."""

    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="progress_editions", verbose_name=_("unit"))
    since = models.DateField(_("given from"), null=True, blank=True)
    until = models.DateField(_("given until"))
    as_of = models.DateField(_("as of"))
    content = models.JSONField(_("figures"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    closes = models.BooleanField(_("the totals close"))
    number = models.CharField(_("number and symbol"), max_length=80, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ("-as_of", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by__isnull=True, number="")
                | Q(signed_on__isnull=False, signed_by__isnull=False, closes=True) & ~Q(number=""),
                name="progress_signed_closes",
                violation_error_message=_("Only a report whose totals close is confirmed, with its number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.keeper_id} {self.as_of}"
