"""What a Word file says for itself: which edition wrote it, and what people wrote in it. No python-docx: only XML is read."""

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.reports.models import Edition

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def file_name(edition: Edition, suffix: str) -> str:
    """What the file of an edition is called when it is handed out."""
    report = edition.report
    return f"{slugify(f'bao-cao-so-ket-{report.unit.code}-{report.period_code}-{edition.number}')}.{suffix}"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A Word file read back: the fingerprint of its list of figures (empty for a foreign file), and people's sections."""

    manifest: str
    sections: dict[str, tuple[str, ...]]


def read_back(contents: bytes) -> ReadBack:
    """Read a Word file; refused in words when it is none."""
    from kientoan.documents.rules.official.reading import NotAWordFile
    from kientoan.reports.rules.check import people_wrote

    try:
        return ReadBack(manifest_of(contents), people_wrote(contents))
    except NotAWordFile as error:
        raise not_a_word_file() from error


def manifest_of(contents: bytes) -> str:
    """The fingerprint that a file's list of figures bears; empty where there is none. Raises `NotAWordFile`."""
    from lxml import etree

    from kientoan.documents.rules.official.manifest import NAMESPACE
    from kientoan.documents.rules.official.reading import parse, read_docx

    part = read_docx(contents, NAMESPACE).manifest
    if not part:
        return ""
    try:
        return str(parse(part).get("fingerprint") or "")
    except etree.XMLSyntaxError:
        return ""


def not_a_word_file() -> Refused:
    """The refusal of a file that cannot be read."""
    return Refused(
        _(
            "This is not a Word file (.docx), or it is damaged or locked by a password. "
            "Open it in Word, take the password off, save it as .docx and try again."
        )
    )
