"""An indicator of the office's own being made or changed; an indicator or a form being retired."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.templatetags.formats import language
from kientoan.figures.forms.fields import PERIODS
from kientoan.figures.models import Indicator
from kientoan.orgs.queries import pack

KINDS = {
    "count": gettext_lazy("a number that is counted"),
    "share": gettext_lazy("a share in per cent"),
    "score": gettext_lazy("a score"),
    "yesno": gettext_lazy("yes or no"),
    "money": gettext_lazy("an amount of money"),
}
DIRECTIONS = {
    "up": gettext_lazy("more is better"),
    "down": gettext_lazy("less is better"),
    "neutral": gettext_lazy("neither"),
}
OVER_TIME = {
    "sum": gettext_lazy("the sum"),
    "last": gettext_lazy("the last one"),
    "first": gettext_lazy("the first one"),
    "mean": gettext_lazy("the mean"),
}
UP_THE_TREE = {"sum": gettext_lazy("is the sum of the units below"), "none": gettext_lazy("is not added up")}
REPORTERS = {
    "self": gettext_lazy("the unit itself"),
    "superior": gettext_lazy("its superior"),
    "inspection": gettext_lazy("an inspection"),
    "other": gettext_lazy("another body"),
}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class IndicatorForm(forms.Form):
    """What is counted, of whom, how often, and the document that asks for it."""

    code = forms.RegexField(
        label=gettext_lazy("Code"),
        regex=r"^[a-z][a-z0-9_]{2,59}$",
        help_text=gettext_lazy("Small letters, digits and _, from 3 to 60, beginning with a letter."),
        error_messages={"invalid": gettext_lazy("Small letters, digits and _, from 3 to 60, beginning with a letter.")},
    )
    name_vi = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    definition_vi = forms.CharField(
        label=gettext_lazy("What is counted"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    measure_vi = forms.CharField(label=gettext_lazy("Unit of measure"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("The value is"), choices=list(KINDS.items()))
    direction = forms.ChoiceField(label=gettext_lazy("Which way is good"), choices=list(DIRECTIONS.items()))
    period = forms.ChoiceField(label=gettext_lazy("Shortest period"), choices=list(PERIODS.items()))
    over_time = forms.ChoiceField(
        label=gettext_lazy("A longer period takes from the shorter ones"), choices=list(OVER_TIME.items())
    )
    up_the_tree = forms.ChoiceField(label=gettext_lazy("A superior's figure"), choices=list(UP_THE_TREE.items()))
    reporter = forms.ChoiceField(label=gettext_lazy("Reported by"), choices=list(REPORTERS.items()))
    asked_of = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of units that report it"), widget=forms.CheckboxSelectMultiple
    )
    instrument = forms.CharField(label=gettext_lazy("Rule or document that asks for it"), max_length=200)
    article = forms.CharField(label=gettext_lazy("Article"), max_length=200, required=False)
    signed = forms.DateField(label=gettext_lazy("Day of the document"), required=False, widget=_day())
    since = forms.DateField(label=gettext_lazy("Holds from"), widget=_day())
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, day: date, one: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one = one
        self.fields["since"].initial = day
        kinds = self.fields["asked_of"]
        if isinstance(kinds, forms.MultipleChoiceField):
            kinds.choices = [(kind.code, kind.label(language())) for kind in pack().kinds_at(day)]
        if one is not None:
            self.fields["code"].disabled = True

    def clean_code(self) -> str:
        """A code that no indicator has yet, when one is made."""
        code = str(self.cleaned_data["code"])
        if self.one is None and (code == "new" or Indicator.objects.filter(code=code).exists()):
            raise forms.ValidationError(_("The code “%(code)s” is taken. Choose another.") % {"code": code})
        return code


class RetireForm(forms.Form):
    """Why something is no longer asked for."""

    reason = forms.CharField(label=gettext_lazy("Why, and by which document"), max_length=300)
