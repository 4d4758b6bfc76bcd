"""Who has sent, on time or late, and who has not: by tier and by unit."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from kientoan.accounts.models import User
from kientoan.figures.models import FormIssue, Submission
from kientoan.figures.models.submissions import SubmissionQuerySet
from kientoan.figures.rules.words import State
from kientoan.orgs.models import Unit, UnitSpan


@dataclass(frozen=True)
class Tier:
    """Answers of the units under one unit: how many were asked, came, came on time, are faulty, are missing."""

    unit_id: int | None
    code: str
    name: str
    asked: int
    received: int
    on_time: int
    faulty: int

    @property
    def missing(self) -> int:
        """Units that have not sent: with those to correct and those received they make up all that were asked."""
        return self.asked - self.received - self.faulty


@dataclass(frozen=True)
class Waiting:
    """A unit whose answer is not received (not sent, or to correct): where it stands and since when it is late (days; 0 while there is time)."""

    unit_id: int
    code: str
    name: str
    state: str
    days_late: int

    @property
    def to_correct(self) -> bool:
        """Whether something came that has to be corrected."""
        return self.state == State.FAULTY


_COUNTS = """
count(*) AS asked,
count(*) FILTER (WHERE s.state = 'accepted') AS received,
count(*) FILTER (WHERE s.state = 'accepted' AND NOT s.is_late) AS on_time,
count(*) FILTER (WHERE s.state = 'faulty') AS faulty
"""


def completeness(issue: FormIssue, user: User, *, day: date | None = None) -> tuple[Tier, list[Tier]]:
    """The whole of a form sent out, and the same for each unit directly above those asked, as far as the user sees.

    Tiers are those of the day (default: the last of the period), in Vietnamese order of name.
    """
    day = day or issue.period.end
    visible = Submission.objects.visible_to(user).filter(issue=issue)
    chosen, params = visible.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT p.parent_id, u.code, ps.name, {_COUNTS}
            FROM figures_submission s
            LEFT JOIN orgs_unitspan p ON p.unit_id = s.unit_id AND p.valid @> %s::date
            LEFT JOIN orgs_unit u ON u.id = p.parent_id
            LEFT JOIN orgs_unitspan ps ON ps.unit_id = p.parent_id AND ps.valid @> %s::date
            WHERE s.id IN ({chosen})
            GROUP BY p.parent_id, u.code, ps.name, ps.sort_key ORDER BY ps.sort_key, u.code
            """,  # noqa: S608  the query set's own text
            [day, day, *params],
        )
        tiers = [Tier(row[0], row[1] or "", row[2] or "", *row[3:]) for row in cursor.fetchall()]
    whole = Tier(
        None,
        "",
        "",
        sum(t.asked for t in tiers),
        sum(t.received for t in tiers),
        sum(t.on_time for t in tiers),
        sum(t.faulty for t in tiers),
    )
    return whole, tiers


def submissions_page(
    issue: FormIssue, user: User, *, state: str = "", under: Unit | None = None, late: bool = False
) -> SubmissionQuerySet:
    """The answers to a form that the user sees, filtered; to be sliced into pages."""
    chosen = Submission.objects.visible_to(user).filter(issue=issue).select_related("unit")
    if state == "missing":
        chosen = chosen.exclude(state__in=(State.ACCEPTED, State.FAULTY))
    elif state:
        chosen = chosen.filter(state=state)
    if late:
        chosen = chosen.filter(is_late=True)
    if under is not None:
        branch = UnitSpan.objects.under(under, issue.period.end).values("unit_id")
        chosen = chosen.filter(unit_id__in=branch)
    return chosen.order_by("unit__code")


def waiting(issue: FormIssue, user: User, *, today: date) -> list[Waiting]:
    """Units whose answer is not received, with their names of the period's last day, in order of code; `state` says whether
    it is to be corrected or was not sent.
    """
    missing = submissions_page(issue, user).exclude(state=State.ACCEPTED)
    names = dict(
        UnitSpan.objects.as_of(issue.period.end)
        .filter(unit_id__in=missing.values("unit_id"))
        .values_list("unit_id", "name")
    )
    late = max(0, (today - issue.due).days)
    found = [Waiting(s.unit_id, s.unit.code, names.get(s.unit_id, s.unit.code), s.state, late) for s in missing]
    return sorted(found, key=lambda one: one.code)


def counts_of(issue_ids: list[int], user: User) -> dict[int, tuple[int, int]]:
    """For several forms sent out: how many units that the user sees were asked, and how many have answered."""
    rows = (
        Submission.objects.visible_to(user)
        .filter(issue_id__in=issue_ids)
        .values_list("issue_id")
        .annotate(asked=Count("pk"), received=Count("pk", filter=Q(state=State.ACCEPTED)))
    )
    return {issue: (asked, received) for issue, asked, received in rows}
