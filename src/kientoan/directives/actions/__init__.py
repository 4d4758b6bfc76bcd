"""Everything that is done with directives and their tasks."""

from kientoan.directives.actions.answering import Proof, acknowledge_task, ask_extension, ask_hand_back, submit_task
from kientoan.directives.actions.calendar import fingerprint, make_calendar, revoke_calendar
from kientoan.directives.actions.drafting import Due, Lead, Sentence, change_draft, draft_directive, drop_draft
from kientoan.directives.actions.handover import pass_on, still_open
from kientoan.directives.actions.issuing import issue_directive, withdraw_directive
from kientoan.directives.actions.judging import (
    accept_submission,
    decide_extension,
    decide_hand_back,
    resume_task,
    return_submission,
    suspend_task,
    urge_task,
)
from kientoan.directives.actions.keeping import (
    drop_filter,
    keep_edition,
    name_people,
    name_watcher,
    save_filter,
    sign_edition,
)
from kientoan.directives.actions.letters import due_letter, urge_by_letter
from kientoan.directives.actions.programmes import (
    Reason,
    add_item,
    add_reason,
    change_item,
    drop_item,
    link_item,
    make_programme,
)
from kientoan.directives.actions.recurring import end_recurrence, make_occurrences
from kientoan.directives.actions.reminding import explain_lateness, remind, see_reminders, settle_escalation
from kientoan.directives.actions.sending import decide_message, send_waiting

__all__ = [
    "Due",
    "Lead",
    "Proof",
    "Reason",
    "Sentence",
    "accept_submission",
    "acknowledge_task",
    "add_item",
    "add_reason",
    "ask_extension",
    "ask_hand_back",
    "change_draft",
    "change_item",
    "decide_extension",
    "decide_hand_back",
    "decide_message",
    "draft_directive",
    "drop_draft",
    "drop_filter",
    "drop_item",
    "due_letter",
    "end_recurrence",
    "explain_lateness",
    "fingerprint",
    "issue_directive",
    "keep_edition",
    "link_item",
    "make_calendar",
    "make_occurrences",
    "make_programme",
    "name_people",
    "name_watcher",
    "pass_on",
    "remind",
    "resume_task",
    "return_submission",
    "revoke_calendar",
    "save_filter",
    "see_reminders",
    "send_waiting",
    "settle_escalation",
    "sign_edition",
    "still_open",
    "submit_task",
    "suspend_task",
    "urge_by_letter",
    "urge_task",
    "withdraw_directive",
]
