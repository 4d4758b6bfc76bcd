"""Requests of the pages of figures, parsed."""

from kientoan.figures.forms.correction import CorrectionForm
from kientoan.figures.forms.design import DesignForm, IssueForm, ScorecardFilter
from kientoan.figures.forms.entry import PICTURE_TYPES, EntryForm, keep_paper, typed_before
from kientoan.figures.forms.fields import PERIODS, NamedField, PeriodField
from kientoan.figures.forms.files import SheetForm, TakeInForm, UploadForm, unpacked
from kientoan.figures.forms.indicators import IndicatorForm, RetireForm
from kientoan.figures.forms.targets import TargetFilter, TargetForm

__all__ = [
    "PERIODS",
    "PICTURE_TYPES",
    "CorrectionForm",
    "DesignForm",
    "EntryForm",
    "IndicatorForm",
    "IssueForm",
    "NamedField",
    "PeriodField",
    "RetireForm",
    "ScorecardFilter",
    "SheetForm",
    "TakeInForm",
    "TargetFilter",
    "TargetForm",
    "UploadForm",
    "keep_paper",
    "typed_before",
    "unpacked",
]
