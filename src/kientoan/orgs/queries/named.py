"""Units that a request names by code, found among those that its user may see."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Absent:
    """A code that names no unit within reach, and its place in the request (``body.parent``)."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def unit_of(user: User, code: str) -> Unit:
    """The unit that an address names, if the user may see it; else 404."""
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit


def units_named(user: User, places: dict[str, str | None]) -> dict[str, Unit]:
    """The units that a body names, by place (``body.parent``); refused with every code that there is not.

    A place without a code is left out.
    """
    wanted = {place: code for place, code in places.items() if code is not None}
    found = {unit.code: unit for unit in Unit.objects.visible_to(user).filter(code__in=set(wanted.values()))}
    missing = tuple(
        Absent(place, _("There is no unit “%(code)s” among those you may see.") % {"code": code})
        for place, code in wanted.items()
        if code not in found
    )
    if missing:
        raise Refused(_("The request names units that there are not; nothing was done."), errors=missing)
    return {place: found[code] for place, code in wanted.items()}
