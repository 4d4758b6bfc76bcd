"""The documents application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The register of documents, their files, and what becomes of a resolution."""

    name = "kientoan.documents"
    label = "documents"
