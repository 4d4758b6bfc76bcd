"""Lines of the register: entered, corrected, linked."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import fold, nfc
from kientoan.documents.access import check_keep_register, check_marked
from kientoan.documents.models import Addressee, Document
from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.numbers import read_number
from kientoan.documents.rules.words import Direction, Regime, Secrecy, Urgency
from kientoan.orgs.models import Body, Unit


def register_document(
    *,
    keeper: Unit,
    by: User,
    direction: Direction,
    kind: str,
    dated: date,
    written: str = "",
    issuer: Body | None = None,
    issuer_name: str = "",
    regime: Regime | None = None,
    received_on: date | None = None,
    received_number: str = "",
    signer: str = "",
    abstract: str = "",
    urgency: Urgency = Urgency.NORMAL,
    secrecy: Secrecy = Secrecy.NONE,
    addressees: Iterable[Unit] = (),
) -> Document:
    """Enter a document in a unit's register; ``written`` is its number and symbol as issued (15-NQ/TU).

    The number, the symbol and, unless told, the rules of form are read from ``written``. Of a marked
    document only the line is kept: an abstract or a signer is refused.
    """
    check_keep_register(by, keeper)
    check_marked(by, keeper, secrecy)
    parts = read_number(nfc(written))
    document = Document(
        keeper=keeper,
        direction=direction,
        regime=regime or parts.regime,
        kind=kind,
        number=parts.number,
        symbol=parts.symbol[:60],
        written=parts.written,
        issuer=issuer,
        issuer_name=_line(issuer_name) or (issuer.name if issuer else ""),
        dated=dated,
        received_on=received_on,
        received_number=_line(received_number),
        signer=_line(signer),
        abstract=nfc(abstract).strip(),
        urgency=urgency,
        secrecy=secrecy,
    )
    return _enter(document, addressees, by)


def _enter(document: Document, addressees: Iterable[Unit], by: User) -> Document:
    check_line(document)
    check_not_there(document)
    document.search_key = search_key_of(document)
    with recorded("documents.register_document", by=by, on=[document.keeper], detail=told(document)) as action:
        document.save()
        action.about(document)
        Addressee.objects.bulk_create(
            Addressee(document=document, unit=unit) for unit in {unit.pk: unit for unit in addressees}.values()
        )
    return document


def told(document: Document) -> dict[str, object]:
    """What the record says of a line: never the abstract or a name."""
    return {"written": document.written, "kind": document.kind, "dated": document.dated.isoformat()}


def search_key_of(document: Document) -> str:
    """What a line is found by: number, issuer, abstract and signer, without accents."""
    return fold(" ".join([document.written, document.issuer_name, document.abstract, document.signer]))


def check_line(document: Document) -> None:
    """Refuse a line with every fault it has."""
    faults = list(_faults(document))
    if faults:
        raise Refused(_("The line cannot be entered so. Mend what is listed."), errors=tuple(faults))


def _faults(document: Document) -> Iterable[str]:
    if not document.issuer_name:
        yield _("Issued by: say which body issued it.")
    if types_at(document.dated).named(document.kind) is None:
        yield _("Type: there is no type “%(kind)s”.") % {"kind": document.kind}
    if document.dated > clock.today():
        yield _("Dated: %(day)s has not come yet.") % {"day": f"{document.dated:%d/%m/%Y}"}
    if document.received_on and document.direction != Direction.IN:
        yield _("Received on: only a document that came in has a day of receipt.")
    if document.received_on and document.received_on < document.dated:
        yield _("Received on: it cannot be received before the day it is dated.")
    if document.is_marked and (document.abstract or document.signer):
        yield _("Secrecy mark: of a marked document only the line is held. Leave the abstract and the signer empty.")
    if not document.is_marked and not document.abstract:
        yield _("Abstract: write in one sentence what the document is about.")
    if not document.written and document.direction != Direction.INTERNAL:
        yield _("Number and symbol: write them as the office issued them, such as 15-NQ/TU.")


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


def _line(text: str) -> str:
    return " ".join(nfc(text).split())
