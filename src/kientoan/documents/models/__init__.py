"""Tables of the register of documents: lines, files, links, terms, and what becomes of a resolution."""

from kientoan.documents.models.files import DocumentFile
from kientoan.documents.models.followed import Aim, AimOutcome, Review
from kientoan.documents.models.numbering import OwnNumbering, Term
from kientoan.documents.models.register import Addressee, Document, DocumentLink

__all__ = [
    "Addressee",
    "Aim",
    "AimOutcome",
    "Document",
    "DocumentFile",
    "DocumentLink",
    "OwnNumbering",
    "Review",
    "Term",
]
