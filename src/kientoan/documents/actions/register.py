"""Lines of the register: entered, corrected, struck out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.documents.access import check_change, check_keep_register, check_marked
from kientoan.documents.actions.lines import (
    check_line,
    check_not_there,
    hold_register,
    locked,
    one_line,
    set_keys,
    state_of,
    told,
    values_of,
)
from kientoan.documents.actions.numbering import next_written
from kientoan.documents.models import Addressee, Document
from kientoan.documents.rules.numbers import read_number
from kientoan.documents.rules.quoting import TELLS_CONTENT
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
        hold_register(document.keeper)
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
    set_keys(document)


def correct_document(
    *,
    document: Document,
    by: User,
    reason: str = "",
    seen: str = "",
    addressees: Iterable[Unit] | None = None,
    **changes: Any,
) -> Document:
    """Correct a line; the record names the fields that changed, and nothing is recorded where none did.

    A number that is corrected brings its rules of form with it, unless they are told. ``seen`` is the `state_of` the line
    that was looked at: another one means that somebody was quicker. A mark given later needs whatever tells the content gone first.
    """
    check_change(by, document)
    unknown = sorted(set(changes) - CORRECTABLE)
    if unknown:
        raise Refused(_("These cannot be corrected here: %(fields)s.") % {"fields": ", ".join(unknown)})
    check_marked(by, document.keeper, str(changes.get("secrecy", document.secrecy)))
    with transaction.atomic():
        hold_register(document.keeper)
        there = locked(document)
        check_change(by, there)
        if seen and seen != state_of(there):
            raise ChangedMeanwhile(
                _("Someone corrected this line meanwhile. Look at it as it is now, and correct it again.")
            )
        written, regime = _taken(there, changes)
        was = values_of(there)
        for field, value in changes.items():
            setattr(there, field, value)
        _check_mark(there)
        settle(there, written, regime)
        check_not_there(there)
        _save(there, was, by, reason, addressees)
    document.refresh_from_db()
    return document


def _taken(document: Document, changes: dict[str, Any]) -> tuple[str, Regime | None]:
    """The number as it will be written, and the rules of form; none where the number itself says them."""
    told_regime = changes.pop("regime", None)
    written = str(changes.pop("written", document.written))
    parts = read_number(nfc(written))
    kept = parts.written == document.written or parts.regime == Regime.OTHER
    regime = Regime(told_regime) if told_regime else (Regime(document.regime) if kept else None)
    return written, regime


def _check_mark(document: Document) -> None:
    if not document.is_marked:
        return
    if document.files.exists() or document.aims.exists() or any(member(document) for member in TELLS_CONTENT):
        raise Refused(
            _(
                "A document with a file, with aims, or that is quoted elsewhere cannot be given a secrecy mark: strike it out instead."
            )
        )


def _save(document: Document, was: dict[str, object], by: User, reason: str, addressees: Iterable[Unit] | None) -> None:
    fields = [name for name, value in values_of(document).items() if was[name] != value]
    wanted = None if addressees is None else {unit.pk for unit in addressees}
    sent = set(document.addressees.values_list("unit_id", flat=True))
    if wanted is not None and wanted != sent:
        fields.append("addressees")
    if not fields:
        return
    detail = {"fields": sorted(fields)}
    with recorded("documents.correct_document", by=by, on=[document], reason=reason, detail=detail) as action:
        document.save()
        action.note(**told(document))
        if wanted is not None:
            _send_to(document, wanted, sent)


def _send_to(document: Document, wanted: set[int], there: set[int]) -> None:
    document.addressees.filter(unit_id__in=there - wanted).delete()
    Addressee.objects.bulk_create(Addressee(document=document, unit_id=pk) for pk in sorted(wanted - there))


def strike_out(*, document: Document, by: User, reason: str) -> Document:
    """Strike a line out that was entered wrongly; it stays to be seen, with the day and the reason."""
    check_change(by, document)
    if not reason.strip():
        raise Refused(_("Say why the line is struck out."))
    with recorded("documents.strike_out", by=by, on=[document], reason=reason, detail=told(document)):
        check_change(by, locked(document))
        document.withdrawn_on = clock.today()
        document.save(update_fields=["withdrawn_on"])
    return document
