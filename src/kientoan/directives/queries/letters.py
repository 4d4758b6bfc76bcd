"""An urging letter drawn: its tasks, the words and the form of its date, as a Word file."""

from datetime import date

from django.utils.translation import gettext as _

from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.pages import is_sample
from kientoan.core.params import NoValueAt
from kientoan.directives.queries import standards
from kientoan.directives.queries.reminding import LetterDue, is_marked
from kientoan.directives.rules import letters
from kientoan.documents.rules.official.form import FormError, FormProfile


def form_of(day: date) -> FormProfile:
    """The party form of a day; refused for a day before any is known."""
    try:
        return letters.party_form(day, params.current().at)
    except NoValueAt as error:
        raise Refused(
            _("No form of documents is known for %(day)s. Give the letter a later date.") % {"day": f"{day:%d/%m/%Y}"}
        ) from error


def letter_of(due: LetterDue, day: date) -> letters.Letter:
    """What a letter says, as of its day; of marked tasks neither work nor document is named."""
    marked = str(standards.letter_words(day)["marked"])
    lines = tuple(
        letters.Line(
            marked if is_marked(task) else task.title,
            "" if is_marked(task) or task.directive.document is None else task.directive.document.written,
            task.deadline,
            (day - task.deadline).days,
        )
        for task in due.tasks
    )
    return letters.Letter(due.unit_name, due.time, lines, standards.ladder(day).most_urgings, is_sample())


def word_file(due: LetterDue, address: letters.Address, signed: letters.Signed) -> bytes:
    """The letter as a Word file: clean when it has its number, a draft otherwise."""
    from kientoan.documents.rules.official.docx import render_docx
    from kientoan.documents.rules.official.edition import Edition

    profile = form_of(signed.day)
    try:
        document = letters.written(
            letter_of(due, signed.day), address, signed, standards.letter_words(signed.day), profile
        )
        return render_docx(document, edition=Edition.SIGNED if signed.number else Edition.DRAFT)
    except FormError as error:
        raise Refused(str(error)) from error


def number_written(signed: letters.Signed) -> str:
    """The number and symbol as the register keeps them."""
    return letters.number_written(signed, form_of(signed.day))
