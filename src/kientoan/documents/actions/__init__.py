"""What is done with a register of documents; the only writers of its tables."""

from kientoan.documents.actions.files import keep_file
from kientoan.documents.actions.register import register_document

__all__ = ["keep_file", "register_document"]
