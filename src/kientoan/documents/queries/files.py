"""The bytes of a file: where they lie, and how they are handed out."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.documents.models import DocumentFile
from kientoan.documents.rules.texts import TEXT


def place_of(fingerprint: str) -> Path:
    """Where the bytes of a fingerprint lie under KIENTOAN_HOME."""
    return Path(settings.HOME) / "documents" / fingerprint[:2] / fingerprint


def bytes_of(user: User, key: int) -> tuple[DocumentFile, bytes]:
    """A file that the person may see, with its bytes; `Http404` where there is none or its bytes are gone."""
    file = DocumentFile.objects.visible_to(user).defer("text", "search_key").filter(pk=key).first()
    place = place_of(file.sha256) if file else None
    if file is None or place is None or not place.is_file():
        raise Http404(_("There is no such file among those you may see."))
    return file, place.read_bytes()


def handed_out(file: DocumentFile, content: bytes, *, in_place: bool = False) -> HttpResponse:
    """A file as an answer: never run as anything but what it was taken for."""
    media_type = f"{file.media_type}; charset=utf-8" if file.media_type == TEXT else file.media_type
    disposition = content_disposition_header(not in_place, file.name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
