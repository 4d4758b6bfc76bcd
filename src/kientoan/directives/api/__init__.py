"""Directives and tasks for programs."""

from kientoan.directives.api import answering, extraction, orders, programmes, reading, reminding
from kientoan.directives.api.router import router

__all__ = ["answering", "extraction", "orders", "programmes", "reading", "reminding", "router"]
