"""The PDF edition: the same document and measures as the Word edition, tagged, with an outline."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

from kientoan.documents.rules.official.edition import Edition, finish
from kientoan.documents.rules.official.model import Document
from kientoan.documents.rules.official.printable import printable
from kientoan.documents.rules.official.typst.layout import LAYOUT
from kientoan.documents.rules.official.typst.payload import payload

OURS = "Tinos"
TIMES_LIKE = (OURS, "Times New Roman", "Liberation Serif", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif")
LAST_RESORT = "Libertinus Serif"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF file with its typeface; `fallback` says why when that is not our own, or when the file is no PDF/A."""

    contents: bytes
    typeface: str
    fallback: str = ""


def render_pdf(
    document: Document,
    *,
    edition: Edition = Edition.DRAFT,
    font_paths: Sequence[Path] = (),
    ignore_system_fonts: bool = False,
) -> Pdf:
    """Set a document as PDF; raises `SignedEditionHeldBack` when the signed edition does not close.

    `font_paths` are folders that hold the Times-metric typeface (`kientoan/fonts`); a machine's own Times-like
    typeface is used when they hold none, and the answer says so.
    """
    document = printable(document)
    extras = finish(document, edition)
    fonts, typeface = _typeface(font_paths, ignore_system_fonts=ignore_system_fonts)
    told = [] if typeface == OURS else [_fallback(typeface)]
    set_out = {"document": payload(document, extras, (typeface,))}
    try:
        contents = _compiled(set_out, fonts, _stamp(document), archival=True)
    except typst.TypstError as fault:
        told.append(f"The file is no PDF/A: {fault}.")
        contents = _compiled(set_out, fonts, _stamp(document), archival=False)
    return Pdf(contents, typeface, " ".join(told))


def _compiled(set_out: dict[str, str], fonts: typst.Fonts, stamp: datetime.datetime, *, archival: bool) -> bytes:
    return typst.compile(
        LAYOUT.encode(),
        font_paths=fonts,
        sys_inputs=set_out,
        format="pdf",
        pdf_standards=["a-2a"] if archival else None,
        timestamp=stamp,
    )


def _typeface(font_paths: Sequence[Path], *, ignore_system_fonts: bool) -> tuple[typst.Fonts, str]:
    paths = [str(path) for path in font_paths]
    own = typst.Fonts(include_system_fonts=False, font_paths=paths)
    if ignore_system_fonts or OURS in own.families():
        return own, OURS if OURS in own.families() else LAST_RESORT
    every = typst.Fonts(font_paths=paths)
    families = set(every.families())
    return every, next((name for name in TIMES_LIKE if name in families), LAST_RESORT)


def _fallback(typeface: str) -> str:
    return (
        f"{OURS} is not among the fonts (run `make assets`); the PDF is set in {typeface}, lines may break elsewhere."
    )


def _stamp(document: Document) -> datetime.datetime:
    day = document.place_date.day or datetime.date(document.place_date.year, 1, 1)
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
