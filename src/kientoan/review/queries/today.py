"""What the review puts on the home page: proposals that wait for a decision, and the picture of the latest run."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.access import can
from kientoan.core.charts import Chart, Series
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Line
from kientoan.orgs.models import Unit
from kientoan.review import access
from kientoan.review.models import Run
from kientoan.review.queries.runs import headline, runs_for
from kientoan.review.queries.wording import outcome_word, tier_word
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.tiers import Tier

if TYPE_CHECKING:
    from kientoan.core.display import Tone


def _latest(user: User, day: date) -> Run | None:
    """The latest run by the day that judged a unit within the person's reach."""
    return runs_for(user).filter(as_of__lte=day).first()


def settled(user: User, day: date) -> set[str]:
    """Codes of the periods that a run within the person's reach had reviewed by the day."""
    runs = Run.objects.visible_to(user).filter(as_of__lte=day)
    return set(runs.order_by().values_list("period_code", flat=True).distinct())


def _rows(run: Run, tier: Tier, outcome: str) -> str:
    return f"{reverse('review:run', args=[run.pk])}?{urlencode({'tier': tier.value, 'outcome': outcome})}"


def to_decide(user: User, day: date) -> list[Line]:
    """Units that the latest run proposes for consideration, tier by tier, for whoever may see proposals."""
    run = None if user.is_service else _latest(user, day)
    if run is None or not can(access.check_see, user):
        return []
    tongue = language()
    note = _("%(period)s, as of %(day)s") % {
        "period": run.period.label(tongue),
        "day": formats.day_short(run.as_of, tongue),
    }
    return [
        Line(
            _("%(count)s of %(all)s %(units)s proposed for consideration")
            % {
                "count": formats.number(each.proposed, language=tongue),
                "all": formats.number(each.reviewed, language=tongue),
                "units": tier_word(each.tier, run),
            },
            _rows(run, each.tier, Outcome.PROPOSED.value),
            note,
        )
        for each in headline(run, user)
        if each.proposed
    ]


def picture(user: User, day: date, scope_code: str) -> Chart | None:
    """What the latest run found to look at, by tier; each bar opens its rows.

    Those without ground are left out of the picture: beside 20,000 cells nobody would see what matters. The tier says of how many.
    """
    run = _latest(user, day)
    if run is None or not can(access.check_see, user):
        return None
    under = Unit.objects.visible_to(user).filter(code=scope_code).first() if scope_code else None
    counts = headline(run, user, under)
    if not counts:
        return None
    outcomes: tuple[tuple[Outcome, list[int], Tone], ...] = (
        (Outcome.PROPOSED, [each.proposed for each in counts], "rank-5"),
        (Outcome.NEAR, [each.near for each in counts], "rank-3"),
        (Outcome.NOT_ENOUGH_FIGURES, [each.not_enough for each in counts], "none"),
    )
    return Chart(
        "review-outcomes",
        "bar",
        _("Outcomes of the latest review"),
        note=_("%(period)s, as of %(day)s")
        % {"period": run.period.label(language()), "day": formats.day_short(run.as_of, language())},
        category=_("Tier"),
        categories=[
            f"{tier_word(each.tier, run)} ({formats.number(each.total, language=language())})" for each in counts
        ],
        links=[_rows(run, each.tier, "all") for each in counts],
        series=[Series(outcome_word(outcome.value), values, tone) for outcome, values, tone in outcomes],
        stacked=True,
        horizontal=True,
        labels=True,
        below=True,
    )
