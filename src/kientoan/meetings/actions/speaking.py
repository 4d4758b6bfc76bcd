"""Statements from the floor, and how each was answered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.documents.models import Document
from kientoan.meetings.access import check_answer, check_change
from kientoan.meetings.actions.keeping import kept_text, locked_meeting, next_place, one_line, save_whole, told
from kientoan.meetings.models import Meeting, Statement
from kientoan.orgs.models import Unit

_LINES, _TEXTS = ("speaker", "post"), ("issue",)
FIELDS = (*_LINES, *_TEXTS, "unit", "asked_of")
"""What may be said of a statement."""


def add_statement(
    *,
    meeting: Meeting,
    speaker: str,
    by: User,
    post: str = "",
    unit: Unit | None = None,
    issue: str = "",
    asked_of: Unit | None = None,
) -> Statement:
    """Write down a statement: who speaks for which unit, what it raises, and who must answer it."""
    with recorded("meetings.add_statement", by=by, on=[meeting]) as action:
        locked = locked_meeting(meeting)
        check_change(by, locked)
        row = Statement(meeting=locked, position=next_place(locked.statements.all()))
        _say(row, {"speaker": speaker, "post": post, "unit": unit, "issue": issue, "asked_of": asked_of})
        save_whole(row)
        action.note(**told(locked), place=row.position)
    return row


def change_statement(*, statement: Statement, by: User, **said: Any) -> Statement:
    """Correct who spoke, what it raises or who must answer; what is not given stays."""
    with recorded("meetings.change_statement", by=by, on=[statement.meeting]) as action:
        locked = locked_meeting(statement.meeting)
        check_change(by, locked)
        row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
        _say(row, said)
        save_whole(row)
        action.note(**told(locked), place=row.position)
    statement.refresh_from_db()
    return statement


def _say(row: Statement, said: dict[str, Any]) -> None:
    unknown = set(said) - set(FIELDS)
    if unknown:
        raise TypeError(f"a statement does not say {', '.join(sorted(unknown))}")
    for name, value in said.items():
        given = one_line(value) if name in _LINES else kept_text(value) if name in _TEXTS else value
        setattr(row, name, given)


def answer_statement(
    *, statement: Statement, answer: str, by: User, on: date | None = None, document: Document | None = None
) -> Statement:
    """Answer a statement, in the meeting or afterwards; an answer may be corrected, the record keeps that it was."""
    day = on or clock.today()
    with recorded("meetings.answer_statement", by=by, on=[statement.meeting]) as action:
        row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
        check_answer(by, row)
        if day < row.meeting.held_on or day > clock.today():
            raise Refused(_("The day of the answer lies between the meeting and today."))
        row.answer, row.answered_on, row.answered_by = kept_text(answer), day, document
        if not row.answer and document is None:
            raise Refused(_("Write the answer, or choose the document that answers."))
        save_whole(row)
        if document is not None:
            action.about(document)
        action.note(**told(row.meeting), place=row.position)
    statement.refresh_from_db()
    return statement
