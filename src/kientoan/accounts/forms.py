"""Forms of accounts: one request, parsed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """User name and the one-time code from the paper."""

    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Ten letters and digits from the paper that the commune gave you. It works once."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
