"""The findings application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class FindingsConfig(AppConfig):
    """What may be wrong in a unit, until a person of the level above decides."""

    name = "kientoan.findings"
    label = "findings"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("findings", _("Findings"), "flag", "findings:list"))
