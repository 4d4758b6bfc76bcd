"""``kientoan people``: whose personal values are past the period for which they may be kept."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.commands import DomainCommand, Printed
from kientoan.core.templatetags.formats import language
from kientoan.people.queries import PastPeriod, past_retention, retention_days


class Command(DomainCommand):
    """Show whose personal values are past their period."""

    help = gettext_noop("Show whose personal values are past the period for which they may be kept.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare retention."""
        listing = add("retention", self.retention, _("cadres whose personal values are past their period"))
        listing.add_argument("--as-of", type=date.fromisoformat, help=_("the day to look at (default: today)"))

    def retention(self, *, by: User, as_of: date | None) -> Printed:
        """The cadres within reach of the account who acts, the longest past first; nothing is erased by it."""
        day = as_of or clock.today()
        found = past_retention(by, day)
        said = {"count": len(found), "days": formats.number(retention_days(day), language=language())}
        head = _("%(count)s cadres have held no post for more than %(days)s days.") % said
        lines = [head, *(_line(one) for one in found)]
        if found:
            lines.append(_("To forget one for good: open the page named under each, and give the reason."))
        return Printed(lines, [_value(one) for one in found])


def _line(one: PastPeriod) -> str:
    tongue = language()
    said = _("%(number)s  %(name)s (%(unit)s): last post until %(ended)s, to be erased since %(due)s") % {
        "number": one.person.pk,
        "name": one.person.full_name,
        "unit": one.person.unit.code,
        "ended": formats.day_short(one.ended, tongue),
        "due": formats.day_short(one.due, tongue),
    }
    return f"{said}\n    {_page(one)}"


def _page(one: PastPeriod) -> str:
    return reverse("people:forget", args=[one.person.pk])


def _value(one: PastPeriod) -> dict[str, Any]:
    person = one.person
    return {"id": person.pk, "unit": person.unit.code, "ended": one.ended, "due": one.due, "page": _page(one)}
