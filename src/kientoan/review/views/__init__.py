"""Pages of the review."""

from kientoan.review.views.classes import classes, unit_class
from kientoan.review.views.conclusions import conclusions, withdraw
from kientoan.review.views.results import result
from kientoan.review.views.rules import rule, rules
from kientoan.review.views.runs import run, runs
from kientoan.review.views.start import request_page, start

__all__ = [
    "classes",
    "conclusions",
    "request_page",
    "result",
    "rule",
    "rules",
    "run",
    "runs",
    "start",
    "unit_class",
    "withdraw",
]
