"""Who brings findings in, and who decides on them; a refusal is the sentence that the person sees."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.findings.models import Finding
from kientoan.findings.rules import MOVES, State
from kientoan.orgs.access import check_right, holds
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.rules.roles import Right


def check_propose(user: User, unit: Unit | None = None) -> None:
    """Bringing a finding in, over the unit."""
    check_right(user, Right.PROPOSE_FINDINGS, unit)


def above(unit: Unit) -> Unit:
    """The unit directly above today, or as of the last day of one that has ended; the unit itself at the top."""
    today = clock.today()
    span = UnitSpan.objects.as_of(today).filter(unit=unit).select_related("parent").first()
    span = span or UnitSpan.objects.filter(unit=unit).select_related("parent").order_by("-valid").first()
    return span.parent if span is not None and span.parent is not None else unit


def check_decide(user: User, finding: Finding, unit: Unit | None = None) -> None:
    """Confirming or dismissing: by someone of the level above the unit, once."""
    check_right(user, Right.DECIDE_FINDINGS)
    if State.CONFIRMED not in MOVES[State(finding.state)]:
        raise Refused(_("This finding is decided already. What turns out otherwise is a new finding."))
    about = unit or finding.unit
    if about is None:
        return
    if not holds(user, Right.DECIDE_FINDINGS, above(about)):
        raise NotAllowed(_("A finding is confirmed or dismissed by the level above the unit, not by the unit itself."))
