"""A resolution followed: its aims, and the reviews that say how far each is reached."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.documents.access import check_follow
from kientoan.documents.actions.lines import locked, one_line
from kientoan.documents.models import Aim, AimOutcome, Document, Review
from kientoan.documents.rules.words import Outcome, ReviewKind


def add_aim(
    *,
    document: Document,
    text: str,
    by: User,
    clause: str = "",
    measure: str = "",
    due: date | None = None,
    responsible: str = "",
) -> Aim:
    """Write down one thing that a document asks; it is followed from then on."""
    check_follow(by, document)
    aim = Aim(document=document, clause=one_line(clause), measure=one_line(measure), due=due)
    aim.text, aim.responsible = _asked(text), one_line(responsible)
    with recorded("documents.add_aim", by=by, on=[document], detail={"written": document.written}) as action:
        check_follow(by, locked(document))
        last = document.aims.aggregate(last=Max("position"))["last"] or 0
        aim.position = last + 1
        aim.save()
        action.about(aim)
    return aim


def change_aim(*, aim: Aim, by: User, reason: str = "", **changes: object) -> Aim:
    """Correct an aim; what it said before stays in the record."""
    check_follow(by, aim.document)
    unknown = sorted(set(changes) - {"text", "clause", "measure", "due", "responsible"})
    if unknown:
        raise Refused(_("These cannot be corrected here: %(fields)s.") % {"fields": ", ".join(unknown)})
    for field, value in changes.items():
        setattr(aim, field, one_line(value) if isinstance(value, str) and field != "text" else value)
    aim.text = _asked(aim.text)
    detail = {"written": aim.document.written, "fields": sorted(changes)}
    with recorded("documents.change_aim", by=by, on=[aim.document, aim], reason=reason, detail=detail):
        aim.save()
    return aim


def _asked(text: str) -> str:
    asked = nfc(text).strip()
    if not asked:
        raise Refused(_("Write what the resolution asks."))
    return asked


def record_review(
    *,
    document: Document,
    kind: ReviewKind,
    held_on: date,
    said: str,
    outcomes: Mapping[Aim, tuple[Outcome, str]],
    by: User,
    by_document: Document | None = None,
    by_written: str = "",
) -> Review:
    """Record a review of a followed document: when, by which document, and what it says of each aim."""
    check_follow(by, document)
    faults = list(_faults(document, held_on, outcomes))
    if by_document == document:
        faults.append(_("By which document: a document does not review itself."))
    if by_document is None and not one_line(by_written):
        faults.append(_("By which document: choose it in the register, or write its number and symbol."))
    if faults:
        raise Refused(_("The review cannot be recorded so. Mend what is listed."), errors=tuple(faults))
    detail = {"written": document.written, "held_on": f"{held_on:%d/%m/%Y}"}
    with recorded("documents.record_review", by=by, on=[document], detail=detail) as action:
        review = Review.objects.create(
            document=document,
            kind=kind,
            held_on=held_on,
            said=nfc(said).strip(),
            by_document=by_document,
            by_written="" if by_document else one_line(by_written),
        )
        AimOutcome.objects.bulk_create(
            AimOutcome(review=review, aim=aim, outcome=outcome, said=nfc(words).strip())
            for aim, (outcome, words) in outcomes.items()
        )
        action.about(review)
    return review


def _faults(document: Document, held_on: date, outcomes: Mapping[Aim, tuple[Outcome, str]]) -> list[str]:
    faults = []
    if not outcomes:
        faults.append(_("Outcomes: say of at least one aim how far it is reached."))
    if any(aim.document_id != document.pk for aim in outcomes):
        faults.append(_("Outcomes: one of the aims is not of this document."))
    if held_on < document.dated:
        faults.append(_("Held on: a review comes after the day of the document."))
    if held_on > clock.today():
        faults.append(_("Held on: %(day)s has not come yet.") % {"day": f"{held_on:%d/%m/%Y}"})
    return faults
