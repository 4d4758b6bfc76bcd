"""What the lead unit does with a task: acknowledges it, sends it in with proof, asks for more time or to hand it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.steps import day_of, keep_step, locked_task, move, told
from kientoan.directives.models import Extension, HandBack, Submission, SubmissionProof, Task, labels
from kientoan.directives.rules.states import LIVE, Move, WorkState
from kientoan.directives.rules.words import Answer, HandBackKind, ProductKind
from kientoan.documents.actions import keep_file, register_document
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Direction

_DOCUMENT_KINDS = {
    ProductKind.REPORT.value: "report",
    ProductKind.PLAN.value: "plan",
    ProductKind.DECISION.value: "decision",
}


def acknowledge_task(*, task: Task, by: User, on: date | None = None) -> Task:
    """Acknowledge receipt for the lead unit: the task is under way."""
    with recorded("directives.acknowledge", by=by, on=[task, task.lead]) as action:
        locked = locked_task(task)
        access.check_answer(by, locked)
        day = day_of(locked, on, by)
        move(locked, Move.ACKNOWLEDGE)
        locked.acknowledged_on = day
        locked.save()
        keep_step(locked, action, day)
        action.note(**told(locked))
    task.refresh_from_db()
    return task


@dataclass(frozen=True, slots=True)
class Proof:
    """What is offered as proof: documents of the register, files to be kept as one, or the number and date of the product."""

    documents: Sequence[Document] = ()
    files: Sequence[tuple[str, bytes]] = ()
    product_text: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is offered."""
        return not (self.documents or self.files or self.product_text.strip())


def submit_task(
    *,
    task: Task,
    words: str,
    proof: Proof,
    by: User,
    quantity: Decimal | None = None,
    on: date | None = None,
) -> Submission:
    """Send a task in as done, with its proof; the day of sending in decides whether it is on time.

    `on` is the day it came on paper, entered by the giving side. Files become an internal document of the lead unit, addressed to the giver.
    """
    _check_submission(task, words, proof, quantity)
    with recorded("directives.submit", by=by, on=[task, task.lead]) as action:
        locked = locked_task(task)
        access.check_answer(by, locked)
        day = day_of(locked, on, by)
        if locked.state == WorkState.NOT_STARTED:
            move(locked, Move.ACKNOWLEDGE)
            locked.acknowledged_on = day
        move(locked, Move.SUBMIT)
        locked.submitted_on = day
        locked.save()
        sent = Submission.objects.create(
            task=locked,
            number=locked.submissions.count() + 1,
            sent_on=day,
            sent_by=by,
            words=words.strip(),
            quantity=quantity,
            product_text=proof.product_text.strip(),
        )
        documents = [*proof.documents, *_kept(locked, proof.files, day, by)]
        SubmissionProof.objects.bulk_create(SubmissionProof(submission=sent, document=one) for one in documents)
        keep_step(locked, action, day)
        action.about(sent, *documents)
        action.note(**told(locked), number=sent.number, documents=len(documents))
    task.refresh_from_db()
    return sent


def _check_submission(task: Task, words: str, proof: Proof, quantity: Decimal | None) -> None:
    faults = []
    if not words.strip():
        faults.append(_("Say what was done."))
    if proof.empty:
        faults.append(_("Give the proof: a document, a file, or the number and date of the product."))
    if task.directive.quantity is not None and quantity is None:
        faults.append(
            _("Say how much was reached of the %(asked)s asked for.") % {"asked": task.directive.measure_words}
        )
    if faults:
        raise Refused(_("The task cannot be sent in yet; nothing was changed."), errors=tuple(faults))


def _kept(task: Task, files: Sequence[tuple[str, bytes]], day: date, by: User) -> list[Document]:
    """The files as one internal document of the lead unit, which the giver may read."""
    if not files:
        return []
    if task.directive.secrecy != labels.Secrecy.NONE:
        raise Refused(_("Files of a marked directive are not kept here. Give the number and date of the product."))
    document = register_document(
        keeper=task.lead,
        by=by,
        direction=Direction.INTERNAL,
        kind=_DOCUMENT_KINDS.get(task.directive.product_kind, "report"),
        dated=day,
        issuer=task.lead_body,
        issuer_name="" if task.lead_body else task.lead.code,
        abstract=_("Proof: %(title)s") % {"title": task.title},
        addressees=[task.keeper],
    )
    for name, content in files:
        keep_file(document=document, name=name, content=content, by=by)
    return [document]


def ask_extension(*, task: Task, new_day: date, reason: str, by: User, on: date | None = None) -> Extension:
    """Ask for a later deadline; the first one stays on the task whatever is decided."""
    if not reason.strip():
        raise Refused(_("Say why more time is needed."))
    with recorded("directives.ask_extension", by=by, on=[task, task.lead], reason=reason) as action:
        locked = locked_task(task)
        access.check_answer(by, locked)
        _check_open(locked)
        if locked.deadline is None:
            raise Refused(_("The task has no deadline; there is nothing to extend."))
        if new_day <= locked.deadline:
            raise Refused(_("The new deadline must be later than the present one."))
        if locked.extensions.filter(answer=Answer.ASKED).exists():
            raise ChangedMeanwhile(_("An extension has been asked for and awaits a decision."))
        asked = Extension.objects.create(
            task=locked,
            asked_on=day_of(locked, on, by),
            asked_by=by,
            reason=reason.strip(),
            old_day=locked.deadline,
            new_day=new_day,
        )
        action.about(asked)
        action.note(**told(locked), day=new_day.isoformat())
    return asked


def ask_hand_back(*, task: Task, kind: HandBackKind | str, reason: str, by: User, on: date | None = None) -> HandBack:
    """Ask that the task be given to another, or say that it is not within the unit's authority."""
    if not reason.strip():
        raise Refused(_("Say why the task is handed back."))
    with recorded("directives.ask_hand_back", by=by, on=[task, task.lead], reason=reason) as action:
        locked = locked_task(task)
        access.check_answer(by, locked)
        _check_open(locked)
        if locked.hand_backs.filter(answer=Answer.ASKED).exists():
            raise ChangedMeanwhile(_("Handing back has been asked for and awaits a decision."))
        asked = HandBack.objects.create(
            task=locked,
            asked_on=day_of(locked, on, by),
            asked_by=by,
            kind=HandBackKind(kind).value,
            reason=reason.strip(),
        )
        action.about(asked)
        action.note(**told(locked))
    return asked


def _check_open(task: Task) -> None:
    if task.issued_on is None or task.state not in LIVE or task.state == WorkState.AWAITING:
        word = labels.WorkState(task.state).label
        raise ChangedMeanwhile(_("This cannot be done with a task that is “%(state)s”.") % {"state": word})
