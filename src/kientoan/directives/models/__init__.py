"""Tables of directives: the order, its tasks, what is sent in, asked for and decided, and programmes of work."""

from kientoan.directives.models.answers import Extension, HandBack, Submission, SubmissionProof, Urging
from kientoan.directives.models.kept import ProgressEdition, SavedFilter
from kientoan.directives.models.orders import Directive
from kientoan.directives.models.outbox import CalendarKey, Escalation, Message, Reminder
from kientoan.directives.models.programmes import ItemReason, Programme, ProgrammeItem
from kientoan.directives.models.reading import Draft, DraftUnit, Reading
from kientoan.directives.models.runs import ReadRun
from kientoan.directives.models.tasks import Helper, Task, TaskStep

__all__ = [
    "CalendarKey",
    "Directive",
    "Draft",
    "DraftUnit",
    "Escalation",
    "Extension",
    "HandBack",
    "Helper",
    "ItemReason",
    "Message",
    "Programme",
    "ProgrammeItem",
    "ProgressEdition",
    "ReadRun",
    "Reading",
    "Reminder",
    "SavedFilter",
    "Submission",
    "SubmissionProof",
    "Task",
    "TaskStep",
    "Urging",
]
