"""The record of reports told as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kientoan.core import narration
from kientoan.core.display import Event
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.templatetags.formats import language

NEWS: Mapping[str, Promise] = {
    "reports.open_report": gettext_lazy("Opened the half-year report of %(unit)s for %(period)s"),
    "reports.address_report": gettext_lazy("Changed header and signature of the report of %(unit)s for %(period)s"),
    "reports.write_section": gettext_lazy("Wrote the section “%(title)s” of the report of %(unit)s for %(period)s"),
    "reports.take_back": gettext_lazy(
        "Took sections written in Word (%(file)s) into the report of %(unit)s for %(period)s"
    ),
    "reports.build_half_year": gettext_lazy("Built edition %(edition)s of the report of %(unit)s for %(period)s"),
    "reports.sign_edition": gettext_lazy(
        "Issued the signed edition %(edition)s of the report of %(unit)s for %(period)s"
    ),
}
"""What those who read a report hear of."""

SENTENCES: Mapping[str, Promise] = {
    **NEWS,
    "reports.ask_for_edition": gettext_lazy("Asked for an edition of the report of %(unit)s for %(period)s"),
    "reports.check_report": gettext_lazy("Checked the figures of the Word file %(file)s"),
    "reports.export_rows": gettext_lazy("Exported the units behind a figure of a report: %(list)s (%(format)s)"),
}


def event_of(action: Action, url: str = "") -> Event:
    """An action of the record as a line of news, its period by name."""
    detail = dict(action.detail)
    if isinstance(detail.get("period"), str):
        detail["period"] = Period.parse(detail["period"]).label(language())
    told = Action(verb=action.verb, detail=detail)
    return Event(action.at, narration.sentence_of(told), narration.who_did(action), action.reason, url)
