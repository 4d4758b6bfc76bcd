"""Users, the one-time codes handed out on paper, and tokens for the API."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked

PERSONAL = ("username", "first_name", "last_name", "email", "password", "full_name", "phone")


@tracked(exclude=[*PERSONAL, "last_login"])
class User(AbstractUser):
    """A person or a service that signs in; what it may see and do stands in grants."""

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=5, default="vi")
    is_service = models.BooleanField(_("acts for the system, never signs in"), default=False)
    must_change_password = models.BooleanField(_("must choose a new password"), default=False)

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        **dict.fromkeys(PERSONAL, Privacy.ORDINARY),
        "phone": Privacy.SENSITIVE,
        "last_login": Privacy.ORDINARY,
    }

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name or self.username


@tracked(exclude=["code_hash"])
class SignInCode(models.Model):
    """A one-time code on paper, handed by the commune to the secretary of a cell."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="codes")
    code_hash = models.CharField(_("fingerprint of the code"), max_length=128)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    ends_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "code_hash": Privacy.SENSITIVE}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("made_at")),
                name="code_ends_after_made",
                violation_error_message=_("A code must end after it was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, cut to what a person may see, or to those that hold."""

    def visible_to(self, user: User) -> Self:
        """One's own tokens; the machine's operator sees all."""
        return self.all() if user.is_service else self.filter(user=user)

    def live(self, moment: datetime) -> Self:
        """Neither withdrawn nor ended at the moment."""
        return self.filter(revoked_at=None, ends_at__gt=moment)


@tracked(exclude=["token_hash"])
class ApiToken(models.Model):
    """A key for programs: acts as its user, within the scopes named, until it ends."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(_("fingerprint of the token"), max_length=64, unique=True)
    may_write = models.BooleanField(_("may write"), default=False)
    made_at = models.DateTimeField(_("made"))
    ends_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "token_hash": Privacy.SENSITIVE}
    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
