"""The words on screen for the closed lists of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kientoan.meetings.rules import words


class Kind(models.TextChoices):
    """What a meeting is."""

    CONFERENCE = words.Kind.CONFERENCE.value, _("conference")
    BLOCK_BRIEFING = words.Kind.BLOCK_BRIEFING.value, _("briefing of a block of units")
    LEADERSHIP_BRIEFING = words.Kind.LEADERSHIP_BRIEFING.value, _("leadership briefing")
    BOARD_SESSION = words.Kind.BOARD_SESSION.value, _("session of the standing board")


class State(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = words.State.PLANNED.value, pgettext_lazy("a meeting", "planned")
    RUNNING = words.State.RUNNING.value, pgettext_lazy("a meeting", "running")
    HELD = words.State.HELD.value, pgettext_lazy("a meeting", "held, not concluded")
    CONCLUDED = words.State.CONCLUDED.value, pgettext_lazy("a meeting", "concluded")
    CANCELLED = words.State.CANCELLED.value, pgettext_lazy("a meeting", "cancelled")


class Part(models.TextChoices):
    """As what someone attends."""

    CHAIR = words.Part.CHAIR.value, _("in the chair")
    SECRETARY = words.Part.SECRETARY.value, _("takes the minutes")
    MEMBER = words.Part.MEMBER.value, _("takes part")
    INVITED = words.Part.INVITED.value, _("guest")


class Presence(models.TextChoices):
    """Whether someone came."""

    EXPECTED = words.Presence.EXPECTED.value, _("expected")
    PRESENT = words.Presence.PRESENT.value, _("present")
    ABSENT = words.Presence.ABSENT.value, _("absent")


class ItemKind(models.TextChoices):
    """What a conclusion says."""

    RESULT = words.ItemKind.RESULT.value, _("result")
    LIMIT = words.ItemKind.LIMIT.value, _("limit")
    TASK = words.ItemKind.TASK.value, pgettext_lazy("a conclusion", "task")


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    SENT = words.ProposalState.SENT.value, _("sent up, not taken up yet")
    TAKEN_UP = words.ProposalState.TAKEN_UP.value, _("taken up")
    PASSED_UP = words.ProposalState.PASSED_UP.value, _("passed further up")
    ANSWERED = words.ProposalState.ANSWERED.value, pgettext_lazy("a proposal", "answered")
    DECLINED = words.ProposalState.DECLINED.value, _("declined, with the reason")


class AdviceKind(models.TextChoices):
    """A submission or guidance."""

    SUBMISSION = words.AdviceKind.SUBMISSION.value, _("submission to a board")
    GUIDANCE = words.AdviceKind.GUIDANCE.value, _("guidance within the branch")


class AdviceState(models.TextChoices):
    """Where an advice stands."""

    PREPARED = words.AdviceState.PREPARED.value, _("being prepared")
    SUBMITTED = words.AdviceState.SUBMITTED.value, _("submitted")
    TABLED = words.AdviceState.TABLED.value, _("on the agenda of a session")
    CONCLUDED = words.AdviceState.CONCLUDED.value, pgettext_lazy("a submission", "concluded")
    RETURNED = words.AdviceState.RETURNED.value, _("returned to be done again")
    SENT = words.AdviceState.SENT.value, pgettext_lazy("guidance", "sent")
