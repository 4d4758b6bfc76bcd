"""What people fill in: a new report, how it is addressed, a section, a Word file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kientoan.core.periods import Period, PeriodKind
from kientoan.reports.models import Report

MOST_BYTES = 20 * 1024 * 1024


def _day_field(**changes: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **changes)


class NewReportForm(forms.Form):
    """Of which unit, for which half of a year, of which date."""

    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.ChoiceField(label=_("Period"))
    day = _day_field(label=_("The document's own date"), help_text=_("It decides which official form applies."))
    as_of = _day_field(
        label=_("Figures as of"), required=False, help_text=_("Left empty, they are of the document's own date.")
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        now = Period.of(today, PeriodKind.HALF)
        halves = [now.moved(-step) for step in range(24)]
        self.fields["period"].choices = [(one.code, one.label()) for one in halves]  # type: ignore[attr-defined]


class AddressForm(forms.ModelForm):
    """How a report is dated, numbered, signed and addressed."""

    day = _day_field(label=_("The document's own date"), help_text=_("It decides which official form applies."))
    as_of = _day_field(label=_("Figures as of"))
    recipients = forms.CharField(
        label=_("Recipients"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line; the archive is added by itself."),
    )

    class Meta:
        model = Report
        fields = [
            "superior",
            "issuer",
            "number",
            "org_code",
            "place",
            "day",
            "as_of",
            "authority",
            "on_behalf_of",
            "position",
            "signer",
            "recipients",
            "archive",
        ]
        labels = {
            "superior": _("Body above the issuer"),
            "issuer": _("Issuer"),
            "number": _("Number of the document"),
            "org_code": _("Letters of the issuer in the symbol"),
            "place": _("Place"),
            "authority": _("In whose name"),
            "on_behalf_of": _("The body or post signed for"),
            "position": _("Position of the signer"),
            "signer": _("Name of the signer"),
            "archive": _("Kept at"),
        }
        help_texts = {
            "number": _("Left empty, there is room to write it by hand."),
            "on_behalf_of": _("Not needed when the head signs."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["recipients"] = "\n".join(self.instance.recipients)

    def clean_recipients(self) -> list[str]:
        """Read one recipient a line."""
        return [line.strip() for line in self.cleaned_data["recipients"].splitlines() if line.strip()]


class SectionForm(forms.Form):
    """A section that people write, and the version they began from."""

    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14}))
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WordFileForm(forms.Form):
    """One Word file."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A .docx of at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be a report."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB: no report is that long."))
        return file
