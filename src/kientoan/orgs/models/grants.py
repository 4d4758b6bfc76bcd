"""Who may see and do what, where, and for how long."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.orgs.models.units import Unit
from kientoan.orgs.rules.roles import Role


@tracked()
class Portfolio(models.Model):
    """A named set of units that one person looks after: an area, a block."""

    name = models.CharField(_("name"), max_length=120)
    units = models.ManyToManyField(Unit, related_name="portfolios", through="PortfolioUnit")

    privacy: ClassVar[Privacy] = Privacy.NONE

    def __str__(self) -> str:
        return self.name


@tracked()
class PortfolioUnit(models.Model):
    """A unit of a portfolio."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="portfolio_parts")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        db_table = "orgs_portfolio_units"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["portfolio", "unit"], name="portfolio_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio_id}:{self.unit_id}"


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by time."""

    def as_of(self, day: date) -> Self:
        """Grants in force on the day."""
        return self.filter(valid__contains=day)


@tracked()
class Grant(models.Model):
    """A person has a role over a unit's branch, or over a portfolio, for a span of time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=[(r.value, r.value) for r in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    valid = DateRangeField(_("valid"))

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, portfolio__isnull=True) | Q(unit__isnull=True, portfolio__isnull=False),
                name="grant_unit_or_portfolio",
                violation_error_message=_("A grant is over a unit or over a portfolio."),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="grant_not_empty",
                violation_error_message=_("A grant must hold for at least one day."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user"], name="grant_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"
