"""Tables of review: runs with their results, and the facts that people give."""

from kientoan.review.models.classes import ClassResult, ClassRun
from kientoan.review.models.facts import Conclusion, DecidedClass
from kientoan.review.models.runs import Run, RunRequest, UnitResult

__all__ = ["ClassResult", "ClassRun", "Conclusion", "DecidedClass", "Run", "RunRequest", "UnitResult"]
