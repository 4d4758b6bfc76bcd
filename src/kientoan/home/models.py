"""When a person was last here, so that the home page can say what is new."""

from typing import ClassVar

from django.db import models

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy


class LastVisit(models.Model):
    """The present visit of a person and the one before; nobody else sees it and it is no part of the record."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    privacy: ClassVar[Privacy] = Privacy.ORDINARY

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%Y-%m-%d %H:%M}"
