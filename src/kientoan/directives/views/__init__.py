"""Pages of directives."""

from kientoan.directives.views.doing import do
from kientoan.directives.views.lists import board, drop_filter, save_filter, tasks, timeline
from kientoan.directives.views.orders import change, directive, drop, issue, new, orders, withdraw
from kientoan.directives.views.programmes import new_programme, programme, programmes
from kientoan.directives.views.progress import check, edition, keep, progress
from kientoan.directives.views.task import task

__all__ = [
    "board",
    "change",
    "check",
    "directive",
    "do",
    "drop",
    "drop_filter",
    "edition",
    "issue",
    "keep",
    "new",
    "new_programme",
    "orders",
    "programme",
    "programmes",
    "progress",
    "save_filter",
    "task",
    "tasks",
    "timeline",
    "withdraw",
]
