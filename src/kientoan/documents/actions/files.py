"""Files of documents: kept by fingerprint, read for search."""

import hashlib
import os
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import fold, nfc
from kientoan.documents.access import check_keep_file, check_size
from kientoan.documents.models import Document, DocumentFile
from kientoan.documents.queries.files import place_of
from kientoan.documents.rules.texts import media_type_of, text_of

SEARCHED = 400_000


def keep_file(*, document: Document, name: str, content: bytes, by: User) -> DocumentFile:
    """Keep a file of a document under its fingerprint, with its text for search; the same file twice is one.

    Refused of a marked document, of an empty or too large file, and of a kind that is not kept.
    """
    check_keep_file(by, document)
    short = PurePosixPath(nfc(name).replace("\\", "/")).name[-200:].strip()
    check_size(len(content), short)
    media_type = media_type_of(short, content)
    if media_type is None:
        raise Refused(
            _("“%(name)s” is of a kind that is not kept. Bring a .docx, .xlsx, .pdf, .txt, .jpg, .png or .webp.")
            % {"name": short}
        )
    fingerprint = hashlib.sha256(content).hexdigest()
    if already := document.files.filter(sha256=fingerprint).first():
        return already
    text = text_of(media_type, content)
    with recorded(
        "documents.keep_file", by=by, on=[document], detail={"written": document.written, "sha256": fingerprint}
    ) as action:
        put_down(fingerprint, content)
        file = DocumentFile.objects.create(
            document=document,
            name=short,
            sha256=fingerprint,
            size=len(content),
            media_type=media_type,
            kept_at=clock.now(),
            text=text,
            search_key=fold(text)[:SEARCHED],
        )
        action.about(file)
    return file


def put_down(fingerprint: str, content: bytes) -> None:
    """Write the bytes once, whole or not at all."""
    place = place_of(fingerprint)
    if place.is_file():
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_name(f".{fingerprint}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    beside.replace(place)
