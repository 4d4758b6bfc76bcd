"""Facts that people give and no figure shows: numbered conclusions, and the classes that were decided."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.core.roles import only_grows
from kientoan.orgs.models import Unit, scope


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    """Conclusions."""

    def visible_to(self, user: User) -> Self:
        """Those about units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))

    def standing(self) -> Self:
        """Those that nobody withdrew."""
        return self.filter(withdrawn_on__isnull=True)

    def between(self, first: date, last: date) -> Self:
        """Those of these days, both included."""
        return self.filter(day__gte=first, day__lte=last)


@tracked()
class Conclusion(models.Model):
    """That a forcing rule (K1 division, K2 degradation) holds for a unit; without a number it is a sign only."""

    class Rule(models.TextChoices):
        """Which rule the conclusion belongs to."""

        K1 = "K1", _("internal division")
        K2 = "K2", _("corruption or degradation")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="conclusions")
    rule = models.CharField(_("rule"), max_length=4, choices=Rule)
    day = models.DateField(_("day"))
    number = models.CharField(_("number of the conclusion"), max_length=80, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.TextField(_("why it was withdrawn"), blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ("-day", "unit_id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "rule", "day", "number"],
                condition=Q(withdrawn_on__isnull=True),
                name="conclusion_once",
                violation_error_message=_("This conclusion is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why="")),
                name="conclusion_withdrawn_why",
                violation_error_message=_("Say why the conclusion is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.rule} {self.number}"


class ClassQuerySet(models.QuerySet["DecidedClass"]):
    """Decided classes."""

    def visible_to(self, user: User) -> Self:
        """Those of units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))

    def current(self) -> Self:
        """Those that no later decision replaced."""
        return self.filter(replaced_by__isnull=True)

    def of_units(self) -> Self:
        """Classes of the units themselves, not of the bodies beside them."""
        return self.filter(body="")


@only_grows(except_columns=("replaced_by",))
class DecidedClass(models.Model):
    """The class that the proper authority decided for a unit, or for a body of its level, for a year.

    ``body`` is the kind of body (empty: the unit itself). A later decision replaces and keeps the earlier. Tens of thousands
    come in at once, so the table has no foreign keys and is its own history, as the ledger of figures.
    """

    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    body = models.CharField(_("body"), max_length=40, blank=True)
    year = models.SmallIntegerField(_("year"))
    grade = models.CharField(_("class"), max_length=20)
    decision = models.CharField(_("decision number"), max_length=80)
    decided_on = models.DateField(_("decided on"), null=True)
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    replaced_by = models.BigIntegerField(_("replaced by"), null=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("decided class")
        verbose_name_plural = _("decided classes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "body", "year"],
                condition=Q(replaced_by__isnull=True),
                name="class_one_current",
                violation_error_message=_("There is already a class of this unit, body and year."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=""),
                name="class_decided",
                violation_error_message=_("A decided class needs the number of its decision."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "body"], name="class_year"),
            models.Index(fields=["action"], name="class_action"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.body or '-'}:{self.year}={self.grade}"


sealing.seal_ledger(DecidedClass, action_column="action_id", except_columns=("replaced_by",))
