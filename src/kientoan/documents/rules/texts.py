"""The text of a file: which kinds are kept, and what can be read of each without a program beside."""

import io
import threading
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

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
_LONGEST_TEXT = 20_000_000
_MOST_ELEMENTS = 2_000_000
_MOST_PAGES = 300
_UNREADABLE = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, EOFError, OSError)
_NOT_OPENED = (NotImplementedError, RuntimeError)
"""A way of packing that is not known, and a file under a password."""
_ONE_PDF = threading.Lock()


def media_type_of(name: str, content: bytes) -> str | None:
    """The media type by ending and first bytes together; None for a kind that is not kept or that pretends."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    media_type = _BY_ENDING.get(ending)
    if media_type is None or (media_type != TEXT and not content.startswith(_BEGINNINGS[media_type])):
        return None
    return media_type


def text_of(media_type: str, content: bytes) -> str:
    """The text of a .txt, .docx or .pdf as NFC, paragraphs by line; empty for what has none that can be read here.

    Characters that no database keeps (zero bytes, halves of pairs) are left out; a very long text is cut.
    """
    if media_type == TEXT:
        return _kept(_decoded(content))
    if media_type == PDF:
        return _kept("\n".join(_pages(content)))
    if media_type == DOCX:
        return _kept("\n".join(_paragraphs(content)))
    return ""


def _kept(text: str) -> str:
    whole = text[:_LONGEST_TEXT].replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", whole)


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
                try:
                    yield _page(book, number)
                except (pypdfium2.PdfiumError, ValueError):
                    continue
        finally:
            book.close()


def _page(book: Any, number: int) -> str:
    page = book[number]
    words = page.get_textpage()
    try:
        return str(words.get_text_bounded()).replace("\r\n", "\n")
    finally:
        words.close()
        page.close()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _paragraphs(content: bytes) -> Iterator[str]:
    """The paragraphs of a Word file in the order of its body, tables included; what cannot be read ends them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > _LARGEST_PART:
                return
            with archive.open(part) as stream:
                yield from _read(stream)
    except (*_UNREADABLE, *_NOT_OPENED):
        return


def _read(stream: IO[bytes]) -> Iterator[str]:
    """Lines piece by piece; no tree is built, so that a small file that unpacks to a large one does not fill the memory."""
    lines = _Lines()
    safe: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(target=lines, **safe)
    while lines.elements < _MOST_ELEMENTS and (piece := stream.read(1 << 16)):
        parser.feed(piece)
        yield from lines.taken()
    yield from lines.taken()


class _Lines:
    """What the parser of XML tells as it goes: a paragraph ends a line, so does one inside of another."""

    def __init__(self) -> None:
        self.elements = 0
        self._done: list[str] = []
        self._line: list[str] = []
        self._in_text = 0

    def taken(self) -> list[str]:
        """The lines that have ended since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, _attributes: object) -> None:
        """An element begins."""
        self.elements += 1
        if tag == f"{_WORD}t":
            self._in_text += 1
        elif tag == f"{_WORD}tab":
            self._line.append("\t")
        elif tag == f"{_WORD}br":
            self._line.append("\n")

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == f"{_WORD}t":
            self._in_text -= 1
        elif tag == f"{_WORD}p":
            self._done.append("".join(self._line))
            self._line = []

    def data(self, text: str) -> None:
        """Text of an element."""
        if self._in_text:
            self._line.append(text)

    def close(self) -> None:
        """The file ends."""
