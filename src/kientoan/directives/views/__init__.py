"""Pages of directives."""

from kientoan.directives.views.doing import do
from kientoan.directives.views.lists import board, drop_filter, save_filter, tasks, timeline
from kientoan.directives.views.orders import change, directive, drop, issue, new, orders, withdraw
from kientoan.directives.views.programmes import item, new_programme, programme, programmes, take_up
from kientoan.directives.views.progress import check, edition, keep, progress
from kientoan.directives.views.reminding import decide, letter, letters, outbox, point, points, reminders
from kientoan.directives.views.slips import (
    burden,
    calendar,
    feed,
    make_calendar,
    message,
    revoke_calendar,
    slip,
    visit,
)
from kientoan.directives.views.task import task

__all__ = [
    "board",
    "burden",
    "calendar",
    "change",
    "check",
    "decide",
    "directive",
    "do",
    "drop",
    "drop_filter",
    "edition",
    "feed",
    "issue",
    "item",
    "keep",
    "letter",
    "letters",
    "make_calendar",
    "message",
    "new",
    "new_programme",
    "orders",
    "outbox",
    "point",
    "points",
    "programme",
    "programmes",
    "progress",
    "reminders",
    "revoke_calendar",
    "save_filter",
    "slip",
    "take_up",
    "task",
    "tasks",
    "timeline",
    "visit",
    "withdraw",
]
