"""What is done with figures; the only place that writes them."""

from kientoan.figures.actions.forms import change_form, issue_form, make_form, retire_form
from kientoan.figures.actions.indicators import Synced, define_indicator, retire_indicator, sync_starting_list
from kientoan.figures.actions.ledger import Posted, correct_figure, import_figures
from kientoan.figures.actions.runs import start_merge
from kientoan.figures.actions.submissions import (
    Faulty,
    FaultyEntry,
    Sheet,
    keep_draft,
    receive_sheet,
    return_sheet,
    submit_entry,
)
from kientoan.figures.actions.targets import TargetRow, set_target, set_targets
from kientoan.figures.actions.used import NeedsReason

__all__ = [
    "Faulty",
    "FaultyEntry",
    "NeedsReason",
    "Posted",
    "Sheet",
    "Synced",
    "TargetRow",
    "change_form",
    "correct_figure",
    "define_indicator",
    "import_figures",
    "issue_form",
    "keep_draft",
    "make_form",
    "receive_sheet",
    "retire_form",
    "retire_indicator",
    "return_sheet",
    "set_target",
    "set_targets",
    "start_merge",
    "submit_entry",
    "sync_starting_list",
]
