"""Word files that were checked, and what was found in them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.core.privacy import Privacy
from kientoan.core.roles import only_grows
from kientoan.orgs.models import scope
from kientoan.reports.models.editions import Edition


class CheckedQuerySet(models.QuerySet["CheckedFile"]):
    """Files checked."""

    def visible_to(self, user: User) -> Self:
        """Those of reports that the user's grants reach, and what the user checked."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        within = scope.cut(CheckedFile.objects.all(), "edition__report__unit_id", reach)
        own = Q(by=user.pk, edition__isnull=True)
        return self.filter(Q(pk__in=within.values("pk")) | own)


@only_grows()
class CheckedFile(models.Model):
    """A Word file that was checked: which edition it came from, if any, and every finding. The file itself is not kept."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="checks")
    file_name = models.CharField(_("file"), max_length=255)
    fingerprint = models.CharField(_("fingerprint of the file"), max_length=64)
    as_of = models.DateField(_("figures as of"), null=True)
    agrees = models.BooleanField(_("agrees"))
    findings = models.JSONField(_("what was found"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("checked by"))
    at = models.DateTimeField(_("checked"))
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = CheckedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d %H:%M}"
