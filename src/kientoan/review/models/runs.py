"""Runs of the review: made once, never changed, with a result for every unit."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.privacy import Privacy
from kientoan.core.roles import only_grows
from kientoan.orgs.models import Unit, scope
from kientoan.review.models.classes import ClassRun
from kientoan.review.rules.tiers import Tier


class ReviewRunQuerySet(models.QuerySet["Run"]):
    """Runs."""

    def visible_to(self, user: User) -> Self:
        """Runs that judged a unit which the user's grants reach."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        judged = scope.cut(UnitResult.objects.filter(run_id=OuterRef("pk")), "unit_id", reach)
        return self.filter(Exists(judged))

    def of(self, period: Period) -> Self:
        """Runs for a period."""
        return self.filter(period_code=period.code)

    def newest_first(self) -> Self:
        """The latest reviewed day first, then the latest made."""
        return self.order_by("-as_of", "-pk")


@only_grows()
class Run(models.Model):
    """One review of a branch: which period, as of which day, by which rules, on which input, with which result.

    ``rules_used`` keeps every rule as it stood, so that a run explains itself after the rules have changed; ``digest`` is the
    SHA-256 of the result's canonical bytes and can be computed again from the rows.
    """

    class Kind(models.TextChoices):
        """What the run is for."""

        MID_YEAR = "mid_year", _("mid-year review")
        YEAR_CLASS = "year_class", _("year class")

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("branch reviewed"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MID_YEAR)
    period_code = models.CharField(_("period"), max_length=8)
    as_of = models.DateField(_("as of"))
    rules = models.CharField(_("fingerprint of the rules"), max_length=64)
    input = models.CharField(_("fingerprint of the input"), max_length=64)
    digest = models.CharField(_("digest of the result"), max_length=64)
    units = models.IntegerField(_("units reviewed"))
    rules_used = models.JSONField(_("rules as they stood"))
    left_out = models.JSONField(_("rules no unit could be judged by"), default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ReviewRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("review run")
        verbose_name_plural = _("review runs")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "period_code", "as_of"], name="run_unit_period"),
        ]

    def __str__(self) -> str:
        return f"{self.period_code} {self.as_of:%d/%m/%Y} #{self.pk}"

    @property
    def period(self) -> Period:
        """The period reviewed."""
        return Period.parse(self.period_code)


class ResultQuerySet(models.QuerySet["UnitResult"]):
    """Results of units."""

    def visible_to(self, user: User) -> Self:
        """Results of units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))


@only_grows()
class UnitResult(models.Model):
    """What a run says of one unit; its reasons, gaps and open rules stand in one canonical JSON each.

    No foreign keys: 22,000 rows come in at once by COPY, from a set the run itself has read. ``codes`` and ``first_reason``
    repeat the codes of the reasons, so that a list can be filtered without opening them.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="results")
    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")
    name = models.CharField(_("name on that day"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40)
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=[(t.value, t.value) for t in Tier])
    parent = models.ForeignKey(
        Unit, models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    sort_key = models.CharField(max_length=600, editable=False)
    outcome = models.CharField(_("outcome"), max_length=20)
    points = models.IntegerField(_("points"))
    could_reach = models.IntegerField(_("points it could reach"))
    decided = models.SmallIntegerField(_("rules decided"))
    applicable = models.SmallIntegerField(_("rules that apply"))
    first_reason = models.CharField(_("first reason"), max_length=60, blank=True)
    codes = ArrayField(models.CharField(max_length=60), verbose_name=_("reasons"))
    reasons = models.JSONField(_("reasons with their values"))
    missing = ArrayField(models.CharField(max_length=80), verbose_name=_("figures missing"))
    undecided = ArrayField(models.CharField(max_length=60), verbose_name=_("rules not decided"))

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a unit")
        verbose_name_plural = _("results of units")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "unit"], name="result_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit"], name="result_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.unit_id}={self.outcome}"


sealing.seal_ledger(Run, action_column="action_id")
sealing.seal_ledger(UnitResult, action_column="action_id")


class RequestQuerySet(models.QuerySet["RunRequest"]):
    """Runs asked for."""

    def visible_to(self, user: User) -> Self:
        """Those over branches that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))


class RunRequest(models.Model):
    """A run asked for from a page: where the job is. No fact of its own: what was asked and what came of it are actions."""

    class State(models.TextChoices):
        """Where the job stands."""

        QUEUED = "queued", _("waits its turn")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    STEPS: ClassVar[int] = 5  # units, figures, comparisons (or facts), judgement, writing

    kind = models.CharField(_("kind"), max_length=12, choices=Run.Kind, default=Run.Kind.MID_YEAR)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("branch"))
    period_code = models.CharField(_("period"), max_length=8)
    as_of = models.DateField(_("as of"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    step = models.SmallIntegerField(_("steps done"), default=0)
    failure = models.TextField(_("why it failed"), blank=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    class_run = models.ForeignKey(ClassRun, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("run asked for")
        verbose_name_plural = _("runs asked for")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="done", kind="mid_year", run__isnull=False, class_run__isnull=True)
                | Q(state="done", kind="year_class", run__isnull=True, class_run__isnull=False)
                | (~Q(state="done") & Q(run__isnull=True, class_run__isnull=True)),
                name="request_done_has_run",
                violation_error_message=_("A run that is done has a result, one that is not has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_code} {self.state}"
