"""Directives and tasks for programs."""

from kientoan.directives.api import answering, orders, reading
from kientoan.directives.api.router import router

__all__ = ["answering", "orders", "reading", "router"]
