"""One figure of the ledger being corrected or withdrawn."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.figures.forms.entry import WantedField
from kientoan.figures.models import Observation
from kientoan.figures.queries.entry import number_typed
from kientoan.figures.rules.answers import AnswerFault, Question


class CorrectionForm(forms.Form):
    """The right value of a figure, or that it is withdrawn, and why."""

    use_required_attribute = False

    value = WantedField(
        label=gettext_lazy("The right value"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    withdraw = forms.BooleanField(
        label=gettext_lazy("Withdraw it: there is no figure"),
        required=False,
        help_text=gettext_lazy("It is then missing, which is not the same as 0."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, and by which paper"),
        max_length=300,
        help_text=gettext_lazy("Stands beside the correction for whoever reads the figure later."),
    )

    def __init__(self, *args: Any, now: Observation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        if now.value is None:
            del self.fields["withdraw"]

    def clean(self) -> dict[str, Any]:
        """Either a number that differs from the one that stands, or a withdrawal."""
        given = super().clean() or {}
        text, withdraw = given.get("value", ""), given.get("withdraw", False)
        given["value"] = None
        if withdraw and text:
            self.add_error("value", _("Give the right value or withdraw the figure, not both."))
        elif text:
            given["value"] = self._read(text)
        elif not withdraw:
            self.add_error("value", _("Give the right value."))
        return given

    def _read(self, text: str) -> Decimal | None:
        of = self.now.indicator
        read = number_typed(Question(of.code, of.name, of.kind), text)
        if isinstance(read, AnswerFault):
            self.add_error("value", read.sentence(_))
            return None
        if read == self.now.value:
            self.add_error("value", _("This is the value that stands in the ledger already."))
        return read
