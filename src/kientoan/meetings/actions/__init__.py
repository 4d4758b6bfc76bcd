"""Everything that is done with meetings, their conclusions, submissions and proposals."""

from kientoan.meetings.actions.advising import (
    conclude_advice,
    prepare_advice,
    return_advice,
    send_guidance,
    submit_advice,
    table_advice,
)
from kientoan.meetings.actions.agenda import add_item, add_paper, ask, drop_item, mark_presence, move_item, remove_paper
from kientoan.meetings.actions.concluding import add_conclusion, change_conclusion, drop_conclusion, say_no_directive
from kientoan.meetings.actions.handover import pass_on
from kientoan.meetings.actions.issuing import keep_face, keep_minutes, keep_notice
from kientoan.meetings.actions.linking import draft_from_item, link_directive, unlink_directive
from kientoan.meetings.actions.proposing import answer_proposal, decline_proposal, pass_up, send_proposal, take_up
from kientoan.meetings.actions.running import begin_item, begin_statement, end_item, end_statement, take_note
from kientoan.meetings.actions.speaking import add_statement, answer_statement, change_statement
from kientoan.meetings.actions.standing import cancel, change_meeting, close, conclude, open_meeting, plan_meeting

__all__ = [
    "add_conclusion",
    "add_item",
    "add_paper",
    "add_statement",
    "answer_proposal",
    "answer_statement",
    "ask",
    "begin_item",
    "begin_statement",
    "cancel",
    "change_conclusion",
    "change_meeting",
    "change_statement",
    "close",
    "conclude",
    "conclude_advice",
    "decline_proposal",
    "draft_from_item",
    "drop_conclusion",
    "drop_item",
    "end_item",
    "end_statement",
    "keep_face",
    "keep_minutes",
    "keep_notice",
    "link_directive",
    "mark_presence",
    "move_item",
    "open_meeting",
    "pass_on",
    "pass_up",
    "plan_meeting",
    "prepare_advice",
    "remove_paper",
    "return_advice",
    "say_no_directive",
    "send_guidance",
    "send_proposal",
    "submit_advice",
    "table_advice",
    "take_note",
    "take_up",
    "unlink_directive",
]
