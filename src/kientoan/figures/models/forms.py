"""Forms: which figures are asked of which units, and each time they are sent out."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.figures.models.indicators import Indicator
from kientoan.orgs.models import scope


class FormQuerySet(models.QuerySet["FormTemplate"]):
    """Forms."""

    def in_use(self) -> Self:
        """Those that may still be sent out."""
        return self.filter(retired_on__isnull=True)


@tracked()
class FormTemplate(models.Model):
    """A form: an ordered list of figures, how often it comes, and which units it asks."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    period = models.CharField(_("period"), max_length=10)
    asked_of = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of units"))
    sectors = ArrayField(models.CharField(max_length=40), blank=True, default=list, verbose_name=_("sectors"))
    instrument = models.CharField(_("document that asks for it"), max_length=200)
    over_budget_reason = models.TextField(_("why it may ask for more than the budget"), blank=True)
    retired_on = models.DateField(_("no longer sent from"), null=True, blank=True)
    indicators = models.ManyToManyField(Indicator, through="FormItem", related_name="forms")

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = FormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ("code",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(instrument=""),
                name="form_cites",
                violation_error_message=_("Name the rule or document that asks for this form."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        if self.name_en and not (get_language() or "vi").startswith("vi"):
            return self.name_en
        return self.name_vi


@tracked()
class FormItem(models.Model):
    """One figure of a form, at its place."""

    form = models.ForeignKey(FormTemplate, on_delete=models.PROTECT, related_name="items")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="items")
    position = models.SmallIntegerField(_("position"))
    guidance = models.CharField(_("guidance"), max_length=400, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "indicator"], name="formitem_once"),
            models.UniqueConstraint(fields=["form", "position"], name="formitem_position"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}:{self.indicator_id}"


class IssueQuerySet(models.QuerySet["FormIssue"]):
    """Times a form was sent out."""

    def visible_to(self, user: User) -> Self:
        """Those that ask a unit which the user's grants reach."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        from kientoan.figures.models.submissions import Submission

        asked = scope.cut(Submission.objects.all(), "unit_id", reach)
        return self.filter(pk__in=asked.values("issue_id"))

    def of(self, period: Period) -> Self:
        """Those of a period."""
        return self.filter(period_code=period.code)


@tracked()
class FormIssue(models.Model):
    """A form sent out for a period: until when, by which document, to which units (its submissions)."""

    form = models.ForeignKey(FormTemplate, on_delete=models.PROTECT, related_name="issues")
    period_code = models.CharField(_("period"), max_length=8)
    due = models.DateField(_("due day"))
    decision = models.CharField(_("document that sends it out"), max_length=120)
    issued_at = models.DateTimeField(_("sent out"))
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent out by"))

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("form sent out")
        verbose_name_plural = _("forms sent out")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["form", "period_code"],
                name="issue_once_a_period",
                violation_error_message=_("This form has been sent out for this period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period_code}"

    @property
    def period(self) -> Period:
        """The period asked about."""
        return Period.parse(self.period_code)
