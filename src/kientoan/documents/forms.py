"""Forms of the register: the filter, a line, files, relations, aims, reviews, terms, the sheet of an e-office."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core.templatetags.formats import language
from kientoan.documents.actions.lines import state_of
from kientoan.documents.models import Document
from kientoan.documents.queries.followed import AimState
from kientoan.documents.queries.labels import DIRECTIONS, LINKS, MARKS, OUTCOMES, REGIMES, REVIEWS, URGENCIES
from kientoan.documents.queries.listing import Cut
from kientoan.documents.queries.types import types_at
from kientoan.orgs.forms import UnitCodeField
from kientoan.orgs.models import Unit


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def kind_choices(day: date) -> list[tuple[str, str]]:
    """The types of all regimes on the day, each key once."""
    tongue = language()
    names: dict[str, str] = {}
    for one in types_at(day).types:
        names.setdefault(one.key, one.names.get(tongue, one.names["en"]))
    return list(names.items())


class RegisterFilter(forms.Form):
    """What the register is cut to."""

    q = forms.CharField(label=gettext_lazy("Words, number or symbol"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    first = _day(label=gettext_lazy("Dated from"), required=False)
    last = _day(label=gettext_lazy("Dated to"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [("", _("all")), *kind_choices(day)])

    def cut(self, given: dict[str, Any], **more: Any) -> Cut:
        """What was asked for, as values."""
        return Cut(
            text=given.get("q") or "",
            kind=given.get("kind") or "",
            first=given.get("first"),
            last=given.get("last"),
            **more,
        )


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class UnitsField(forms.CharField):
    """Codes of units within the person's reach, apart by commas or spaces; cleans to the units."""

    user: User | None = None

    def clean(self, value: Any) -> Any:
        """The units, or the sentence that names the codes that there are not."""
        codes = super().clean(value).replace(",", " ").replace(";", " ").split()
        found = (
            {one.code: one for one in Unit.objects.visible_to(self.user).filter(code__in=codes)} if self.user else {}
        )
        missing = [code for code in codes if code not in found]
        if missing:
            raise forms.ValidationError(
                _("There are no such units among those you may see: %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return [found[code] for code in dict.fromkeys(codes)]


class DocumentForm(forms.Form):
    """A line of the register."""

    keeper = UnitCodeField(label=gettext_lazy("Kept in the register of (code)"))
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=list(DIRECTIONS.items()))
    kind = forms.ChoiceField(label=gettext_lazy("Type"))
    written = forms.CharField(
        label=gettext_lazy("Number and symbol"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As the office issued them, such as 15-NQ/TU or 15/QĐ-BNV."),
    )
    dated = _day(label=gettext_lazy("Dated"))
    issuer_name = forms.CharField(label=gettext_lazy("Issued by"), max_length=200)
    signer = forms.CharField(label=gettext_lazy("Signed by"), max_length=120, required=False)
    abstract = forms.CharField(label=gettext_lazy("Abstract"), required=False, widget=_lines(3), max_length=4000)
    received_on = _day(label=gettext_lazy("Received on"), required=False)
    received_number = forms.CharField(label=gettext_lazy("Number of receipt"), max_length=40, required=False)
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=list(URGENCIES.items()), required=False)
    secrecy = forms.ChoiceField(
        label=gettext_lazy("Secrecy mark"),
        choices=list(MARKS.items()),
        required=False,
        help_text=gettext_lazy("Of a marked document only the line is held: no abstract, no signer, no file."),
    )
    regime = forms.ChoiceField(
        label=gettext_lazy("Rules of form"),
        required=False,
        choices=[("", gettext_lazy("as the number and symbol say")), *REGIMES.items()],
    )
    symbol = forms.CharField(
        label=gettext_lazy("Or let the product give the next number of the series"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only where the unit has turned this on. Write the symbol, such as NQ/TU."),
    )
    addressees = UnitsField(
        label=gettext_lazy("Sent to (codes of units)"),
        required=False,
        help_text=gettext_lazy("Whoever answers for these units sees the document."),
    )
    file = forms.FileField(label=gettext_lazy("File of the document"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self, *args: Any, user: User, day: date, numbering: bool, document: Document | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", kind_choices(document.dated if document else day))
        for name in ("keeper", "addressees"):
            self.fields[name].user = user  # type: ignore[attr-defined]
        if document is not None:
            del self.fields["keeper"], self.fields["file"]
            self.initial["seen"] = state_of(document)
        else:
            del self.fields["seen"]
        if document is not None or not numbering:
            del self.fields["symbol"]

    def line(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        given["regime"] = given.get("regime") or None
        given["urgency"] = given.get("urgency") or "normal"
        return given


def of_document(document: Document, beyond: Sequence[int] = ()) -> dict[str, Any]:
    """What the form of a line begins with; addressees beyond the person's reach are left out of it."""
    names = ("direction", "kind", "written", "dated", "issuer_name", "signer", "abstract", "received_on")
    more = ("received_number", "urgency", "secrecy", "regime")
    values = {name: getattr(document, name) for name in (*names, *more)}
    seen = document.addressees.exclude(unit_id__in=beyond)
    codes = seen.order_by("unit__code").values_list("unit__code", flat=True)
    return {**values, "addressees": ", ".join(codes)}


class FileForm(forms.Form):
    """A file to keep."""

    file = forms.FileField(
        label=gettext_lazy("Keep a file"), help_text=gettext_lazy(".docx, .xlsx, .pdf, .txt, .jpg, .png or .webp")
    )


class ReasonForm(forms.Form):
    """Why a line is struck out."""

    reason = forms.CharField(label=gettext_lazy("Why is the line struck out?"), max_length=300)


class DocumentField(forms.CharField):
    """A document by its number and symbol within the person's reach; cleans to (document or None, the text)."""

    user: User | None = None

    def clean(self, value: Any) -> Any:
        """The one document of that number; several of one number are told apart by their day."""
        text = " ".join(super().clean(value).split())
        if not text or self.user is None:
            return None, text
        number, _comma, day = text.partition(",")
        found = Document.objects.visible_to(self.user).filter(written__iexact=number.strip(), withdrawn_on__isnull=True)
        if day.strip():
            dated = _day_in(day)
            found = found.filter(dated=dated) if dated else found.none()
        several = list(found.order_by("-dated")[:5])
        if len(several) > 1:
            days = "; ".join(f"{one.written}, {one.dated:%d/%m/%Y}" for one in several)
            raise forms.ValidationError(
                _("Several documents bear this number. Write one of: %(which)s.") % {"which": days}
            )
        return (several[0] if several else None), text


def _day_in(text: str) -> date | None:
    try:
        day, month, year = (int(part) for part in text.strip().split("/"))
        return date(year, month, day)
    except ValueError:
        return None


class LinkForm(forms.Form):
    """What a document is to another."""

    kind = forms.ChoiceField(label=gettext_lazy("This document"), choices=list(LINKS.items()))
    other = DocumentField(
        label=gettext_lazy("which document (number and symbol)"),
        max_length=200,
        help_text=gettext_lazy("One that the register does not have is kept as written."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].user = user  # type: ignore[attr-defined]


class AimForm(forms.Form):
    """One thing that a document asks."""

    text = forms.CharField(label=gettext_lazy("What it asks"), widget=_lines(3), max_length=4000)
    clause = forms.CharField(label=gettext_lazy("Clause"), max_length=80, required=False)
    measure = forms.CharField(label=gettext_lazy("How it is measured"), max_length=200, required=False)
    due = _day(label=gettext_lazy("By when"), required=False)
    responsible = forms.CharField(label=gettext_lazy("Who answers for it"), max_length=200, required=False)


class ReviewForm(forms.Form):
    """A review of a followed document, with a word on each aim."""

    kind = forms.ChoiceField(label=gettext_lazy("Which review"), choices=list(REVIEWS.items()))
    held_on = _day(label=gettext_lazy("Held on"))
    by_document = DocumentField(
        label=gettext_lazy("By which document (number and symbol)"),
        max_length=200,
        help_text=gettext_lazy("One that the register does not have is kept as written."),
    )
    said = forms.CharField(label=gettext_lazy("What was done"), widget=_lines(4), required=False, max_length=10_000)

    def __init__(self, *args: Any, user: User, aims: Sequence[AimState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aims = [one.aim for one in aims]
        self.fields["by_document"].user = user  # type: ignore[attr-defined]
        for one in aims:
            self.fields[f"o-{one.aim.pk}"] = forms.ChoiceField(
                label=_("How far reached"), choices=[("", _("no word on it")), *OUTCOMES.items()], required=False
            )
            self.fields[f"s-{one.aim.pk}"] = forms.CharField(
                label=_("What was done"), widget=_lines(2), required=False, max_length=4000
            )

    def by_aim(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each aim with its two fields, for the page."""
        return [(aim, self[f"o-{aim.pk}"], self[f"s-{aim.pk}"]) for aim in self.aims]

    def outcomes(self) -> dict[Any, tuple[Any, str]]:
        """What was said, by aim; an aim without a word on it is left out."""
        given = self.cleaned_data
        return {aim: (given[f"o-{aim.pk}"], given[f"s-{aim.pk}"]) for aim in self.aims if given[f"o-{aim.pk}"]}


class NumberFilter(forms.Form):
    """Of which unit the numbers are checked."""

    unit = UnitCodeField(label=gettext_lazy("Register of (code)"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].user = user  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """A term of a committee."""

    name = forms.CharField(
        label=gettext_lazy("Name of the term"), max_length=80, help_text=gettext_lazy("such as 2015–2020")
    )
    first = _day(label=gettext_lazy("From the day after the congress"))


class SheetForm(forms.Form):
    """The register of an e-office: the file first, then the fingerprint of the one that was looked at."""

    keeper = UnitCodeField(label=gettext_lazy("Kept in the register of (code)"))
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=list(DIRECTIONS.items()))
    file = forms.FileField(
        label=gettext_lazy("Sheet of the register"), help_text=gettext_lazy(".xlsx, .ods, .xls or .csv"), required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason, for the record"), max_length=300, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=255, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].user = user  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A file, or the fingerprint of one."""
        given = super().clean() or {}
        if not given.get("file") and not given.get("kept") and "file" not in self.errors:
            self.add_error("file", _("Choose the file first."))
        return given
