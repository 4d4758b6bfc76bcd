"""What people do to the register; the only writer of its tables."""

from kientoan.orgs.actions.bodies import end_body, open_body
from kientoan.orgs.actions.bulk import write_lineage, write_spans
from kientoan.orgs.actions.entrants import Entrant, admit
from kientoan.orgs.actions.grants import end_grant, give_grant, make_portfolio
from kientoan.orgs.actions.operations import (
    change_kind,
    close_unit,
    move_unit,
    open_unit,
    rename_unit,
)
from kientoan.orgs.actions.past import write_bodies, write_operations
from kientoan.orgs.actions.reorganisation import NewUnit, merge_units, split_unit

__all__ = [
    "Entrant",
    "NewUnit",
    "admit",
    "change_kind",
    "close_unit",
    "end_body",
    "end_grant",
    "give_grant",
    "make_portfolio",
    "merge_units",
    "move_unit",
    "open_body",
    "open_unit",
    "rename_unit",
    "split_unit",
    "write_bodies",
    "write_lineage",
    "write_operations",
    "write_spans",
]
