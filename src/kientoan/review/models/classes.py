"""Runs of the year class: made once, never changed, with a proposal for every party organisation of a branch."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.privacy import Privacy
from kientoan.core.roles import only_grows
from kientoan.orgs.models import Unit, scope
from kientoan.review.rules.tiers import Level


class ClassRunQuerySet(models.QuerySet["ClassRun"]):
    """Runs of the year class."""

    def visible_to(self, user: User) -> Self:
        """Runs that propose for a unit which the user's grants reach."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        named = scope.cut(ClassResult.objects.filter(run_id=OuterRef("pk")), "unit_id", reach)
        return self.filter(Exists(named))

    def newest_first(self) -> Self:
        """The latest day first, then the latest made."""
        return self.order_by("-as_of", "-pk")


@only_grows()
class ClassRun(models.Model):
    """The year classes proposed for a branch: which year, as of which day, by which regime, on which input.

    ``rules_used`` keeps the cut-offs and shares as they stood with their documents; ``input`` is the SHA-256 of everything that
    was known of the units, ``digest`` that of the result's canonical bytes.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("branch"))
    year = models.SmallIntegerField(_("year"))
    as_of = models.DateField(_("as of"))
    regime = models.CharField(_("regime"), max_length=8)
    rules = models.CharField(_("fingerprint of the rules"), max_length=64)
    input = models.CharField(_("fingerprint of the input"), max_length=64)
    digest = models.CharField(_("digest of the result"), max_length=64)
    units = models.IntegerField(_("units"))
    rules_used = models.JSONField(_("rules as they stood"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ClassRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of the year class")
        verbose_name_plural = _("runs of the year class")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "as_of"], name="class_run_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.as_of:%d/%m/%Y} #{self.pk}"

    @property
    def period(self) -> Period:
        """The year as a period."""
        return Period.parse(str(self.year))


class ClassResultQuerySet(models.QuerySet["ClassResult"]):
    """Proposals of units."""

    def visible_to(self, user: User) -> Self:
        """Proposals for units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))


@only_grows()
class ClassResult(models.Model):
    """The class that a run proposes for one unit, empty while it is open, with the whole trace.

    ``steps`` is one canonical JSON: each rule with how it stood, its values, threshold and evidence, and the number of its
    document in the run's ``rules_used``. No foreign keys: 22,000 rows come in at once by COPY, from a set the run has read.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ClassRun, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="results")
    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")
    name = models.CharField(_("name on that day"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40)
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    level = models.CharField(_("tier"), max_length=10, choices=[(one.value, one.value) for one in Level])
    parent = models.ForeignKey(
        Unit, models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    sort_key = models.CharField(max_length=600, editable=False)
    proposed = models.CharField(_("proposed class"), max_length=20, blank=True)
    at_best = models.CharField(_("at best"), max_length=20, blank=True)
    by_score = models.CharField(_("by score"), max_length=20, blank=True)
    own_word = models.BooleanField(_("by its own score"))
    forced_by = ArrayField(models.CharField(max_length=8), verbose_name=_("forcing rules that fired"))
    signs = ArrayField(models.CharField(max_length=8), verbose_name=_("signs only"))
    waits_for = ArrayField(models.CharField(max_length=8), verbose_name=_("what was missing"))
    bodies_unknown = ArrayField(models.CharField(max_length=40), verbose_name=_("bodies without a class"))
    faults = ArrayField(models.CharField(max_length=8), verbose_name=_("figures that cannot be true"))
    steps = models.JSONField(_("rules with their values"))

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = ClassResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed class of a unit")
        verbose_name_plural = _("proposed classes of units")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "unit"], name="class_result_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit"], name="class_result_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.unit_id}={self.proposed or '-'}"


sealing.seal_ledger(ClassRun, action_column="action_id")
sealing.seal_ledger(ClassResult, action_column="action_id")
