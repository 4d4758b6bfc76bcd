"""Lines of the register, their files and relations, and the check of numbers."""

from datetime import date
from typing import Self

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Paging, Reason, Rows, acting, paged
from kientoan.core.problems import Fault
from kientoan.documents import actions
from kientoan.documents.access import check_keep_file, check_keep_register, check_size
from kientoan.documents.api.router import router, seen_document, seen_unit
from kientoan.documents.models import Document, DocumentFile, DocumentLink
from kientoan.documents.queries.files import bytes_of, handed_out
from kientoan.documents.queries.listing import Cut, documents_for, exact_first
from kientoan.documents.queries.numbers import checked
from kientoan.documents.rules.words import Direction, LinkKind, Regime, Secrecy, Urgency
from kientoan.orgs.models import Body, Unit

FILES = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class DocumentOut(Schema):
    """A line of the register; of a marked document neither abstract nor signer is held."""

    id: int
    keeper: str = Field(description="Code of the unit whose register it stands in.")
    direction: Direction
    regime: Regime
    kind: str = Field(description="Key of its type (parameters documents.types).")
    written: str = Field(description="Number and symbol as issued.")
    number: int | None
    symbol: str
    issuer: int | None = Field(description="The issuing body, where the register knows it.")
    issuer_name: str
    dated: date
    received_on: date | None
    received_number: str
    signer: str
    abstract: str
    urgency: Urgency
    secrecy: Secrecy
    withdrawn_on: date | None

    @classmethod
    def of(cls, one: Document) -> Self:
        """From a document with its keeper."""
        same = {name: getattr(one, name) for name in cls.model_fields if name not in {"id", "keeper", "issuer"}}
        return cls(id=one.pk, keeper=one.keeper.code, issuer=one.issuer_id, **same)


class FileOut(Schema):
    """A file of a document."""

    id: int
    name: str
    sha256: str
    size: int
    media_type: str

    @classmethod
    def of(cls, one: DocumentFile) -> Self:
        """From a file."""
        return cls(id=one.pk, name=one.name, sha256=one.sha256, size=one.size, media_type=one.media_type)


class LinkOut(Schema):
    """What the document is to another: one of the register, or one only named."""

    id: int
    kind: LinkKind
    other: int | None
    written: str

    @classmethod
    def of(cls, one: DocumentLink, other: int | None) -> Self:
        """From a relation; a document that may not be seen is not named."""
        return cls(id=one.pk, kind=LinkKind(one.kind), other=other, written=one.written)


class DocumentWhole(DocumentOut):
    """A line with its files, relations and addressees."""

    files: list[FileOut] = []
    links: list[LinkOut] = []
    sent_to: list[str] = Field([], description="Codes of the units it was sent to.")


class DocumentFilter(Schema):
    """Which documents to list."""

    text: str = Field("", max_length=200, description="Words of the line or of a file; accents may lack.")
    direction: Direction | None = None
    kind: str = Field("", max_length=40)
    first: Day | None = Field(None, description="Dated on or after this day.")
    last: Day | None = Field(None, description="Dated on or before this day.")
    followed: bool = Field(default=False, description="Only those whose aims are followed.")
    keeper: str | None = Field(None, description="Code of the unit whose register it stands in.")


class Line(Schema):
    """What a line says."""

    direction: Direction
    kind: str = Field(min_length=1, max_length=40)
    dated: Day
    written: str = Field("", max_length=80)
    issuer: int | None = None
    issuer_name: str = Field("", max_length=200)
    regime: Regime | None = None
    received_on: Day | None = None
    received_number: str = Field("", max_length=40)
    signer: str = Field("", max_length=120)
    abstract: str = Field("", max_length=4000)
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE


class DocumentIn(Line):
    """A document to enter."""

    keeper: Code
    symbol: str = Field("", max_length=60, description="Where the unit lets the product number: the series (NQ/TU).")
    addressees: list[Code] = Field([], max_length=700)


