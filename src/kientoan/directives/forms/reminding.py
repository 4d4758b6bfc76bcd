"""Requests of the pages of reminding: an urging letter, an explanation, a point taken up, a message to paste."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kientoan.core.templatetags.formats import language
from kientoan.directives.forms.fields import day_field
from kientoan.directives.queries import standards
from kientoan.directives.rules.letters import Address, Signed


class LetterForm(forms.Form):
    """How an urging letter goes out: header, number, day, signer."""

    superior = forms.CharField(label=gettext_lazy("Body above, in the header"), required=False, max_length=160)
    issuer = forms.CharField(label=gettext_lazy("Body that issues the letter"), max_length=160)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=80)
    day = day_field(label=gettext_lazy("Day"))
    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=gettext_lazy("As the office gives it. Without it only a draft can be made."),
    )
    symbol = forms.CharField(
        label=gettext_lazy("Symbol after CV"), required=False, max_length=20, help_text=gettext_lazy("Such as BTCTU.")
    )
    position = forms.CharField(label=gettext_lazy("Position of the signer"), max_length=120)
    signer = forms.CharField(label=gettext_lazy("Signer"), required=False, max_length=120)
    archive = forms.CharField(label=gettext_lazy("Kept at"), required=False, max_length=120)

    def signed(self) -> Signed:
        """The day, the number and the signer."""
        given = self.cleaned_data
        return Signed(given["day"], given["number"], given["symbol"].strip(), given["signer"], given["position"])

    def address(self) -> Address:
        """The header."""
        given = self.cleaned_data
        return Address(given["superior"].strip(), given["issuer"].strip(), given["place"].strip(), given["archive"])


class ExplainForm(forms.Form):
    """Why a task is late, and what will be done."""

    reason = forms.ChoiceField(label=gettext_lazy("Kind of reason"))
    words = forms.CharField(
        label=gettext_lazy("Explanation"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    remedy = forms.CharField(
        label=gettext_lazy("What will be done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    until = day_field(label=gettext_lazy("Will be done by"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = standards.reasons(day, language())  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """At which briefing a point was taken up."""

    where = forms.CharField(
        label=gettext_lazy("Taken up at"),
        max_length=200,
        help_text=gettext_lazy("Which briefing, or why it no longer needs to come before one."),
    )
    on = day_field(label=gettext_lazy("On"), required=False)


class SlipFilter(forms.Form):
    """Until which day a slip looks ahead."""

    until = day_field(label=gettext_lazy("Due until"), required=False)


class MessageForm(SlipFilter):
    """What a message to paste leaves out besides the words that the office has listed."""

    without = forms.CharField(
        label=gettext_lazy("Leave out tasks with these words, too"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Separated by commas."),
    )
