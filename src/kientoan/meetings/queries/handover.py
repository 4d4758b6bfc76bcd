"""What a unit still has open of meetings when it ends."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kientoan.meetings.models import Meeting, Proposal, Statement
from kientoan.meetings.rules.words import OPEN_PROPOSALS, State
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Held

OPEN = (State.PLANNED, State.RUNNING, State.HELD)


def open_meetings(unit: Unit) -> QuerySet[Meeting]:
    """Meetings of the unit that are not concluded yet."""
    return Meeting.objects.filter(organiser=unit, state__in=OPEN)


def open_answers(unit: Unit) -> QuerySet[Statement]:
    """Statements that the unit must answer and has not."""
    return Statement.objects.filter(asked_of=unit, answered_on__isnull=True)


def open_proposals_from(unit: Unit) -> QuerySet[Proposal]:
    """Proposals of the unit that wait for an answer."""
    return Proposal.objects.filter(unit=unit, state__in=OPEN_PROPOSALS)


def open_proposals_to(unit: Unit) -> QuerySet[Proposal]:
    """Proposals that wait for the unit's answer."""
    return Proposal.objects.filter(sent_to=unit, state__in=OPEN_PROPOSALS)


def still_open(unit: Unit, day: date) -> Sequence[Held]:  # noqa: ARG001  the shape of the registry
    """What the unit's page says before it ends."""
    rows = [Held("meeting", one.title) for one in open_meetings(unit)]
    rows += [Held("statement", _("answer to a statement")) for _one in open_answers(unit)]
    proposals = [*open_proposals_from(unit), *open_proposals_to(unit)]
    return rows + [Held("proposal", _("proposal")) for _one in proposals]
