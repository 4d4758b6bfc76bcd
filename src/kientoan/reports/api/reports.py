"""How reports stand, building and signing as jobs, editions, checking a Word file."""

from datetime import date, datetime
from typing import Any, Literal, Self

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Paging, PeriodCode, Rows, acting, paged
from kientoan.core.periods import Period
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.named import unit_of, units_named
from kientoan.reports import access, actions, queries
from kientoan.reports.actions.building import check_can_be_signed
from kientoan.reports.api.router import contents_of, router, seen_report
from kientoan.reports.models import CheckedFile, Edition, EditionKind, EditionOrder, OrderState, Report
from kientoan.reports.models.editions import FileAltered
from kientoan.reports.queries import Standing
from kientoan.reports.queries.files import TYPES, file_name

State = Literal["no_draft", "signed", "outdated", "does_not_close", "unwritten", "ready"]
FILES: dict[str, Any] = {
    "responses": {200: {"description": "The file", "content": {media: {} for media in TYPES.values()}}}
}


class ReportFilter(Schema):
    """Which reports to list."""

    under: str | None = Field(None, description="Code of a unit: only reports of its branch as of today.")
    period: PeriodCode | None = None


class ReportOut(Schema):
    """A report of a unit for a period, and how it stands."""

    id: int
    unit: str
    period: str
    day: date = Field(description="The document's own date.")
    as_of: date = Field(description="The day that its figures are of.")
    state: State
    edition: int | None = Field(description="Number of its newest edition.")
    sections: int = Field(description="How many sections people write.")
    unwritten: list[str] = Field(description="Keys of the sections that nobody has written.")

    @classmethod
    def fields_of(cls, standing: Standing) -> dict[str, object]:
        """The fields, from how a report with its unit stands."""
        report = standing.report
        return {
            "id": report.pk,
            "unit": report.unit.code,
            "period": report.period_code,
            "day": report.day,
            "as_of": report.as_of,
            "state": state_of(standing),
            "edition": standing.edition.number if standing.edition else None,
            "sections": len(standing.sections),
            "unwritten": [section.key for section in standing.unwritten],
        }


class FailureOut(Schema):
    """A total that does not close."""

    sentence: str
    places: list[str]
    holds_back: bool = Field(description="Whether it holds the signed edition back.")


class OrderOut(Schema):
    """An edition asked for: how far its making has come, and its number when it is made."""

    id: int
    report: int
    kind: EditionKind
    state: OrderState
    done: int
    steps: int
    refusal: str = Field(description="Why it could not be made; empty otherwise.")
    edition: int | None

    @classmethod
    def of(cls, order: EditionOrder) -> Self:
        """From an order with its edition."""
        return cls(
            id=order.pk,
            report=order.report_id,
            kind=EditionKind(order.kind),
            state=OrderState(order.state),
            done=order.done,
            steps=order.steps,
            refusal=order.refusal,
            edition=order.edition.number if order.edition else None,
        )


class EditionOut(Schema):
    """An edition: never changed, its files known by their fingerprints."""

    number: int
    kind: EditionKind
    day: date
    as_of: date
    made_by: str
    made_at: datetime
    docx: str = Field(description="SHA-256 of the Word file.")
    pdf: str = Field(description="SHA-256 of the PDF.")
    failures: list[FailureOut] = Field(description="What does not close in it.")
    unwritten: list[str]

    @classmethod
    def of(cls, one: Edition) -> Self:
        """From an edition with its maker."""
        return cls(
            number=one.number,
            kind=EditionKind(one.kind),
            day=one.day,
            as_of=one.as_of,
            made_by=one.made_by.username,
            made_at=one.made_at,
            docx=one.docx,
            pdf=one.pdf,
            failures=[FailureOut(**failure) for failure in one.failures],
            unwritten=one.unwritten,
        )


class SectionOut(Schema):
    """A section that people write."""

    key: str
    title: str
    version: int = Field(description="0 while nobody has written it.")


class ReportWhole(ReportOut):
    """A report with all that says how it stands."""

    failures: list[FailureOut] = Field(description="What does not close in the newest edition.")
    held_back: list[str] = Field(description="Why the signed edition cannot be issued now; empty when it can.")
    written: list[SectionOut]
    order: OrderOut | None = Field(description="The edition last asked for.")


class ReportIn(Schema):
    """A report to open and build; one that there is takes these days."""

    unit: Code
    period: PeriodCode = Field(description="A half of a year: 2017-H1.")
    day: Day = Field(description="The document's own date; it decides which official form applies.")
    as_of: Day | None = Field(None, description="The day that the figures are of; without it, the same.")


class CheckOut(Schema):
    """What was found in a Word file: numbers that no longer agree, numbers typed by hand, sums that do not fit."""

    id: int
    file: str
    sha256: str
    report: int | None = Field(description="The report that wrote the file; null when no report here did.")
    edition: int | None
    as_of: date | None
    agrees: bool
    findings: dict[str, Any]
    checked_at: datetime

    @classmethod
    def of(cls, one: CheckedFile) -> Self:
        """From a checked file with its edition."""
        return cls(
            id=one.pk,
            file=one.file_name,
            sha256=one.fingerprint,
            report=one.edition.report_id if one.edition else None,
            edition=one.edition.number if one.edition else None,
            as_of=one.as_of,
            agrees=one.agrees,
            findings=one.findings,
            checked_at=one.at,
        )


