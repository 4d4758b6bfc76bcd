"""The only writers of reports: open, address, write, build, sign, take back, check."""

from kientoan.reports.actions.asking import ask_for_edition, fail_order, finish_order, start_order, step_order
from kientoan.reports.actions.building import build_draft, build_half_year, sign_edition
from kientoan.reports.actions.checking import check_report
from kientoan.reports.actions.opening import address_report, open_report
from kientoan.reports.actions.writing import take_back, write_section

__all__ = [
    "address_report",
    "ask_for_edition",
    "build_draft",
    "build_half_year",
    "check_report",
    "fail_order",
    "finish_order",
    "open_report",
    "sign_edition",
    "start_order",
    "step_order",
    "take_back",
    "write_section",
]
