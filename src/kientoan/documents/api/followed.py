"""What becomes of a resolution: its aims and reviews."""

from collections.abc import Container
from datetime import date
from typing import Self

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.core.access import Refused
from kientoan.core.api import Day, acting
from kientoan.core.problems import Fault
from kientoan.documents import actions
from kientoan.documents.api.router import router, seen_document
from kientoan.documents.models import Document, Review
from kientoan.documents.queries.followed import AimState, followed
from kientoan.documents.rules.words import Outcome, ReviewKind


class AimOut(Schema):
    """One thing a document asks, and what the newest review says of it (empty: none yet)."""

    id: int
    position: int
    text: str
    clause: str
    measure: str
    due: date | None
    responsible: str
    outcome: str
    said: str
    reviewed_on: date | None

    @classmethod
    def of(cls, one: AimState) -> Self:
        """From an aim with its state."""
        aim = one.aim
        return cls(
            id=aim.pk,
            position=aim.position,
            text=aim.text,
            clause=aim.clause,
            measure=aim.measure,
            due=aim.due,
            responsible=aim.responsible,
            outcome=one.outcome,
            said=one.said,
            reviewed_on=one.reviewed_on,
        )


class AimIn(Schema):
    """One thing a document asks."""

    text: str = Field(min_length=1, max_length=4000)
    clause: str = Field("", max_length=80)
    measure: str = Field("", max_length=200)
    due: Day | None = None
    responsible: str = Field("", max_length=200)


class OutcomeIn(Schema):
    """What a review says of one aim."""

    aim: int
    outcome: Outcome
    said: str = Field("", max_length=4000)


class ReviewIn(Schema):
    """A review of a followed document."""

    kind: ReviewKind
    held_on: Day
    said: str = Field("", max_length=10_000)
    by_document: int | None = Field(None, description="The document of the review, where the register has it.")
    by_written: str = Field("", max_length=200, description="Else its number and symbol.")
    outcomes: list[OutcomeIn] = Field(max_length=200)


class ReviewOut(Schema):
    """A recorded review."""

    id: int
    kind: ReviewKind
    held_on: date
    said: str
    by_document: int | None = Field(description="The document of the review, where one may see it.")
    by_written: str
    outcomes: list[OutcomeIn] = Field(description="What it said of each aim.")

    @classmethod
    def of(cls, one: Review, seen: Container[int]) -> Self:
        """From a review; its document is named where it is among those seen."""
        said = [
            OutcomeIn(aim=row.aim_id, outcome=Outcome(row.outcome), said=row.said)
            for row in sorted(one.outcomes.all(), key=lambda row: row.aim_id)
        ]
        by_document = one.by_document_id if one.by_document_id in seen else None
        kind = ReviewKind(one.kind)
        return cls(
            id=one.pk,
            kind=kind,
            held_on=one.held_on,
            said=one.said,
            by_document=by_document,
            by_written=one.by_written,
            outcomes=said,
        )


@router.get("/documents/{number}/aims", response=list[AimOut])
def list_aims(request: HttpRequest, number: int) -> list[AimOut]:
    """What a document asks, and how far each is reached."""
    [state] = followed([seen_document(acting(request), number)])
    return [AimOut.of(one) for one in state.aims]


@router.post("/documents/{number}/aims", response={201: AimOut})
def add_aim(request: HttpRequest, number: int, body: AimIn) -> Status:
    """Write down one thing that a document asks."""
    user = acting(request)
    aim = actions.add_aim(document=seen_document(user, number), by=user, **body.dict())
    return Status(201, AimOut.of(AimState(aim)))


@router.get("/documents/{number}/reviews", response=list[ReviewOut])
def list_reviews(request: HttpRequest, number: int) -> list[ReviewOut]:
    """The reviews of a document, newest first."""
    user = acting(request)
    reviews = list(seen_document(user, number).reviews.prefetch_related("outcomes"))
    told_by = [one.by_document_id for one in reviews if one.by_document_id]
    seen = set(Document.objects.visible_to(user).filter(pk__in=told_by).values_list("pk", flat=True))
    return [ReviewOut.of(one, seen) for one in reviews]


@router.post("/documents/{number}/reviews", response={201: ReviewOut})
def record_review(request: HttpRequest, number: int, body: ReviewIn) -> Status:
    """Record a review: when, by which document, and what it says of each aim."""
    user = acting(request)
    found = seen_document(user, number)
    aims = {aim.pk: aim for aim in found.aims.all()}
    faults = [
        Fault(place=f"body.outcomes.{place}.aim", sentence=_("There is no such aim of this document."))
        for place, one in enumerate(body.outcomes)
        if one.aim not in aims
    ]
    by_document = None
    if body.by_document is not None:
        by_document = Document.objects.visible_to(user).filter(pk=body.by_document).first()
        if by_document is None:
            sentence = _("There is no such document among those you may see.")
            faults.append(Fault(place="body.by_document", sentence=sentence))
    if faults:
        raise Refused(_("The request has faults; nothing was done."), errors=tuple(faults))
    review = actions.record_review(
        document=found,
        kind=body.kind,
        held_on=body.held_on,
        said=body.said,
        outcomes={aims[one.aim]: (one.outcome, one.said) for one in body.outcomes},
        by_document=by_document,
        by_written=body.by_written,
        by=user,
    )
    return Status(201, ReviewOut.of(review, {review.by_document_id} if review.by_document_id else set()))
