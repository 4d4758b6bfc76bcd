"""The API of reports: how they stand, building and signing as jobs, editions, writing and addressing, checking a Word file."""

from kientoan.reports.api import reports, writing
from kientoan.reports.api.router import router

__all__ = ["reports", "router", "writing"]
