"""Requests of the pages of programmes of work."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kientoan.directives.models import Programme, labels
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on


class ProgrammeForm(forms.Form):
    """A new programme of work."""

    keeper = forms.ChoiceField(label=gettext_lazy("In the name of"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    period = forms.CharField(label=gettext_lazy("Period"), max_length=10, help_text=gettext_lazy("2017 or 2017-H1"))

    def __init__(self, *args: Any, keepers: Sequence[Unit], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepers = {unit.code: unit for unit in keepers}
        names = names_on([unit.pk for unit in keepers], day)
        self.fields["keeper"].choices = [(unit.code, names.get(unit.pk, unit.code)) for unit in keepers]  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """A new item of a programme, with its origins."""

    title = forms.CharField(label=gettext_lazy("Work"), max_length=500)
    origins = forms.MultipleChoiceField(
        label=gettext_lazy("Origins"), choices=labels.ItemOrigin.choices, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=gettext_lazy("In whose words"), required=False, max_length=300)
    is_key = forms.BooleanField(label=gettext_lazy("Key task"), required=False)


class ChangeItemForm(forms.Form):
    """What an item says."""

    title = forms.CharField(label=gettext_lazy("Work"), max_length=500)
    is_key = forms.BooleanField(label=gettext_lazy("Key task"), required=False)


class ReasonItemForm(forms.Form):
    """One more origin of an item."""

    origin = forms.ChoiceField(label=gettext_lazy("Origin"), choices=labels.ItemOrigin.choices)
    words = forms.CharField(label=gettext_lazy("In whose words"), required=False, max_length=300)


class FindDirectiveForm(forms.Form):
    """Which directives to look for."""

    q = forms.CharField(label=gettext_lazy("Words of the directive"), required=False, max_length=120)


class TakeUpForm(forms.Form):
    """Into which programme a directive is taken, and why."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme of work"))
    origin = forms.ChoiceField(label=gettext_lazy("Origin"), choices=labels.ItemOrigin.choices, initial="superior")
    words = forms.CharField(label=gettext_lazy("In whose words"), required=False, max_length=300)

    def __init__(self, *args: Any, programmes: Sequence[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(str(one.pk), f"{one.name} ({one.period})") for one in programmes]  # type: ignore[attr-defined]
