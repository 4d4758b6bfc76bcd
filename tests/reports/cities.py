"""Situations for the tests of reports: a small city that has answered its forms, and one that has been reviewed."""

import datetime
from typing import Any

from kientoan.core.periods import Period
from kientoan.figures import actions as figure_actions
from kientoan.figures.models import FormIssue
from kientoan.orgs.models import Unit
from kientoan.reports import actions
from kientoan.reports.models import Edition
from tests import make

H1 = Period.parse("2017-H1")
DAY, AS_OF = datetime.date(2017, 6, 27), datetime.date(2017, 6, 20)


def build(city: dict[str, Unit], **changes: Any) -> Edition:
    """A draft of the city's report."""
    values = {"unit": city["T"], "period": H1, "day": DAY, "as_of": AS_OF, "by": make.operator()}
    return actions.build_half_year(**values | changes)


def reported(city: dict[str, Unit], **changes: int) -> FormIssue:
    """Two of three communes have answered the half-year form; the third was asked."""
    figure_actions.sync_starting_list(by=make.operator(), day=H1.end)
    issue = make.issue([city["X1"], city["X2"], city["P1"]])
    make.answered(issue, city["X1"], **changes)
    make.answered(issue, city["P1"])
    return issue
