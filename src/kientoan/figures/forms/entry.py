"""A unit's answer typed in."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kientoan.core.formats import number
from kientoan.core.templatetags.formats import language
from kientoan.figures.models import Submission
from kientoan.figures.queries.entry import Judge, reported
from kientoan.figures.rules.answers import shown

_PICTURES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp", b"%PDF": ".pdf"}
PICTURE_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".pdf": "application/pdf"}
_LARGEST_PICTURE = 12_000_000


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
        self.fields["reason"] = forms.CharField(
            label=_("Why the figures are corrected"), required=False, max_length=300, widget=WantedField.widget
        )

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


def typed_before(submission: Submission, judge: Judge) -> dict[str, str]:
    """What the entry form begins with: the draft, else the figures that were sent."""
    draft = getattr(submission, "draft", None)
    if draft is not None:
        return {f"v-{code}": text for code, text in draft.values.items()}

    sent = reported(judge.issue.period, [item.indicator for item in judge.items], [submission.unit_id])
    mark = "," if language().startswith("vi") else "."
    values = {f"v-{code}": shown(value, mark) for code, value in sent.get(submission.unit_id, {}).items()}
    return values | {f"r-{code}": text for code, text in submission.remarks.items()}