def state_of(standing: Standing) -> State:
    """How a report stands, in a word for programs."""
    if standing.edition is None:
        return "no_draft"
    if standing.is_signed:
        return "signed"
    if standing.outdated:
        return "outdated"
    if standing.holding_back:
        return "does_not_close"
    return "unwritten" if standing.unwritten else "ready"


@router.get("/reports", response=Rows[ReportOut])
def list_reports(request: HttpRequest, which: Query[ReportFilter], paging: Query[Paging]) -> object:
    """The reports that one may read, newest period first."""
    user = acting(request)
    rows = access.readable(user).select_related("unit")
    if which.under:
        rows = rows.filter(unit__in=Unit.objects.under(unit_of(user, which.under), clock.today()))
    if which.period:
        rows = rows.filter(period_code=which.period)
    return paged(
        rows.order_by("-period_code", "unit__code"),
        paging,
        lambda report: ReportOut.fields_of(queries.standing_of(report)),
    )


@router.post("/reports", response={202: OrderOut})
def open_report(request: HttpRequest, body: ReportIn) -> Status:
    """Open the half-year report of a unit for a period if need be, and ask for its draft, which a job builds."""
    user = acting(request)
    unit = units_named(user, {"body.unit": body.unit})["body.unit"]
    report = actions.open_report(unit=unit, period=Period.parse(body.period), day=body.day, as_of=body.as_of, by=user)
    return Status(202, OrderOut.of(actions.ask_for_edition(report=report, kind=EditionKind.DRAFT, by=user)))


@router.get("/reports/{number}", response=ReportWhole)
def get_report(request: HttpRequest, number: int) -> object:
    """A report: how it stands, what does not close and where, what holds its signature back."""
    standing = queries.standing_of(seen_report(acting(request), number))
    edition, order = standing.edition, standing.order
    return ReportOut.fields_of(standing) | {
        "failures": [FailureOut(**failure) for failure in edition.failures] if edition else [],
        "held_back": _held_back(standing.report),
        "written": [
            SectionOut(key=section.key, title=section.title, version=section.version) for section in standing.sections
        ],
        "order": OrderOut.of(order) if order else None,
    }


def _held_back(report: Report) -> list[str]:
    """Every reason why the report cannot be signed now; the refusal itself when it has no list."""
    try:
        check_can_be_signed(report)
    except Refused as refused:
        return [str(error) for error in refused.errors] or [str(refused.sentence)]
    return []


@router.post("/reports/{number}/build", response={202: OrderOut})
def build_report(request: HttpRequest, number: int) -> Status:
    """Ask for a draft with the figures counted anew; a job builds it, and the order says how far it is."""
    return _ask(request, number, EditionKind.DRAFT)


@router.post("/reports/{number}/sign", response={202: OrderOut})
def sign_report(request: HttpRequest, number: int) -> Status:
    """Ask for the signed edition of the newest draft; refused at once with every reason that holds it back."""
    return _ask(request, number, EditionKind.SIGNED)


def _ask(request: HttpRequest, number: int, kind: EditionKind) -> Status:
    user = acting(request)
    order = actions.ask_for_edition(report=seen_report(user, number), kind=kind, by=user)
    return Status(202, OrderOut.of(order))


@router.get("/reports/{number}/orders/{order}", response=OrderOut)
def get_order(request: HttpRequest, number: int, order: int) -> OrderOut:
    """How far the making of an edition has come."""
    report = seen_report(acting(request), number)
    found = EditionOrder.objects.filter(report=report, pk=order).select_related("edition").first()
    if found is None:
        raise Http404
    return OrderOut.of(found)


@router.get("/reports/{number}/editions", response=Rows[EditionOut])
def list_editions(request: HttpRequest, number: int, paging: Query[Paging]) -> object:
    """The editions of a report, newest first."""
    report = seen_report(acting(request), number)
    rows = Edition.objects.filter(report=report).select_related("made_by").order_by("-number")
    return paged(rows, paging, EditionOut.of)


@router.get("/reports/{number}/editions/{edition}/{suffix}", openapi_extra=FILES)
def download_edition(request: HttpRequest, number: int, edition: int, suffix: Literal["docx", "pdf"]) -> HttpResponse:
    """The Word file or the PDF of an edition, as it was written and never otherwise."""
    report = seen_report(acting(request), number)
    found = Edition.objects.filter(report=report, number=edition).select_related("report__unit").first()
    if found is None:
        raise Http404
    try:
        contents = found.contents(suffix)
    except FileAltered as error:
        sentence = _(
            "The file %(file)s is gone or was altered since it was written: it is not handed out. Build a new draft."
        )
        raise Refused(sentence % {"file": str(error)}) from error
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found, suffix)}"'}
    return HttpResponse(contents, content_type=TYPES[suffix], headers=headers)


@router.post("/report-checks", response={201: CheckOut})
def check_file(request: HttpRequest, file: File[UploadedFile]) -> Status:
    """Check a Word file: one of ours against the figures of now, any other by its own arithmetic. It is not kept."""
    checked = actions.check_report(contents=contents_of(file), file_name=file.name or "docx", by=acting(request))
    return Status(201, CheckOut.of(checked))


@router.get("/report-checks/{number}", response=CheckOut)
def get_check(request: HttpRequest, number: int) -> CheckOut:
    """What was found in a file that was checked."""
    user = acting(request)
    checks = CheckedFile.objects.visible_to(user).select_related("edition__report__unit")
    found = checks.filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such check among those you may see."))
    if found.edition is not None:
        access.check_read(user, found.edition.report.unit)
    return CheckOut.of(found)
