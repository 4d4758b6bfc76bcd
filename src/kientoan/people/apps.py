"""The people application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class PeopleConfig(AppConfig):
    """Persons, posts and holders."""

    name = "kientoan.people"
    label = "people"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("people", _("Cadres"), "users", "people:list"))
