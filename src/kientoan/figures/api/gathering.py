"""Answers under way by the API: drafts kept and read, workbooks put down to be merged, how far the merge is, what comes back."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.core.access import Refused
from kientoan.core.api import Reason, acting
from kientoan.core.problems import Fault
from kientoan.figures import access, actions
from kientoan.figures.api.router import router
from kientoan.figures.forms import unpacked
from kientoan.figures.imports.merge import packed
from kientoan.figures.models import Draft, FormIssue, MergeRun, Submission

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as DjangoFile

Typed = Annotated[str, Field(max_length=40)]
ZIP = {"responses": {200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}}


class DraftIn(Schema):
    """What has been typed so far, by code of the figure."""

    values: dict[str, Typed] = Field(max_length=500)


class DraftOut(Schema):
    """What has been typed so far and not sent; nothing of it counts."""

    submission: int
    state: str
    values: dict[str, str]
    saved_by: str
    saved_at: datetime | None


class HowMerged(Schema):
    """How a merge treats what was used already."""

    reason: Reason = Field(
        "", description="Why, when figures that a review or a signed report was made from are corrected."
    )


class GivenBack(Schema):
    """A workbook that was given back."""

    file: str
    unit: str
    faults: list[str]


class MergeOut(Schema):
    """A merge: `state` is waiting, read, record, done or refused; the rest fills when it is done."""

    id: int
    issue: int
    state: str
    done: int
    total: int
    refused: str
    received: list[str] = []
    superseded: list[str] = []
    unchanged: list[str] = []
    late: list[str] = []
    given_back: list[GivenBack] = []
    missing: list[str] = []
    """Codes of the units whose answer is not received."""

    @classmethod
    def of(cls, run: MergeRun) -> Self:
        """From a merge started from a page or by the API."""
        state = "refused" if run.refused else "done" if run.result is not None else run.step or "waiting"
        said = cls(id=run.pk, issue=run.issue_id, state=state, done=run.done, total=run.total, refused=run.refused)
        if run.result is not None:
            for name in ("received", "superseded", "unchanged", "late"):
                setattr(said, name, list(run.result[name]))
            said.given_back = [
                GivenBack(file=one["file"], unit=one["unit"], faults=one["faults"]) for one in run.result["returned"]
            ]
            said.missing = [one["code"] for one in run.result["missing"]]
        return said


def _submission(request: HttpRequest, number: int) -> Submission:
    rows = Submission.objects.visible_to(acting(request)).select_related("unit", "issue__form")
    return get_object_or_404(rows, pk=number)


def _draft(submission: Submission) -> DraftOut:
    draft = Draft.objects.filter(submission=submission).select_related("saved_by").first()
    return DraftOut(
        submission=submission.pk,
        state=submission.state,
        values=draft.values if draft else {},
        saved_by=draft.saved_by.get_username() if draft else "",
        saved_at=draft.saved_at if draft else None,
    )


@router.get("/forms/submissions/{number}/draft", response=DraftOut)
def get_draft(request: HttpRequest, number: int) -> DraftOut:
    """What has been typed so far for an answer; empty where nobody has kept a draft."""
    return _draft(_submission(request, number))


@router.post("/forms/submissions/{number}/draft", response=DraftOut)
def keep_draft(request: HttpRequest, number: int, body: DraftIn) -> DraftOut:
    """Keep what has been typed so far, as typed, in place of an earlier draft; nothing of it counts yet."""
    submission = _submission(request, number)
    access.check_enter(acting(request), submission)
    known = set(submission.issue.form.items.values_list("indicator__code", flat=True))
    there = ", ".join(sorted(known))
    faults = tuple(
        Fault(place=f"body.values.{code}", sentence=_("One of: %(values)s.") % {"values": there})
        for code in body.values
        if code not in known
    )
    if faults:
        raise Refused(_("The request has faults; nothing was done."), errors=faults)
    actions.keep_draft(submission=submission, values=body.values, by=acting(request))
    return _draft(submission)


@router.post("/forms/issues/{number}/merges", response={202: MergeOut})
def start_merge(request: HttpRequest, number: int, how: Query[HowMerged], files: File[list[UploadedFile]]) -> Status:
    """Put down workbooks that came back, or one .zip of them; a job merges them, and the merge says how far it is."""
    user = acting(request)
    issue = get_object_or_404(FormIssue.objects.visible_to(user).select_related("form"), pk=number)
    access.check_merge(user)
    contents: list[tuple[str, bytes | DjangoFile]] = []
    for place, file in enumerate(files):
        if str(file.name).lower().endswith(".zip"):
            try:
                contents += unpacked(file)
            except forms.ValidationError as error:
                faults = tuple(Fault(place=f"files.{place}", sentence=words) for words in error.messages)
                raise Refused(_("The request has faults; nothing was done."), errors=faults) from error
        else:
            contents.append((str(file.name), file))
    return Status(202, MergeOut.of(actions.start_merge(issue=issue, files=contents, by=user, reason=how.reason)))


def _run(request: HttpRequest, number: int) -> MergeRun:
    return get_object_or_404(MergeRun.objects.visible_to(acting(request)), pk=number)


@router.get("/merges/{number}", response=MergeOut)
def get_merge(request: HttpRequest, number: int) -> MergeOut:
    """How far a merge that one has started is, and what came of it."""
    return MergeOut.of(_run(request, number))


@router.get("/merges/{number}/returned", openapi_extra=ZIP)
def get_returned(request: HttpRequest, number: int) -> HttpResponse:
    """The faulty workbooks of a merge with their wrong cells marked, as one .zip; 404 where none was given back."""
    run = _run(request, number)
    content = packed(run)
    if content is None:
        raise Http404(_("No workbook was given back."))
    headers = {"Content-Disposition": f'attachment; filename="returned-{run.pk}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
