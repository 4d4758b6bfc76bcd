"""What a unit, or a body that ends by itself, still has open of meetings, proposals and submissions."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.meetings.models import Advice, Attendance, Meeting, Proposal, Statement
from kientoan.meetings.rules.words import ADVICE_MAY_FOLLOW, OPEN_PROPOSALS, Presence, State
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.rules.handover import Held

OPEN = (State.PLANNED, State.RUNNING, State.HELD)
OPEN_ADVICE = tuple(state for state, after in ADVICE_MAY_FOLLOW.items() if after)


def open_meetings(unit: Unit) -> QuerySet[Meeting]:
    """Meetings of the unit that are not concluded yet."""
    return Meeting.objects.filter(organiser=unit, state__in=OPEN)


def hosted_meetings(unit: Unit) -> QuerySet[Meeting]:
    """Meetings still to be held that the unit hosts."""
    return Meeting.objects.filter(host=unit, state=State.PLANNED)


def asked_to(unit: Unit) -> QuerySet[Attendance]:
    """Meetings still to be held that the unit is asked to."""
    return Attendance.objects.filter(unit=unit, presence=Presence.EXPECTED, meeting__state=State.PLANNED)


def open_answers(unit: Unit) -> QuerySet[Statement]:
    """Statements that the unit must answer and has not."""
    return Statement.objects.filter(asked_of=unit, answered_on__isnull=True)


def open_proposals_from(unit: Unit) -> QuerySet[Proposal]:
    """Proposals of the unit that wait for an answer."""
    return Proposal.objects.filter(unit=unit, state__in=OPEN_PROPOSALS)


def open_proposals_to(unit: Unit) -> QuerySet[Proposal]:
    """Proposals that wait for the unit's answer."""
    return Proposal.objects.filter(sent_to=unit, state__in=OPEN_PROPOSALS)


def open_advice(unit: Unit) -> QuerySet[Advice]:
    """Submissions and guidance under way that the unit prepared, or that one of its bodies is to conclude on."""
    rows = Advice.objects.filter(Q(keeper=unit) | Q(author__unit=unit) | Q(addressee__unit=unit))
    return rows.filter(state__in=OPEN_ADVICE).select_related("author", "addressee").order_by("pk")


def waiting_for_body(body: Body) -> QuerySet[Advice]:
    """Submissions that wait for a body's conclusion."""
    return Advice.objects.filter(addressee=body, state__in=OPEN_ADVICE).order_by("pk")


def still_open(unit: Unit, day: date) -> Sequence[Held]:  # noqa: ARG001  the shape of the registry
    """What the unit's page says before it ends."""
    rows = [Held("meeting", one.title) for one in open_meetings(unit)]
    rows += [Held("statement", _("answer to a statement")) for _one in open_answers(unit)]
    proposals = [*open_proposals_from(unit), *open_proposals_to(unit)]
    rows += [Held("proposal", _("proposal")) for _one in proposals]
    return rows + [Held("advice", one.title) for one in open_advice(unit)]
