"""The first and last parts of an official document in Word: header table, title, signature and recipients."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from kientoan.documents.rules.official import form as forms
from kientoan.documents.rules.official.breaks import unbroken
from kientoan.documents.rules.official.metrics import width_mm
from kientoan.documents.rules.official.model import Annex, Beside, Document

from .page import points
from .xml import fix_table, keep_row, mm, rule_above

CENTER = WD_ALIGN_PARAGRAPH.CENTER


def write_header(word: Any, document: Document) -> None:
    """Write the two-column header: issuer and number on the left, national title, place and date on the right."""
    form = document.profile
    table = word.add_table(rows=2, cols=2)
    fix_table(table, [form.header_left_width, form.header_right_width], borders=False)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    top_left, top_right, low_left, low_right = table._cells
    _issuer(top_left, document)
    _national(top_right, form)
    number = _line(low_left, forms.number_text(form, document.number), form.number_size)
    number.paragraph_format.space_before = Pt(2)
    if not document.type_name:
        subject = _line(low_left, document.subject, form.letter_subject_size, italic=True)
        subject.paragraph_format.space_before = points(form.paragraph_spacing)
    place = _line(low_right, forms.place_date_text(form, document.place_date), form.place_date_size, italic=True)
    place.paragraph_format.space_before = Pt(2)


def _issuer(cell: Any, document: Document) -> None:
    form, header = document.profile, document.header
    if header.superior:
        _line(cell, header.superior.upper(), form.superior_size)
    _line(cell, header.issuer.upper(), form.issuer_size, bold=True)
    if form.issuer_mark == "rule":
        _rule(cell, float(form.header_left_width), float(form.issuer_rule_share) * float(form.header_left_width))
    else:
        _line(cell, form.issuer_mark, form.issuer_size)


def _national(cell: Any, form: forms.FormProfile) -> None:
    for words, size in zip(form.national_lines, form.national_sizes, strict=True):
        _line(cell, words, size, bold=True)
    last = width_mm(form.national_lines[-1], float(form.national_sizes[-1]))
    _rule(cell, float(form.header_right_width), last)


def _line(cell: Any, words: str, size: Any, *, bold: bool = False, italic: bool = False) -> Any:
    first = cell.paragraphs[0]
    paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = CENTER
    run = paragraph.add_run(words)
    run.bold, run.italic = bold or None, italic or None
    run.font.size = points(size)
    return paragraph


def _rule(container: Any, room: float, length: float) -> None:
    paragraph = container.add_paragraph()
    side = (room - length) / 2
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = mm(side)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(6)
    paragraph.paragraph_format.space_before = Pt(2)
    rule_above(paragraph)


def write_title(word: Any, document: Document) -> None:
    """Write the type name and subject in the middle; an official letter has neither."""
    form = document.profile
    if not document.type_name:
        return
    name = word.add_paragraph()
    name.alignment = CENTER
    name.paragraph_format.space_before = points(form.paragraph_spacing * 3)
    run = name.add_run(document.type_name.upper())
    run.bold, run.font.size = True, points(form.type_size)
    subject = word.add_paragraph()
    subject.alignment = CENTER
    run = subject.add_run(unbroken(document.subject))
    run.bold, run.font.size = True, points(form.subject_size)
    if form.subject_mark == "rule":
        width = float(form.text_width)
        _rule(word, width, float(form.subject_rule_share) * width)
    else:
        mark = word.add_paragraph()
        mark.alignment = CENTER
        mark.add_run(form.subject_mark).font.size = points(form.subject_size)


def keep_last(word: Any) -> None:
    """Keep the last paragraph of the text with the signature, which never stands alone on a page."""
    *_, last = word.element.body.iter(qn("w:p"))
    DocxParagraph(last, word).paragraph_format.keep_with_next = True


def write_signature(word: Any, document: Document) -> None:
    """Write recipients on the left and the signature on the right, kept on one page."""
    form = document.profile
    spacer = word.add_paragraph()
    spacer.paragraph_format.line_spacing = Pt(12)
    spacer.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    fix_table(table, [form.header_left_width, form.header_right_width], borders=False)
    left, right = table._cells
    if document.beside:
        _beside(left, document.beside, form)
    else:
        _recipients(left, document)
    authority, position = forms.authority_lines(form, document.signature)
    for words in authority:
        _line(right, words, form.authority_size, bold=True)
    _line(right, position, form.authority_size, bold=form.position_bold)
    for _ in range(int(form.signature_gap_lines)):
        right.add_paragraph()
    name = right.add_paragraph()
    name.alignment = CENTER
    run = name.add_run(document.signature.name)
    run.bold, run.font.size = True, points(form.name_size)
    keep_row(table.rows[0])


def _beside(cell: Any, beside: Beside, form: forms.FormProfile) -> None:
    _line(cell, beside.position.upper(), form.authority_size, bold=form.position_bold)
    for _ in range(int(form.signature_gap_lines)):
        cell.add_paragraph()
    name = cell.add_paragraph()
    name.alignment = CENTER
    run = name.add_run(beside.name)
    run.bold, run.font.size = True, points(form.name_size)


def _recipients(cell: Any, document: Document) -> None:
    form = document.profile
    lines = forms.recipient_lines(form, document.recipients, document.archive)
    if not lines:
        return
    label = _line(cell, form.recipients_label, form.recipients_label_size)
    label.alignment = WD_ALIGN_PARAGRAPH.LEFT
    style = form.recipients_label_style
    run = label.runs[0]
    run.underline, run.bold, run.italic = (
        "underline" in style or None,
        "bold" in style or None,
        "italic" in style or None,
    )
    for words in lines:
        line = _line(cell, words, form.recipients_size)
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT


def write_annex_title(word: Any, form: forms.FormProfile, annex: Annex) -> None:
    """Write an annex's label and title, as a heading that the navigation pane shows."""
    heading = word.add_paragraph(style="Heading 1")
    heading.paragraph_format.space_before = Pt(0)
    run = heading.add_run(annex.label)
    run.font.size = points(form.annex_size)
    run.add_break()
    heading.add_run(annex.title.upper()).font.size = points(form.annex_size)
