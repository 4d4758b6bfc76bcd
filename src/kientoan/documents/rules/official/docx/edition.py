"""Puts a whole document together as the bytes of a Word file, the same for the same document."""

import datetime
from io import BytesIO
from typing import Any

import docx

from kientoan.documents.rules.official.edition import Edition, Finish, finish
from kientoan.documents.rules.official.model import Document, ended
from kientoan.documents.rules.official.printable import printable

from . import frame, page
from .package import seal
from .text import Writer


def render_docx(document: Document, *, edition: Edition = Edition.DRAFT) -> bytes:
    """Write a document as a Word file; raises `SignedEditionHeldBack` when the signed edition does not close."""
    document = printable(document)
    extras = finish(document, edition)
    form = document.profile
    word: Any = docx.Document()
    _describe(word, document)
    page.set_styles(word, form)
    section = word.sections[0]
    page.set_upright(section, form)
    page.set_running(section, form, mark=extras.mark, band=extras.band, width=form.text_width)
    writer = Writer(word, form, extras.doubtful)
    frame.write_header(word, document)
    frame.write_title(word, document)
    writer.blocks(ended(form, document.blocks), form.text_width)
    frame.keep_last(word)
    frame.write_signature(word, document)
    _closing_list(word, writer, extras, document)
    _annexes(word, writer, extras, document)
    stream = BytesIO()
    word.save(stream)
    return seal(stream.getvalue(), document, writer.bound)


def _closing_list(word: Any, writer: Writer, extras: Finish, document: Document) -> None:
    if extras.closing_list:
        before = len(word.paragraphs)
        writer.blocks(extras.closing_list, document.profile.text_width)
        word.paragraphs[before].paragraph_format.page_break_before = True


def _annexes(word: Any, writer: Writer, extras: Finish, document: Document) -> None:
    form = document.profile
    for annex in document.annexes:
        section = page.add_landscape(word, form)
        page.set_running(section, form, mark=extras.mark, band=extras.band, width=form.annex_text_width)
        frame.write_annex_title(word, form, annex)
        writer.blocks(annex.blocks, form.annex_text_width)


def _describe(word: Any, document: Document) -> None:
    day = document.place_date.day or datetime.date(document.place_date.year, 1, 1)
    stamp = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- Word's own field has no zone
    about = word.core_properties
    about.title = document.title
    about.author = about.last_modified_by = document.header.issuer
    about.created = about.modified = stamp
    about.language = "vi-VN"
    about.comments = ""
    about.revision = 1
