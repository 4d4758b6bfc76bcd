"""The text of a file: which kinds are kept, and what can be read of each without a program beside."""

import io
import threading
import unicodedata
import zipfile
from collections.abc import Iterator

from lxml import etree

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
TEXT = "text/plain"
PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
_BEGINNINGS = {
    PDF: (b"%PDF",),
    DOCX: (b"PK\x03\x04",),
    XLSX: (b"PK\x03\x04",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG",),
    "image/webp": (b"RIFF",),
}
_BY_ENDING = {".docx": DOCX, ".xlsx": XLSX, ".pdf": PDF, ".txt": TEXT, **PICTURES}
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_PART = 60_000_000
_MOST_PAGES = 300
_ONE_PDF = threading.Lock()


def media_type_of(name: str, content: bytes) -> str | None:
    """The media type by ending and first bytes together; None for a kind that is not kept or that pretends."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    media_type = _BY_ENDING.get(ending)
    if media_type is None or (media_type != TEXT and not content.startswith(_BEGINNINGS[media_type])):
        return None
    return media_type


def text_of(media_type: str, content: bytes) -> str:
    """The text of a .txt, .docx or .pdf as NFC, paragraphs by line; empty for what has none that can be read here."""
    if media_type == TEXT:
        return unicodedata.normalize("NFC", _decoded(content)).replace("\x00", "")
    if media_type == PDF:
        return unicodedata.normalize("NFC", "\n".join(_pages(content))).replace("\x00", "")
    if media_type == DOCX:
        try:
            return unicodedata.normalize("NFC", "\n".join(_paragraphs(content)))
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError):
            return ""
    return ""


def _pages(content: bytes) -> Iterator[str]:
    """The text layer of a PDF, page by page; a scan has none. One at a time: pdfium is not made for threads."""
    import pypdfium2

    with _ONE_PDF:
        try:
            book = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return
        try:
            for number in range(min(len(book), _MOST_PAGES)):
                page = book[number]
                words = page.get_textpage()
                yield words.get_text_bounded().replace("\r\n", "\n")
                words.close()
                page.close()
        finally:
            book.close()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _paragraphs(content: bytes) -> Iterator[str]:
    """The paragraphs of a Word file in the order of its body, tables included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("word/document.xml")
        if part.file_size > _LARGEST_PART:
            raise ValueError(part.file_size)
        raw = archive.read(part)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    for paragraph in etree.fromstring(raw, safe).iter(f"{_WORD}p"):
        yield "".join(_pieces(paragraph))


def _pieces(paragraph: object) -> Iterator[str]:
    for element in paragraph.iter():  # type: ignore[attr-defined]
        if element.tag == f"{_WORD}t":
            yield element.text or ""
        elif element.tag == f"{_WORD}tab":
            yield "\t"
        elif element.tag == f"{_WORD}br":
            yield "\n"
