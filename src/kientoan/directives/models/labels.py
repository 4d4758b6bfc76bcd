"""The words on screen for the closed lists of directives."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.directives.rules import rhythm, states, timing, words
from kientoan.orgs.rules.pack import Verb


class Standing(models.TextChoices):
    """Where a directive stands."""

    DRAFT = words.Standing.DRAFT.value, _("draft")
    ISSUED = words.Standing.ISSUED.value, _("issued")
    WITHDRAWN = words.Standing.WITHDRAWN.value, _("withdrawn")


class ProductKind(models.TextChoices):
    """What a directive must yield."""

    REPORT = words.ProductKind.REPORT.value, _("report")
    PLAN = words.ProductKind.PLAN.value, _("plan")
    DECISION = words.ProductKind.DECISION.value, _("decision, resolution")
    FIGURES = words.ProductKind.FIGURES.value, _("figures")
    EVENT = words.ProductKind.EVENT.value, _("meeting, event")
    STATE_CHANGE = words.ProductKind.STATE_CHANGE.value, _("change in state")
    OTHER = words.ProductKind.OTHER.value, _("other product")


class DeadlineOp(models.TextChoices):
    """How the day of a deadline is meant."""

    BEFORE = words.DeadlineOp.BEFORE.value, _("before the day")
    WITHIN = words.DeadlineOp.WITHIN.value, _("within a span that ends on the day")
    BY = words.DeadlineOp.BY.value, _("by the day")


class DeadlineOrigin(models.TextChoices):
    """Where the day of a deadline comes from."""

    STATED = words.DeadlineOrigin.STATED.value, _("stated")
    INFERRED = words.DeadlineOrigin.INFERRED.value, _("inferred from the words")
    DEFAULT = words.DeadlineOrigin.DEFAULT.value, _("by the default rule")
    NONE = words.DeadlineOrigin.NONE.value, _("no deadline")


class Every(models.TextChoices):
    """How often recurring work comes back."""

    WEEK = rhythm.Every.WEEK.value, _("every week")
    MONTH = rhythm.Every.MONTH.value, _("every month")
    QUARTER = rhythm.Every.QUARTER.value, _("every quarter")
    HALF = rhythm.Every.HALF.value, _("every half year")
    YEAR = rhythm.Every.YEAR.value, _("every year")


class Urgency(models.TextChoices):
    """The urgency mark, as documents bear it."""

    NORMAL = "normal", _("ordinary")
    URGENT = "urgent", _("urgent")
    VERY_URGENT = "very_urgent", _("very urgent")
    EXPRESS = "express", _("express")


class Secrecy(models.TextChoices):
    """The secrecy mark, as documents bear it; of what is made from marked things no content is kept."""

    NONE = "", _("not marked")
    SECRET = "secret", _("secret")
    TOP_SECRET = "top_secret", _("top secret")
    UTMOST_SECRET = "utmost_secret", _("utmost secret")


class Authority(models.TextChoices):
    """How the issuer may turn to the one who is to do it."""

    DIRECT = Verb.DIRECT.value, _("directs")
    GUIDE = Verb.GUIDE.value, _("guides")
    REQUEST = Verb.REQUEST.value, _("requests")
    UNKNOWN = "unknown", _("authority not established")


class WorkState(models.TextChoices):
    """Where the work stands."""

    NOT_STARTED = states.WorkState.NOT_STARTED.value, _("not started")
    UNDER_WAY = states.WorkState.UNDER_WAY.value, _("being carried out")
    AWAITING = states.WorkState.AWAITING.value, _("awaits acceptance")
    REDO = states.WorkState.REDO.value, _("returned, to be done again")
    DONE = states.WorkState.DONE.value, _("carried out")
    SUSPENDED = states.WorkState.SUSPENDED.value, _("suspended")
    HANDED_BACK = states.WorkState.HANDED_BACK.value, _("handed back")
    WITHDRAWN = states.WorkState.WITHDRAWN.value, _("withdrawn with its directive")


class TimeState(models.TextChoices):
    """How a task stands to its deadline."""

    IN_TIME = timing.TimeState.IN_TIME.value, _("in time")
    DUE_SOON = timing.TimeState.DUE_SOON.value, _("due soon")
    OVERDUE = timing.TimeState.OVERDUE.value, _("overdue")
    NO_DEADLINE = timing.TimeState.NO_DEADLINE.value, _("no deadline")
    ON_TIME = timing.TimeState.ON_TIME.value, _("done on time")
    LATE = timing.TimeState.LATE.value, _("done late")


class Outcome(models.TextChoices):
    """What is frozen when a task is accepted."""

    ON_TIME = timing.TimeState.ON_TIME.value, _("done on time")
    LATE = timing.TimeState.LATE.value, _("done late")
    NO_DEADLINE = timing.TimeState.NO_DEADLINE.value, _("done, had no deadline")


class HandBackKind(models.TextChoices):
    """Why a unit asks to hand a task back."""

    REASSIGN = words.HandBackKind.REASSIGN.value, _("asks that another unit be given it")
    NOT_OURS = words.HandBackKind.NOT_OURS.value, _("not within its authority")


class Answer(models.TextChoices):
    """What became of something asked for."""

    ASKED = words.Answer.ASKED.value, _("awaits a decision")
    AGREED = words.Answer.AGREED.value, _("agreed")
    REFUSED = words.Answer.REFUSED.value, _("not agreed")


class ItemOrigin(models.TextChoices):
    """Why an item stands in a programme."""

    OWN = words.ItemOrigin.OWN.value, _("the programme itself")
    URGED = words.ItemOrigin.URGED.value, _("urged by a leader")
    CONCLUSION = words.ItemOrigin.CONCLUSION.value, _("conclusion of a conference")
    SUPERIOR = words.ItemOrigin.SUPERIOR.value, _("document of a superior")


class InList(models.TextChoices):
    """The lists of tasks, as they are called."""

    OPEN = "open", _("All open")
    MINE = "mine", _("Mine to do")
    ACCEPT = "accept", _("Mine to accept")
    WATCH = "watch", _("Mine to follow")
    LATE = "late", _("Late")
    COMING = "coming", _("Coming")
    ALL = "all", _("All")
