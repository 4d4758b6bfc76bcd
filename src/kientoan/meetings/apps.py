"""The meetings application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class MeetingsConfig(AppConfig):
    """Conferences and briefings, what was said and concluded, and the ways up and down."""

    name = "kientoan.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("meetings", _("Meetings"), "presentation", "meetings:meetings"))
