"""The documents application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class DocumentsConfig(AppConfig):
    """The register of documents, their files, and what becomes of a resolution."""

    name = "kientoan.documents"
    label = "documents"

    def ready(self) -> None:
        """Stand in the loop."""
        navigation.register(navigation.NavItem("documents", _("Documents"), "books", "documents:register"))
