"""What figures still hold on a unit that ends: forms not answered, drafts."""

from datetime import date

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.figures.models import Draft, Submission
from kientoan.figures.rules.words import State
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Held, Outcome


def end_with_unit(unit: Unit, successor: Unit | None, day: date, by: User) -> list[Held]:
    """Pass the forms that the unit still owes for periods ending on or after the day to its successor, or end them.

    Figures and answers stay on the old unit; a draft goes with its form. Part of the operation's own action.
    """
    open_ones = Submission.objects.filter(unit=unit).exclude(state=State.ACCEPTED).select_related("issue__form")
    held = []
    for one in open_ones:
        if one.issue.period.end < day:
            continue
        label = f"{one.issue.form} {one.issue.period_code}"
        with recorded("figures.end_with_unit", by=by, on=[unit]):
            takes_over = successor is not None and not one.issue.submissions.filter(unit=successor).exists()
            if successor is not None and takes_over:
                Submission.objects.create(issue=one.issue, unit=successor)
            Draft.objects.filter(submission=one).delete()
            if not one.receipts.exists():
                one.delete()
        held.append(Held("form", label, Outcome.PASSED if successor is not None else Outcome.ENDED))
    return held
