"""Forms of cadres: the filter of the list, the reason for opening sensitive fields."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASON_LETTERS = 10


class PersonFilter(forms.Form):
    """What the list of cadres is cut to."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False)


class ReasonForm(forms.Form):
    """Why sensitive fields are opened."""

    reason = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        help_text=gettext_lazy("Your name, the time and this reason are recorded."),
        max_length=300,
    )

    def clean_reason(self) -> str:
        """A reason of a few letters says nothing."""
        reason: str = self.cleaned_data["reason"].strip()
        if sum(map(str.isalpha, reason)) < REASON_LETTERS:
            raise forms.ValidationError(
                _("Say it in a few words (at least %(count)s letters).") % {"count": REASON_LETTERS}
            )
        return reason
