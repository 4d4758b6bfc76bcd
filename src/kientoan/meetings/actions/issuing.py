"""Minutes and conclusion notice kept as documents of the register, with their files."""

from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.documents import actions as documents
from kientoan.documents.models import Document
from kientoan.documents.rules.numbers import read_number
from kientoan.documents.rules.words import Direction, Regime
from kientoan.meetings.access import check_change, check_issue
from kientoan.meetings.actions.keeping import locked_meeting, save_whole, told
from kientoan.meetings.models import Face, Meeting
from kientoan.meetings.queries.papers import MINUTES, NOTICE, file_of, first_face, paper_of
from kientoan.meetings.rules.words import State

FACE = (
    "regime", "superior", "issuer", "org_code", "place", "authority", "on_behalf_of", "position", "signer",
    "recipients", "archive",
)  # fmt: skip
"""What may be said of how a meeting's papers are addressed and signed."""


def keep_face(*, meeting: Meeting, by: User, **said: Any) -> Face:
    """Say how the minutes and the notice are addressed and signed."""
    unknown = set(said) - set(FACE)
    if unknown:
        raise TypeError(f"a face does not say {', '.join(sorted(unknown))}")
    with recorded("meetings.keep_face", by=by, on=[meeting]) as action:
        locked = locked_meeting(meeting)
        (check_issue if locked.state == State.CONCLUDED else check_change)(by, locked)
        face = first_face(locked)
        for name, value in said.items():
            setattr(face, name, value)
        save_whole(face)
        action.note(**told(locked))
    return face


def keep_minutes(*, meeting: Meeting, by: User, written: str = "", dated: date | None = None) -> Document:
    """Keep the minutes in the register, with the Word file and the PDF; ``written`` is their number where they have one."""
    return _keep(meeting, MINUTES, written, dated, by)


def keep_notice(*, meeting: Meeting, written: str, by: User, dated: date | None = None) -> Document:
    """Keep the conclusion notice in the register under the number that the office gave it."""
    if meeting.state != State.CONCLUDED:
        raise Refused(_("The notice is kept once the meeting is concluded."))
    if not written.strip():
        raise Refused(_("Write the number and symbol that the office gave the notice, such as 412-TB/TU."))
    return _keep(meeting, NOTICE, written, dated, by)


def _keep(meeting: Meeting, which: str, written: str, dated: date | None, by: User) -> Document:
    day = dated or meeting.concluded_on or meeting.held_on
    verb = "meetings.keep_minutes" if which == MINUTES else "meetings.keep_notice"
    with recorded(verb, by=by, on=[meeting]) as action:
        locked = locked_meeting(meeting)
        check_issue(by, locked)
        if day < locked.held_on or day > clock.today():
            raise Refused(_("The day of the paper lies between the meeting and today."))
        if getattr(locked, which) is not None:
            raise Refused(_("It is already kept: %(written)s.") % {"written": getattr(locked, which)})
        number = read_number(written)
        face = first_face(locked)
        paper = paper_of(locked, which, number.number, day)
        made = documents.register_document(
            keeper=locked.organiser,
            direction=Direction.OUT if which == NOTICE else Direction.INTERNAL,
            kind=which,
            dated=day,
            written=number.written,
            issuer=locked.body,
            issuer_name=face.issuer,
            regime=Regime(face.regime),
            signer=face.signer if which == NOTICE else locked.chair,
            abstract=" ".join(paper.subject.split()),
            by=by,
        )
        for suffix in ("docx", "pdf"):
            name = f"{slugify(f'{which}-{locked.organiser.code}-{locked.held_on}')}.{suffix}"
            documents.keep_file(document=made, name=name, content=file_of(paper, suffix, final=True), by=by)
        setattr(locked, which, made)
        locked.save(update_fields=[which])
        action.about(made)
        action.note(**told(locked), written=made.written)
    meeting.refresh_from_db()
    return made
