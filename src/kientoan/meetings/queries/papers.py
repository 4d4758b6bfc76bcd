"""What a meeting's minutes and notice tell, gathered from the meeting, in the form of their date."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.params import NoValueAt
from kientoan.documents.models import Document as Registered
from kientoan.documents.rules.official import form
from kientoan.documents.rules.official.edition import Edition
from kientoan.documents.rules.official.form import Authority, FormError, PlaceDate, Signature
from kientoan.documents.rules.official.model import Document, Header, Heading, Paragraph, Text
from kientoan.meetings.models import Attendance, Face, Meeting, Statement
from kientoan.meetings.rules import papers
from kientoan.meetings.rules.words import ItemKind, Part, Presence, named
from kientoan.orgs.queries.life import names_on

MINUTES, NOTICE = "minutes", "notice"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def words_at(name: str, day: date) -> dict[str, str]:
    """A table of words of meetings' papers on the day; refused for a day before any is known."""
    try:
        return dict(params.current().at(f"meetings.papers.{name}", day))
    except NoValueAt as error:
        raise Refused(_("The official form of %(day)s is not known.") % {"day": f"{day:%d/%m/%Y}"}) from error


def first_face(meeting: Meeting) -> Face:
    """How the papers of a meeting are addressed until someone says otherwise; not saved."""
    known = Face.objects.filter(meeting=meeting).first()
    if known is not None:
        return known
    words = words_at("face", meeting.held_on)
    name = names_on([meeting.organiser_id], meeting.held_on).get(meeting.organiser_id, meeting.organiser.code)
    body = meeting.body.name if meeting.body else ""
    return Face(
        meeting=meeting,
        superior=name if body else "",
        issuer=body or name,
        org_code=words["org_code"],
        place=meeting.place.split(",")[-1].strip()[:80] or name[:80],
        on_behalf_of=body or name,
        position=words["position"],
        archive=words["archive"],
        recipients=[],
    )


def told_of(meeting: Meeting, face: Face) -> papers.Told:
    """The meeting as words."""
    items = list(meeting.items.order_by("position"))
    people = list(meeting.attendance.select_related("post"))
    names = _names(meeting, people)
    secretary = next((one for one in people if one.part == Part.SECRETARY), None)
    units = {one.unit_id for one in people if one.unit_id and one.presence != Presence.ABSENT}
    report = meeting.report
    return papers.Told(
        kind=words_at("kinds", meeting.held_on)[meeting.kind],
        title=_lower_first(meeting.title),
        day=meeting.held_on,
        place=meeting.place or face.place,
        issuer=face.issuer,
        host=names.get(meeting.host_id or 0, ""),
        chair=_with_post(meeting.chair, meeting.chair_post),
        secretary=_person(secretary, {}) if secretary else "",
        begins=_time(meeting.opened_at) or (f"{meeting.begins:%H:%M}" if meeting.begins else ""),
        ends=_time(meeting.closed_at),
        present=[_person(one, names) for one in people if one.presence == Presence.PRESENT],
        absent=[_absent(one, names) for one in people if one.presence == Presence.ABSENT],
        units=len(units),
        report=_report(report),
        reader=meeting.report_reader,
        agenda=[(one.title, one.notes) for one in meeting.agenda.all()],
        statements=[_said(one, names) for one in meeting.statements.all()],
        overall=meeting.overall,
        results=[one.text for one in items if one.kind == ItemKind.RESULT],
        limits=[one.text for one in items if one.kind == ItemKind.LIMIT],
        tasks=[
            papers.Concluded(one.text, one.lead, one.by_when, one.is_key) for one in items if one.kind == ItemKind.TASK
        ],
        response=meeting.response,
        responder=meeting.responder,
    )


def _names(meeting: Meeting, people: Sequence[Attendance]) -> dict[int, str]:
    said = meeting.statements.values_list("unit_id", "asked_of_id")
    every = {meeting.host_id, *(one.unit_id for one in people), *(key for row in said for key in row)}
    return names_on({key for key in every if key}, meeting.held_on)


def _said(one: Statement, names: dict[int, str]) -> papers.Said:
    return papers.Said(
        one.speaker,
        one.post,
        names.get(one.unit_id or 0, ""),
        one.issue or one.notes,
        names.get(one.asked_of_id or 0, ""),
        one.answer,
    )


def paper_of(meeting: Meeting, which: str, number: int | None = None, day: date | None = None) -> Document:
    """The minutes or the notice as a document in the form of its date; refused in words where the form does not allow it."""
    face = first_face(meeting)
    dated = day or meeting.concluded_on or meeting.held_on
    try:
        profile = form.profile(face.regime, dated, params.current().at)
        frame = papers.Frame(
            profile=profile,
            header=Header(face.superior, face.issuer),
            org_code=face.org_code,
            place_date=PlaceDate(face.place, dated, dated.year),
            signature=Signature(Authority(face.authority), face.position, face.signer, face.on_behalf_of),
            recipients=tuple(face.recipients),
            archive=face.archive,
            number=number,
            sample=meeting.organiser.is_sample,
        )
        form.authority_lines(profile, frame.signature)
        make = papers.minutes if which == MINUTES else papers.notice
        return make(told_of(meeting, face), words_at(which, dated), frame)
    except NoValueAt as error:
        raise Refused(_("The official form of %(day)s is not known.") % {"day": f"{dated:%d/%m/%Y}"}) from error
    except FormError as error:
        raise Refused(
            _("The signature does not fit the form: say in whose name it is signed (the body or post).")
        ) from error


def file_of(document: Document, suffix: str, *, final: bool) -> bytes:
    """The paper as a Word file or a PDF; a draft bears its mark."""
    edition = Edition.SIGNED if final else Edition.DRAFT
    if suffix == "docx":
        from kientoan.documents.rules.official.docx import render_docx

        return render_docx(document, edition=edition)
    from kientoan.documents.rules.official.typst import render_pdf

    fonts = settings.PACKAGE / "fonts"
    return render_pdf(document, edition=edition, font_paths=[fonts] if fonts.is_dir() else []).contents


def lines_of(paper: Document) -> list[str]:
    """The words of a paper as plain lines: type and subject, headings, paragraphs."""
    lines = [paper.type_name, *paper.subject.splitlines()]
    for block in paper.blocks:
        if isinstance(block, Heading):
            lines.append(" ".join(filter(None, (block.label, block.title))))
        elif isinstance(block, Paragraph):
            lines.append("".join(run.words for run in block.runs if isinstance(run, Text)))
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _report(report: Registered | None) -> str:
    return _lower_first(report.abstract) if report and not report.is_marked else ""


def _time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else ""


def _with_post(name: str, post: str) -> str:
    return ", ".join(filter(None, (name, post)))


def _person(one: Attendance, names: dict[int, str]) -> str:
    post = one.post_text or (one.post.title if one.post else "")
    return named(one.name, post, names.get(one.unit_id or 0, ""))


def _absent(one: Attendance, names: dict[int, str]) -> str:
    who = _person(one, names)
    return f"{who} ({one.because})" if one.because else who


def _lower_first(text: str) -> str:
    first, rest = text[:1], text[1:]
    return text if rest[:1].isupper() else first.lower() + rest


def known_papers(meeting: Meeting) -> Sequence[tuple[str, Registered | None]]:
    """The minutes and the notice as they are kept in the register, where they are."""
    return ((MINUTES, meeting.minutes), (NOTICE, meeting.notice))
