"""What acts for a unit or beside it: committees, boards, advisory organs, same-level bodies."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.orgs.models import scope
from kientoan.orgs.models.units import Unit


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Bodies of the units that the user's grants reach."""
        return scope.cut(self, "unit_id", scope.of_user(user))

    def as_of(self, day: date) -> Self:
        """Bodies that existed on the day."""
        return self.filter(valid__contains=day)


@tracked()
class Body(models.Model):
    """An organ of a unit (ban thường vụ, ban tổ chức) or a body of its level (ủy ban nhân dân)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    valid = DateRangeField(_("valid"))

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="body_not_empty",
                violation_error_message=_("A body must exist for at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
