"""Forms of the register: the filter of its list, the operations, grants, the sheet of accounts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.templatetags.formats import language
from kientoan.core.vietnamese import nfc
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.queries.labels import ROLE_WORDS, body_choices, kind_choices, sector_choices


class UnitFilter(forms.Form):
    """What the list of units is cut to."""

    q = forms.CharField(label=gettext_lazy("Name or code"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    under = forms.CharField(label=gettext_lazy("Below the unit (code)"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kind_choices(day)), ("sector", sector_choices(day))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("all")), *choices]


class UnitCodeField(forms.CharField):
    """The code of a unit within the person's reach; cleans to the unit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user: User | None = None
        super().__init__(*args, **{"max_length": 40, **kwargs})

    def clean(self, value: Any) -> Any:
        """The unit of the code, or the sentence that there is none."""
        code = nfc(super().clean(value)).strip()
        if not code:
            return None
        found = Unit.objects.visible_to(self.user).filter(code=code).first() if self.user else None
        if found is None:
            raise forms.ValidationError(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
        return found


class OperationForm(forms.Form):
    """What every operation needs: the day it takes effect and the decision that says so."""

    day = forms.DateField(
        label=gettext_lazy("Takes effect on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The first day on which it holds."),
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision number"),
        max_length=80,
        help_text=gettext_lazy("For example 1234-QĐ/TU."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, unit: Unit, span: UnitSpan, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.span, self.user, self.shown_day = unit, span, user, day
        self.fields["day"].initial = day
        for field in self.fields.values():
            if isinstance(field, UnitCodeField):
                field.user = user
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and what holds now."""

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The visible fields in groups, each with its legend."""
        return [("", list(self.visible_fields()))]

    def choose(self, name: str, choices: Sequence[tuple[str, str]], initial: str = "") -> None:
        """Give a field its choices."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)
            field.initial = initial


class RenameForm(OperationForm):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("New name"), max_length=200)

    def prepare(self) -> None:
        """Begin from the present name."""
        self.fields["name"].initial = self.span.name


class ChangeKindForm(OperationForm):
    """Another kind or sector."""

    kind = forms.ChoiceField(label=gettext_lazy("New kind"))
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)

    def prepare(self) -> None:
        """Begin from what it is."""
        self.choose("kind", kind_choices(self.shown_day), self.span.kind)
        self.choose("sector", [("", "–"), *sector_choices(self.shown_day)], self.span.sector)


class MoveForm(OperationForm):
    """Under another unit."""

    parent = UnitCodeField(label=gettext_lazy("New unit directly above (code)"))


class NewUnitFields(OperationForm):
    """What a new unit is."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)

    def prepare(self) -> None:
        """Offer the kinds and sectors of the day."""
        self.choose("kind", kind_choices(self.shown_day))
        self.choose("sector", [("", "–"), *sector_choices(self.shown_day)])


class OpenForm(NewUnitFields):
    """A new unit under this one."""


class MergeForm(OperationForm):
    """Merge this unit into another that stays."""

    into = UnitCodeField(
        label=gettext_lazy("Merged into the unit (code)"),
        help_text=gettext_lazy("The unit that stays. What stands below and what is still open passes to it."),
    )
    others = forms.CharField(
        label=gettext_lazy("Other units merged at the same time (codes)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One code a line; leave empty when only this unit is merged."),
    )

    def clean_others(self) -> list[Unit]:
        """The units of the codes."""
        codes = [nfc(line).strip() for line in self.cleaned_data["others"].replace(",", "\n").splitlines()]
        codes = [code for code in codes if code]
        found = {unit.code: unit for unit in Unit.objects.visible_to(self.user).filter(code__in=codes)}
        missing = [code for code in codes if code not in found]
        if missing:
            raise forms.ValidationError(
                _("Not among the units you may see: %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return [found[code] for code in codes]


class CloseForm(OperationForm):
    """The end without a successor."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class BodyForm(forms.Form):
    """A body of a kind that such a unit may have."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=32)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of body"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    decision = forms.CharField(label=gettext_lazy("Decision number"), max_length=80)
    day = forms.DateField(
        label=gettext_lazy("Exists from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, unit_kind: str, shown_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = body_choices(shown_day, unit_kind)


class EndBodyForm(forms.Form):
    """The first day on which a body no longer exists."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=32)
    day = forms.DateField(
        label=gettext_lazy("First day without it"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    decision = forms.CharField(label=gettext_lazy("Decision number"), max_length=80)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)


PARTS = 4


class SplitForm(OperationForm):
    """Division into two to four parts, with the share of each and who takes what stands below."""

    def prepare(self) -> None:
        """Add the fields of the parts and of the units below."""
        kinds = kind_choices(self.shown_day)
        sectors = [("", "–"), *sector_choices(self.shown_day)]
        for number in range(1, PARTS + 1):
            need = number <= 2
            self.fields[f"code{number}"] = forms.CharField(label=_("Code"), max_length=40, required=need)
            self.fields[f"name{number}"] = forms.CharField(label=_("Name"), max_length=200, required=need)
            self.fields[f"kind{number}"] = forms.ChoiceField(label=_("Kind"), choices=kinds, initial=self.span.kind)
            self.fields[f"sector{number}"] = forms.ChoiceField(
                label=_("Sector"), choices=sectors, initial=self.span.sector, required=False
            )
            self.fields[f"share{number}"] = forms.DecimalField(
                label=_("Share (%)"),
                min_value=0,
                max_value=100,
                required=need,
                initial=50 if need else None,
            )
        parts = [(str(number), _("Part %(number)s") % {"number": number}) for number in range(1, PARTS + 1)]
        for child in UnitSpan.objects.as_of(self.shown_day).filter(parent=self.unit).select_related("unit").by_name():
            self.fields[f"child-{child.unit.code}"] = forms.ChoiceField(
                label=_("%(name)s (%(code)s) goes to") % {"name": child.name, "code": child.unit.code}, choices=parts
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The decision, then each part, then who takes what stands below."""
        fields = ("code", "name", "kind", "sector", "share")
        found = [("", [self["day"], self["decision"]])]
        found.extend(
            (_("Part %(number)s") % {"number": number}, [self[f"{field}{number}"] for field in fields])
            for number in range(1, PARTS + 1)
        )
        below = [self[name] for name in self.fields if name.startswith("child-")]
        return [*found, (_("Who takes what stands below"), below)] if below else found

    def parts(self) -> list[tuple[str, str, str, str, Decimal]]:
        """The parts that were filled in: code, name, kind, sector, share between 0 and 1."""
        values = self.cleaned_data
        return [
            (
                values[f"code{number}"],
                values[f"name{number}"],
                values[f"kind{number}"],
                values[f"sector{number}"],
                Decimal(values[f"share{number}"] or 0) / 100,
            )
            for number in range(1, PARTS + 1)
            if values.get(f"code{number}")
        ]

    def children(self) -> dict[str, int]:
        """The position of the part that takes each unit below, by code."""
        return {
            name.removeprefix("child-"): int(value) - 1
            for name, value in self.cleaned_data.items()
            if name.startswith("child-")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a unit below that goes to a part nobody filled in."""
        values = super().clean() or self.cleaned_data
        filled = len(self.parts()) if not self.errors else PARTS
        for name, value in list(values.items()):
            if name.startswith("child-") and int(value) > filled:
                self.add_error(name, _("That part is not filled in."))
        return values


class GrantForm(forms.Form):
    """A role for an account over the unit."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    day = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=gettext_lazy("Until (the first day without it)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = day
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = [(one.value, str(words)) for one, words in ROLE_WORDS.items()]

    def clean_username(self) -> User:
        """The account of that name."""
        name = nfc(self.cleaned_data["username"]).strip().lower()
        user = User.objects.filter(username=name, is_active=True, is_service=False).first()
        if user is None:
            raise forms.ValidationError(_("There is no account “%(name)s”.") % {"name": name})
        return user

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or self.cleaned_data
        day, until = values.get("day"), values.get("until")
        if day and until and until <= day:
            self.add_error(
                "until",
                _("It must lie after %(day)s.") % {"day": formats.day_short(day, language())},
            )
        return values


class AccountsForm(forms.Form):
    """The office's sheet of accounts."""

    sheet = forms.FileField(
        label=gettext_lazy("Sheet of accounts"),
        help_text=gettext_lazy(
            ".xlsx, .ods or .csv with the columns: user name, full name, role, unit code; e-mail and telephone if known."
        ),
    )


class ImportForm(forms.Form):
    """A list of units or of operations: the file first, then the fingerprint of the one that was looked at."""

    file = forms.FileField(
        label=gettext_lazy("The list"), help_text=gettext_lazy(".xlsx, .ods, .xls or .csv"), required=False
    )
    since = forms.DateField(
        label=gettext_lazy("Day from which it holds"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For a list of units whose rows bear no day."),
        required=False,
    )
    under = UnitCodeField(
        label=gettext_lazy("Code of the unit that it hangs under"),
        help_text=gettext_lazy("For a list with a column per tier."),
        required=False,
    )
    extent = forms.ChoiceField(
        label=gettext_lazy("Units that the list lacks"),
        choices=[
            ("", gettext_lazy("decide by the list; ask when many are missing")),
            ("whole", gettext_lazy("have ended: the list is whole")),
            ("part", gettext_lazy("stay: the list is a part")),
        ],
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("Reason, for the record"), max_length=300, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=255, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        under = self.fields["under"]
        if isinstance(under, UnitCodeField):
            under.user = user

    def clean(self) -> dict[str, Any]:
        """A file, or the fingerprint of one."""
        given = super().clean() or {}
        if not given.get("file") and not given.get("kept") and "file" not in self.errors:
            self.add_error("file", _("Choose the file first."))
        return given

    def whole(self) -> bool | None:
        """Whether the list is whole, a part, or to be judged by itself (None)."""
        return {"whole": True, "part": False}.get(self.cleaned_data["extent"])
