"""Reads of figures for pages, API, review and reports."""

from kientoan.figures.queries.completeness import Tier, Waiting, completeness, waiting
from kientoan.figures.queries.frames import Figure, frame, targets_frame, values_of
from kientoan.figures.queries.scorecard import Scorecard, last_answered, scorecard
from kientoan.figures.queries.series import Point, series
from kientoan.figures.queries.targets import targets_of

__all__ = [
    "Figure",
    "Point",
    "Scorecard",
    "Tier",
    "Waiting",
    "completeness",
    "frame",
    "last_answered",
    "scorecard",
    "series",
    "targets_frame",
    "targets_of",
    "values_of",
    "waiting",
]
