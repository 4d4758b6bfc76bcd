"""The side navigation: the loop, step by step. A domain adds its item in its `apps.py` when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

LOOP: Final = {
    "today": 10,
    "units": 20,
    "figures": 30,
    "review": 40,
    "findings": 45,
    "cases": 50,
    "documents": 55,
    "directives": 60,
    "meetings": 70,
    "people": 80,
    "visits": 90,
    "reports": 100,
    "settings": 900,
}
"""Where each step stands; items of 900 and above stand below a rule."""


def everyone(user: Any) -> bool:
    """The default of `NavItem.visible`: whoever is signed in."""
    return bool(user.is_authenticated)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One item: a key of LOOP, a translatable label, an icon of frontend/icons.txt, the URL name it opens."""

    key: str
    label: Any
    icon: str
    url_name: str
    visible: Callable[[Any], bool] = everyone

    @property
    def order(self) -> int:
        """Its place in the loop."""
        return LOOP[self.key]


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the template draws it."""

    label: Any
    icon: str
    url: str
    current: bool
    apart: bool


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Put an item into the navigation; registering the same key twice replaces it (apps may be ready twice in tests)."""
    if item.key not in LOOP:
        raise ValueError(f"Navigation has no place {item.key!r}: add it to core.navigation.LOOP")
    _items[item.key] = item


def forget(key: str) -> None:
    """Take an item out again (tests)."""
    _items.pop(key, None)


def shown_to(request: HttpRequest) -> list[Shown]:
    """The items this person sees on this page, in the loop's order, the current one marked."""
    user = getattr(request, "user", None)
    if user is None:
        return []
    found: list[tuple[NavItem, str]] = []
    for item in sorted(_items.values(), key=lambda each: each.order):
        if not item.visible(user):
            continue
        found.append((item, reverse(item.url_name)))
    here = max((url for _, url in found if _is_under(request.path, url)), key=len, default="")
    return [Shown(item.label, item.icon, url, url == here, item.order >= LOOP["settings"]) for item, url in found]


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
