"""Pages of the register of documents."""

from kientoan.documents.views.document import add_link, document, download, keep_file, remove_link, strike_out
from kientoan.documents.views.entry import edit, new
from kientoan.documents.views.followed import aim, aims, followed_list, review
from kientoan.documents.views.importing import import_sheet
from kientoan.documents.views.numbers import name_term, numbering, numbers
from kientoan.documents.views.register import register

__all__ = [
    "add_link",
    "aim",
    "aims",
    "document",
    "download",
    "edit",
    "followed_list",
    "import_sheet",
    "keep_file",
    "name_term",
    "new",
    "numbering",
    "numbers",
    "register",
    "remove_link",
    "review",
    "strike_out",
]
