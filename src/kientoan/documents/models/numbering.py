"""The terms by which party documents are numbered, and the product's own numbering where a unit wants it."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.orgs.models import Unit


@tracked()
class Term(models.Model):
    """A term of a unit's committee: from the day after its congress closed to the close of the next."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(_("name"), max_length=80)
    valid = DateRangeField(_("valid"))

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("term of a committee")
        verbose_name_plural = _("terms of committees")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="term_not_empty",
                violation_error_message=_("A term lasts at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class OwnNumbering(models.Model):
    """That a unit lets the product give the next number to what goes out; without this row numbers are typed in."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="own_numbering")
    since = models.DateField(_("since"))

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("own numbering")
        verbose_name_plural = _("own numberings")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.since}"
