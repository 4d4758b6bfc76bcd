"""The record of the register of documents as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SENTENCES: Mapping[str, Promise] = {
    "documents.register_document": gettext_lazy("Entered %(written)s of %(dated)s in the register"),
    "documents.keep_file": gettext_lazy("Kept a file of %(written)s"),
}
