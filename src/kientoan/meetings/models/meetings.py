"""A meeting: who holds it and where, its agenda with the time it took, its papers, who came."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.directives.models import Task
from kientoan.documents.models import Document
from kientoan.meetings.models.labels import Kind, Part, Presence, State
from kientoan.orgs.models import Body, Portfolio, Unit, scope
from kientoan.people.models import Post

WORDS = ("chair", "report_reader", "responder", "response", "overall")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, cut to what a person may see."""

    def visible_to(self, user: User) -> Self:
        """Those that a unit within reach holds, hosts or is asked to."""
        reach = scope.of_user(user)
        if reach.everything:
            return self
        own = scope.cut(Meeting.objects.all(), "organiser_id", reach)
        hosted = scope.cut(Meeting.objects.all(), "host_id", reach)
        asked = scope.cut(Attendance.objects.all(), "unit_id", reach)
        return self.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=hosted.values("pk")) | Q(pk__in=asked.values("meeting_id"))
        )


@tracked(exclude=WORDS)
class Meeting(models.Model):
    """A conference, a briefing or a session; who holds it need not be who hosts it."""

    organiser = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("held by"))
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("body")
    )
    host = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_meetings",
        verbose_name=_("hosted by"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    block = models.ForeignKey(
        Portfolio, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("block of units")
    )
    title = models.CharField(_("about"), max_length=300)
    held_on = models.DateField(_("held on"))
    begins = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.CharField(_("in the chair"), max_length=120, blank=True)
    chair_post = models.CharField(_("post of the chair"), max_length=200, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    report = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report read")
    )
    report_reader = models.CharField(_("read by"), max_length=200, blank=True)
    overall = models.TextField(_("overall assessment"), blank=True)
    response = models.TextField(_("response to the conclusion"), blank=True)
    responder = models.CharField(_("who responded"), max_length=200, blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    minutes = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes")
    )
    notice = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("conclusion notice")
    )

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, **dict.fromkeys(WORDS, Privacy.ORDINARY)}
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-held_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="block_briefing") | Q(block__isnull=True),
                name="meeting_block_only_of_briefing",
                violation_error_message=_("Only the briefing of a block names a block."),
            ),
            models.CheckConstraint(
                condition=~Q(follows=F("pk")),
                name="meeting_follows_another",
                violation_error_message=_("A meeting does not follow itself."),
            ),
            models.CheckConstraint(
                condition=Q(state="concluded", concluded_on__isnull=False)
                | (~Q(state="concluded") & Q(concluded_on__isnull=True)),
                name="meeting_concluded_has_day",
                violation_error_message=_("A meeting that is concluded has the day of its conclusion."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="meeting_opens_then_closes",
                violation_error_message=_("A meeting closes after it was opened."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organiser", "-held_on"], name="meeting_organiser"),
            models.Index(fields=["-held_on", "-id"], name="meeting_held"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=("presenter", "notes"))
class AgendaItem(models.Model):
    """One item of the agenda: the minutes it is given, when it began and ended, what was noted under it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("place in the list"))
    title = models.CharField(_("item"), max_length=300)
    presenter = models.CharField(_("presented by"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes given"), null=True, blank=True)
    started_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    version = models.PositiveIntegerField(default=0)
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about the task")
    )
    point = models.CharField(_("point that waited for the leaders"), max_length=60, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "presenter": Privacy.ORDINARY,
        "notes": Privacy.ORDINARY,
    }

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")
        ordering = ("meeting", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="agenda_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(started_at__isnull=False, ended_at__gte=F("started_at")),
                name="agenda_begins_then_ends",
                violation_error_message=_("An item ends after it began."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "point"],
                condition=~Q(point=""),
                name="agenda_point_once",
                violation_error_message=_("The point is already on the agenda."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["point"], name="agenda_point", condition=~Q(point="")),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Paper(models.Model):
    """A document laid before the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="meetings")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of meetings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "document"], name="paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.document_id}"


@tracked(exclude=("name", "because"))
class Attendance(models.Model):
    """Someone who was asked to a meeting: by name, by post, for which unit, and whether he or she came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    post_text = models.CharField(_("post, as written"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    part = models.CharField(_("attends as"), max_length=10, choices=Part, default=Part.MEMBER)
    presence = models.CharField(_("came"), max_length=10, choices=Presence, default=Presence.EXPECTED)
    because = models.CharField(_("why absent"), max_length=200, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "name": Privacy.ORDINARY, "because": Privacy.ORDINARY}

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("meeting", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(post_text="") | Q(post__isnull=False) | Q(unit__isnull=False),
                name="attendance_names_someone",
                violation_error_message=_("Say who: a name, a post or a unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.pk}"
