"""What is done with findings: brought in, confirmed, dismissed."""

from datetime import date

from django.db.models.functions import Length
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import fold, nfc
from kientoan.documents.models import Document
from kientoan.documents.rules.keys import LARGEST
from kientoan.findings.access import check_decide, check_propose
from kientoan.findings.models import Finding
from kientoan.findings.rules import Source, State
from kientoan.orgs.models import Unit
from kientoan.review.models import UnitResult


def propose_from_text(
    *,
    unit: Unit | None,
    place: str,
    quote: str,
    start: int,
    end: int,
    document: Document | None,
    by: User,
    keeper: Unit | None = None,
) -> Finding:
    """Offer a place of a text that names a unit as weak, as a quotation to confirm and nothing more.

    ``start`` and ``end`` are offsets into the text as given; ``unit`` is None where the place could not be
    linked, then ``keeper`` (else the keeper of the document) says whose office looks at it. The same quotation
    of the same document offered again gives the finding that is there.
    """
    office = keeper or (document.keeper if document else None) or unit
    if office is None:
        raise Refused(_("Say which unit's office the finding is brought in for."))
    check_propose(by, office)
    if document is not None and document.is_marked:
        raise Refused(_("A marked document is not quoted."))
    if not quote.strip() or not 0 <= start < end:
        raise Refused(_("A finding from a text needs its quotation and the place where it stands."))
    _check_stands(document, quote)
    twin = Finding.objects.filter(document=document, start=start, end=end, unit=unit, place=_short(place))
    if document is not None and (already := twin.first()):
        return already
    return _propose(
        Finding(
            keeper=office,
            unit=unit,
            place=_short(place),
            source=Source.TEXT,
            document=document,
            start=start,
            end=end,
            quote=nfc(quote).strip(),
            found_on=clock.today(),
        ),
        by,
    )


def _check_stands(document: Document | None, quote: str) -> None:
    """Refuse a quotation of which no file of the document has the words; a scan has none to compare with."""
    if document is None:
        return
    texts = document.files.exclude(search_key="")
    whole = not texts.annotate(length=Length("search_key")).filter(length__gte=LARGEST // 2).exists()
    if texts.exists() and whole and not texts.filter(search_key__contains=fold(quote)).exists():
        raise Refused(_("These words do not stand in the document. Quote it as it is written."))


def propose_from_review(*, result: UnitResult, said: str, by: User) -> Finding:
    """Offer what a review says of a unit; the same result offered again gives the finding that is there."""
    check_propose(by, result.unit)
    if already := Finding.objects.filter(result=result).first():
        return already
    finding = Finding(keeper=result.unit, unit=result.unit, source=Source.REVIEW, result=result)
    finding.place, finding.said, finding.found_on = result.name, nfc(said).strip(), clock.today()
    return _propose(finding, by)


def propose(
    *, unit: Unit, source: Source, said: str, by: User, found_on: date | None = None, document: Document | None = None
) -> Finding:
    """Bring in what an inspection or a person found in a unit."""
    check_propose(by, unit)
    day = found_on or clock.today()
    if source not in {Source.INSPECTION, Source.PERSON}:
        raise Refused(_("Findings from texts and reviews come from there, with their place."))
    if document is not None and document.is_marked:
        raise Refused(_("A marked document is not quoted."))
    if not said.strip():
        raise Refused(_("Write what was found."))
    if day > clock.today():
        raise Refused(_("The day has not come yet."))
    return _propose(
        Finding(keeper=unit, unit=unit, source=source, said=nfc(said).strip(), found_on=day, document=document), by
    )


def _propose(finding: Finding, by: User) -> Finding:
    on = [one for one in (finding.unit, finding.document) if one is not None]
    code = finding.unit.code if finding.unit else ""
    detail = {"unit": code or finding.place, "source": finding.source}
    with recorded("findings.propose", by=by, on=on, detail=detail) as action:
        finding.brought_by = by
        finding.save()
        action.about(finding)
    return finding


def confirm(*, finding: Finding, by: User, unit: Unit | None = None, reason: str = "") -> Finding:
    """Confirm a finding; ``unit`` links one whose place was not known."""
    check_decide(by, finding, unit)
    if finding.unit is not None and unit is not None and unit != finding.unit:
        raise Refused(_("This finding is about another unit. Dismiss it and bring in a new one."))
    if finding.unit is None:
        if unit is None:
            raise Refused(_("Say which unit it is before it is confirmed."))
        finding.unit = unit
    return _decide(finding, State.CONFIRMED, by, reason)


def dismiss(*, finding: Finding, by: User, reason: str) -> Finding:
    """Dismiss a finding for want of grounds, with the reason; it stays to be seen by who may decide."""
    check_decide(by, finding)
    if not reason.strip():
        raise Refused(_("Say why there are no grounds."))
    return _decide(finding, State.DISMISSED, by, reason)


def _decide(finding: Finding, state: State, by: User, reason: str) -> Finding:
    on = [finding, *([finding.unit] if finding.unit else [])]
    detail = {"unit": finding.unit.code if finding.unit else finding.place}
    with recorded(f"findings.{_VERBS[state]}", by=by, on=on, reason=reason, detail=detail):
        there = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if there.state != State.PROPOSED:
            raise ChangedMeanwhile(_("This finding is decided already. What turns out otherwise is a new finding."))
        finding.state, finding.reason = state, nfc(reason).strip()
        finding.decided_on, finding.decided_by = clock.today(), by
        finding.save()
    return finding


_VERBS = {State.CONFIRMED: "confirm", State.DISMISSED: "dismiss"}


def _short(text: str) -> str:
    return " ".join(nfc(text).split())[:300]
