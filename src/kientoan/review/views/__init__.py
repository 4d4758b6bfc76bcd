"""Pages of the review."""

from kientoan.review.views.classes import classes
from kientoan.review.views.conclusions import conclusions, withdraw
from kientoan.review.views.decide import decide
from kientoan.review.views.results import result
from kientoan.review.views.rules import rule, rules
from kientoan.review.views.runs import run, runs
from kientoan.review.views.start import request_page, start, start_classes
from kientoan.review.views.unit_class import unit_class

__all__ = [
    "classes",
    "conclusions",
    "decide",
    "request_page",
    "result",
    "rule",
    "rules",
    "run",
    "runs",
    "start",
    "start_classes",
    "unit_class",
    "withdraw",
]
