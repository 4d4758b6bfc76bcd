"""The orgs application."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The register with a memory."""

    name = "kientoan.orgs"
    label = "orgs"
