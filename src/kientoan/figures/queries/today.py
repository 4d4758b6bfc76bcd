"""What figures put on the home page: forms that others still owe, and how to begin."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.display import Link
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Line
from kientoan.figures import access
from kientoan.figures.models import FormIssue, Submission
from kientoan.figures.rules.words import State
from kientoan.orgs.access import holds
from kientoan.orgs.models import scope
from kientoan.orgs.rules.roles import Right

MOST = 20


def to_gather(user: User, day: date) -> list[Line]:  # noqa: ARG001  the shape of the registry
    """Forms sent out that are not all in, for whoever gathers them: how many are missing, how many are to be corrected."""
    if user.is_service or not holds(user, Right.MERGE_FIGURES):
        return []
    asked = Submission.objects.filter(issue__form__retired_on__isnull=True)
    reached = scope.cut(asked, "unit_id", access.reach_with(user, Right.MERGE_FIGURES))
    rows = (
        reached.values_list("issue_id")
        .annotate(
            asked=Count("pk"),
            missing=Count("pk", filter=~Q(state=State.ACCEPTED)),
            faulty=Count("pk", filter=Q(state=State.FAULTY)),
        )
        .filter(missing__gt=0)
        .order_by("issue__due", "issue_id")[:MOST]
    )
    counted = {issue: counts for issue, *counts in rows}
    if not counted:
        return []
    issues = FormIssue.objects.filter(pk__in=counted).select_related("form").order_by("due", "pk")
    return [line for issue in issues for line in _lines(issue, *counted[issue.pk])]


def _lines(issue: FormIssue, asked: int, missing: int, faulty: int) -> list[Line]:
    """What is missing, and apart from it what came with faults; each opens its rows."""
    tongue, url = language(), reverse("figures:issue", args=[issue.pk])
    name = f"{issue.form.name}, {issue.period.label(tongue)}"

    def count(number: int) -> str:
        return formats.number(number, language=tongue)

    said = _("%(missing)s of %(asked)s not sent in rightly") % {"missing": count(missing), "asked": count(asked)}
    found = [Line(f"{name}: {said}", f"{url}?state=missing#answers", due=issue.due, period=issue.period_code)]
    if faulty:
        words = _("%(count)s to correct") % {"count": count(faulty)}
        found.append(Line(f"{name}: {words}", f"{url}?state=faulty#answers", due=issue.due, period=issue.period_code))
    return found


def beginnings(user: User) -> list[Link]:
    """Where figures are gathered, for whoever gathers them."""
    if not holds(user, Right.MERGE_FIGURES):
        return []
    return [Link(_("Forms sent out"), reverse("figures:overview"))]
