"""The API of figures: indicators, the ledger, forms sent out and who has answered, targets."""

from kientoan.figures.api import reading, writing
from kientoan.figures.api.router import router

__all__ = ["reading", "router", "writing"]
