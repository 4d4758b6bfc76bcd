"""A text that was read and what was found in it: drafts that a person accepts, changes or drops; nothing of it counts before."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models.labels import DeadlineOp
from kientoan.directives.models.orders import Directive
from kientoan.documents.models import Document
from kientoan.findings.models import Finding
from kientoan.orgs.models import Body, Unit, scope
from kientoan.people.models import Post

OF_READING = ("title", "text", "file_name", "unread")
OF_DRAFT = ("quote", "issuer_text", "assignee_text", "action", "helpers_text", "place")


class DraftKind(models.TextChoices):
    """What was found at a place of a text."""

    DIRECTIVE = "directive", _("directive")
    WEAK = "weak", _("place named as weak")
    FIGURE = "figure", _("figure stated")


class DraftState(models.TextChoices):
    """What a person made of it."""

    WAITING = "waiting", _("to be checked")
    ACCEPTED = "accepted", _("accepted")
    DROPPED = "dropped", _("dropped")


class FoundStatus(models.TextChoices):
    """How the text stands to the order: given now, recounted, said again."""

    CURRENT = "current", _("given in this text")
    PAST = "past", _("recounted from the past")
    REPEAT = "repeat", _("says again")


class Match(models.TextChoices):
    """How surely the words mean a unit of the register."""

    EXACT = "exact", _("the same name")
    ALIAS = "alias", _("by another name")
    UNSURE = "unsure", _("unsure")


class Origin(models.TextChoices):
    """Who found it."""

    TEXT = "text", _("rules, in the text")
    TABLE = "table", _("row of a table")
    MODEL = "model", _("language model")


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those kept in the name of a unit within reach."""
        return scope.cut(self, "keeper_id", scope.of_user(user))


@tracked(exclude=OF_READING)
class Reading(models.Model):
    """A text as it was read on a day, in whose name its directives will be drafted; `unsure` are places that a scan left unsure."""

    keeper = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="readings", verbose_name=_("in the name of")
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    text_sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    day = models.DateField(_("day of the text"))
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="readings", verbose_name=_("document")
    )
    unsure = models.JSONField(_("unsure words of a scan"), default=list, blank=True)
    unread = models.JSONField(_("rows that could not be read"), default=list, blank=True)
    read_at = models.DateTimeField(_("read on"))
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("read by"))

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, **dict.fromkeys(OF_READING, Privacy.ORDINARY)}
    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("text read")
        verbose_name_plural = _("texts read")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(text_sha256__regex=r"^[0-9a-f]{64}$"),
                name="reading_fingerprint",
                violation_error_message=_("A fingerprint is 64 hexadecimal digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=OF_DRAFT)
class Draft(models.Model):
    """Something found at a place of a text, as the rules or a person read it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=DraftKind, default=DraftKind.DIRECTIVE)
    start = models.PositiveIntegerField(_("begins at"))
    end = models.PositiveIntegerField(_("ends at"))
    quote = models.TextField(_("sentence"))
    place = models.CharField(_("place as written"), max_length=300, blank=True)
    issuer_text = models.CharField(_("issuer as written"), max_length=300, blank=True)
    assignee_text = models.TextField(_("who must do it, as written"), blank=True)
    assignee_explicit = models.BooleanField(_("named in the sentence"), default=False)
    action = models.TextField(_("work"), blank=True)
    helpers_text = models.TextField(_("who helps, as written"), blank=True)
    product = models.CharField(_("product"), max_length=500, blank=True)
    deadline_text = models.CharField(_("deadline as written"), max_length=200, blank=True)
    deadline_day = models.DateField(_("day of the deadline"), null=True, blank=True)
    deadline_op = models.CharField(_("how the day is meant"), max_length=10, choices=DeadlineOp, blank=True)
    deadline_sure = models.BooleanField(_("the day is stated"), default=True)
    recurrence = models.CharField(_("recurs"), max_length=60, blank=True)
    urgency_text = models.CharField(_("urgency as written"), max_length=60, blank=True)
    status = models.CharField(
        _("standing in the text"), max_length=10, choices=FoundStatus, default=FoundStatus.CURRENT
    )
    repeats = models.PositiveIntegerField(_("says again number"), null=True, blank=True)
    origin = models.CharField(_("found by"), max_length=10, choices=Origin, default=Origin.TEXT)
    confidence = models.DecimalField(_("confidence"), max_digits=3, decimal_places=2, default=0)
    changed = models.BooleanField(_("changed by a person"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=DraftState, default=DraftState.WAITING)
    directive = models.ForeignKey(
        Directive,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="found_as",
        verbose_name=_("directive"),
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("finding")
    )

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, **dict.fromkeys(OF_DRAFT, Privacy.ORDINARY)}

    class Meta:
        verbose_name = _("draft from a text")
        verbose_name_plural = _("drafts from texts")
        ordering = ("reading", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reading", "number"], name="draft_number"),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")),
                name="draft_place",
                violation_error_message=_("A place in a text ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_day__isnull=True, deadline_op="")
                | (Q(deadline_day__isnull=False) & ~Q(deadline_op="")),
                name="draft_day_and_meaning",
                violation_error_message=_("A day of a deadline says how it is meant, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id}#{self.number}"


@tracked()
class DraftUnit(models.Model):
    """A unit that the words of a draft mean: who leads, or who helps."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    helps = models.BooleanField(_("helps"), default=False)
    match = models.CharField(_("match"), max_length=10, choices=Match, default=Match.EXACT)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("unit of a draft")
        verbose_name_plural = _("units of drafts")
        ordering = ("draft", "helps", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "unit", "helps"], name="draft_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.unit_id}"
