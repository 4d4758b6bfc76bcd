"""The router of reports, and finding a report within reach."""

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router
from ninja.files import UploadedFile

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.reports import access
from kientoan.reports.forms import MOST_BYTES
from kientoan.reports.models import Report

router = Router(tags=["reports"])


def seen_report(user: User, number: int) -> Report:
    """The report, if the user sees its unit (else 404) and may read it (else refused)."""
    found = Report.objects.visible_to(user).select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such report among those you may see."))
    access.check_read(user, found.unit)
    return found


def contents_of(file: UploadedFile) -> bytes:
    """What a file holds; refused when it is too large to be a report."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB: no report is that long."))
    return file.read()
