"""The fields of work that comes back."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.directives.forms.fields import day_field
from kientoan.directives.models import labels
from kientoan.directives.rules.rhythm import FOLLOWING, Every, Rhythm


class RhythmFields(forms.Form):
    """How often work comes back, on which day of each period, and until when."""

    every = forms.ChoiceField(
        label=gettext_lazy("Recurs"), required=False, choices=[("", gettext_lazy("not")), *labels.Every.choices]
    )
    every_day = forms.IntegerField(
        label=gettext_lazy("Day of each period"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=gettext_lazy("Day of the month; of the week, 1 is Monday. Empty: the last day (in a week, Friday)."),
    )
    every_month = forms.TypedChoiceField(
        label=gettext_lazy("In which month"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("the last month of the period")),
            (FOLLOWING, gettext_lazy("the month after the period")),
            *((number, gettext_lazy("month %(number)s of the period") % {"number": number}) for number in range(1, 13)),
        ],
    )
    every_until = day_field(label=gettext_lazy("Recurs until"), required=False)

    def check_rhythm(self, found: dict[str, Any]) -> None:
        """A rhythm goes with recurring work, and its day fits it."""
        if found.get("time") == "recurs" and not found.get("every"):
            self.add_error("every", _("Say how often it recurs."))
        if found.get("every") == Every.WEEK and (found.get("every_day") or 1) > 7:
            self.add_error("every_day", _("In a week the day lies between 1 (Monday) and 7."))

    def rhythm(self) -> Rhythm:
        """The rhythm as written."""
        found = self.cleaned_data
        return Rhythm(Every(found["every"]), found["every_day"], found["every_month"])


class WatchForm(forms.Form):
    """Who follows a directive for the unit that gave it."""

    watcher = forms.ModelChoiceField(
        label=gettext_lazy("Who follows it"), required=False, queryset=User.objects.none(), empty_label="–"
    )

    def __init__(self, *args: Any, watchers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watcher"].queryset = watchers  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of recurring work, and why."""

    until = day_field(label=gettext_lazy("Recurs until"))
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
