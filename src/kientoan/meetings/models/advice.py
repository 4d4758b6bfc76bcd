"""Advising: a submission on its way to a board's conclusion, and guidance within a branch, which is no order."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models import Document
from kientoan.meetings.models.labels import AdviceKind, AdviceState
from kientoan.meetings.models.meetings import Meeting
from kientoan.orgs.models import Body, Unit, scope


class AdviceQuerySet(models.QuerySet["Advice"]):
    """Advice, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """What a unit within reach prepared, and what reached one (not while it is only being prepared)."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        own = scope.cut(Advice.objects.all(), "keeper_id", reach)
        got = scope.cut(Advice.objects.exclude(state=AdviceState.PREPARED), "addressee__unit_id", reach)
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=got.values("pk")))


@tracked()
class Advice(models.Model):
    """What an advising body puts before a board, or guides a body below in; the authority is read from the table."""

    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="advice", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=12, choices=AdviceKind)
    author = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="advice_given", verbose_name=_("advising body")
    )
    addressee = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="advice_received", verbose_name=_("addressed to")
    )
    title = models.CharField(_("about"), max_length=300)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("submission or guidance"),
    )
    state = models.CharField(_("state"), max_length=10, choices=AdviceState, default=AdviceState.PREPARED)
    authority = models.CharField(_("authority"), max_length=10)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("considered at"),
    )
    concluded_by = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("conclusion"),
    )

    privacy: ClassVar[Privacy] = Privacy.NONE
    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="submission") | Q(state__in=["prepared", "sent"]),
                name="advice_guidance_is_only_sent",
                violation_error_message=_("Guidance is prepared and sent; no board concludes on it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="tabled") | Q(meeting__isnull=False),
                name="advice_tabled_at_a_meeting",
                violation_error_message=_("Say at which session it is considered."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=("said",))
class AdviceStep(models.Model):
    """One step of an advice, on its day."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=AdviceState)
    on = models.DateField(_("on"))
    said = models.TextField(_("word"), blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "said": Privacy.ORDINARY}

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.advice_id}: {self.state}"
