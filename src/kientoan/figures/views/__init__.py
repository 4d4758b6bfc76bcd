"""Pages of figures."""

from kientoan.figures.views.correction import correct
from kientoan.figures.views.design import form, forms_list, new_form, send_out
from kientoan.figures.views.entry import entry, paper, workbook
from kientoan.figures.views.indicators import indicator, new_indicator, retire_form, retire_indicator
from kientoan.figures.views.issues import issue, overview
from kientoan.figures.views.merging import run, run_progress, run_returned, upload
from kientoan.figures.views.photo import photo
from kientoan.figures.views.sheets import sheet, sheet_marked, sheet_progress, sheet_take_in, sheets
from kientoan.figures.views.tables import indicators, scorecard, unit
from kientoan.figures.views.targets import set_target, targets, unit_targets

__all__ = [
    "correct",
    "entry",
    "form",
    "forms_list",
    "indicator",
    "indicators",
    "issue",
    "new_form",
    "new_indicator",
    "overview",
    "paper",
    "photo",
    "retire_form",
    "retire_indicator",
    "run",
    "run_progress",
    "run_returned",
    "scorecard",
    "send_out",
    "set_target",
    "sheet",
    "sheet_marked",
    "sheet_progress",
    "sheet_take_in",
    "sheets",
    "targets",
    "unit",
    "unit_targets",
    "upload",
    "workbook",
]
