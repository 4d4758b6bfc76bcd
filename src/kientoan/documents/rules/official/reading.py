"""Reads a Word file into paragraphs, tables and content controls, as a person who opens it sees them."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from .figure import spaced

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    UnicodeDecodeError,
)
SIZE_LIMIT = 300_000_000
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{MC}Fallback"}
_GONE_TEXT = {f"{W}txbxContent"}
FIGURE_TAG, SECTION_TAG = "kt:", "kt-text:"
NAMELESS_TAG = "?"


class NotAWordFile(ValueError):
    """Bytes that are no .docx file; the message says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a paragraph: inside one content control (`tag`, `control`), or free text."""

    text: str
    tag: str = ""
    control: int | None = None


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph with its segments, the heading it stands under, its table cell and people's section, if any."""

    number: int
    heading: str
    segments: tuple[Segment, ...]
    section: str = ""
    cell: tuple[int, int, int] | None = None
    is_heading: bool = False

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(segment.text for segment in self.segments)

    @property
    def frame(self) -> str:
        """The text outside bound figures, each figure replaced by one mark; white space folded."""
        pieces = ("\ufffc" if _is_figure(segment) else segment.text for segment in self.segments)
        return spaced("".join(pieces))

    @property
    def place(self) -> str:
        """Say where the paragraph stands, as a reader would look for it."""
        if self.cell:
            table, row, column = self.cell
            where = f"bảng {table}, dòng {row}, cột {column}"
        else:
            words = spaced(self.text)
            where = f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"
        return f"{self.heading}: {where}" if self.heading else where


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as rows of cell texts."""

    number: int
    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A Word file's main text, with the product's own manifest when the file carries one."""

    paragraphs: tuple[ReadParagraph, ...]
    tables: tuple[ReadTable, ...]
    manifest: bytes | None


def read_docx(contents: bytes, manifest_namespace: str = "") -> ReadDocument:
    """Read a Word file; raises `NotAWordFile`."""
    try:
        with zipfile.ZipFile(BytesIO(contents)) as archive:
            _refuse_huge(archive)
            names = archive.namelist()
            if "word/document.xml" not in names:
                raise NotAWordFile("The file has no word/document.xml: save it in Word as .docx and try again.")
            root = parse(archive.read("word/document.xml"))
            manifest = _manifest(archive, names, manifest_namespace)
    except _DAMAGED as fault:
        raise NotAWordFile(f"This is not a .docx file, or it is damaged or locked by a password ({fault}).") from fault
    body = root.find(f"{W}body")
    walk = _Walk()
    if body is not None:
        walk.container(body)
    return ReadDocument(tuple(walk.paragraphs), tuple(walk.tables), manifest)


