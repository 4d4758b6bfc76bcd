"""What one unit must do of a directive: one lead, any number of helpers, who answers and who advises, and how it went."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.core.roles import only_grows
from kientoan.directives.models.labels import Authority, Outcome, WorkState
from kientoan.directives.models.orders import Directive
from kientoan.directives.rules import rhythm
from kientoan.orgs.models import Body, Unit, scope
from kientoan.people.models import Post


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those that a unit within reach gave, and those issued that it leads or helps with."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        if not reach.sql:
            return self.none()
        within = RawSQL(reach.sql, reach.params)  # noqa: S611  our own text only
        helped = Helper.objects.filter(unit_id__in=within).values("task_id")
        led = Q(lead_id__in=within) | Q(pk__in=helped)
        return self.filter(Q(keeper_id__in=within) | Q(issued_on__isnull=False) & led)

    def issued(self) -> Self:
        """Those whose directive was issued, withdrawn ones included."""
        return self.filter(issued_on__isnull=False)


@tracked(exclude=("assignee_text",))
class Task(models.Model):
    """One unit's part of a directive; what it is asked is said by the directive."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="tasks")
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="given_tasks", verbose_name=_("given by"))
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("lead unit"))
    lead_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead body")
    )
    occurrence = models.CharField(_("period"), max_length=10, blank=True)
    assignee_text = models.CharField(_("who is to do it, as written"), max_length=300, blank=True)
    coordinating = models.ManyToManyField(Unit, through="Helper", related_name="+", verbose_name=_("helping units"))
    accountable = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who is accountable")
    )
    adviser = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who advises")
    )
    authority = models.CharField(_("authority"), max_length=10, choices=Authority, default=Authority.UNKNOWN)
    first_deadline = models.DateField(_("first deadline"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=WorkState, default=WorkState.NOT_STARTED)
    issued_on = models.DateField(_("given on"), null=True, blank=True)
    acknowledged_on = models.DateField(_("receipt acknowledged"), null=True, blank=True)
    submitted_on = models.DateField(_("sent in on"), null=True, blank=True)
    closed_on = models.DateField(_("accepted on"), null=True, blank=True)
    outcome = models.CharField(_("done on time or late"), max_length=12, choices=Outcome, blank=True)
    late_because = models.CharField(_("why it was late"), max_length=300, blank=True)
    instead_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("instead of"),
    )

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "assignee_text": Privacy.ORDINARY}
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["directive", "lead", "lead_body", "occurrence"],
                name="task_once",
                nulls_distinct=False,
                violation_error_message=_("The unit already has a task of this directive."),
            ),
            models.CheckConstraint(
                condition=Q(first_deadline__isnull=True, deadline__isnull=True)
                | Q(first_deadline__isnull=False, deadline__isnull=False),
                name="task_first_deadline_stays",
                violation_error_message=_("The first deadline stays beside the present one."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="done", closed_on__isnull=False, submitted_on__isnull=False) & ~Q(outcome="")
                    | ~Q(state="done") & Q(closed_on__isnull=True, outcome="")
                ),
                name="task_done_is_frozen",
                violation_error_message=_("What is done has its day and whether it was on time; nothing else has."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="no_deadline") | Q(deadline__isnull=True),
                name="task_outcome_fits_deadline",
                violation_error_message=_("Only a task without a deadline is done without one."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("submitted_on")),
                name="task_sent_in_then_accepted",
                violation_error_message=_("A task is accepted on or after the day on which it was sent in."),
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting") | Q(submitted_on__isnull=False),
                name="task_awaiting_was_sent_in",
                violation_error_message=_("What awaits acceptance was sent in on some day."),
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=False) | Q(state="not_started"),
                name="task_moves_when_issued",
                violation_error_message=_("A task begins when its directive is issued."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["lead", "state"], name="task_lead"),
            models.Index(fields=["keeper", "state"], name="task_keeper"),
            models.Index(fields=["deadline", "id"], name="task_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}:{self.lead_id}"

    @property
    def title(self) -> str:
        """The work, with its period where it comes back."""
        return self.directive.title + (f" ({self.period})" if self.occurrence else "")

    @property
    def period(self) -> str:
        """The period that the task is of, in the reader's language; nothing where the work is done once."""
        return rhythm.label(self.occurrence, get_language() or "vi") if self.occurrence else ""


@tracked()
class Helper(models.Model):
    """A unit that helps with a task and does not lead it."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="helpers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="helped_tasks")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "unit"], name="helper_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "task"], name="helper_unit")]

    def __str__(self) -> str:
        return f"{self.task_id}:{self.unit_id}"


@only_grows()
class TaskStep(models.Model):
    """How a task stood from a day on; the report as of any day counts the last step up to that day."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField(_("from"))
    state = models.CharField(_("state"), max_length=12, choices=WorkState)
    deadline = models.DateField(_("deadline"), null=True)
    submitted_on = models.DateField(_("sent in on"), null=True)
    outcome = models.CharField(_("done on time or late"), max_length=12, choices=Outcome, blank=True)
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["task", "-on", "-id"], name="taskstep_last")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.on} {self.state}"
