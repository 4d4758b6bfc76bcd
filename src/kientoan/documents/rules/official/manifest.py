"""The list a Word report carries of its bound figures: what each showed, its value, its day; sealed by a fingerprint."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from lxml import etree

from .reading import ReadDocument, parse, serialised

NAMESPACE = "urn:kientoan:report-manifest:1"
CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Control:
    """One content control: which figure it holds, what it showed, and the words around it."""

    number: int
    tag: str
    key: str
    title: str
    display: str
    exact: str
    as_of: datetime.date
    link: str
    before: str
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class TableTotals:
    """A table of ours by its heading row, with the columns whose total row is a sum and the total rows' count."""

    headings: tuple[str, ...]
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a report's check needs to know of the report as it was written."""

    title: str
    controls: tuple[Control, ...]
    tables: tuple[TableTotals, ...]
    frames: tuple[str, ...]
    sections: tuple[tuple[str, str], ...] = ()
    intact: bool = True

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything but itself."""
        return hashlib.sha256(self._canonical().encode()).hexdigest()

    def _canonical(self) -> str:
        contents = asdict(self)
        del contents["intact"]
        return json.dumps(contents, ensure_ascii=False, sort_keys=True, default=str)

    def to_xml(self) -> bytes:
        """Write the manifest as the contents of a custom XML part."""
        root = etree.Element(f"{{{NAMESPACE}}}manifest", nsmap={None: NAMESPACE})
        root.set("fingerprint", self.fingerprint)
        for control in self.controls:
            figure = etree.SubElement(root, f"{{{NAMESPACE}}}figure")
            for name, value in asdict(control).items():
                figure.set(name, str(value))
        contents = etree.SubElement(root, f"{{{NAMESPACE}}}contents")
        rest = {
            "title": self.title,
            "tables": [asdict(table) for table in self.tables],
            "frames": self.frames,
            "sections": self.sections,
        }
        contents.text = json.dumps(rest, ensure_ascii=False, sort_keys=True)
        return serialised(root)


def frame_print(frame: str) -> str:
    """Give the short fingerprint by which a paragraph's fixed words are known again."""
    return hashlib.sha256(frame.encode()).hexdigest()[:16]


def from_xml(contents: bytes) -> Manifest | None:
    """Read a manifest back; `intact` says whether its fingerprint still fits. None when it cannot be read."""
    try:
        root = parse(contents)
        rest = json.loads(root.findtext(f"{{{NAMESPACE}}}contents") or "")
        controls = tuple(_control(item) for item in root.iter(f"{{{NAMESPACE}}}figure"))
        tables = tuple(TableTotals(tuple(item["headings"]), tuple(item["sums"])) for item in rest["tables"])
        sections = tuple((str(key), str(asked)) for key, asked in rest["sections"])
        manifest = Manifest(rest["title"], controls, tables, tuple(rest["frames"]), sections)
    except (ValueError, KeyError, TypeError, etree.XMLSyntaxError):
        return None
    intact = root.get("fingerprint") == manifest.fingerprint
    return manifest if intact else replace(manifest, intact=False)


def _control(item: Any) -> Control:
    names = ("tag", "key", "title", "display", "exact", "link", "before", "after", "place")
    words = {name: item.get(name, "") for name in names}
    return Control(number=int(item.get("number")), as_of=datetime.date.fromisoformat(item.get("as_of")), **words)


def contexts(read: ReadDocument) -> dict[int, tuple[str, str, str]]:
    """Give for each control the words before and after it and its place."""
    found: dict[int, tuple[str, str, str]] = {}
    for paragraph in read.paragraphs:
        texts = [segment.text for segment in paragraph.segments]
        for place, segment in enumerate(paragraph.segments):
            if segment.control is not None:
                before = "".join(texts[:place])[-CONTEXT:]
                after = "".join(texts[place + 1 :])[:CONTEXT]
                found[segment.control] = (before, after, paragraph.place)
    return found


def build(
    title: str,
    bound: Sequence[tuple[int, str, Any]],
    tables: tuple[TableTotals, ...],
    sections: tuple[tuple[str, str], ...],
    read: ReadDocument,
) -> Manifest:
    """Make the manifest of a file just written, from its controls (number, tag, figure) and the file read back."""
    around = contexts(read)
    controls = tuple(
        Control(
            number=number,
            tag=tag,
            key=figure.key,
            title=figure.title,
            display=figure.display,
            exact=figure.exact,
            as_of=figure.as_of,
            link=figure.link,
            before=around[number][0],
            after=around[number][1],
            place=around[number][2],
        )
        for number, tag, figure in bound
    )
    frames = tuple(sorted({frame_print(item.frame) for item in read.paragraphs if item.frame and not item.section}))
    return Manifest(title, controls, tables, frames, sections)
