"""Reads of the review: runs, head lines, proposals, comparisons, what a result says in words."""

from kientoan.review.queries.runs import (
    ByParent,
    Compared,
    Counts,
    Filters,
    by_parent,
    compare,
    headline,
    latest_run,
    proposals,
    result_of,
    results_for,
    results_of_unit,
    run_before,
    runs_for,
)
from kientoan.review.queries.wording import (
    Said,
    first_reason,
    headline_words,
    outcome_word,
    reasons_of,
    tier_word,
)

__all__ = [
    "ByParent",
    "Compared",
    "Counts",
    "Filters",
    "Said",
    "by_parent",
    "compare",
    "first_reason",
    "headline",
    "headline_words",
    "latest_run",
    "outcome_word",
    "proposals",
    "reasons_of",
    "result_of",
    "results_for",
    "results_of_unit",
    "run_before",
    "runs_for",
    "tier_word",
]
