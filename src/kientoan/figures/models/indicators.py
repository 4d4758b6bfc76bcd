"""What is measured, by whom, and which document asks for it."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators."""

    def in_use(self) -> Self:
        """Those that forms may still ask for."""
        return self.filter(retired_on__isnull=True)


@tracked()
class Indicator(models.Model):
    """A figure in use: a mirror of the dated definition in the parameters, or one of the office's own."""

    class Origin(models.TextChoices):
        """Where the definition comes from."""

        PARAMETERS = "parameters", _("starting list")
        OWN = "own", _("the office's own")

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    measure_vi = models.CharField(_("unit of measure"), max_length=60)
    measure_en = models.CharField(_("unit of measure in English"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10)
    direction = models.CharField(_("direction"), max_length=10)
    period = models.CharField(_("shortest period"), max_length=10)
    over_time = models.CharField(_("over time"), max_length=10)
    up_the_tree = models.CharField(_("up the tree"), max_length=10)
    asked_of = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of units that report it"))
    reporter = models.CharField(_("whose word"), max_length=12)
    definition_vi = models.TextField(_("definition"))
    definition_en = models.TextField(_("definition in English"), blank=True)
    instrument = models.CharField(_("document that asks for it"), max_length=200)
    article = models.CharField(_("article"), max_length=200, blank=True)
    signed = models.DateField(_("signed"), null=True, blank=True)
    since = models.DateField(_("definition holds from"))
    confidence = models.CharField(_("confidence"), max_length=12, default="background")
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.OWN)
    retired_on = models.DateField(_("no longer asked from"), null=True, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("code",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(instrument=""),
                name="indicator_cites",
                violation_error_message=_("Name the rule or document that asks for this figure."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self._in_language(self.name_vi, self.name_en)

    @property
    def measure(self) -> str:
        """The unit of measure in the reader's language."""
        return self._in_language(self.measure_vi, self.measure_en)

    @property
    def definition(self) -> str:
        """What is counted, in the reader's language."""
        return self._in_language(self.definition_vi, self.definition_en)

    @property
    def citation(self) -> str:
        """The document that asks for it, with its article."""
        return f"{self.instrument}, {self.article}" if self.article else self.instrument

    @staticmethod
    def _in_language(vi: str, en: str) -> str:
        return en if en and not (get_language() or "vi").startswith("vi") else vi