class DocumentChange(Schema):
    """The values to correct; what is not sent stays."""

    direction: Direction | None = None
    kind: str | None = Field(None, max_length=40)
    dated: Day | None = None
    written: str | None = Field(None, max_length=80)
    issuer_name: str | None = Field(None, max_length=200)
    received_on: Day | None = None
    received_number: str | None = Field(None, max_length=40)
    signer: str | None = Field(None, max_length=120)
    abstract: str | None = Field(None, max_length=4000)
    urgency: Urgency | None = None
    secrecy: Secrecy | None = None
    regime: Regime | None = None
    addressees: list[Code] | None = Field(
        None, max_length=700, description="Codes of the units it was sent to, all of them."
    )
    reason: Reason = ""


class Why(Schema):
    """Why it is done."""

    reason: Reason


class LinkIn(Schema):
    """What a document is to another."""

    kind: LinkKind
    other: int | None = Field(None, description="A document of the register.")
    written: str = Field("", max_length=200, description="Number and symbol of one that is not there.")


class SeriesOut(Schema):
    """One series of numbers and what is to look at."""

    regime: Regime
    kind: str
    symbol: str
    period: str = Field(description="The term or the year; empty where no term is entered.")
    first: int
    last: int
    count: int
    missing_count: int
    missing: list[int]
    doubled: list[int]
    backwards: list[int] = Field(description="Numbers dated before the number that stands before them.")


def _body(user: User, number: int | None) -> Body | None:
    if number is None:
        return None
    found = Body.objects.visible_to(user).filter(pk=number).first()
    if found is None:
        sentence = _("There is no such body among those you may see.")
        raise Refused(sentence, errors=(Fault(place="body.issuer", sentence=sentence),))
    return found


def _units(user: User, listed: list[str]) -> list[Unit]:
    codes = set(listed)
    units = list(Unit.objects.visible_to(user).filter(code__in=codes))
    if missing := sorted(codes - {unit.code for unit in units}):
        sentence = _("There are no such units among those you may see: %(codes)s.") % {"codes": ", ".join(missing)}
        raise Refused(sentence, errors=(Fault(place="body.addressees", sentence=sentence),))
    return units


def _whole(user: User, one: Document) -> DocumentWhole:
    seen = Document.objects.visible_to(user)
    links = list(one.links.order_by("pk"))
    visible = set(seen.filter(pk__in=[link.other_id for link in links if link.other_id]).values_list("pk", flat=True))
    return DocumentWhole(
        **DocumentOut.of(one).dict(),
        files=[FileOut.of(file) for file in one.files.defer("text", "search_key")],
        links=[LinkOut.of(link, link.other_id if link.other_id in visible else None) for link in links],
        sent_to=list(one.addressees.order_by("unit__code").values_list("unit__code", flat=True)),
    )


@router.get("/documents", response=Rows[DocumentOut])
def list_documents(request: HttpRequest, which: Query[DocumentFilter], paging: Query[Paging]) -> object:
    """Lines of the register that one may see, newest first; where words are sought, those with the very accents before."""
    user = acting(request)
    cut = Cut(which.text, which.direction or "", which.kind, which.first, which.last, which.followed)
    rows = exact_first(documents_for(user, cut).select_related("keeper"), cut.text, "-dated", "-pk")
    if which.keeper:
        rows = rows.filter(keeper=seen_unit(user, which.keeper))
    return paged(rows, paging, DocumentOut.of)


@router.post("/documents", response={201: DocumentOut})
def register_document(request: HttpRequest, body: DocumentIn) -> Status:
    """Enter a document."""
    user = acting(request)
    units = _units(user, body.addressees)
    values = body.dict(exclude={"keeper", "issuer", "addressees"})
    made = actions.register_document(
        keeper=seen_unit(user, body.keeper), issuer=_body(user, body.issuer), addressees=units, by=user, **values
    )
    return Status(201, DocumentOut.of(made))


