"""The minutes and the conclusion notice for programs: their text, their files, and how they are kept."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status
from pydantic import Field

from kientoan.core.api import Day, acting
from kientoan.documents.rules.official.form import Authority
from kientoan.meetings import actions
from kientoan.meetings.access import check_hold
from kientoan.meetings.api.router import inside, router, seen_meeting
from kientoan.meetings.queries.papers import MINUTES, NOTICE, TYPES, file_of, lines_of, paper_of

Which = Literal["minutes", "notice"]
FILE = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class PaperOut(Schema):
    """The words of the minutes or the notice in the official form of their date."""

    title: str
    lines: list[str] = Field(description="Headings and paragraphs in their order.")
    document: int | None = Field(description="The document of the register, once it is kept.")


@router.get("/meetings/{number}/paper/{which}", response=PaperOut)
def get_paper(request: HttpRequest, number: int, which: Which) -> PaperOut:
    """The words of the minutes or of the conclusion notice as they stand now."""
    found = inside(acting(request), number)
    paper = paper_of(found, which)
    kept = found.minutes_id if which == MINUTES else found.notice_id
    return PaperOut(title=paper.title, lines=lines_of(paper), document=kept)


@router.get("/meetings/{number}/paper-file/{which}/{suffix}", openapi_extra=FILE)
def get_paper_file(request: HttpRequest, number: int, which: Which, suffix: Literal["docx", "pdf"]) -> HttpResponse:
    """The minutes or the notice as a Word file or a PDF, marked as a draft."""
    found = inside(acting(request), number)
    contents = file_of(paper_of(found, which), suffix, final=False)
    name = f"{which}-{found.pk}.{suffix}"
    return HttpResponse(
        contents, content_type=TYPES[suffix], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


class FaceIn(Schema):
    """How the papers are addressed and signed; what is not sent stays."""

    regime: Literal["party", "state"] = "party"
    superior: str = Field("", max_length=200)
    issuer: str = Field("", max_length=200)
    org_code: str = Field("", max_length=40)
    place: str = Field("", max_length=80)
    authority: Authority = Authority.ORDER
    on_behalf_of: str = Field("", max_length=200)
    position: str = Field("", max_length=160)
    signer: str = Field("", max_length=120)
    recipients: list[str] = Field([], max_length=100)
    archive: str = Field("", max_length=120)


class FaceOut(FaceIn):
    """How the papers are addressed and signed."""


@router.post("/meetings/{number}/face", response=FaceOut)
def keep_face(request: HttpRequest, number: int, body: FaceIn) -> FaceOut:
    """Say how the minutes and the notice are addressed and signed."""
    user = acting(request)
    found = seen_meeting(user, number)
    check_hold(user, found.organiser)
    said = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    if "authority" in said:
        said["authority"] = body.authority.value
    face = actions.keep_face(meeting=found, by=user, **said)
    return FaceOut(**{name: getattr(face, name) for name in FaceIn.model_fields})


class KeepIn(Schema):
    """The number and symbol that the office gave it, and its day."""

    written: str = Field("", max_length=80)
    dated: Day | None = None


class KeptOut(Schema):
    """The document that it was kept as."""

    document: int


@router.post("/meetings/{number}/paper/{which}/keep", response={201: KeptOut})
def keep_paper(request: HttpRequest, number: int, which: Which, body: KeepIn) -> Status:
    """Keep the minutes or the notice in the register, with the Word file and the PDF."""
    user = acting(request)
    found = seen_meeting(user, number)
    keep = actions.keep_notice if which == NOTICE else actions.keep_minutes
    made = keep(meeting=found, written=body.written, dated=body.dated, by=user)
    return Status(201, KeptOut(document=made.pk))
