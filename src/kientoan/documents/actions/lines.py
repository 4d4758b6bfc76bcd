"""What a line of the register must be, whoever enters it: one at a time or a whole sheet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.vietnamese import fold, nfc
from kientoan.documents.models import Document
from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.words import Direction


def one_line(text: str) -> str:
    """The text as one line of single spaces."""
    return " ".join(nfc(text).split())


def told(document: Document) -> dict[str, object]:
    """What the record says of a line: never the abstract or a name."""
    return {"written": document.written, "kind": document.kind, "dated": f"{document.dated:%d/%m/%Y}"}


def search_key_of(document: Document) -> str:
    """What a line is found by: number, issuer, abstract and signer, without accents."""
    return fold(" ".join([document.written, document.issuer_name, document.abstract, document.signer]))


def check_line(document: Document) -> None:
    """Refuse a line with every fault it has."""
    faults = tuple(sentence for _field, sentence in faults_of(document))
    if faults:
        raise Refused(_("The line cannot be entered so. Mend what is listed."), errors=faults)


def faults_of(document: Document) -> Iterator[tuple[str, str]]:
    """Every fault of a line: the field and the sentence."""
    if not document.issuer_name:
        yield "issuer_name", _("Issued by: say which body issued it.")
    if types_at(document.dated).named(document.kind) is None:
        yield "kind", _("Type: there is no type “%(kind)s”.") % {"kind": document.kind}
    if document.dated > clock.today():
        yield "dated", _("Dated: %(day)s has not come yet.") % {"day": f"{document.dated:%d/%m/%Y}"}
    yield from _faults_of_receipt(document)
    if document.is_marked and (document.abstract or document.signer):
        yield (
            "secrecy",
            _("Secrecy mark: of a marked document only the line is held. Leave the abstract and the signer empty."),
        )
    if not document.is_marked and not document.abstract:
        yield "abstract", _("Abstract: write in one sentence what the document is about.")
    if not document.written and document.direction != Direction.INTERNAL:
        yield "written", _("Number and symbol: write them as the office issued them, such as 15-NQ/TU.")


def _faults_of_receipt(document: Document) -> Iterator[tuple[str, str]]:
    if document.received_on is None:
        return
    if document.direction != Direction.IN:
        yield "received_on", _("Received on: only a document that came in has a day of receipt.")
    if document.received_on < document.dated:
        yield "received_on", _("Received on: it cannot be received before the day it is dated.")


def check_not_there(document: Document) -> None:
    """Refuse a line that the register already has: same way, issuer, number and symbol, and day."""
    if not document.written:
        return
    twins = Document.objects.filter(
        keeper=document.keeper,
        direction=document.direction,
        written__iexact=document.written,
        dated=document.dated,
        withdrawn_on__isnull=True,
    ).exclude(pk=document.pk)
    if any(fold(twin.issuer_name) == fold(document.issuer_name) for twin in twins):
        raise Refused(
            _("%(written)s of %(day)s is already in this register.")
            % {"written": document.written, "day": f"{document.dated:%d/%m/%Y}"}
        )
