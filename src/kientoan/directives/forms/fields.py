"""Fields that the forms of directives share."""

from typing import Any

from django import forms


def day_field(**given: Any) -> forms.DateField:
    """A day, picked from a calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)
