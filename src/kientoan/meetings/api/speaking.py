"""Statements written down, timed and answered by programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.api import Code, Day, acting
from kientoan.meetings import actions
from kientoan.meetings.api.holding import NoteIn, NoteOut, noted
from kientoan.meetings.api.reading import StatementOut
from kientoan.meetings.api.router import document_at, router, row_of, seen_meeting, unit_at
from kientoan.meetings.models import Statement


class StatementIn(Schema):
    """A statement: who speaks, for which unit, what it raises, who must answer it."""

    speaker: str = Field(min_length=1, max_length=120)
    post: str = Field("", max_length=200)
    unit: Code | None = None
    issue: str = Field("", max_length=20_000)
    asked_of: Code | None = None


class StatementChange(Schema):
    """What changes; what is not sent stays."""

    speaker: str = Field("", max_length=120)
    post: str = Field("", max_length=200)
    unit: Code | None = None
    issue: str = Field("", max_length=20_000)
    asked_of: Code | None = None


def _values(user: User, body: StatementIn | StatementChange) -> dict[str, Any]:
    found = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    for name in ("unit", "asked_of"):
        if name in found:
            found[name] = unit_at(user, found[name], f"body.{name}")
    return found


def _statement(user: User, number: int, row: int) -> Statement:
    rows = seen_meeting(user, number).statements.select_related("unit", "asked_of", "meeting__organiser")
    found: Statement = row_of(rows, row)
    return found


@router.post("/meetings/{number}/statements", response={201: StatementOut})
def add_statement(request: HttpRequest, number: int, body: StatementIn) -> Status:
    """Write down a statement."""
    user = acting(request)
    made = actions.add_statement(meeting=seen_meeting(user, number), by=user, **_values(user, body))
    return Status(201, StatementOut.of(made))


@router.post("/meetings/{number}/statements/{row}/change", response=StatementOut)
def change_statement(request: HttpRequest, number: int, row: int, body: StatementChange) -> StatementOut:
    """Correct a statement until the meeting is concluded."""
    user = acting(request)
    actions.change_statement(statement=_statement(user, number, row), by=user, **_values(user, body))
    return StatementOut.of(_statement(user, number, row))


class AnswerIn(Schema):
    """The answer, in words or by a document of the register."""

    answer: str = Field("", max_length=20_000)
    document: int | None = None
    on: Day | None = Field(None, description="Today without it.")


@router.post("/meetings/{number}/statements/{row}/answer", response=StatementOut)
def answer_statement(request: HttpRequest, number: int, row: int, body: AnswerIn) -> StatementOut:
    """Answer a statement, in the meeting or afterwards."""
    user = acting(request)
    found = _statement(user, number, row)
    document = document_at(user, body.document, "body.document")
    actions.answer_statement(statement=found, answer=body.answer, document=document, on=body.on, by=user)
    return StatementOut.of(_statement(user, number, row))


@router.post("/meetings/{number}/statements/{row}/begin", response=StatementOut)
def give_floor(request: HttpRequest, number: int, row: int) -> StatementOut:
    """Give someone the floor: who had it ends."""
    user = acting(request)
    actions.begin_statement(statement=_statement(user, number, row), by=user)
    return StatementOut.of(_statement(user, number, row))


@router.post("/meetings/{number}/statements/{row}/end", response=StatementOut)
def end_floor(request: HttpRequest, number: int, row: int) -> StatementOut:
    """End a statement."""
    user = acting(request)
    actions.end_statement(statement=_statement(user, number, row), by=user)
    return StatementOut.of(_statement(user, number, row))


@router.post("/meetings/{number}/statements/{row}/note", response=NoteOut)
def note_statement(request: HttpRequest, number: int, row: int, body: NoteIn) -> NoteOut:
    """Save what is noted of a statement."""
    user = acting(request)
    return noted(_statement(user, number, row), body, user)
