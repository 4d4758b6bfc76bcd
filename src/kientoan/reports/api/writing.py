"""Sections that people write, header and signature, and a Word file that came back: the same rights as on the pages."""

from datetime import date, datetime
from typing import Annotated, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Query, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.core.api import Day, Paging, Rows, acting, paged
from kientoan.reports import access, actions, queries
from kientoan.reports.api.router import contents_of, router, seen_report
from kientoan.reports.models import HumanText, Report
from kientoan.reports.models.reports import InWhoseName
from kientoan.reports.queries.drawing import issuing_of
from kientoan.reports.rules.issuing import Issuing

Line = Annotated[str, Field(max_length=200)]
Short = Annotated[str, Field(max_length=120)]


class WrittenSection(Schema):
    """A section that people write, with its text in force."""

    key: str
    title: str = Field(description="What is asked there.")
    version: int = Field(description="0 while nobody has written it.")
    text: str = Field(description="One line is one paragraph; empty while nobody has written it.")
    by: str | None
    at: datetime | None

    @classmethod
    def of(cls, section: queries.Section) -> Self:
        """From a section with its text in force."""
        text = section.text
        return cls(
            key=section.key,
            title=section.title,
            version=section.version,
            text=text.text if text else "",
            by=text.by.username if text else None,
            at=text.at if text else None,
        )


class VersionOut(Schema):
    """One version of a section; none is ever lost."""

    version: int
    text: str
    by: str
    at: datetime
    written_in: str = Field(description="page, or word for a text taken from a Word file.")

    @classmethod
    def of(cls, text: HumanText) -> Self:
        """From a version with its writer."""
        return cls(version=text.version, text=text.text, by=text.by.username, at=text.at, written_in=text.written_in)


class SectionIn(Schema):
    """A new version of a section."""

    text: str = Field(description="One line is one paragraph; at most 20,000 letters.")
    based_on: int = Field(ge=0, description="The version that was read; refused when somebody wrote a newer one.")


class AddressIn(Schema):
    """How a report is dated, numbered, signed and addressed."""

    day: Day = Field(description="The document's own date; it decides which official form applies.")
    as_of: Day = Field(description="The day that the figures are of.")
    superior: Line = Field(description="The body above the issuer.")
    issuer: Line
    number: int | None = Field(
        None, ge=1, le=2_147_483_647, description="Without it there is room to write it by hand."
    )
    org_code: Annotated[str, Field(max_length=40)] = Field(description="Letters of the issuer in the symbol.")
    place: Annotated[str, Field(max_length=80)]
    authority: InWhoseName = InWhoseName.HEAD
    on_behalf_of: Line = Field("", description="The body or post signed for; not needed when the head signs.")
    position: Short
    signer: Short = ""
    recipients: list[Line] = Field(default=[], max_length=100)
    archive: Short = ""


class AddressOut(AddressIn):
    """How a report is dated, numbered, signed and addressed now."""

    day: date
    as_of: date

    @classmethod
    def of(cls, report: Report) -> Self:
        """From a report."""
        issuing = issuing_of(report).to_plain()
        return cls(day=report.day, as_of=report.as_of, signer=report.signer, **issuing)


class TakenOut(Schema):
    """What was taken from a Word file."""

    sections: list[str] = Field(
        description="Keys of the sections that were changed in it; none when they are the same."
    )


@router.get("/reports/{number}/sections", response=Rows[WrittenSection])
def list_sections(request: HttpRequest, number: int, paging: Query[Paging]) -> object:
    """The sections that people write, in the order of the report, with their texts."""
    return paged(queries.sections_of(seen_report(acting(request), number)), paging, WrittenSection.of)


@router.get("/reports/{number}/sections/{key}", response=WrittenSection)
def get_section(request: HttpRequest, number: int, key: str) -> WrittenSection:
    """One section with its text in force."""
    return WrittenSection.of(_section(seen_report(acting(request), number), key))


@router.get("/reports/{number}/sections/{key}/versions", response=Rows[VersionOut])
def list_versions(request: HttpRequest, number: int, key: str, paging: Query[Paging]) -> object:
    """Every version of a section, newest first."""
    report = seen_report(acting(request), number)
    kept = HumanText.objects.filter(report=report, section=_section(report, key).key)
    return paged(kept.select_related("by").order_by("-version"), paging, VersionOut.of)


@router.post("/reports/{number}/sections/{key}", response=WrittenSection)
def write_section(request: HttpRequest, number: int, key: str, body: SectionIn) -> WrittenSection:
    """Keep a new version of a section; the same text again keeps none."""
    user = acting(request)
    report = seen_report(user, number)
    access.check_build(user, report.unit)
    section = _section(report, key)
    actions.write_section(report=report, section=section.key, text=body.text, based_on=body.based_on, by=user)
    return WrittenSection.of(_section(report, key))


def _section(report: Report, key: str) -> queries.Section:
    found = next((one for one in queries.sections_of(report) if one.key == key), None)
    if found is None:
        raise Http404(_("This report has no such section."))
    return found


@router.get("/reports/{number}/address", response=AddressOut)
def get_address(request: HttpRequest, number: int) -> AddressOut:
    """How a report is dated, numbered, signed and addressed; for those who build it."""
    user = acting(request)
    report = seen_report(user, number)
    access.check_build(user, report.unit)
    return AddressOut.of(report)


@router.post("/reports/{number}/address", response=AddressOut)
def address_report(request: HttpRequest, number: int, body: AddressIn) -> AddressOut:
    """Say how a report is dated, numbered, signed and addressed; the next draft shows it."""
    user = acting(request)
    report = seen_report(user, number)
    said = body.dict(exclude={"day", "as_of", "signer"})
    issuing = Issuing(**said | {"recipients": tuple(said["recipients"]), "authority": body.authority.value})
    changed = actions.address_report(
        report=report, day=body.day, as_of=body.as_of, issuing=issuing, signer=body.signer, by=user
    )
    return AddressOut.of(changed)


@router.post("/reports/{number}/take-back", response=TakenOut)
def take_back(request: HttpRequest, number: int, file: File[UploadedFile]) -> TakenOut:
    """Take the sections that people changed in a Word file of this report; figures in the file are never taken."""
    user = acting(request)
    report = seen_report(user, number)
    access.check_build(user, report.unit)
    kept = actions.take_back(report=report, contents=contents_of(file), file_name=file.name or "docx", by=user)
    return TakenOut(sections=[one.section for one in kept])
