"""An order as it was issued: its sentence, what it must yield, by when, and on whose word."""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models.labels import (
    DeadlineOp,
    DeadlineOrigin,
    Every,
    ProductKind,
    Secrecy,
    Standing,
    Urgency,
)
from kientoan.directives.rules.rhythm import Every as Rhythmic
from kientoan.directives.rules.rhythm import Rhythm
from kientoan.documents.models import Document
from kientoan.orgs.models import Body, Unit, scope

NAMING = ("spoken_by", "issuer_text")


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Directives, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those that a unit within reach keeps, and those issued that give such a unit something to do."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        if not reach.sql:
            return self.none()
        from kientoan.directives.models.tasks import Helper, Task

        within = RawSQL(reach.sql, reach.params)  # noqa: S611  our own text only
        given = Task.objects.filter(lead_id__in=within, issued_on__isnull=False)
        helped = Helper.objects.filter(unit_id__in=within, task__issued_on__isnull=False)
        return self.filter(
            Q(keeper_id__in=within)
            | Q(pk__in=given.values("directive_id"))
            | Q(pk__in=helped.values("task__directive_id"))
        )


@tracked(exclude=NAMING)
class Directive(models.Model):
    """What was ordered, in whose words; each unit that must act has its own task."""

    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="directives", verbose_name=_("given by"))
    parent = models.ForeignKey(
        "directives.Task",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        verbose_name=_("carries out the task"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="directives",
        verbose_name=_("document"),
    )
    spoken_by = models.CharField(_("said by"), max_length=200, blank=True)
    spoken_on = models.DateField(_("said on"), null=True, blank=True)
    issuer = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issuer")
    )
    issuer_text = models.CharField(_("issuer as written"), max_length=300, blank=True)
    quote = models.TextField(_("sentence"), blank=True)
    start = models.PositiveIntegerField(_("begins at"), null=True, blank=True)
    end = models.PositiveIntegerField(_("ends at"), null=True, blank=True)
    text_sha256 = models.CharField(_("fingerprint of the text"), max_length=64, blank=True)
    title = models.CharField(_("work"), max_length=500)
    product_kind = models.CharField(_("kind of product"), max_length=20, choices=ProductKind, blank=True)
    product = models.CharField(_("product"), max_length=500, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, null=True, blank=True)
    measure = models.CharField(_("unit of measure"), max_length=60, blank=True)
    proof = models.CharField(_("proof that will be accepted"), max_length=500, blank=True)
    deadline_day = models.DateField(_("day of the deadline"), null=True, blank=True)
    deadline_op = models.CharField(_("how the day is meant"), max_length=10, choices=DeadlineOp, blank=True)
    deadline_text = models.CharField(_("deadline as written"), max_length=200, blank=True)
    deadline_origin = models.CharField(
        _("where the day comes from"), max_length=10, choices=DeadlineOrigin, default=DeadlineOrigin.NONE
    )
    recurrence = models.CharField(_("recurs, as written"), max_length=60, blank=True)
    every = models.CharField(_("recurs"), max_length=10, choices=Every, blank=True)
    every_day = models.PositiveSmallIntegerField(_("day of each period"), null=True, blank=True)
    every_month = models.PositiveSmallIntegerField(_("month of each period"), null=True, blank=True)
    every_until = models.DateField(_("recurs until"), null=True, blank=True)
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency, default=Urgency.NORMAL)
    urgency_text = models.CharField(_("urgency as written"), max_length=60, blank=True)
    secrecy = models.CharField(_("secrecy mark"), max_length=20, choices=Secrecy, blank=True, default=Secrecy.NONE)
    is_key = models.BooleanField(_("key task"), default=False)
    watcher = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who follows it")
    )
    state = models.CharField(_("state"), max_length=10, choices=Standing, default=Standing.DRAFT)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True)
    search_key = models.CharField(max_length=1200, editable=False, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, **dict.fromkeys(NAMING, Privacy.ORDINARY)}
    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__gt=models.F("start"), text_sha256__length=64),
                name="directive_place_in_text",
                violation_error_message=_("A place in a text has a beginning, an end and the text's fingerprint."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_day__isnull=True, deadline_op="")
                | (Q(deadline_day__isnull=False) & ~Q(deadline_op="")),
                name="directive_day_and_meaning",
                violation_error_message=_("A day of a deadline says how it is meant, and only then."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_origin__in=["none", "default"]) | Q(deadline_day__isnull=False),
                name="directive_origin_of_day",
                violation_error_message=_("A deadline that is stated or inferred has a day."),
            ),
            models.CheckConstraint(
                condition=~Q(deadline_origin="none") | Q(deadline_day__isnull=True),
                name="directive_no_day_no_deadline",
                violation_error_message=_("Say where the day of the deadline comes from."),
            ),
            models.CheckConstraint(
                condition=Q(every="", every_day__isnull=True, every_month__isnull=True, every_until__isnull=True)
                | ~Q(every="") & Q(deadline_origin="none"),
                name="directive_recurring_has_no_one_day",
                violation_error_message=_("Recurring work has a day in each period, not one day for all."),
            ),
            models.CheckConstraint(
                condition=Q(every_day__isnull=True) | Q(every_day__gte=1, every_day__lte=31),
                name="directive_day_of_period",
                violation_error_message=_("The day of each period lies between 1 and 31; in a week, between 1 and 7."),
            ),
            models.CheckConstraint(
                condition=~Q(every="week") | Q(every_day__isnull=True) | Q(every_day__lte=7),
                name="directive_day_of_week",
                violation_error_message=_("The day of each period lies between 1 and 31; in a week, between 1 and 7."),
            ),
            models.CheckConstraint(
                condition=Q(every_month__isnull=True) | Q(every_month__lte=12),
                name="directive_month_of_period",
                violation_error_message=_("The month of each period lies between 1 and 12."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_on__isnull=True) | (~Q(state="draft") & Q(issued_on__isnull=False)),
                name="directive_issued_has_day",
                violation_error_message=_("A directive that is issued has the day of its issue."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawn_because="")
                    | ~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)
                ),
                name="directive_withdrawn_with_reason",
                violation_error_message=_("A directive is withdrawn on a day and for a reason."),
            ),
            models.CheckConstraint(
                condition=Q(secrecy="") | Q(quote="", product="", proof="", spoken_by=""),
                name="directive_marked_holds_no_content",
                violation_error_message=_("Of a marked document only its register line is kept here."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keeper", "state"], name="directive_keeper"),
            GinIndex(fields=["search_key"], name="directive_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["id"], name="directive_recurring", condition=Q(state="issued") & ~Q(every="")),
            models.Index(fields=["parent"], name="directive_parent", condition=Q(parent__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rhythm(self) -> Rhythm | None:
        """How the work comes back; None where it is done once, or stands without an end."""
        return Rhythm(Rhythmic(self.every), self.every_day, self.every_month) if self.every else None

    @property
    def whose_words(self) -> str:
        """The issuer by the register, else as written."""
        return str(self.issuer) if self.issuer else self.issuer_text

    @property
    def measure_words(self) -> str:
        """What tells that it is done: the quantity asked for, else the proof."""
        if self.quantity is None:
            return self.proof
        return f"{self.quantity.normalize():f} {self.measure}".strip()


class _Length(models.Transform):
    lookup_name = "length"
    function = "LENGTH"
    output_field = models.IntegerField()


models.CharField.register_lookup(_Length)
