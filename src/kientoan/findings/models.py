"""Findings: something that may be wrong in a unit, as a quotation or a result, until a person decides."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models import Document
from kientoan.findings.rules import Source, State
from kientoan.orgs.models import Unit, UnitSpan, held, scope
from kientoan.orgs.rules.roles import Right
from kientoan.review.models import UnitResult


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings, cut to what someone may see."""

    def visible_to(self, user: User) -> Self:
        """Confirmed ones of units within reach; proposed and dismissed ones only where the person may decide, and one's own.

        Who may decide is of the level above the unit: the unit itself does not see what is only proposed about it.
        One without a unit yet is seen by who may decide over the unit whose office brought it in.
        """
        reached = Unit.objects.visible_to(user).values("pk")
        own = Q(brought_by=user) & (Q(unit__isnull=True) | Q(unit__in=reached)) if user.pk else Q(pk__in=[])
        return self.filter(Q(state=State.CONFIRMED, unit__in=reached) | to_decide_by(user) | own)


def to_decide_by(user: User) -> Q:
    """The condition on findings on which the person may decide, as of today: of units whose unit above is within the right."""
    if user.is_service:
        return Q(pk__isnull=False)
    deciding = scope.cut(Unit.objects.all(), "id", held.reach_with(user, Right.DECIDE_FINDINGS)).values("pk")
    begun = UnitSpan.objects.filter(unit=OuterRef("unit"), valid__startswith__lte=clock.today())
    above = Coalesce(
        Subquery(begun.order_by("-valid").values("parent")[:1]), F("unit"), output_field=models.BigIntegerField()
    )
    decided = Finding.objects.alias(above=above).filter(above__in=deciding, unit__isnull=False)
    return Q(pk__in=decided.values("pk")) | Q(unit__isnull=True, keeper__in=deciding)


@tracked(exclude=("quote", "said"))
class Finding(models.Model):
    """A sign of weakness named somewhere: the unit, the source with its place, and what a person decided about it."""

    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("brought in by"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    place = models.CharField(_("place, as written"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=[(s.value, s.value) for s in Source])
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    start = models.PositiveIntegerField(_("begins at"), null=True, blank=True)
    end = models.PositiveIntegerField(_("ends before"), null=True, blank=True)
    quote = models.TextField(_("quotation"), blank=True)
    result = models.ForeignKey(UnitResult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = models.TextField(_("its words"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, default=State.PROPOSED, choices=[(s.value, s.value) for s in State]
    )
    found_on = models.DateField(_("found on"))
    brought_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("brought in by whom")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason of the decision"), blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "quote": Privacy.ORDINARY,
        "said": Privacy.ORDINARY,
    }
    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("-found_on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on__isnull=True, decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_on__isnull=False, decided_by__isnull=False)),
                name="finding_decided_by_whom_and_when",
                violation_error_message=_("A decision on a finding has a person and a day."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(unit__isnull=False),
                name="finding_confirmed_of_a_unit",
                violation_error_message=_("A confirmed finding is about a unit."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="finding_dismissed_with_reason",
                violation_error_message=_("A finding is dismissed with a reason."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")),
                name="finding_place_in_text",
                violation_error_message=_("A quotation begins before it ends."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "state"], name="finding_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id or self.place}: {self.state}"
