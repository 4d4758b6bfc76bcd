"""The directives application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class DirectivesConfig(AppConfig):
    """Directives, their tasks, proof, and the report of progress."""

    name = "kientoan.directives"
    label = "directives"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("directives", _("Tasks"), "list-check", "directives:tasks"))
