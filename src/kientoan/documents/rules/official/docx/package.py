"""Puts the manifest into a Word file and writes the file so that the same document gives the same bytes."""

import uuid
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from kientoan.documents.rules.official.manifest import NAMESPACE, Manifest, TableTotals, build
from kientoan.documents.rules.official.model import Document, HumanText, tables
from kientoan.documents.rules.official.reading import parse, read_docx, serialised

from .text import Bound

ITEM, PROPS = "customXml/item2.xml", "customXml/itemProps2.xml"
DOCUMENT_RELS, CONTENT_TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = {"docProps/thumbnail.jpeg"}


def seal(contents: bytes, document: Document, bound: Sequence[Bound]) -> bytes:
    """Add the manifest to a Word file and fix its order and times."""
    manifest = _manifest(contents, document, bound)
    with zipfile.ZipFile(BytesIO(contents)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in LEFT_OUT}
    parts[ITEM] = manifest.to_xml()
    parts[PROPS] = _properties(manifest)
    parts["customXml/_rels/item2.xml.rels"] = _item_relations()
    parts[DOCUMENT_RELS] = _with_relation(parts[DOCUMENT_RELS])
    parts[CONTENT_TYPES] = _with_type(parts[CONTENT_TYPES])
    parts["_rels/.rels"] = _without_thumbnail(parts["_rels/.rels"])
    return _zipped(parts)


def _manifest(contents: bytes, document: Document, bound: Sequence[Bound]) -> Manifest:
    totals = tuple(
        TableTotals(
            tuple(column.heading for column in table.columns),
            tuple(place for place, column in enumerate(table.columns) if column.sums),
        )
        for _, table in tables(document)
    )
    title = document.title
    rows = [(item.control, item.tag, item.figure) for item in bound]
    asked = tuple((block.section, block.prompt) for block in document.blocks if isinstance(block, HumanText))
    return build(title, rows, totals, asked, read_docx(contents))


def _properties(manifest: Manifest) -> bytes:
    item = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}/{manifest.fingerprint}")
    space = f"{OFFICE}/customXml"
    root = etree.Element(f"{{{space}}}datastoreItem", nsmap={"ds": space})
    root.set(f"{{{space}}}itemID", f"{{{str(item).upper()}}}")
    schemas = etree.SubElement(root, f"{{{space}}}schemaRefs")
    etree.SubElement(schemas, f"{{{space}}}schemaRef").set(f"{{{space}}}uri", NAMESPACE)
    return serialised(root, standalone=False)


def _item_relations() -> bytes:
    root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    _relation(root, "rId1", f"{OFFICE}/relationships/customXmlProps", "itemProps2.xml")
    return serialised(root)


def _with_relation(contents: bytes) -> bytes:
    root = parse(contents)
    _relation(root, "rIdKienToan", f"{OFFICE}/relationships/customXml", "../customXml/item2.xml")
    return serialised(root)


def _relation(root: Any, name: str, kind: str, target: str) -> None:
    relation = etree.SubElement(root, f"{{{RELATIONS}}}Relationship")
    relation.set("Id", name)
    relation.set("Type", kind)
    relation.set("Target", target)


def _without_thumbnail(contents: bytes) -> bytes:
    root = parse(contents)
    for relation in list(root):
        if relation.get("Type", "").endswith("/thumbnail"):
            root.remove(relation)
    return serialised(root)


def _with_type(contents: bytes) -> bytes:
    root = parse(contents)
    override = etree.SubElement(root, root.tag.replace("Types", "Override"))
    override.set("PartName", f"/{PROPS}")
    override.set("ContentType", PROPS_TYPE)
    return serialised(root)


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda item: (item != CONTENT_TYPES, item)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, parts[name], compresslevel=6)
    return stream.getvalue()
