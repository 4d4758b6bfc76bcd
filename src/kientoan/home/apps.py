"""The home application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class HomeConfig(AppConfig):
    """What needs me today."""

    name = "kientoan.home"
    label = "home"

    def ready(self) -> None:
        """Stand first in the loop."""
        navigation.register(navigation.NavItem("today", _("Today"), "home", "today"))
