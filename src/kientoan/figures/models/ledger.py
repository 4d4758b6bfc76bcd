"""The ledger of figures: it only grows, a correction supersedes and keeps the old."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.privacy import Privacy
from kientoan.core.roles import only_grows
from kientoan.figures.models.indicators import Indicator
from kientoan.figures.rules.period_numbers import number_of, period_of
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit, scope


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Rows of the ledger."""

    def visible_to(self, user: User) -> Self:
        """Figures of the units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))

    def current(self) -> Self:
        """What holds now: not superseded by a correction, not withdrawn."""
        return self.filter(superseded_by__isnull=True, value__isnull=False)

    def known_at(self, moment: datetime) -> Self:
        """What held at a moment: recorded by then and superseded, if ever, only later."""
        corrected = Observation.objects.filter(pk=OuterRef("superseded_by"), recorded_at__lte=moment)
        return self.filter(~Exists(corrected), recorded_at__lte=moment, value__isnull=False)

    def of(self, period: Period) -> Self:
        """Figures of exactly this period."""
        return self.filter(period=number_of(period), starts=period.start)


@only_grows(except_columns=("superseded_by",))
class Observation(models.Model):
    """One figure: unit × indicator × period × source, on whose word, recorded by which action.

    No foreign keys and no row triggers: hundreds of thousands come in at once, the import checks them in one set, and the
    ledger is its own history. A value that is absent withdraws an earlier figure. `starts` repeats the first day of the
    period so that the table can be cut into parts by time without touching a key.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    period = models.IntegerField(_("period"))
    starts = models.DateField(_("first day of the period"))
    source = models.SmallIntegerField(_("source"), choices=[(s.value, s.code) for s in Source])
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True)
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    superseded_by = models.BigIntegerField(_("superseded by"), null=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "period", "source", "starts"],
                condition=Q(superseded_by__isnull=True),
                name="observation_one_current",
                violation_error_message=_("There is already a figure of this unit, indicator, period and source."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["period", "indicator"], name="observation_period"),
            models.Index(fields=["action"], name="observation_action"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.indicator_id}:{self.period}={self.value}"

    @property
    def of_period(self) -> Period:
        """The period that the figure is of."""
        return period_of(self.period)


sealing.seal_ledger(Observation, action_column="action_id", except_columns=("superseded_by",))
