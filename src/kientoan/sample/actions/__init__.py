"""Bring the sample city into the database through the domains' own actions, step by step."""

from kientoan.sample.actions.register import open_accounts, write_history, write_people, write_register
from kientoan.sample.actions.steps import begin, carry_out

__all__ = ["begin", "carry_out", "open_accounts", "write_history", "write_people", "write_register"]
