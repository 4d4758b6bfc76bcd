"""Forms designed and sent out, and what the scorecard shows of them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.templatetags.formats import language
from kientoan.figures.forms.fields import PERIODS, PeriodField
from kientoan.figures.models import FormTemplate, Indicator
from kientoan.orgs.queries import pack

if TYPE_CHECKING:
    from collections.abc import Sequence


class IssueForm(forms.Form):
    """A form sent out: for which period, until when, by which document."""

    period = PeriodField(label=gettext_lazy("Period"), help_text="2017-H1, 2017-Q2, 2017-06, 2017")
    due = forms.DateField(label=gettext_lazy("Due day"), widget=forms.DateInput(attrs={"type": "date"}))
    decision = forms.CharField(label=gettext_lazy("Number of the document that sends it out"), max_length=120)
    over_budget_reason = forms.CharField(
        label=gettext_lazy("If the burden budget is exceeded: why it must be"), required=False, max_length=300
    )


class DesignForm(forms.Form):
    """A form being designed."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=60)
    name_vi = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    period = forms.ChoiceField(label=gettext_lazy("How often"), choices=list(PERIODS.items()))
    asked_of = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of units asked"), widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Only these sectors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    instrument = forms.CharField(label=gettext_lazy("Rule or document that asks for the form"), max_length=200)
    indicators = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Figures"), queryset=Indicator.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    over_budget_reason = forms.CharField(
        label=gettext_lazy("If it asks for more than the budget: why"), required=False, max_length=300
    )

    def __init__(self, *args: Any, day: date, form: FormTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongue = language()
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "asked_of": [(one.code, one.label(tongue)) for one in pack().kinds_at(day)],
            "sectors": [(one.code, one.label(tongue)) for one in pack().sectors_at(day)],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = options
        figures = self.fields["indicators"]
        if isinstance(figures, forms.ModelMultipleChoiceField):
            figures.queryset = Indicator.objects.in_use()
        if form is not None:
            self.fields["code"].disabled = True


class ScorecardFilter(forms.Form):
    """What the scorecard shows."""

    period = PeriodField(label=gettext_lazy("Period"), required=False)
    form = forms.ModelChoiceField(
        label=gettext_lazy("Figures of the form"), queryset=FormTemplate.objects.none(), required=False
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form, sector = self.fields["form"], self.fields["sector"]
        if isinstance(form, forms.ModelChoiceField):
            form.queryset = FormTemplate.objects.in_use()
        if isinstance(sector, forms.ChoiceField):
            sector.choices = [("", _("all")), *((s.code, s.label(language())) for s in pack().sectors_at(day))]
