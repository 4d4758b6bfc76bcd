"""Small pieces of WordprocessingML that python-docx has no word for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu

EMU_PER_MM = 36000
TWIPS_PER_MM = Decimal(1440) / Decimal("25.4")
TAG_LIMIT = 64


def mm(length: int | float | Decimal) -> Emu:
    """Turn millimetres into Word's unit of length."""
    return Emu(round(Decimal(str(length)) * EMU_PER_MM))


def twips(length: int | float | Decimal) -> str:
    """Turn millimetres into twentieths of a point, as an attribute."""
    return str(round(Decimal(str(length)) * TWIPS_PER_MM))


def element(name: str, children: Iterable[Any] = (), **attributes: Any) -> Any:
    """Make an element `w:name` with `w:` attributes and children."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    made.extend(children)
    return made


def control(kind_children: Iterable[Any], *, tag: str, title: str, number: int, contents: Iterable[Any]) -> Any:
    """Make a content control around runs or paragraphs."""
    properties = element(
        "sdtPr",
        [
            element("alias", val=title[:TAG_LIMIT]),
            element("tag", val=tag),
            element("id", val=number),
            *kind_children,
        ],
    )
    return element("sdt", [properties, element("sdtContent", contents)])


def border(side: str, *, size: int = 6, colour: str = "000000", space: int = 0) -> Any:
    """Make one side of a border, its thickness in eighths of a point."""
    return element(side, val="single", sz=size, space=space, color=colour)


def rule_above(paragraph: Any) -> None:
    """Draw a line along the top of a paragraph, from indent to indent."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        element("pBdr", [border("top")]),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def shade(paragraph: Any, fill: str) -> None:
    """Colour the ground of a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        element("shd", val="clear", color="auto", fill=fill),
        *("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def field_runs(code: str, size_half_points: int) -> list[Any]:
    """Make the runs of a field such as PAGE."""

    def run(child: Any) -> Any:
        return element("r", [element("rPr", [element("sz", val=size_half_points)]), child])

    instruction = element("instrText")
    instruction.text = f" {code} "
    shown = element("t")
    shown.text = "2"
    return [
        run(element("fldChar", fldCharType="begin")),
        run(instruction),
        run(element("fldChar", fldCharType="separate")),
        run(shown),
        run(element("fldChar", fldCharType="end")),
    ]


def fix_table(table: Any, widths: Iterable[Any], *, borders: bool) -> None:
    """Give a table fixed column widths in mm, no cell padding at the sides when it has no borders."""
    sizes = list(widths)
    properties = table._tbl.tblPr
    for name in ("tblStyle", "tblW", "tblLook", "tblLayout", "tblBorders", "tblCellMar"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    side = 1.2 if borders else 0
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    drawn = [border(name, size=4) if borders else element(name, val="nil") for name in sides]
    properties.extend(
        [
            element("tblW", w=twips(sum(Decimal(str(size)) for size in sizes)), type="dxa"),
            element("tblInd", w=twips(side), type="dxa"),
            element("tblBorders", drawn),
            element("tblLayout", type="fixed"),
            element(
                "tblCellMar",
                [element("left", w=twips(side), type="dxa"), element("right", w=twips(side), type="dxa")],
            ),
        ]
    )
    for grid, size in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), sizes, strict=True):
        grid.set(qn("w:w"), twips(size))
    columns = [twips(size) for size in sizes]
    for row in table._tbl.tr_lst:  # cell by cell through python-docx would take seconds for a long annex
        for cell, width in zip(row.tc_lst, columns, strict=True):
            measured = cell.get_or_add_tcPr().get_or_add_tcW()
            measured.set(qn("w:type"), "dxa")
            measured.set(qn("w:w"), width)


def keep_row(row: Any, *, heading: bool = False) -> None:
    """Keep a row on one page; a heading row is repeated on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if heading:
        properties.append(element("tblHeader"))
