"""What the pages of the register share: finding a unit within reach, crumbs, buttons."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.display import Link
from kientoan.orgs.access import holds
from kientoan.orgs.models import Unit, held, scope
from kientoan.orgs.queries import path_to
from kientoan.orgs.rules.roles import Right


def unit_within(request: HttpRequest, code: str) -> Unit:
    """The unit of this code if the person may see it; otherwise there is no such page."""
    remember_reach(request)
    unit = Unit.objects.visible_to(request.user).filter(code=code).first()  # type: ignore[arg-type]
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit


class RememberMiddleware:
    """A request that only looks asks once what its person holds, however many rights the page asks after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the account of the request remember; one that writes asks each time."""
        if request.method in {"GET", "HEAD"} and isinstance(request.user, User):
            held.remember_grants(request.user)
        return self.get_response(request)


def remember_reach(request: HttpRequest) -> None:
    """Work out once what the person reaches; a page of the register asks many times."""
    if not hasattr(request, "kt_reach_known"):
        scope.remember(request.user)  # type: ignore[arg-type]
        request.kt_reach_known = True  # type: ignore[attr-defined]


def unit_url(code: str) -> str:
    """The address of a unit's page."""
    return reverse("orgs:unit", args=[code])


def crumbs_to(request: HttpRequest, unit: Unit, day: date, last: str = "") -> list[Link]:
    """The way from the top to a unit as of the day; what the person may not open is only named."""
    nodes = path_to(unit, day)
    ids = [node.id for node in nodes]
    seen = set(Unit.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))  # type: ignore[arg-type]
    links = [Link(node.name, unit_url(node.code) if node.id in seen else "#main") for node in nodes]
    if not links:
        links = [Link(unit.code, unit_url(unit.code))]
    if last:
        return [*links, Link(last)]
    return [*links[:-1], Link(links[-1].text)]


def ways_to_look(here: str) -> list[Link]:
    """The tree, the list and the map of the register as tabs; where one stands has no address."""
    ways = (("tree", _("Tree")), ("list", _("List")), ("treemap", _("Map by size")))
    return [Link(word, "" if name == here else reverse(f"orgs:{name}")) for name, word in ways]


def may_import(request: HttpRequest) -> bool:
    """Whether the person is shown the way to the page that brings lists."""
    return holds(request.user, Right.CHANGE_UNITS)  # type: ignore[arg-type]
