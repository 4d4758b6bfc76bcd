"""What is done with a register of documents; the only writers of its tables."""

from kientoan.documents.actions.bulk import take_over_lines
from kientoan.documents.actions.files import keep_file
from kientoan.documents.actions.followed import add_aim, change_aim, record_review
from kientoan.documents.actions.links import add_link, remove_link
from kientoan.documents.actions.numbering import give_numbers, name_term, stop_numbers
from kientoan.documents.actions.register import correct_document, register_document, strike_out

__all__ = [
    "add_aim",
    "add_link",
    "change_aim",
    "correct_document",
    "give_numbers",
    "keep_file",
    "name_term",
    "record_review",
    "register_document",
    "remove_link",
    "stop_numbers",
    "strike_out",
    "take_over_lines",
]
