"""Files brought to a page: workbooks that came back, plain sheets."""

import io
import zipfile
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.figures.forms.fields import PeriodField

_LARGEST_ARCHIVE, _MOST_IN_ARCHIVE = 600_000_000, 3_000


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
    reason = forms.CharField(
        label=gettext_lazy("If figures already used (a review, a signed report) are corrected: why"),
        required=False,
        max_length=300,
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


class SheetForm(forms.Form):
    """A plain sheet of figures."""

    file = forms.FileField(label=gettext_lazy("Sheet of figures (.xlsx, .ods, .csv)"))
    period = PeriodField(
        label=gettext_lazy("Period of rows that name none"), help_text="2017-H1, 2017-Q2, 2017-06, 2017", required=False
    )


class TakeInForm(forms.Form):
    """A checked sheet to be taken in."""

    reason = forms.CharField(
        label=gettext_lazy("If figures already used (a review, a signed report) are corrected: why"),
        required=False,
        max_length=300,
    )
