"""Pages of figures."""

from kientoan.figures.views.design import form, forms_list, new_form, send_out
from kientoan.figures.views.entry import entry, paper, workbook
from kientoan.figures.views.issues import issue, overview
from kientoan.figures.views.merging import run, run_progress, run_returned, upload
from kientoan.figures.views.tables import indicators, scorecard, unit

__all__ = [
    "entry",
    "form",
    "forms_list",
    "indicators",
    "issue",
    "new_form",
    "overview",
    "paper",
    "run",
    "run_progress",
    "run_returned",
    "scorecard",
    "send_out",
    "unit",
    "upload",
    "workbook",
]
