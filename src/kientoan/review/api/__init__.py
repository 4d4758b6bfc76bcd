"""The API of the review: runs and what they say of units, conclusions and decided classes."""

from kientoan.review.api import facts, runs
from kientoan.review.api.router import router

__all__ = ["facts", "router", "runs"]
