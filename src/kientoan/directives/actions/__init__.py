"""Everything that is done with directives and their tasks."""

from kientoan.directives.actions.drafting import Due, Lead, Sentence, change_draft, draft_directive, drop_draft
from kientoan.directives.actions.issuing import issue_directive, withdraw_directive

__all__ = [
    "Due",
    "Lead",
    "Sentence",
    "change_draft",
    "draft_directive",
    "drop_draft",
    "issue_directive",
    "withdraw_directive",
]
