"""Tables of meetings: the meeting, its agenda and people, what was said, what was concluded, and the ways up and down."""

from kientoan.meetings.models.advice import Advice, AdviceStep
from kientoan.meetings.models.conclusions import ConclusionDirective, ConclusionItem
from kientoan.meetings.models.meetings import AgendaItem, Attendance, Meeting, Paper
from kientoan.meetings.models.papers import Face
from kientoan.meetings.models.proposals import Proposal, ProposalStep
from kientoan.meetings.models.statements import Statement

__all__ = [
    "Advice",
    "AdviceStep",
    "AgendaItem",
    "Attendance",
    "ConclusionDirective",
    "ConclusionItem",
    "Face",
    "Meeting",
    "Paper",
    "Proposal",
    "ProposalStep",
    "Statement",
]
