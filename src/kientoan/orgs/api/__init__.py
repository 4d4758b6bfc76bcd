"""The API of the register: reads as of any day, operations, bodies, grants, lists of one's own."""

from kientoan.orgs.api import exporting, importing, operations, reach, reading
from kientoan.orgs.api.router import router

__all__ = ["exporting", "importing", "operations", "reach", "reading", "router"]
