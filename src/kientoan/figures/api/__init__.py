"""The API of figures: indicators, the ledger, forms designed and sent out, who has answered, drafts, merges, targets."""

from kientoan.figures.api import defining, designing, gathering, reading, sheets, writing
from kientoan.figures.api.router import router

__all__ = ["defining", "designing", "gathering", "reading", "router", "sheets", "writing"]
