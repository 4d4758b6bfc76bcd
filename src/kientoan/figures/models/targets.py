"""Chỉ tiêu giao: what a unit is to reach in a year, by which decision."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.figures.models.indicators import Indicator
from kientoan.orgs.models import Unit, scope


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets."""

    def visible_to(self, user: User) -> Self:
        """Targets of the units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))

    def current(self) -> Self:
        """Those that no later decision replaced."""
        return self.filter(replaced_by__isnull=True)


@tracked()
class Target(models.Model):
    """Unit × indicator × year × decision; a later decision replaces it and keeps it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.SmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=4)
    decision = models.CharField(_("decision number"), max_length=80)
    decided_on = models.DateField(_("decided on"))
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "year"],
                condition=Q(replaced_by__isnull=True),
                name="target_one_current",
            ),
            models.CheckConstraint(
                condition=~Q(decision=""),
                name="target_decided",
                violation_error_message=_("A target needs the number of its decision."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="target_replaced_by_another",
                violation_error_message=_("A target is not replaced by itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.indicator_id}:{self.year}={self.value}"
