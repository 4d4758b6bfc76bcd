"""Pages of the register."""

from kientoan.orgs.views.bodies import end_body, open_body
from kientoan.orgs.views.grants import accounts, end_grant, grant, grants, hand_out
from kientoan.orgs.views.importing import import_do, import_list, import_progress, import_run
from kientoan.orgs.views.lists import treemap, units
from kientoan.orgs.views.operations import change, operation
from kientoan.orgs.views.tree import branch, found, tree
from kientoan.orgs.views.unit import act, history, unit

__all__ = [
    "accounts",
    "act",
    "branch",
    "change",
    "end_body",
    "end_grant",
    "found",
    "grant",
    "grants",
    "hand_out",
    "history",
    "import_do",
    "import_list",
    "import_progress",
    "import_run",
    "open_body",
    "operation",
    "tree",
    "treemap",
    "unit",
    "units",
]
