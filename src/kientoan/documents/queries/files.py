"""The bytes of a file: where they lie, how they are handed out, and whether they are still what was kept."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.documents.models import DocumentFile
from kientoan.documents.rules.texts import TEXT


def place_of(fingerprint: str) -> Path:
    """Where the bytes of a fingerprint lie under KIENTOAN_HOME."""
    return Path(settings.HOME) / "documents" / fingerprint[:2] / fingerprint


def fingerprint_of(place: Path) -> str:
    """The SHA-256 of the bytes that lie there."""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bytes_of(user: User, key: int) -> tuple[DocumentFile, bytes]:
    """A file that the person may see, with its bytes as they were kept.

    `Http404` where there is none; refused where its bytes are gone or are no longer those that were kept.
    """
    file = DocumentFile.objects.visible_to(user).defer("text", "search_key").filter(pk=key).first()
    if file is None:
        raise Http404(_("There is no such file among those you may see."))
    place = place_of(file.sha256)
    if not place.is_file():
        raise Refused(_gone(file))
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused(_changed(file))
    return file, content


def _gone(file: DocumentFile) -> str:
    return _(
        "“%(name)s” is not in its place on the server. Bring the same file again, or have it taken back from a backup."
    ) % {"name": file.name}


def _changed(file: DocumentFile) -> str:
    return _(
        "“%(name)s” was changed on the server: its fingerprint is not the one that was kept. It is not handed out. Bring the same file again, or have it taken back from a backup."
    ) % {"name": file.name}


def faults_of_files() -> Iterator[str]:
    """Each kept file whose bytes are gone or changed, with its document and its place: what ``audit verify`` says."""
    judged: dict[str, str] = {}
    rows = DocumentFile.objects.order_by("pk").values_list("pk", "sha256", "document_id")
    for key, fingerprint, document in rows.iterator(chunk_size=1000):
        if fingerprint not in judged:
            place = place_of(fingerprint)
            found = place.is_file()
            judged[fingerprint] = (
                "" if found and fingerprint_of(place) == fingerprint else ("changed" if found else "gone")
            )
        place_in = {"file": key, "document": document, "fingerprint": fingerprint}
        if judged[fingerprint] == "changed":
            yield _("File %(file)s of document %(document)s was changed on disk: documents/%(fingerprint)s") % place_in
        elif judged[fingerprint]:
            yield _("File %(file)s of document %(document)s is gone from disk: documents/%(fingerprint)s") % place_in


def handed_out(file: DocumentFile, content: bytes, *, in_place: bool = False) -> HttpResponse:
    """A file as an answer: never run as anything but what it was taken for."""
    media_type = f"{file.media_type}; charset=utf-8" if file.media_type == TEXT else file.media_type
    disposition = content_disposition_header(not in_place, file.name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
