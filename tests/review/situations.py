"""Situations for the tests of review: a small city whose communes are good, weak or silent."""

from datetime import date

from kientoan.core.periods import Period
from kientoan.orgs.models import Unit
from kientoan.review import actions
from kientoan.review.models import Run
from tests import make

H1, AS_OF = Period.parse("2017-H1"), date(2017, 6, 30)
GOOD = {
    "members": 200,
    "members_opening": 198,
    "members_admitted": 4,
    "meetings_held": 6,
    "meetings_due": 6,
    "attendance": 1100,
    "attendance_due": 1200,
    "tasks_assigned": 20,
    "tasks_done": 19,
    "tasks_late": 0,
    "key_posts": 5,
    "key_posts_filled": 5,
}
WEAK = GOOD | {"meetings_held": 3, "tasks_done": 8, "tasks_late": 9, "key_posts_filled": 2, "attendance": 500}


def judged_city() -> dict[str, Unit]:
    """X1 weak, X2 good, P1 without figures though its like are asked for them."""
    city = make.city()
    make.figures(city["X1"], **WEAK)
    make.figures(city["X2"], **GOOD)
    return city


def run(city: dict[str, Unit], code: str = "T", **changes) -> Run:
    """A run over a branch for the first half of 2017."""
    values = {"period": H1, "as_of": AS_OF, "by": make.operator()} | changes
    return actions.run_review(unit=city[code], **values)


def outcomes(run: Run) -> dict[str, str]:
    """Outcome by code of the unit."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    return {codes[unit]: outcome for unit, outcome in run.results.values_list("unit_id", "outcome")}
