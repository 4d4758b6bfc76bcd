"""What is done with the review; the only place that writes it."""

from kientoan.review.actions.facts import ClassRow, Recorded, record_classes, record_conclusion, withdraw_conclusion
from kientoan.review.actions.requests import ask_run, carry_out
from kientoan.review.actions.rules import date_rule
from kientoan.review.actions.runs import run_review, signs_now

__all__ = [
    "ClassRow",
    "Recorded",
    "ask_run",
    "carry_out",
    "date_rule",
    "record_classes",
    "record_conclusion",
    "run_review",
    "signs_now",
    "withdraw_conclusion",
]
