"""Pages of meetings."""

from kientoan.meetings.views.advising import advice, advice_list, do_advice, new_advice
from kientoan.meetings.views.doing import do
from kientoan.meetings.views.items import conclusion_item, statement
from kientoan.meetings.views.lists import edit, meetings, new
from kientoan.meetings.views.live import live, note
from kientoan.meetings.views.meeting import meeting
from kientoan.meetings.views.papers import face, paper
from kientoan.meetings.views.proposing import do_proposal, new_proposal, proposal, proposals

__all__ = [
    "advice", "advice_list", "conclusion_item", "do", "do_advice", "do_proposal", "edit", "face", "live", "meeting",
    "meetings", "new", "new_advice", "new_proposal", "note", "paper", "proposal", "proposals", "statement",
]  # fmt: skip
