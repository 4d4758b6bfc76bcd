"""What is done with the review; the only place that writes it."""

from kientoan.review.actions.class_runs import last_day, run_classes
from kientoan.review.actions.decisions import Concluding, decide_class
from kientoan.review.actions.facts import (
    ClassRow,
    Recorded,
    record_classes,
    record_conclusion,
    withdraw_conclusion,
)
from kientoan.review.actions.requests import ask_classes, ask_run, carry_out
from kientoan.review.actions.rules import date_rule, make_sign
from kientoan.review.actions.runs import run_review, signs_now

__all__ = [
    "ClassRow",
    "Concluding",
    "Recorded",
    "ask_classes",
    "ask_run",
    "carry_out",
    "date_rule",
    "decide_class",
    "last_day",
    "make_sign",
    "record_classes",
    "record_conclusion",
    "run_classes",
    "run_review",
    "signs_now",
    "withdraw_conclusion",
]
