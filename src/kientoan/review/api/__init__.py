"""The API of the review: runs and what they say of units, year classes, signs, conclusions and decided classes."""

from kientoan.review.api import classes, facts, rules, runs
from kientoan.review.api.router import router

__all__ = ["classes", "facts", "router", "rules", "runs"]
