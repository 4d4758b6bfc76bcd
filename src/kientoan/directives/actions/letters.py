"""An urging letter goes out: its file and its line in the register, and the urging kept on each task."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.judging import urge_task
from kientoan.directives.models.answers import Channel
from kientoan.directives.queries import letters, reminding, standards
from kientoan.directives.rules.letters import Address, Signed
from kientoan.documents.actions import keep_file, register_document
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Direction
from kientoan.orgs.models import Unit


def urge_by_letter(*, keeper: Unit, unit: Unit, time: int, address: Address, signed: Signed, by: User) -> Document:
    """Send the letter that is due from one unit to another: registered with its file, each task urged by it, or nothing.

    The tasks are those that are late on the day of the letter and not urged since; a letter that is no longer due is
    refused. A letter about marked tasks is registered as a line; its file names no marked work.
    """
    access.check_give(by, keeper)
    if signed.number is None:
        raise Refused(_("Give the number under which the letter goes out."))
    if signed.day > clock.today():
        raise Refused(_("The day has not come yet."))
    due = due_letter(by, keeper, unit, time, signed)
    content = letters.word_file(due, address, signed)
    number = letters.number_written(signed)
    with recorded("directives.urge_by_letter", by=by, on=[keeper, unit]) as action:
        document = register_document(
            keeper=keeper,
            by=by,
            direction=Direction.OUT,
            kind="official_letter",
            dated=signed.day,
            written=number,
            issuer_name=address.issuer,
            signer=signed.signer,
            abstract=str(standards.letter_words(signed.day)["subject"]).format(number=time),
            addressees=[unit],
        )
        keep_file(document=document, name=f"{number.replace('/', '-')}.docx", content=content, by=by)
        for task in due.tasks:
            urging = urge_task(
                task=task, channel=Channel.LETTER, by=by, letter=number, document=document, on=signed.day
            )
            if urging.number != time:
                raise ChangedMeanwhile(_("One of the tasks has been urged meanwhile. Look at the list again."))
        action.about(document, *due.tasks)
        action.note(number=number, unit=due.unit_name, time=time, tasks=len(due.tasks))
    return document


def due_letter(user: User, keeper: Unit, unit: Unit, time: int, signed: Signed) -> reminding.LetterDue:
    """The letter that is due on its day; refused where none is."""
    for due in reminding.letters_due(user, signed.day, keeper, unit):
        if due.time == time:
            return due
    raise ChangedMeanwhile(_("No such letter is due on that day: the tasks were urged, sent in or given more time."))
