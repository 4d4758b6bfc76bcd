"""The home application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation, pages


class HomeConfig(AppConfig):
    """What needs me today."""

    name = "kientoan.home"
    label = "home"

    def ready(self) -> None:
        """Stand first in the loop, and count in the top bar what waits."""
        from kientoan.home import queries

        pages.register_duties(queries.duties)
        navigation.register(navigation.NavItem("today", _("Today"), "home", "today"))
