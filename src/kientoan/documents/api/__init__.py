"""The register of documents for programs."""

from kientoan.documents.api import followed, importing, lines
from kientoan.documents.api.router import router

__all__ = ["followed", "importing", "lines", "router"]
