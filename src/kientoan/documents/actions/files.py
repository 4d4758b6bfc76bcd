"""Files of documents: kept by fingerprint, read for search."""

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.documents.access import check_keep_file, check_size
from kientoan.documents.actions.lines import locked
from kientoan.documents.models import Document, DocumentFile
from kientoan.documents.queries.files import fingerprint_of, place_of
from kientoan.documents.rules.keys import accents_of, key_of
from kientoan.documents.rules.texts import media_type_of, text_of

LONGEST_NAME = 200


def keep_file(*, document: Document, name: str, content: bytes, by: User) -> DocumentFile:
    """Keep a file of a document under its fingerprint, with its text for search; the same file twice is one.

    Refused of a marked document, of an empty or too large file, and of a kind that is not kept.
    """
    check_keep_file(by, document)
    short = name_of(name)
    check_size(len(content), short)
    media_type = media_type_of(short, content)
    if media_type is None:
        raise Refused(
            _("“%(name)s” is of a kind that is not kept. Bring a .docx, .xlsx, .pdf, .txt, .jpg, .png or .webp.")
            % {"name": short}
        )
    fingerprint = hashlib.sha256(content).hexdigest()
    if already := document.files.filter(sha256=fingerprint).first():
        put_down(fingerprint, content)
        return already
    with transaction.atomic():
        check_keep_file(by, locked(document))
        if already := document.files.filter(sha256=fingerprint).first():
            return already
        return _keep(document, short, fingerprint, content, media_type, by)


def _keep(document: Document, name: str, fingerprint: str, content: bytes, media_type: str, by: User) -> DocumentFile:
    text = text_of(media_type, content)
    detail = {"written": document.written, "sha256": fingerprint}
    with recorded("documents.keep_file", by=by, on=[document], detail=detail) as action:
        put_down(fingerprint, content)
        file = DocumentFile.objects.create(
            document=document,
            name=name,
            sha256=fingerprint,
            size=len(content),
            media_type=media_type,
            kept_at=clock.now(),
            text=text,
            search_key=key_of(text),
            accents=SearchVector(Value(accents_of(text)), config="simple"),
        )
        action.about(file)
    return file


def name_of(name: str) -> str:
    """The name of a file without its folders and without signs that are not seen (such as those that turn writing round)."""
    last = PurePosixPath(nfc(name).replace("\\", "/")).name
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    return seen[-LONGEST_NAME:].strip()


def put_down(fingerprint: str, content: bytes) -> None:
    """Write the bytes whole or not at all; bytes that were changed on disk are set right by those of the same fingerprint."""
    place = place_of(fingerprint)
    if place.is_file() and fingerprint_of(place) == fingerprint:
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=f".{fingerprint[:12]}.", dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
