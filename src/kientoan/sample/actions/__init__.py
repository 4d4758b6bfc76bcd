"""Bring the sample city into the database through the domains' own actions, step by step."""

from kientoan.sample.actions.article import read_article
from kientoan.sample.actions.facts import write_facts
from kientoan.sample.actions.figures import (
    issue_cell_form,
    issue_form,
    sync_indicators,
    write_observations,
    write_targets,
)
from kientoan.sample.actions.findings import write_findings
from kientoan.sample.actions.meetings import hold_meetings
from kientoan.sample.actions.papers import write_papers
from kientoan.sample.actions.register import open_accounts, renew_passwords, write_history, write_people, write_register
from kientoan.sample.actions.steps import begin, carry_out, note
from kientoan.sample.actions.tasks import give_work

__all__ = [
    "begin",
    "carry_out",
    "give_work",
    "hold_meetings",
    "issue_cell_form",
    "issue_form",
    "note",
    "open_accounts",
    "read_article",
    "renew_passwords",
    "sync_indicators",
    "write_facts",
    "write_findings",
    "write_history",
    "write_observations",
    "write_papers",
    "write_people",
    "write_register",
    "write_targets",
]
