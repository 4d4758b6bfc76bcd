"""Forms of findings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.documents.forms import DocumentField
from kientoan.findings.queries import SOURCES
from kientoan.findings.rules import Source
from kientoan.orgs.forms import UnitCodeField


class FindingForm(forms.Form):
    """What an inspection or a person found."""

    unit = UnitCodeField(label=gettext_lazy("Unit (code)"))
    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[(one, SOURCES[one]) for one in (Source.INSPECTION, Source.PERSON)]
    )
    found_on = forms.DateField(
        label=gettext_lazy("Found on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    said = forms.CharField(
        label=gettext_lazy("What was found"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    document = DocumentField(
        label=gettext_lazy("Document that says so (number and symbol)"), max_length=200, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "document"):
            self.fields[name].user = user  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The decision on a finding."""

    unit = UnitCodeField(label=gettext_lazy("Unit (code)"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )

    def __init__(self, *args: Any, user: User, linked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].user = user  # type: ignore[attr-defined]
        if linked:
            del self.fields["unit"]
