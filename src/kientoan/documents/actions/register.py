"""Lines of the register: entered, corrected, struck out."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.documents.access import check_change, check_keep_register, check_marked
from kientoan.documents.actions.lines import check_line, check_not_there, one_line, search_key_of, told
from kientoan.documents.actions.numbering import next_written
from kientoan.documents.models import Addressee, Document
from kientoan.documents.rules.numbers import read_number
from kientoan.documents.rules.words import Direction, Regime, Secrecy, Urgency
from kientoan.orgs.models import Body, Unit

CORRECTABLE = frozenset(
    {"direction", "regime", "kind", "written", "issuer", "issuer_name", "dated", "received_on", "received_number"}
    | {"signer", "abstract", "urgency", "secrecy"}
)


def register_document(
    *,
    keeper: Unit,
    by: User,
    direction: Direction,
    kind: str,
    dated: date,
    written: str = "",
    symbol: str = "",
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

    The number, the symbol and, unless told, the rules of form are read from ``written``. Where the unit
    lets the product number and only ``symbol`` (NQ/TU) is given, the next number is taken. Of a marked
    document only the line is kept: an abstract or a signer is refused.
    """
    check_keep_register(by, keeper)
    check_marked(by, keeper, secrecy)
    document = Document(
        keeper=keeper,
        direction=direction,
        kind=kind,
        issuer=issuer,
        issuer_name=issuer_name,
        dated=dated,
        received_on=received_on,
        received_number=received_number,
        signer=signer,
        abstract=abstract,
        urgency=urgency,
        secrecy=secrecy,
    )
    return _enter(document, written, symbol, regime, addressees, by)


def _enter(
    document: Document, written: str, symbol: str, regime: Regime | None, addressees: Iterable[Unit], by: User
) -> Document:
    with recorded("documents.register_document", by=by, on=[document.keeper]) as action:
        if not written.strip() and symbol.strip() and document.direction == Direction.OUT:
            written = next_written(document, one_line(symbol), regime)
        settle(document, written, regime)
        check_not_there(document)
        document.save()
        action.about(document)
        action.note(**told(document))
        Addressee.objects.bulk_create(
            Addressee(document=document, unit=unit) for unit in {unit.pk: unit for unit in addressees}.values()
        )
    return document


def settle(document: Document, written: str, regime: Regime | None) -> None:
    """Bring a line into its kept form: the number taken apart, spaces squeezed, keys made; refuses with every fault."""
    parts = read_number(nfc(written))
    document.written, document.number, document.symbol = parts.written, parts.number, parts.symbol[:60]
    document.regime = regime or parts.regime
    document.issuer_name = one_line(document.issuer_name) or (document.issuer.name if document.issuer else "")
    document.signer = one_line(document.signer)
    document.received_number = one_line(document.received_number)
    document.abstract = nfc(document.abstract).strip()
    check_line(document)
    document.search_key = search_key_of(document)


def correct_document(
    *, document: Document, by: User, reason: str = "", addressees: Iterable[Unit] | None = None, **changes: object
) -> Document:
    """Correct a line; the record names the fields. A mark given later needs the files and the followed aims gone first."""
    check_change(by, document)
    unknown = sorted(set(changes) - CORRECTABLE)
    if unknown:
        raise Refused(_("These cannot be corrected here: %(fields)s.") % {"fields": ", ".join(unknown)})
    check_marked(by, document.keeper, str(changes.get("secrecy", document.secrecy)))
    written = str(changes.pop("written", document.written))
    regime = Regime(str(changes.pop("regime", document.regime)))
    for field, value in changes.items():
        setattr(document, field, value)
    if document.is_marked and (document.files.exists() or document.aims.exists()):
        raise Refused(_("A document with a file or with aims cannot be given a secrecy mark: strike it out instead."))
    with recorded(
        "documents.correct_document", by=by, on=[document], reason=reason, detail={"fields": sorted(changes)}
    ) as action:
        settle(document, written, regime)
        check_not_there(document)
        document.save()
        action.note(**told(document))
        if addressees is not None:
            _send_to(document, list(addressees))
    return document


def _send_to(document: Document, units: list[Unit]) -> None:
    wanted = {unit.pk for unit in units}
    document.addressees.exclude(unit_id__in=wanted).delete()
    there = set(document.addressees.values_list("unit_id", flat=True))
    Addressee.objects.bulk_create(Addressee(document=document, unit_id=pk) for pk in sorted(wanted - there))


def strike_out(*, document: Document, by: User, reason: str) -> Document:
    """Strike a line out that was entered wrongly; it stays to be seen, with the day and the reason."""
    check_change(by, document)
    if not reason.strip():
        raise Refused(_("Say why the line is struck out."))
    with recorded("documents.strike_out", by=by, on=[document], reason=reason, detail=told(document)):
        document.withdrawn_on = clock.today()
        document.save(update_fields=["withdrawn_on"])
    return document
