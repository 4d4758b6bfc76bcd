"""The orgs application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class OrgsConfig(AppConfig):
    """The register with a memory."""

    name = "kientoan.orgs"
    label = "orgs"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("units", _("Organisations"), "sitemap", "orgs:tree"))
