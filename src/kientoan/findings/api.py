"""The API of findings."""

from collections.abc import Container
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Paging, Reason, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.documents.models import Document
from kientoan.findings import actions
from kientoan.findings.models import Finding
from kientoan.findings.rules import Source, State
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right

router = Router(tags=["findings"])


class FindingOut(Schema):
    """A finding: a proposal until someone of the level above decides."""

    id: int
    unit: str | None = Field(description="Code of the unit; none where the place is not linked yet.")
    place: str
    source: Source
    document: int | None
    start: int | None = Field(description="Offset of the quotation in the text as given.")
    end: int | None
    quote: str
    said: str
    state: State
    found_on: date
    decided_on: date | None
    reason: str

    @classmethod
    def of(cls, one: Finding, seen: Container[int] = frozenset()) -> Self:
        """From a finding with its unit; its document is named where it is among those seen."""
        same = {name: getattr(one, name) for name in cls.model_fields if name not in {"id", "unit", "document"}}
        document = one.document_id if one.document_id in seen else None
        return cls(id=one.pk, unit=one.unit.code if one.unit else None, document=document, **same)


class FindingFilter(Schema):
    """Which findings to list."""

    state: State | None = None
    unit: str | None = Field(None, description="Code of the unit.")


class TextFindingIn(Schema):
    """A place of a text that names a unit as weak."""

    unit: Code | None = Field(None, description="Code of the unit, where it is known.")
    keeper: Code | None = Field(None, description="Whose office looks at it; else the document's keeper.")
    document: int | None = None
    place: str = Field("", max_length=300)
    quote: str = Field(min_length=1, max_length=4000)
    start: int = Field(ge=0, le=100_000_000)
    end: int = Field(ge=1, le=100_000_000)


class FindingIn(Schema):
    """What an inspection or a person found in a unit."""

    unit: Code
    source: Source
    said: str = Field(min_length=1, max_length=4000)
    found_on: Day | None = None
    document: int | None = None


class Decision(Schema):
    """The decision on a finding."""

    unit: Code | None = Field(None, description="The unit, for one whose place was not linked.")
    reason: Reason = ""


def _unit(user: User, code: str | None, place: str) -> Unit | None:
    if code is None:
        return None
    found = Unit.objects.visible_to(user).filter(code=code).first()
    if found is None:
        sentence = _("There is no unit “%(code)s” among those you may see.") % {"code": code}
        raise Refused(sentence, errors=(Fault(place=place, sentence=sentence),))
    return found


def _document(user: User, number: int | None) -> Document | None:
    if number is None:
        return None
    found = Document.objects.visible_to(user).filter(pk=number).first()
    if found is None:
        sentence = _("There is no such document among those you may see.")
        raise Refused(sentence, errors=(Fault(place="body.document", sentence=sentence),))
    return found


def _told(user: User, one: Finding) -> FindingOut:
    if one.document_id is None:
        return FindingOut.of(one)
    seen = Document.objects.visible_to(user).filter(pk=one.document_id)
    return FindingOut.of(one, set(seen.values_list("pk", flat=True)))


def _finding(user: User, number: int) -> Finding:
    found = Finding.objects.visible_to(user).select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such finding among those you may see."))
    return found


@router.get("/findings", response=Rows[FindingOut])
def list_findings(request: HttpRequest, which: Query[FindingFilter], paging: Query[Paging]) -> object:
    """Findings that one may see, newest first."""
    user = acting(request)
    seen = Document.objects.visible_to(user).filter(pk=OuterRef("document"))
    rows = Finding.objects.visible_to(user).select_related("unit").annotate(document_seen=Exists(seen))
    rows = rows.order_by("-found_on", "-pk")
    if which.state:
        rows = rows.filter(state=which.state)
    if which.unit:
        rows = rows.filter(unit__code=which.unit)
    return paged(rows, paging, lambda one: FindingOut.of(one, (one.document_id,) if one.document_seen else ()))


@router.get("/findings/{number}", response=FindingOut)
def get_finding(request: HttpRequest, number: int) -> FindingOut:
    """One finding."""
    user = acting(request)
    return _told(user, _finding(user, number))


@router.post("/findings", response={201: FindingOut})
def propose(request: HttpRequest, body: FindingIn) -> Status:
    """Bring in what an inspection or a person found."""
    user = acting(request)
    unit = _unit(user, body.unit, "body.unit")
    if unit is None:
        raise Http404
    made = actions.propose(
        unit=unit,
        source=body.source,
        said=body.said,
        found_on=body.found_on,
        document=_document(user, body.document),
        by=user,
    )
    return Status(201, _told(user, made))


@router.post("/text-findings", response={201: FindingOut})
def propose_from_text(request: HttpRequest, body: TextFindingIn) -> Status:
    """Offer a place of a text as a quotation to confirm."""
    user = acting(request)
    made = actions.propose_from_text(
        unit=_unit(user, body.unit, "body.unit"),
        keeper=_unit(user, body.keeper, "body.keeper"),
        document=_document(user, body.document),
        place=body.place,
        quote=body.quote,
        start=body.start,
        end=body.end,
        by=user,
    )
    return Status(201, _told(user, made))


@router.post("/findings/{number}/confirm", response=FindingOut)
def confirm(request: HttpRequest, number: int, body: Decision) -> FindingOut:
    """Confirm a finding: someone of the level above the unit."""
    user = acting(request)
    check_right(user, Right.DECIDE_FINDINGS)
    unit = _unit(user, body.unit, "body.unit")
    return _told(user, actions.confirm(finding=_finding(user, number), unit=unit, reason=body.reason, by=user))


@router.post("/findings/{number}/dismiss", response=FindingOut)
def dismiss(request: HttpRequest, number: int, body: Decision) -> FindingOut:
    """Dismiss a finding for want of grounds, with the reason."""
    user = acting(request)
    check_right(user, Right.DECIDE_FINDINGS)
    return _told(user, actions.dismiss(finding=_finding(user, number), reason=body.reason, by=user))
