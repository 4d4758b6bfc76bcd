"""A report of a unit for a period, and the sections that people write in it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.core.roles import only_grows
from kientoan.documents.rules.official.form import Authority
from kientoan.orgs.models import Unit, scope


class ReportKind(models.TextChoices):
    """Which report it is."""

    HALF_YEAR = "half_year", _("half-year report")


class InWhoseName(models.TextChoices):
    """In whose name a report is signed."""

    HEAD = Authority.HEAD.value, _("the head signs")
    DEPUTY = Authority.DEPUTY.value, _("a deputy signs for the head (K/T)")
    COLLECTIVE = Authority.COLLECTIVE.value, _("on behalf of the collective (T/M)")
    ORDER = Authority.ORDER.value, _("by order (T/L)")


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports."""

    def visible_to(self, user: User) -> Self:
        """Those of units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))


@tracked(exclude=["signer"])
class Report(models.Model):
    """A report of a unit for a period: its own date, as of which day it counts, who issues and signs it."""

    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind, default=ReportKind.HALF_YEAR)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports", verbose_name=_("unit"))
    period_code = models.CharField(_("period"), max_length=8)
    day = models.DateField(_("the document's own date"))
    as_of = models.DateField(_("figures as of"))
    number = models.PositiveIntegerField(_("number of the document"), null=True, blank=True)
    org_code = models.CharField(_("letters of the issuer in the symbol"), max_length=40)
    superior = models.CharField(_("body above the issuer"), max_length=200)
    issuer = models.CharField(_("issuer"), max_length=200)
    place = models.CharField(_("place"), max_length=80)
    authority = models.CharField(_("in whose name"), max_length=20, choices=InWhoseName, default=InWhoseName.HEAD)
    on_behalf_of = models.CharField(_("the body or post signed for"), max_length=200, blank=True)
    position = models.CharField(_("position of the signer"), max_length=120)
    signer = models.CharField(_("name of the signer"), max_length=120, blank=True)
    recipients = models.JSONField(_("recipients, one a line"), default=list, blank=True)
    archive = models.CharField(_("kept at"), max_length=120, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    privacy: ClassVar[dict[str, Privacy]] = {"signer": Privacy.ORDINARY, "*": Privacy.NONE}
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "unit", "period_code"],
                name="report_once",
                violation_error_message=_("There is a report of this unit for this period."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1),
                name="report_number_from_one",
                violation_error_message=_("A document's number begins at 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.period_code}"

    @property
    def as_told(self) -> dict[str, str]:
        """Which report it is, for the record: its unit's code and its period."""
        return {"unit": self.unit.code, "period": self.period_code}

    @property
    def period(self) -> Period:
        """The period reported on."""
        return Period.parse(self.period_code)


class WrittenIn(models.TextChoices):
    """Where a section was written."""

    PAGE = "page", _("on the page")
    WORD = "word", _("taken from a Word file")


@only_grows()
class HumanText(models.Model):
    """One version of a section that people wrote; the highest is in force, earlier ones stay."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField(_("section"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    written_in = models.CharField(_("written"), max_length=10, choices=WrittenIn, default=WrittenIn.PAGE)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("written at"))
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[dict[str, Privacy]] = {"text": Privacy.ORDINARY, "*": Privacy.NONE}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "section", "version"], name="humantext_version"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.section} {self.version}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as paragraphs: one a line, empty lines left out."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())
