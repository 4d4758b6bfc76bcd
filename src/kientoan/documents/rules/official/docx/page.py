"""Pages, styles, running headers and footers of the Word edition."""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt

from kientoan.documents.rules.official.form import FormProfile

from .xml import element, field_runs, mm, shade, twips

BODY, NOTE, CELL = "KT Body", "KT Note", "KT Cell"
BAND_SIZE = 9
BAND_FILL = "FFE699"


def points(size: Any) -> Pt:
    """Turn points into Word's unit of length."""
    return Pt(float(size))


def set_styles(word: Any, form: FormProfile) -> None:
    """Give the file the form's typeface and its styles for body, headings, notes and cells."""
    normal = word.styles["Normal"]
    _face(normal, form, form.body_size)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), "vi-VN")
    body = _style(word, BODY, form, form.body_size)
    _flow(body, form)
    for level in range(1, 5):
        _heading(word, form, level)
    note = _style(word, NOTE, form, form.table_size)
    note.font.italic = True
    _flow(note, form)
    cell = _style(word, CELL, form, form.table_size)
    cell.paragraph_format.space_before = Pt(1)
    cell.paragraph_format.space_after = Pt(1)


def _face(style: Any, form: FormProfile, size: Any) -> None:
    style.font.name = form.font
    style.font.size = points(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), form.font)


def _style(word: Any, name: str, form: FormProfile, size: Any) -> Any:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    _face(style, form, size)
    return style


def _flow(style: Any, form: FormProfile) -> None:
    layout = style.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    layout.first_line_indent = mm(form.first_line_indent)
    layout.space_before = points(form.paragraph_spacing)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = points(form.line_pitch)
    layout.widow_control = True


def _heading(word: Any, form: FormProfile, level: int) -> None:
    style = word.styles[f"Heading {level}"]
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    _face(style, form, form.division_size)
    style.font.bold = True
    style.font.italic = level == 4
    _flow(style, form)
    style.paragraph_format.keep_with_next = True
    if level == 1:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.first_line_indent = mm(0)
        style.paragraph_format.space_before = points(form.paragraph_spacing * 2)


def set_upright(section: Any, form: FormProfile) -> None:
    """Give the first section the form's paper and margins; page 1 bears no number."""
    section.page_width, section.page_height = mm(form.page_width), mm(form.page_height)
    section.top_margin, section.bottom_margin = mm(form.margin_top), mm(form.margin_bottom)
    section.left_margin, section.right_margin = mm(form.margin_left), mm(form.margin_right)
    section.header_distance = section.footer_distance = mm(form.header_distance)
    section.different_first_page_header_footer = form.page_number_first > 1


def add_landscape(word: Any, form: FormProfile) -> Any:
    """Open a new section of landscape pages for an annex."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = mm(form.page_height), mm(form.page_width)
    top, right, bottom, left = form.annex_margins
    section.top_margin, section.right_margin = mm(top), mm(right)
    section.bottom_margin, section.left_margin = mm(bottom), mm(left)
    section.different_first_page_header_footer = False
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    if form.annex_restarts_pages:
        section._sectPr.insert_element_before(
            element("pgNumType", start=1), "w:cols", "w:titlePg", "w:textDirection", "w:docGrid"
        )
    return section


def set_running(section: Any, form: FormProfile, *, mark: str, band: str, width: Any) -> None:
    """Draw the page number top centre, the draft's mark top left, and the band of sample data at the foot."""
    _header(section.header, form, mark=mark, width=width, numbered=True)
    _footer(section.footer, band)
    if section.different_first_page_header_footer:
        _header(section.first_page_header, form, mark=mark, width=width, numbered=False)
        _footer(section.first_page_footer, band)


def _header(header: Any, form: FormProfile, *, mark: str, width: Any, numbered: bool) -> None:
    paragraph = _only_paragraph(header)
    paragraph.style = header.part.document.styles["Normal"] if hasattr(header.part, "document") else paragraph.style
    tabs = element("tabs", [element("tab", val="center", pos=twips(width / 2))])
    paragraph._p.get_or_add_pPr().insert_element_before(tabs, "w:spacing", "w:ind", "w:jc", "w:rPr")
    run = paragraph.add_run(mark)
    run.bold, run.font.size = True, points(BAND_SIZE)
    run.add_tab()
    if numbered:
        for piece in field_runs("PAGE", int(form.page_number_size * 2)):
            paragraph._p.append(piece)


def _footer(footer: Any, band: str) -> None:
    paragraph = _only_paragraph(footer)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if band:
        shade(paragraph, BAND_FILL)
        run = paragraph.add_run(band)
        run.bold, run.font.size = True, points(BAND_SIZE)


def _only_paragraph(container: Any) -> Any:
    container.is_linked_to_previous = False
    first: Any = container.paragraphs[0]
    first.style = None
    return first


def column_widths(parts: Sequence[int], width: Any) -> list[Any]:
    """Share a width out among columns."""
    whole = sum(parts)
    return [width * part / whole for part in parts]
