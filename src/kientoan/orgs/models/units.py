"""A unit is an identity; its name, kind, sector and place are spans of time."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.orgs.models import scope


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, cut to what a person may see or to a branch of the tree."""

    def visible_to(self, user: User) -> Self:
        """Units that the user's grants reach today, with their predecessors."""
        return scope.cut(self, "id", scope.of_user(user))

    def under(self, unit: "Unit", day: date) -> Self:
        """The unit and everything below it as of the day."""
        return scope.cut(self, "id", scope.of_branch(unit.pk, day))


@tracked()
class Unit(models.Model):
    """An organisation's identity: it keeps its code and its figures whatever it is called."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class SpanQuerySet(models.QuerySet["UnitSpan"]):
    """Spans: what units were called and where they hung, when."""

    def as_of(self, day: date) -> Self:
        """The spans that held on the day: at most one for each unit."""
        return self.filter(valid__contains=day)

    def visible_to(self, user: User) -> Self:
        """Spans of units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))

    def under(self, unit: Unit, day: date) -> Self:
        """Spans of the unit and of everything below it as of the day."""
        return scope.cut(self, "unit_id", scope.of_branch(unit.pk, day))

    def by_name(self) -> Self:
        """In Vietnamese alphabetical order."""
        return self.order_by("sort_key", "unit_id")


@tracked()
class UnitSpan(models.Model):
    """What a unit was called, of which kind it was and under whom it hung, from day to day.

    The database refuses two spans of one unit that overlap, a parent outside of its own dates,
    and a unit that is its own ancestor (migration 0002).
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="spans", db_index=True)
    valid = DateRangeField(_("valid"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40)
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    parent = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="child_spans",
        verbose_name=_("directly under"),
        db_constraint=False,  # the temporal key of migration 0002 says more
    )
    closes_unit = models.BooleanField(_("the unit ended with this span"), default=False)
    search_key = models.CharField(max_length=240, editable=False)
    accent_key = models.CharField(max_length=240, editable=False)
    sort_key = models.CharField(max_length=600, editable=False)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("span")
        verbose_name_plural = _("spans")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="span_not_empty",
                violation_error_message=_("A span of time must have at least one day."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="span_parent_is_another",
                violation_error_message=_("A unit cannot stand under itself."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_key", "unit"], name="span_sort"),
            GinIndex(fields=["search_key"], name="span_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_day(self) -> date | None:
        """The first day on which the span holds."""
        return self.valid.lower

    @property
    def end_day(self) -> date | None:
        """The first day on which it no longer holds; None while it is open."""
        return self.valid.upper


class OperationKind(models.TextChoices):
    """What may happen to units on a day, by a decision."""

    OPEN = "open", _("opened")
    RENAME = "rename", _("renamed")
    CHANGE_KIND = "change_kind", _("kind changed")
    MOVE = "move", _("moved")
    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")
    CLOSE = "close", _("closed")


@tracked()
class Operation(models.Model):
    """One event in the life of units, with its day and the number of its decision."""

    kind = models.CharField(_("operation"), max_length=20, choices=OperationKind)
    day = models.DateField(_("takes effect"))
    decision = models.CharField(_("decision number"), max_length=80, blank=True)
    units = models.ManyToManyField(Unit, related_name="operations", through="OperationUnit")

    privacy: ClassVar[Privacy] = Privacy.NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


@tracked()
class OperationUnit(models.Model):
    """A unit that takes part in an operation."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parts")

    privacy: ClassVar[Privacy] = Privacy.NONE

    def __str__(self) -> str:
        return f"{self.operation_id}:{self.unit_id}"


@tracked()
class Lineage(models.Model):
    """From which old unit a new one came, on which day, and with which share (0–1]."""

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    day = models.DateField(_("takes effect"))
    share = models.DecimalField(_("share"), max_digits=9, decimal_places=6, default=1)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, null=True, related_name="lineage")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["old", "new", "day"], name="lineage_once"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="lineage_share",
                violation_error_message=_("A share lies above 0 and not above 1."),
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="lineage_not_itself",
                violation_error_message=_("A unit does not come from itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} {self.day}"
