"""Requests of the pages of figures, parsed."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core.formats import number
from kientoan.core.periods import NotAPeriod, Period, PeriodKind
from kientoan.core.templatetags.formats import language
from kientoan.figures.models import FormTemplate, Indicator, Submission
from kientoan.figures.queries.entry import Judge, number_typed, reported
from kientoan.figures.rules.answers import AnswerFault, Question, shown
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import children_of, pack, span_of

PERIODS = {
    PeriodKind.MONTH.value: gettext_lazy("month"),
    PeriodKind.QUARTER.value: gettext_lazy("quarter"),
    PeriodKind.HALF.value: gettext_lazy("half-year"),
    PeriodKind.YEAR.value: gettext_lazy("year"),
}
_PICTURES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp", b"%PDF": ".pdf"}
PICTURE_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".pdf": "application/pdf"}
_LARGEST_PICTURE = 12_000_000
_LARGEST_ARCHIVE, _MOST_IN_ARCHIVE = 600_000_000, 3_000


class PeriodField(forms.CharField):
    """A reporting period as text; cleans to a `Period`."""

    def clean(self, value: Any) -> Any:
        """Give the period, or None for an empty text."""
        text = super().clean(value)
        try:
            return Period.parse(text) if text else None
        except NotAPeriod as error:
            raise forms.ValidationError(
                _("“%(value)s” is not a period. Write 2017, 2017-H1, 2017-Q2 or 2017-06.") % {"value": text}
            ) from error


class WantedField(forms.CharField):
    """A figure that is wanted: no page calls it optional, and a draft may still lack it."""

    def validate(self, value: Any) -> None:
        """Let a missing one pass; what is sent is judged as a whole."""


class EntryForm(forms.Form):
    """A unit's answer typed in: for each figure its value and, if it is not known, why."""

    use_required_attribute = False

    def __init__(self, *args: Any, judge: Judge, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.judge = judge
        self.before = judge.before.get(submission.unit_id, {})
        for place, item in enumerate(judge.items, 1):
            indicator = item.indicator
            self.fields[f"v-{indicator.code}"] = WantedField(
                label=f"{place}. {indicator.name}",
                help_text=item.guidance or indicator.definition,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"r-{indicator.code}"] = forms.CharField(
                label=_("Why it is not known"), required=False, max_length=200
            )
        self.fields["on_behalf"] = forms.BooleanField(
            label=_("I enter this for the unit, from its paper"), required=False
        )
        self.fields["paper"] = forms.FileField(label=_("Photo of the paper"), required=False)

    def questions(self) -> Iterator[dict[str, Any]]:
        """Each figure with its fields, last period's figure and the document that asks for it."""
        for item in self.judge.items:
            before = self.before.get(item.indicator.code)
            last = number(before, language=language()) if before is not None else _("none reported")
            value = self[f"v-{item.indicator.code}"]
            yield {
                "unanswered": bool(value.errors) and not value.value(),
                "value": value,
                "remark": self[f"r-{item.indicator.code}"],
                "note": _("Period before: %(value)s · %(measure)s · asked for by %(document)s")
                % {"value": last, "measure": item.indicator.measure, "document": item.indicator.citation},
            }

    def typed(self, prefix: str) -> dict[str, str]:
        """What was typed, by code: `v-` for values, `r-` for remarks."""
        return {
            name.removeprefix(prefix): str(value).strip()
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }

    def clean_paper(self) -> str:
        """Keep the photo under its fingerprint and give its name; refuses what is no picture."""
        file = self.cleaned_data.get("paper")
        return keep_paper(file) if file else ""


def keep_paper(file: UploadedFile) -> str:
    """Put a photo of a paper down in HOME/papers and give its name."""
    if (file.size or 0) > _LARGEST_PICTURE:
        raise forms.ValidationError(_("The photo is larger than 12 MB. Send a smaller one."))
    content = file.read()
    ending = next((end for magic, end in _PICTURES.items() if content.startswith(magic)), None)
    if ending is None:
        raise forms.ValidationError(_("This is no photo. Send a .jpg, .png, .webp or .pdf."))
    name = hashlib.sha256(content).hexdigest() + ending
    folder = Path(settings.HOME) / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return name


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; cleans to a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the list of files; at least one is needed."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(_("No workbook was chosen. Choose the files, or one .zip with all of them."))
        return [super(ManyFilesField, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    """Workbooks that came back: files, or one archive of them."""

    files = ManyFilesField(  # type: ignore[assignment]  # Django names its uploads so
        label=gettext_lazy("Workbooks that came back, or one .zip of them")
    )

    def contents(self) -> list[tuple[str, bytes | UploadedFile]]:
        """Each workbook by name, archives opened; call after the form is valid."""
        found: list[tuple[str, bytes | UploadedFile]] = []
        for file in self.cleaned_data["files"]:
            if str(file.name).lower().endswith(".zip"):
                found += unpacked(file)
            else:
                found.append((str(file.name), file))
        return found


def unpacked(file: UploadedFile) -> list[tuple[str, bytes | UploadedFile]]:
    """The files of an archive; raises `ValidationError` for one that is broken, locked, too large or too full."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in members) > _LARGEST_ARCHIVE or len(members) > _MOST_IN_ARCHIVE:
                raise forms.ValidationError(
                    _("The archive would unpack to more than 600 MB or 3,000 files. Send it in parts.")
                )
            return [(one.filename, archive.read(one)) for one in members]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise forms.ValidationError(
            _("“%(name)s” cannot be opened as an archive. Pack it again as .zip without a password.")
            % {"name": file.name}
        ) from error


class IssueForm(forms.Form):
    """A form sent out: for which period, until when, by which document."""

    period = PeriodField(label=gettext_lazy("Period"), help_text="2017-H1, 2017-Q2, 2017-06, 2017")
    due = forms.DateField(label=gettext_lazy("Due day"), widget=forms.DateInput(attrs={"type": "date"}))
    decision = forms.CharField(label=gettext_lazy("Number of the document that sends it out"), max_length=120)
    over_budget_reason = forms.CharField(
        label=gettext_lazy("If the burden budget is exceeded: why it must be"), required=False, max_length=300
    )


class DesignForm(forms.Form):
    """A form being designed."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=60)
    name_vi = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    period = forms.ChoiceField(label=gettext_lazy("How often"), choices=list(PERIODS.items()))
    asked_of = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of units asked"), widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Only these sectors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    instrument = forms.CharField(label=gettext_lazy("Rule or document that asks for the form"), max_length=200)
    indicators = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Figures"), queryset=Indicator.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    over_budget_reason = forms.CharField(
        label=gettext_lazy("If it asks for more than the budget: why"), required=False, max_length=300
    )

    def __init__(self, *args: Any, day: date, form: FormTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongue = language()
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "asked_of": [(one.code, one.label(tongue)) for one in pack().kinds_at(day)],
            "sectors": [(one.code, one.label(tongue)) for one in pack().sectors_at(day)],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = options
        figures = self.fields["indicators"]
        if isinstance(figures, forms.ModelMultipleChoiceField):
            figures.queryset = Indicator.objects.in_use()
        if form is not None:
            self.fields["code"].disabled = True


class ScorecardFilter(forms.Form):
    """What the scorecard shows."""

    period = PeriodField(label=gettext_lazy("Period"), required=False)
    form = forms.ModelChoiceField(
        label=gettext_lazy("Figures of the form"), queryset=FormTemplate.objects.none(), required=False
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form, sector = self.fields["form"], self.fields["sector"]
        if isinstance(form, forms.ModelChoiceField):
            form.queryset = FormTemplate.objects.in_use()
        if isinstance(sector, forms.ChoiceField):
            sector.choices = [("", _("all")), *((s.code, s.label(language())) for s in pack().sectors_at(day))]


class SheetForm(forms.Form):
    """A plain sheet of figures."""

    file = forms.FileField(label=gettext_lazy("Sheet of figures (.xlsx, .ods, .csv)"))
    period = PeriodField(
        label=gettext_lazy("Period of rows that name none"), help_text="2017-H1, 2017-Q2, 2017-06, 2017", required=False
    )


class TargetFilter(forms.Form):
    """Which targets a page shows."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("Units below by the figure"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("none"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_indicators(self.fields["indicator"])


class TargetForm(forms.Form):
    """A target being set, for a unit or one right below it."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("Figure"), queryset=Indicator.objects.none(), to_field_name="code"
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    value = forms.CharField(
        label=gettext_lazy("Target"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    decision = forms.CharField(label=gettext_lazy("Decision number"), max_length=80)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, top: Unit, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        span = span_of(top, day)
        below = [(node.code, node.name) for node in children_of(top, day, user)]
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = [(top.code, span.name if span else top.code), *below]
        _offer_indicators(self.fields["indicator"])

    def clean_unit(self) -> Unit:
        """The unit itself; it is one of those offered."""
        return Unit.objects.get(code=self.cleaned_data["unit"])

    def clean(self) -> dict[str, Any]:
        """Read the number as it was written, a whole one where the figure is counted."""
        given = super().clean() or {}
        indicator, text = given.get("indicator"), given.get("value")
        if indicator is None or not text:
            return given
        read = number_typed(Question(indicator.code, indicator.name, indicator.kind), text)
        if isinstance(read, AnswerFault):
            self.add_error("value", read.sentence(_))
        else:
            given["value"] = read
        return given


def _offer_indicators(field: forms.Field) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Indicator.objects.in_use()


def typed_before(submission: Submission, judge: Judge) -> dict[str, str]:
    """What the entry form begins with: the draft, else the figures that were sent."""
    draft = getattr(submission, "draft", None)
    if draft is not None:
        return {f"v-{code}": text for code, text in draft.values.items()}

    sent = reported(judge.issue.period, [item.indicator for item in judge.items], [submission.unit_id])
    values = {f"v-{code}": shown(value) for code, value in sent.get(submission.unit_id, {}).items()}
    return values | {f"r-{code}": text for code, text in submission.remarks.items()}
