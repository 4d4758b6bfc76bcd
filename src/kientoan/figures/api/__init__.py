"""The API of figures: indicators, the ledger, forms designed and sent out, who has answered, drafts, merges, targets."""

from kientoan.figures.api import designing, gathering, reading, writing
from kientoan.figures.api.router import router

__all__ = ["designing", "gathering", "reading", "router", "writing"]