@router.get("/documents/{number}", response=DocumentWhole)
def get_document(request: HttpRequest, number: int) -> DocumentWhole:
    """A document with its files, relations and addressees."""
    user = acting(request)
    return _whole(user, seen_document(user, number))


@router.post("/documents/{number}/correct", response=DocumentOut)
def correct_document(request: HttpRequest, number: int, body: DocumentChange) -> DocumentOut:
    """Correct a line."""
    user = acting(request)
    changes = {name: getattr(body, name) for name in sorted(body.model_fields_set - {"reason"})}
    empty = [name for name, value in changes.items() if value is None and name != "received_on"]
    if empty:
        sentence = _("A value is needed.")
        faults = tuple(Fault(place=f"body.{name}", sentence=sentence) for name in empty)
        raise Refused(_("The request has faults; nothing was done."), errors=faults)
    found = seen_document(user, number)
    if "addressees" in changes:
        beyond = found.addressees.exclude(unit__in=Unit.objects.visible_to(user)).select_related("unit")
        changes["addressees"] = [*_units(user, changes["addressees"]), *(one.unit for one in beyond)]
    return DocumentOut.of(actions.correct_document(document=found, by=user, reason=body.reason, **changes))


@router.post("/documents/{number}/strike-out", response=DocumentOut)
def strike_out(request: HttpRequest, number: int, body: Why) -> DocumentOut:
    """Strike a line out that was entered wrongly; it stays to be seen."""
    user = acting(request)
    return DocumentOut.of(actions.strike_out(document=seen_document(user, number), by=user, reason=body.reason))


@router.post("/documents/{number}/files", response={201: FileOut})
def keep_file(request: HttpRequest, number: int, file: File[UploadedFile]) -> Status:
    """Keep a file of a document: .docx, .xlsx, .pdf, .txt, .jpg, .png or .webp."""
    user = acting(request)
    found = seen_document(user, number)
    check_keep_file(user, found)
    check_size(file.size or 0, file.name or "file")
    kept = actions.keep_file(document=found, name=file.name or "file", content=file.read(), by=user)
    return Status(201, FileOut.of(kept))


@router.get("/document-files/{number}", openapi_extra=FILES)
def get_file(request: HttpRequest, number: int) -> HttpResponse:
    """A file as it was handed in."""
    return handed_out(*bytes_of(acting(request), number))


@router.post("/documents/{number}/links", response={201: LinkOut})
def add_link(request: HttpRequest, number: int, body: LinkIn) -> Status:
    """Say what the document is to another."""
    user = acting(request)
    other = Document.objects.visible_to(user).filter(pk=body.other).first() if body.other is not None else None
    if body.other is not None and other is None:
        sentence = _("There is no such document among those you may see.")
        raise Refused(sentence, errors=(Fault(place="body.other", sentence=sentence),))
    found = seen_document(user, number)
    link = actions.add_link(document=found, kind=body.kind, other=other, written=body.written, by=user)
    return Status(201, LinkOut.of(link, link.other_id))


@router.get("/units/{code}/document-numbers", response=list[SeriesOut])
def check_numbers(request: HttpRequest, code: str) -> list[SeriesOut]:
    """The check of what a unit sends out: each series by its regime, with gaps, doubles and numbers out of order."""
    user = acting(request)
    unit = seen_unit(user, code)
    check_keep_register(user, unit)
    return [
        SeriesOut(
            regime=one.key.regime,
            kind=one.key.kind,
            symbol=one.key.symbol,
            period=one.key.period,
            first=one.first,
            last=one.last,
            count=one.count,
            missing_count=one.missing_count,
            missing=one.missing,
            doubled=[number for number, _keys in one.doubled],
            backwards=[later for _earlier, later in one.backwards],
        )
        for one in checked(unit)
    ]
