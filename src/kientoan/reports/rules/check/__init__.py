"""Checks of Word files: our own reports after editing, and the arithmetic of anybody's."""

from .arithmetic import Examined, Finding, FindingKind
from .bound import (
    CheckReport,
    ControlCheck,
    ControlState,
    PlainReport,
    TypedNumber,
    check_docx,
    check_plain,
    people_wrote,
)

__all__ = [
    "CheckReport",
    "ControlCheck",
    "ControlState",
    "Examined",
    "Finding",
    "FindingKind",
    "PlainReport",
    "TypedNumber",
    "check_docx",
    "check_plain",
    "people_wrote",
]
