"""A proposal sent up from below, and each thing that became of it, so that below sees it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models import Document
from kientoan.meetings.models.conclusions import ConclusionItem
from kientoan.meetings.models.labels import ProposalState
from kientoan.meetings.models.meetings import Meeting
from kientoan.meetings.models.statements import Statement
from kientoan.orgs.models import Unit, scope


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those that a unit within reach sent, or that were sent to one."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        sent = scope.cut(Proposal.objects.all(), "unit_id", reach)
        got = scope.cut(Proposal.objects.all(), "sent_to_id", reach)
        return self.filter(Q(pk__in=sent.values("pk")) | Q(pk__in=got.values("pk")))


@tracked(exclude=("text", "answer"))
class Proposal(models.Model):
    """What a unit asks of the one above: raised at a meeting, in a report or by itself."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("proposed by"))
    sent_to = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="proposals_received", verbose_name=_("sent to")
    )
    text = models.TextField(_("what is proposed"))
    sent_on = models.DateField(_("sent on"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("raised in"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.SENT)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("taken up at"),
    )
    item = models.ForeignKey(
        ConclusionItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("concluded as"),
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "text": Privacy.ORDINARY, "answer": Privacy.ORDINARY}
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("-sent_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(unit=F("sent_to")),
                name="proposal_goes_up",
                violation_error_message=_("A proposal goes to another unit."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "declined"]) | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="proposal_end_says_why",
                violation_error_message=_("What ends a proposal says why, and on which day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.sent_to_id}"


@tracked(exclude=("said",))
class ProposalStep(models.Model):
    """One thing that became of a proposal, on its day, in words that below may read."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=ProposalState)
    on = models.DateField(_("on"))
    said = models.TextField(_("word"), blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "said": Privacy.ORDINARY}

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.state}"
