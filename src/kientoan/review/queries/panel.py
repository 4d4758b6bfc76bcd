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
from kientoan.review.queries.class_words import ClassWords
from kientoan.review.queries.classes import class_of, decided_class, is_classed, last_whole_year, regime_of
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


def class_panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """The class of the last year that was whole on the day: proposed, decided, and where every rule stands.

    Nothing for one who may not see proposals, nor for what is no party organisation.
    """
    year = last_whole_year(day)
    regime = regime_of(year)
    if not can(access.check_see, user, unit) or not (regime.applies and is_classed(unit, year)):
        return None
    found, decided, words = class_of(unit, year), decided_class(unit, year), ClassWords(year)
    return UnitPanel(
        title=_("Year class of %(year)d") % {"year": year},
        template="review/class_panel.html",
        note=regime.instrument,
        values={
            "proposed": words.grade(found.proposal.proposed) if found else "",
            "reason": words.first_reason(found) if found else "",
            "decided": words.grade(decided.grade) if decided else "",
            "decision": decided.decision if decided else "",
            "departure": words.departure(found) if found and decided else "",
            "url": reverse("review:unit_class", args=[year, unit.code]),
        },
    )
