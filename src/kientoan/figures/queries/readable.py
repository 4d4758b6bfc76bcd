"""What figures tell other pages: sentences of the record, the unit's panel, what is mine to do."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Line
from kientoan.figures import access
from kientoan.figures.models import Observation, Submission
from kientoan.figures.rules.period_numbers import period_of
from kientoan.figures.rules.words import State
from kientoan.orgs.access import holds
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.orgs.rules.roles import Right

MOST_OWED = 1_000
"""More answers than any commune's cells owe; whoever gathers more than that merges."""
SENTENCES: Mapping[str, Promise] = {
    "figures.sync_starting_list": gettext_lazy("Took over the starting list of indicators and forms"),
    "figures.define_indicator": gettext_lazy("Defined an indicator"),
    "figures.retire_indicator": gettext_lazy("Stopped asking for an indicator"),
    "figures.make_form": gettext_lazy("Made a form"),
    "figures.change_form": gettext_lazy("Changed a form"),
    "figures.retire_form": gettext_lazy("Stopped sending a form out"),
    "figures.issue_form": gettext_lazy("Sent a form out for %(period)s to %(units)s units"),
    "figures.import": gettext_lazy("Imported %(added)s new figures and %(corrected)s corrections from %(file)s"),
    "figures.correct": gettext_lazy("Corrected the figure %(indicator)s of %(period)s"),
    "figures.receive_sheet": gettext_lazy(
        "Took in the workbook “%(file)s” of %(form)s, %(period)s: %(added)s new figures, %(corrected)s corrected"
    ),
    "figures.receive_entry": gettext_lazy(
        "Received the answer typed in to %(form)s, %(period)s: %(added)s new figures, %(corrected)s corrected"
    ),
    "figures.return_sheet": gettext_lazy(
        "Gave the workbook “%(file)s” of %(form)s, %(period)s back for correction: %(faults)s faults"
    ),
    "figures.keep_draft": gettext_lazy("Kept a draft of a form"),
    "figures.set_target": gettext_lazy("Set a target of %(year)s, decision %(decision)s"),
    "figures.start_sheet": gettext_lazy("Had the sheet %(file)s checked"),
    "figures.take_in_sheet": gettext_lazy("Had the sheet %(file)s taken in"),
    "figures.start_merge": gettext_lazy("Started to merge %(files)s files"),
    "figures.end_with_unit": gettext_lazy("Ended what was asked of a unit"),
    "figures.export_answers": gettext_lazy("Exported the answers to a form (%(format)s)"),
    "figures.export_indicators": gettext_lazy("Exported the indicators (%(format)s)"),
    "figures.export_scorecard": gettext_lazy("Exported the scorecard (%(format)s)"),
    "figures.export_targets": gettext_lazy("Exported targets (%(format)s)"),
    "figures.export_unit": gettext_lazy("Exported a unit's figures (%(format)s)"),
}


ON_UNIT_PAGE: Final = 10
"""How many of its latest figures a unit's page shows; all are a link away."""


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """The unit's latest figures, for its page."""
    rows = Observation.objects.visible_to(user).current().filter(unit=unit, starts__lte=day)
    latest = rows.order_by("-starts", "-period").values_list("period", flat=True).first()
    if latest is None:
        return None
    shown = list(rows.filter(period=latest).select_related("indicator").order_by("indicator_id", "source"))
    values = {"rows": shown[:ON_UNIT_PAGE], "more": max(0, len(shown) - ON_UNIT_PAGE), "unit": unit}
    return UnitPanel(_("Figures"), "figures/panel.html", values, period_of(latest).label())


def mine(user: User, day: date) -> list[Line]:  # noqa: ARG001  the shape of the registry
    """Forms that the user's own units owe, for whoever may enter them and does not merge others'.

    A form that one unit owes opens its entry; one that many owe (the cells of a commune) is one line with their number.
    """
    if user.is_service or not holds(user, Right.ENTER_FIGURES) or holds(user, Right.MERGE_FIGURES):
        return []
    owed = scope.cut(
        Submission.objects.exclude(state=State.ACCEPTED).filter(issue__form__retired_on__isnull=True),
        "unit_id",
        access.reach_with(user, Right.ENTER_FIGURES),
    )
    by_issue: dict[int, list[Submission]] = {}
    for one in owed.select_related("issue__form", "unit").order_by("issue__due", "issue_id", "unit__code")[:MOST_OWED]:
        by_issue.setdefault(one.issue_id, []).append(one)
    return [_owed(answers) for answers in by_issue.values()]


def _owed(answers: list[Submission]) -> Line:
    first, issue = answers[0], answers[0].issue
    name = f"{issue.form.name}, {issue.period.label(language())}"
    if len(answers) == 1:
        url = reverse("figures:entry", args=[first.pk])
        return Line(name, url, first.unit.code, issue.due, period=issue.period_code)
    count = formats.number(len(answers), language=language())
    said = _("%(name)s: %(count)s units have not sent it") % {"name": name, "count": count}
    url = f"{reverse('figures:issue', args=[issue.pk])}?state=missing#answers"
    return Line(said, url, due=issue.due, period=issue.period_code)
