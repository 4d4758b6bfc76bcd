"""What the review shows on a unit's page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.access import can
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.review import access
from kientoan.review.models import UnitResult
from kientoan.review.queries.wording import outcome_word, reasons_of


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """What the latest run by the day said of the unit; nothing for one who may not see proposals or where none judged it."""
    if not can(access.check_see, user, unit):
        return None
    rows = UnitResult.objects.filter(unit=unit, run__as_of__lte=day).select_related("run")
    found = rows.order_by("-run__as_of", "-run_id").first()
    if found is None:
        return None
    return UnitPanel(
        title=_("Review"),
        template="review/panel.html",
        note=_("%(period)s, as of %(day)s")
        % {
            "period": found.run.period.label(language()),
            "day": formats.day_short(found.run.as_of, language()),
        },
        values={
            "outcome": outcome_word(found.outcome),
            "reasons": reasons_of(found, language())[:3],
            "more": max(0, len(found.reasons) - 3),
            "url": reverse("review:result", args=[found.run_id, unit.code]),
        },
    )
