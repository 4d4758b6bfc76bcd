"""What a line of the register must be, whoever enters it: one at a time or a whole sheet."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Value
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.vietnamese import fold, nfc
from kientoan.documents.models import Document
from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.keys import accents_of, key_of
from kientoan.documents.rules.numbers import read_number
from kientoan.documents.rules.words import Direction
from kientoan.orgs.models import Unit


def one_line(text: str) -> str:
    """The text as one line of single spaces."""
    return " ".join(nfc(text).split())


def told(document: Document) -> dict[str, object]:
    """What the record says of a line: never the abstract or a name."""
    return {"written": document.written, "kind": document.kind, "dated": f"{document.dated:%d/%m/%Y}"}


def set_keys(document: Document) -> None:
    """Make what a line is found by: number, issuer, abstract and signer, without accents and with them."""
    words = " ".join([document.written, document.issuer_name, document.abstract, document.signer])
    document.search_key = key_of(words)
    document.accents = SearchVector(Value(accents_of(words)), config="simple")


def locked(document: Document) -> Document:
    """The line as it stands now, held until the transaction ends; whoever else changes it waits."""
    return Document.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=document.pk)


def hold_register(keeper: Unit) -> None:
    """Let one at a time enter lines in a unit's register, so that no number is given or entered twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"documents.register.{keeper.pk}"])


IDENTITY = ("written", "number", "symbol", "dated", "issuer_name")
"""The fields that `identity_of` reads."""


def identity_of(document: Document) -> tuple[str, date, str]:
    """By what two lines of one register are the same document: number and symbol however spaced, day, issuer."""
    written, issuer = document.written, document.issuer_name
    if document.number is not None and document.symbol:
        written = f"{document.number} {read_number(written).suffix} {document.symbol}"
    return fold(written), document.dated, fold(issuer)


VALUES = (
    *("direction", "regime", "kind", "written", "issuer_id", "issuer_name", "dated", "received_on"),
    *("received_number", "signer", "abstract", "urgency", "secrecy"),
)
"""The fields of a line that a person writes."""


def values_of(document: Document) -> dict[str, object]:
    """What the line says, by field; values as the database gives them back."""
    return {name: getattr(document, name) for name in VALUES}


def state_of(document: Document) -> str:
    """A fingerprint of what the line says: another one means that it was corrected since."""
    sent = sorted(document.addressees.values_list("unit_id", flat=True))
    said = [str(value) for value in values_of(document).values()]
    return sha256(repr((said, sent, document.withdrawn_on)).encode()).hexdigest()


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
    if document.received_on > clock.today():
        yield "received_on", _("Received on: %(day)s has not come yet.") % {"day": f"{document.received_on:%d/%m/%Y}"}
    if document.received_on < document.dated:
        yield "received_on", _("Received on: it cannot be received before the day it is dated.")


def check_not_there(document: Document) -> None:
    """Refuse a line that the register already has: same way, issuer, number and symbol, and day."""
    if not document.written:
        return
    same_day = Document.objects.filter(
        keeper=document.keeper, direction=document.direction, dated=document.dated, withdrawn_on__isnull=True
    ).exclude(pk=document.pk)
    twins = same_day.only(*IDENTITY)
    if any(identity_of(twin) == identity_of(document) for twin in twins):
        raise Refused(
            _("%(written)s of %(day)s is already in this register.")
            % {"written": document.written, "day": f"{document.dated:%d/%m/%Y}"}
        )
