"""The figures application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class FiguresConfig(AppConfig):
    """Indicators, the ledger of observations, targets, forms and the merging of sheets."""

    name = "kientoan.figures"
    label = "figures"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("figures", _("Figures"), "table", "figures:overview"))
