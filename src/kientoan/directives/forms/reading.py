"""Requests of the pages on which a text is read and its drafts are checked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.directives.models import labels
from kientoan.directives.models.reading import Draft
from kientoan.directives.queries.written import units_written
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on

LONGEST_TEXT = 400_000


def _day(**given: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class ReadForm(forms.Form):
    """A text pasted, or a file brought, and the day on which it was written."""

    keeper = forms.ChoiceField(label=gettext_lazy("In the name of"))
    day = _day(
        label=gettext_lazy("Day of the text"),
        help_text=gettext_lazy("Deadlines without a year and units are read as of this day."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text, pasted"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy(".txt, .docx, .xlsx, .pdf or a scan; annex tables are read row by row."),
    )
    document = forms.CharField(
        label=gettext_lazy("Document of the register, by its number and symbol"), required=False, max_length=80
    )
    ask_model = forms.BooleanField(label=gettext_lazy("Also ask the language model for this text"), required=False)

    def __init__(
        self, *args: Any, user: User, keepers: Sequence[Unit], model: str, shown_on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.keepers = {unit.code: unit for unit in keepers}
        names = names_on([unit.pk for unit in keepers], shown_on)
        self.fields["keeper"].choices = [(unit.code, names.get(unit.pk, unit.code)) for unit in keepers]  # type: ignore[attr-defined]
        if model:
            self.fields["ask_model"].help_text = _(
                "The text is sent to %(address)s. Ask only where it may go there."
            ) % {"address": model}
        else:
            del self.fields["ask_model"]

    def clean_text(self) -> str:
        """Browsers send two characters for a line break; places count one."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_document(self) -> Document | None:
        """Find the document by its number among those that the person may see; the latest where several bear it."""
        written = self.cleaned_data["document"].strip()
        if not written:
            return None
        found = Document.objects.visible_to(self.user).filter(written__iexact=written, withdrawn_on__isnull=True)
        document = found.order_by("-dated", "-pk").first()
        if document is None:
            raise forms.ValidationError(
                _("There is no document “%(written)s” among those you may see.") % {"written": written}
            )
        return document

    def clean(self) -> dict[str, Any]:
        """Either a text or a file, not both."""
        found: dict[str, Any] = super().clean() or {}
        if bool((found.get("text") or "").strip()) == bool(found.get("file")) and "text" not in self.errors:
            self.add_error("text", _("Paste a text or bring a file: one of the two."))
        return found


class FoundForm(forms.Form):
    """A draft as a person corrects it."""

    action = forms.CharField(label=gettext_lazy("Work"), widget=forms.Textarea(attrs={"rows": 3}))
    leads = forms.CharField(
        label=gettext_lazy("Units that lead, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("By code or by name. Each unit gets a task of its own."),
    )
    deadline_day = _day(label=gettext_lazy("Day"), required=False)
    deadline_op = forms.ChoiceField(
        label=gettext_lazy("How the day is meant"), required=False, choices=[("", "–"), *labels.DeadlineOp.choices]
    )
    recurrence = forms.CharField(label=gettext_lazy("Recurs"), required=False, max_length=60)
    product = forms.CharField(label=gettext_lazy("Product"), required=False, max_length=500)

    def __init__(self, *args: Any, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.day = user, day

    def clean_leads(self) -> list[Unit]:
        """Each line names one unit that the person may see on the day of the text."""
        written = units_written(self.user, self.cleaned_data["leads"], self.day)
        if written.faults:
            raise forms.ValidationError(list(written.faults))
        return list(written.units)


def found_initial(draft: Draft) -> dict[str, Any]:
    """What the form shows of a draft."""
    codes = [row.unit.code for row in draft.units.select_related("unit").filter(helps=False)]
    names = ("action", "deadline_day", "deadline_op", "recurrence", "product")
    return {**{name: getattr(draft, name) for name in names}, "leads": "\n".join(codes)}
