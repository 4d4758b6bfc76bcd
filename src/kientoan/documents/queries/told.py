"""The record of the register of documents as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SENTENCES: Mapping[str, Promise] = {
    "documents.register_document": gettext_lazy("Entered %(written)s of %(dated)s in the register"),
    "documents.correct_document": gettext_lazy("Corrected the line of %(written)s of %(dated)s"),
    "documents.strike_out": gettext_lazy("Struck out the line of %(written)s of %(dated)s"),
    "documents.keep_file": gettext_lazy("Kept a file of %(written)s"),
    "documents.add_link": gettext_lazy("Entered a relation of %(written)s to another document"),
    "documents.remove_link": gettext_lazy("Took back a relation of %(written)s"),
    "documents.add_aim": gettext_lazy("Wrote down what %(written)s asks"),
    "documents.change_aim": gettext_lazy("Corrected what %(written)s asks"),
    "documents.record_review": gettext_lazy("Recorded a review of %(written)s held on %(held_on)s"),
    "documents.take_over_lines": gettext_lazy("Took over %(count)s documents from %(file)s"),
    "documents.name_term": gettext_lazy("Entered the term %(name)s"),
    "documents.give_numbers": gettext_lazy("Turned the product's own numbering on"),
    "documents.stop_numbers": gettext_lazy("Turned the product's own numbering off"),
    "documents.export_register": gettext_lazy("Exported the register of documents (%(format)s)"),
}
