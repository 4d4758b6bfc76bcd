"""Opens a report with its manifest; where a program dropped the controls' tags, finds out which control is which."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from kientoan.documents.rules.official.figure import spaced
from kientoan.documents.rules.official.manifest import NAMESPACE, Control, Manifest, frame_print, from_xml
from kientoan.documents.rules.official.reading import (
    FIGURE_TAG,
    NAMELESS_TAG,
    ReadDocument,
    ReadParagraph,
    Segment,
    read_docx,
)

TITLE_LIMIT = 64


def opened(contents: bytes) -> tuple[ReadDocument, Manifest | None]:
    """Read a report and its manifest (None for a file that has none); raises `NotAWordFile`."""
    read = read_docx(contents, NAMESPACE)
    manifest = from_xml(read.manifest) if read.manifest else None
    if manifest is None or any(part.tag.startswith(FIGURE_TAG) for part in _segments(read)):
        return read, manifest
    return _named_again(read, manifest), manifest


def _segments(read: ReadDocument) -> Iterator[Segment]:
    return (part for paragraph in read.paragraphs for part in paragraph.segments)


def _named_again(read: ReadDocument, manifest: Manifest) -> ReadDocument:
    """Give the nameless controls of a file their tags back, by their order, titles and texts (LibreOffice 7.4)."""
    sections = {f"{NAMELESS_TAG}{asked}": key for key, asked in manifest.sections}
    nameless = [part for part in _segments(read) if part.tag.startswith(NAMELESS_TAG) and part.tag not in sections]
    names = {id(part): control for part, control in _pairs(manifest.controls, nameless)}
    unchanged = set(manifest.frames)
    paragraphs: list[ReadParagraph] = []
    section = ""
    for paragraph in read.paragraphs:
        own = next((sections[part.tag] for part in paragraph.segments if part.tag in sections), "")
        parts = tuple(_named(part, names.get(id(part))) for part in paragraph.segments)
        named = replace(paragraph, segments=parts)
        ends = named.is_heading or named.cell or (named.frame and frame_print(named.frame) in unchanged)
        section = own or ("" if ends else section)  # such programs keep only a section's first paragraph in its control
        paragraphs.append(replace(named, section=paragraph.section or section))
    return replace(read, paragraphs=tuple(paragraphs))


def _named(part: Segment, control: Control | None) -> Segment:
    if control:
        return Segment(part.text, control.tag, control.number)
    return Segment(part.text) if part.tag.startswith(NAMELESS_TAG) else part


def _pairs(controls: tuple[Control, ...], nameless: list[Segment]) -> Iterator[tuple[Segment, Control]]:
    titled = all(part.tag != NAMELESS_TAG for part in nameless)
    written = [control.title[:TITLE_LIMIT] if titled else spaced(control.display) for control in controls]
    shown = [part.tag.removeprefix(NAMELESS_TAG) if titled else spaced(part.text) for part in nameless]
    for kind, first, last, start, end in SequenceMatcher(None, written, shown, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and last - first == end - start):
            yield from zip(nameless[start:end], controls[first:last], strict=True)
