"""Tables of the reports: the report, its editions, what people wrote, editions asked for, files checked."""

from kientoan.reports.models.checked import CheckedFile
from kientoan.reports.models.editions import Edition, EditionKind, EditionOrder, OrderState
from kientoan.reports.models.reports import HumanText, Report, ReportKind, WrittenIn

__all__ = [
    "CheckedFile",
    "Edition",
    "EditionKind",
    "EditionOrder",
    "HumanText",
    "OrderState",
    "Report",
    "ReportKind",
    "WrittenIn",
]