def parse(contents: bytes) -> Any:
    """Parse XML without entities or network."""
    return etree.fromstring(contents, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def serialised(root: Any, *, standalone: bool = True) -> bytes:
    """Write an XML tree as the bytes of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=standalone))


def _refuse_huge(archive: zipfile.ZipFile) -> None:
    if sum(item.file_size for item in archive.infolist()) > SIZE_LIMIT:
        raise NotAWordFile(f"The file unpacks to more than {SIZE_LIMIT // 1_000_000} MB; it is not read.")


def _manifest(archive: zipfile.ZipFile, names: list[str], namespace: str) -> bytes | None:
    for name in sorted(names):
        if namespace and name.startswith("customXml/item") and not name.startswith("customXml/itemProps"):
            contents = archive.read(name)
            if namespace.encode() in contents:
                return contents
    return None


def _tag_inside(element: Any, outer: str) -> str:
    """Give the tag of a control inside a paragraph; some programs drop tags and leave at most the title."""
    tag, _ = _control(element)
    if tag.startswith(FIGURE_TAG):
        return tag
    title = element.find(f"{W}sdtPr/{W}alias")
    nameless = not tag and not outer
    return f"{NAMELESS_TAG}{title.get(f'{W}val', '') if title is not None else ''}" if nameless else outer


def _is_figure(segment: Segment) -> bool:
    return segment.tag.startswith(FIGURE_TAG)


class _Walk:
    """Walks the main text in order; the state is the heading, the section and the cell of the moment."""

    def __init__(self) -> None:
        self.paragraphs: list[ReadParagraph] = []
        self.tables: list[ReadTable] = []
        self._heading = ""
        self._section = ""
        self._cell: tuple[int, int, int] | None = None

    def container(self, element: Any, tag: str = "", number: int | None = None) -> None:
        for child in element:
            if child.tag == f"{W}p":
                self._paragraph(child, tag, number)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}sdt":
                self._block_control(child, tag, number)
            elif child.tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml"}:
                self.container(child, tag, number)

    def _block_control(self, element: Any, tag: str, number: int | None) -> None:
        inner, inner_number = _control(element)
        before = self._section
        if inner.startswith(SECTION_TAG):
            self._section = inner.removeprefix(SECTION_TAG)
        for contents in element.findall(f"{W}sdtContent"):
            figure = inner.startswith(FIGURE_TAG)
            self.container(contents, inner if figure else tag, inner_number if figure else number)
        self._section = before

    def _paragraph(self, element: Any, tag: str, number: int | None) -> None:
        segments = tuple(_joined(_segments(element, tag, number)))
        text = spaced("".join(segment.text for segment in segments))
        heading = _heading_level(element) and text and not self._cell
        if heading:
            self._heading = text[:80]
        self.paragraphs.append(
            ReadParagraph(
                len(self.paragraphs) + 1, self._heading, segments, self._section, self._cell, is_heading=bool(heading)
            )
        )

    def _table(self, element: Any) -> None:
        number, outer = len(self.tables) + 1, self._cell
        self.tables.append(ReadTable(number, self._heading, ()))
        rows = []
        for line, row in enumerate(_children(element, "tr"), 1):
            texts = []
            for column, (cell, tag, control) in enumerate(_cells(row), 1):
                first = len(self.paragraphs)
                self._cell = (number, line, column)
                self.container(cell, tag, control)
                texts.append(spaced(" ".join(item.text for item in self.paragraphs[first:])))
                texts.extend([""] * (_span(cell) - 1))
            rows.append(tuple(texts))
        self._cell = outer
        self.tables[number - 1] = ReadTable(number, self._heading, tuple(rows))


def _children(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag == f"{W}sdt":
            for contents in child.findall(f"{W}sdtContent"):
                yield from _children(contents, name)


def _cells(row: Any) -> Iterator[tuple[Any, str, int | None]]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child, "", None
        elif child.tag == f"{W}sdt":
            tag, number = _control(child)
            for contents in child.findall(f"{W}sdtContent"):
                for cell, inner, inner_number in _cells(contents):
                    yield cell, inner or (tag if tag.startswith(FIGURE_TAG) else ""), inner_number or number


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(f"{W}val", "1")) if span is not None else 1


def _control(element: Any) -> tuple[str, int | None]:
    tag = element.find(f"{W}sdtPr/{W}tag")
    number = element.find(f"{W}sdtPr/{W}id")
    value = number.get(f"{W}val", "") if number is not None else ""
    return (
        tag.get(f"{W}val", "") if tag is not None else "",
        int(value) if value.lstrip("-").isdigit() else None,
    )


def _segments(element: Any, tag: str, number: int | None) -> Iterator[Segment]:
    for child in element:
        if child.tag in _GONE or child.tag in _GONE_TEXT:
            continue
        if child.tag == f"{W}sdt":
            yield from _control_segments(child, tag, number)
        elif child.tag == f"{W}t":
            yield Segment(child.text or "", tag, number)
        elif child.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
            yield Segment(" ", tag, number)
        elif child.tag == f"{W}noBreakHyphen":
            yield Segment("-", tag, number)
        else:
            yield from _segments(child, tag, number)


def _control_segments(element: Any, tag: str, number: int | None) -> Iterator[Segment]:
    inner = _tag_inside(element, tag)
    own = _control(element)[1] if inner != tag else number
    emptied = element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None  # Word shows its own prompt there
    pieces: list[Segment] = []
    if not (emptied and inner.startswith(FIGURE_TAG)):
        pieces = [piece for contents in element.findall(f"{W}sdtContent") for piece in _segments(contents, inner, own)]
    yield from pieces or [Segment("", inner, own)]


def _joined(segments: Iterator[Segment]) -> Iterator[Segment]:
    waiting: Segment | None = None
    for segment in segments:
        if waiting is not None and (waiting.tag, waiting.control) == (segment.tag, segment.control):
            waiting = Segment(waiting.text + segment.text, segment.tag, segment.control)
            continue
        if waiting is not None:
            yield waiting
        waiting = segment
    if waiting is not None:
        yield waiting


def _heading_level(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    name = style.get(f"{W}val", "") if style is not None else ""
    return outline is not None or name.replace(" ", "").lower().startswith("heading")
