"""Targets: which of them a page shows, and one being set."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.figures.forms.fields import NamedField
from kientoan.figures.models import Indicator
from kientoan.figures.queries.entry import number_typed
from kientoan.figures.rules.answers import AnswerFault, Question
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import children_of, span_of


class TargetFilter(forms.Form):
    """Which targets a page shows."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("Units below by the figure"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("none"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_indicators(self.fields["indicator"])


class TargetForm(forms.Form):
    """A target being set, for a unit or one right below it."""

    unit = NamedField(label=gettext_lazy("Unit"), help_text=gettext_lazy("Write a part of its name or its code."))
    indicator = NamedField(
        label=gettext_lazy("Figure"), help_text=gettext_lazy("Write a part of its name or its code.")
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    value = forms.CharField(
        label=gettext_lazy("Target"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    decision = forms.CharField(label=gettext_lazy("Decision number"), max_length=80)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, top: Unit, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        span = span_of(top, day)
        below = [(node.code, node.name) for node in children_of(top, day, user)]
        self._offer("unit", {top.code: span.name if span else top.code, **dict(below)})
        self._offer("indicator", {one.code: one.name for one in Indicator.objects.in_use()})

    def _offer(self, name: str, named: dict[str, str]) -> None:
        field = self.fields[name]
        if isinstance(field, NamedField):
            field.offer(named)

    def clean_unit(self) -> Unit:
        """The unit itself; it is one of those offered."""
        return Unit.objects.get(code=self.cleaned_data["unit"])

    def clean_indicator(self) -> Indicator:
        """The indicator itself; it is one of those offered."""
        return Indicator.objects.get(code=self.cleaned_data["indicator"])

    def clean(self) -> dict[str, Any]:
        """Read the number as it was written, a whole one where the figure is counted."""
        given = super().clean() or {}
        indicator, text = given.get("indicator"), given.get("value")
        if indicator is None or not text:
            return given
        read = number_typed(Question(indicator.code, indicator.name, indicator.kind), text)
        if isinstance(read, AnswerFault):
            self.add_error("value", read.sentence(_))
        else:
            given["value"] = read
        return given


def _offer_indicators(field: forms.Field) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Indicator.objects.in_use()
