"""Forms of cadres: the filter of the list, the reason for opening sensitive fields, the work on cadres and posts."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.vietnamese import fold, nfc
from kientoan.orgs.models import Unit
from kientoan.people.models import Person

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


SEXES = [("", "–"), ("f", gettext_lazy("female")), ("m", gettext_lazy("male"))]
OFFERED = 200
"""How many cadres of the unit are offered by name while one types."""
_NUMBERED = re.compile(r"\((?:số |no\. )?(\d{1,15})\)\s*$|^(\d{1,15})$")


def _day(label: Any, **changes: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **changes)


def _born(label: Any) -> forms.DateField:
    return _day(label, required=False)


def _not_to_come(born: date | None) -> date | None:
    if born is not None and born >= clock.today():
        raise forms.ValidationError(_("A date of birth lies in the past."))
    return born


class AddForm(forms.Form):
    """A cadre whom a decision names."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEXES, required=False)
    born = _born(gettext_lazy("Date of birth"))
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20, required=False)

    def clean_born(self) -> date | None:
        """Nobody is born tomorrow."""
        return _not_to_come(self.cleaned_data["born"])


class _Seen(forms.Form):
    """Work on something that was looked at: the seal of what one saw."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=32)


class CorrectForm(_Seen):
    """The particulars of a cadre; what is sensitive is written anew, never shown here."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEXES, required=False)
    born = _born(gettext_lazy("New date of birth"))
    phone = forms.CharField(label=gettext_lazy("New telephone"), max_length=20, required=False)
    away = forms.MultipleChoiceField(
        label=gettext_lazy("Take away what is on record"),
        choices=[("born", gettext_lazy("date of birth")), ("phone", gettext_lazy("telephone"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["full_name"].initial, self.fields["sex"].initial = person.full_name, person.sex.lower()
        for name in ("born", "phone"):
            self.fields[name].help_text = _("Not shown here. Leave it empty to keep what is on record.")

    def clean_born(self) -> date | None:
        """Nobody is born tomorrow."""
        return _not_to_come(self.cleaned_data["born"])

    def changes(self) -> dict[str, object]:
        """The values that are to be other than they are."""
        given = self.cleaned_data
        changed: dict[str, object] = {}
        if given["full_name"] != self.person.full_name:
            changed["full_name"] = given["full_name"]
        if given["sex"] != self.person.sex.lower():
            changed["sex"] = given["sex"]
        for name, nothing in (("born", None), ("phone", "")):
            if given[name]:
                changed[name] = given[name]
            elif name in given["away"]:
                changed[name] = nothing
        return changed


class ForgetForm(_Seen, ReasonForm):
    """Why the values of a person are erased, and that one means it."""

    sure = forms.BooleanField(label=gettext_lazy("I know that this cannot be undone."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why are they erased?")


class OpenPostForm(_Seen):
    """A post in a body."""

    title = forms.CharField(label=gettext_lazy("Title of the post"), max_length=160)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    day = _day(gettext_lazy("Exists from"))


class PersonField(forms.CharField):
    """A cadre by name, or by the number that stands behind the name; cleans to the person."""

    user: User | None = None

    def clean(self, value: Any) -> Any:
        """The one cadre of that name within reach, or the sentence that says whom one may have meant."""
        text = " ".join(nfc(super().clean(value)).split())
        rows = Person.objects.visible_to(self.user).exclude(search_key="") if self.user else Person.objects.none()
        numbered = _NUMBERED.search(text)
        if numbered:
            found = list(rows.filter(pk=int(numbered[1] or numbered[2])))
        else:
            found = list(rows.filter(search_key=fold(text)).select_related("unit").order_by("sort_key", "pk")[:10])
            exact = [one for one in found if one.full_name == text]
            found = exact if len(exact) == 1 else found
        if not found:
            raise forms.ValidationError(
                _("There is no cadre “%(text)s” among those you may see. Enter the cadre first.") % {"text": text}
            )
        if len(found) > 1:
            those = "; ".join(f"{named(one)} {one.unit.code}" for one in found)
            raise forms.ValidationError(
                _("Several cadres bear this name: %(those)s. Write the one you mean with the number.")
                % {"those": those}
            )
        return found[0]


def named(person: Person) -> str:
    """A cadre's name with the number that tells namesakes apart."""
    return f"{person.full_name} ({person.pk})"


class HandOverForm(_Seen):
    """Who has the post next, from which day, by which decision."""

    person = PersonField(
        label=gettext_lazy("Cadre"),
        max_length=140,
        help_text=gettext_lazy("Full name, as entered; a number in brackets tells namesakes apart."),
        widget=forms.TextInput(attrs={"list": "cadres", "autocomplete": "off"}),
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=80, help_text=gettext_lazy("For example 1234-QĐ/TU.")
    )
    day = _day(gettext_lazy("From"), help_text=gettext_lazy("The first day on which it holds."))

    def __init__(self, *args: Any, user: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.unit = user, unit
        field = self.fields["person"]
        if isinstance(field, PersonField):
            field.user = user

    def offered(self) -> list[str]:
        """The cadres of the unit itself, by name."""
        rows = Person.objects.visible_to(self.user).filter(unit=self.unit).exclude(search_key="")
        return [named(one) for one in rows.order_by("sort_key", "pk")[:OFFERED]]


class SeatForm(HandOverForm):
    """Who has the post, or acts in it."""

    until = _day(gettext_lazy("Until (the first day without it)"), required=False)
    acting = forms.BooleanField(label=gettext_lazy("Only acts in it"), required=False)


class EndForm(_Seen):
    """On which day somebody no longer has the post."""

    day = _day(gettext_lazy("First day without the post"))
    decision = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=80, help_text=gettext_lazy("For example 1234-QĐ/TU.")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)
