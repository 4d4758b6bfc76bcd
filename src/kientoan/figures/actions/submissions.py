"""Take in what units send: whole sheets or entry forms, good or faulty, drafts in between."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import Recording, recorded
from kientoan.figures import access
from kientoan.figures.actions.ledger import Posted, Row, post
from kientoan.figures.actions.used import hold_to_uses
from kientoan.figures.models import Draft, Receipt, Submission
from kientoan.figures.queries import entry
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Channel, Source, State, next_state


class FaultyEntry(Refused):
    """What was typed cannot be sent; ``by_field`` has each fault in words, with the code of the figure it stands at."""

    def __init__(self, sentence: str, by_field: Sequence[tuple[str, str]]) -> None:
        super().__init__(sentence, errors=tuple(words for _code, words in by_field))
        self.by_field = by_field


@dataclass(frozen=True)
class Sheet:
    """A checked answer of one unit: values by indicator id (None: the unit says there is none, with a remark)."""

    values: Mapping[int, Decimal | None]
    fingerprint: str
    file_name: str = ""
    channel: str = Channel.FILE
    remarks: Mapping[str, str] = field(default_factory=dict)
    paper: str = ""
    arrived: date | None = None
    """The day it arrived, where that is not the day it is taken in; it decides whether it is late."""


@dataclass(frozen=True)
class Faulty:
    """A workbook that cannot be taken in, with every fault in words."""

    faults: Sequence[str]
    fingerprint: str
    file_name: str = ""


def receive_sheet(*, submission: Submission, sheet: Sheet, by: User, reason: str = "") -> Posted:
    """Take in a good answer whole: its figures enter the ledger, earlier ones are superseded, lateness is noted.

    Where figures of the period have been used already (a review, a signed report), correcting them needs a reason.

    The caller has checked the figures (`imports` and `submit_entry` do).
    """
    if sheet.channel == Channel.FILE:
        access.check_merge(by, submission.unit)
    verb = "figures.receive_sheet" if sheet.channel == Channel.FILE else "figures.receive_entry"
    with recorded(verb, by=by, reason=reason, on=[submission, submission.unit]) as action:
        locked = _lock(submission)
        posted = post(_rows(locked, sheet.values), action)
        hold_to_uses(action, posted.changed, by=by, reason=reason)
        Receipt.objects.create(
            submission=locked,
            fingerprint=sheet.fingerprint,
            file_name=sheet.file_name,
            channel=sheet.channel,
            accepted=True,
            at=action.at,
            action_id=action.id,
        )
        _accept(locked, sheet, by, action)
        Draft.objects.filter(submission=locked).delete()
        action.note(file=sheet.file_name, **_which(locked), **posted.counts)
    submission.refresh_from_db()
    return posted


def _lock(submission: Submission) -> Submission:
    return Submission.objects.select_for_update(of=("self",)).select_related("issue__form").get(pk=submission.pk)


def _which(submission: Submission) -> dict[str, str]:
    """What the record says of the form that was answered."""
    return {"form": submission.issue.form.name_vi, "period": submission.issue.period_code}


def _rows(submission: Submission, values: Mapping[int, Decimal | None]) -> list[Row]:
    period = submission.issue.period
    code, starts = number_of(period), period.start
    return [
        (submission.unit_id, indicator, code, starts, int(Source.SELF), value) for indicator, value in values.items()
    ]


def _accept(submission: Submission, sheet: Sheet, by: User, action: Recording) -> None:
    submission.state = State.ACCEPTED
    submission.channel = sheet.channel
    submission.received_at = action.at
    submission.received_by = by
    if submission.arrived_on is None:
        submission.arrived_on = sheet.arrived or clock.today()
        submission.is_late = submission.arrived_on > submission.issue.due
    submission.fingerprint = sheet.fingerprint
    submission.faults = []
    submission.remarks = dict(sheet.remarks)
    submission.paper = sheet.paper or submission.paper
    submission.save()


def return_sheet(*, submission: Submission, faulty: Faulty, by: User) -> Submission:
    """Note that a faulty answer came and was given back; no figure of it is kept."""
    access.check_merge(by, submission.unit)
    with recorded("figures.return_sheet", by=by, on=[submission, submission.unit]) as action:
        locked = _lock(submission)
        Receipt.objects.create(
            submission=locked,
            fingerprint=faulty.fingerprint,
            file_name=faulty.file_name,
            channel=Channel.FILE,
            accepted=False,
            faults=list(faulty.faults),
            at=action.at,
            action_id=action.id,
        )
        locked.state = next_state(State(locked.state), State.FAULTY)
        locked.faults = list(faulty.faults)
        locked.save(update_fields=["state", "faults"])
        action.note(file=faulty.file_name, faults=len(faulty.faults), **_which(locked))
    submission.refresh_from_db()
    return submission


def keep_draft(*, submission: Submission, values: Mapping[str, str], by: User, channel: str = Channel.PHONE) -> Draft:
    """Keep what has been typed so far, as typed; nothing of it counts yet."""
    access.check_enter(by, submission, channel)
    known = set(submission.issue.form.items.values_list("indicator__code", flat=True))
    kept = {code: str(text)[:40] for code, text in values.items() if code in known}
    with recorded("figures.keep_draft", by=by, on=[submission]) as action:
        locked = _lock(submission)
        draft, _made = Draft.objects.update_or_create(
            submission=locked, defaults={"values": kept, "saved_by": by, "saved_at": action.at}
        )
        state = next_state(State(locked.state), State.DRAFT)
        if state != locked.state:
            locked.state = state
            locked.save(update_fields=["state"])
    submission.refresh_from_db()
    return draft


def submit_entry(
    *,
    submission: Submission,
    values: Mapping[str, str],
    by: User,
    remarks: Mapping[str, str] | None = None,
    channel: str = Channel.PHONE,
    paper: str = "",
    reason: str = "",
) -> Posted:
    """Send in the figures typed on the entry form; refused with every fault, by the same checks as a workbook.

    Entered on behalf, it needs the photo of the paper.
    """
    access.check_enter(by, submission, channel)
    if channel == Channel.ON_BEHALF and not (paper or submission.paper):
        raise Refused(_("Entering for a unit needs a photo of the paper it gave. Add the photo."))
    checked = entry.check_typed(submission, values, remarks or {})
    if checked.faults:
        words = entry.sentences(checked.faults)
        codes = (fault.indicator for fault in checked.faults)
        raise FaultyEntry(
            _("The figures cannot be sent yet; nothing was changed."), list(zip(codes, words, strict=True))
        )
    text = json.dumps(
        [
            channel,
            sorted((code, str(value)) for code, value in checked.by_code.items()),
            sorted((remarks or {}).items()),
        ]
    )
    sheet = Sheet(
        values=checked.values,
        fingerprint=hashlib.sha256(f"{text}{submission.received_at}".encode()).hexdigest(),
        channel=channel,
        remarks={code: text for code, text in (remarks or {}).items() if text},
        paper=paper,
    )
    return receive_sheet(submission=submission, sheet=sheet, by=by, reason=reason)
