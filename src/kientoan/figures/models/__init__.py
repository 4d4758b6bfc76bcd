"""Tables of figures: indicators, the ledger of observations, targets, forms and what came back."""

from kientoan.figures.models.forms import FormIssue, FormItem, FormTemplate
from kientoan.figures.models.indicators import Indicator
from kientoan.figures.models.ledger import Observation
from kientoan.figures.models.runs import MergeRun
from kientoan.figures.models.sheets import SheetRun, SheetStep
from kientoan.figures.models.submissions import Draft, Receipt, Submission
from kientoan.figures.models.targets import Target

__all__ = [
    "Draft",
    "FormIssue",
    "FormItem",
    "FormTemplate",
    "Indicator",
    "MergeRun",
    "Observation",
    "Receipt",
    "SheetRun",
    "SheetStep",
    "Submission",
    "Target",
]
