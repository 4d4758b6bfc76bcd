"""What the pages of directives share: who asks, tabs, badges, and a deadline in words."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core import formats
from kientoan.core.display import Badge, Link, Tone
from kientoan.core.pages import as_of_day, scope_of
from kientoan.core.templatetags.formats import language
from kientoan.directives.models import Directive, Task, labels
from kientoan.orgs.models import Unit, scope

if TYPE_CHECKING:
    from kientoan.accounts.models import User

TIME_TONES: dict[str, Tone] = {
    "in_time": "info",
    "due_soon": "soon",
    "overdue": "late",
    "no_deadline": "none",
    "on_time": "done",
    "late": "soon",
}
STATE_TONES: dict[str, Tone] = {
    "not_started": "none",
    "under_way": "info",
    "awaiting": "soon",
    "redo": "soon",
    "done": "done",
    "suspended": "none",
    "handed_back": "none",
    "withdrawn": "none",
}
STANDING_TONES: dict[str, Tone] = {"draft": "none", "issued": "info", "withdrawn": "none"}
AUTHORITY_TONES: dict[str, Tone] = {"direct": "info", "guide": "info", "request": "none", "unknown": "soon"}


def who(request: HttpRequest) -> "User":
    """The person who asks; his or her reach is worked out once for the page."""
    user = cast("User", request.user)
    if not hasattr(request, "kt_reach_known"):
        scope.remember(user)
        request.kt_reach_known = True  # type: ignore[attr-defined]
    return user


def scope_unit(request: HttpRequest) -> Unit | None:
    """The unit that the page is narrowed to."""
    scope = scope_of(request)
    return Unit.objects.get(code=scope.code) if scope else None


def task_within(request: HttpRequest, key: int) -> Task:
    """A task that the person may see; else 404."""
    rows = Task.objects.visible_to(who(request)).select_related(
        "directive__document",
        "directive__keeper",
        "directive__issuer",
        "directive__watcher",
        "lead",
        "lead_body",
        "keeper",
    )
    return get_object_or_404(rows.select_related("accountable__body", "adviser__body", "instead_of__lead"), pk=key)


def directive_within(request: HttpRequest, key: int) -> Directive:
    """A directive that the person may see; else 404."""
    rows = Directive.objects.visible_to(who(request)).select_related(
        "keeper", "document", "issuer", "watcher", "parent__directive", "parent__lead"
    )
    return get_object_or_404(rows, pk=key)


def crumbs(*more: Link) -> list[Link]:
    """The way here, from the lists of tasks."""
    return [Link(_("Tasks"), reverse("directives:tasks")), *more]


def tabs(here: str) -> list[Link]:
    """The pages of directives beside one another."""
    pages = (
        ("tasks", _("Lists")),
        ("board", _("Board")),
        ("timeline", _("Timeline")),
        ("progress", _("Progress report")),
        ("orders", _("Directives")),
        ("readings", _("Texts read")),
        ("programmes", _("Programmes of work")),
        ("reminders", _("Reminding")),
    )
    return [Link(word, "" if name == here else reverse(f"directives:{name}")) for name, word in pages]


def state_badge(state: str) -> Badge:
    """Where the work stands, as a shape and a word."""
    return Badge(str(labels.WorkState(state).label), STATE_TONES[state])


def time_badge(time: str) -> Badge | None:
    """How it stands to its deadline; nothing where time does not run."""
    return Badge(str(labels.TimeState(time).label), TIME_TONES[time]) if time else None


def authority_badge(authority: str) -> Badge:
    """How the issuer may turn to the lead."""
    return Badge(str(labels.Authority(authority).label), AUTHORITY_TONES[authority])


def deadline_words(deadline: date | None, day: date, *, running: bool) -> str:
    """The day and how far it is, while time runs."""
    if deadline is None:
        return str(labels.TimeState.NO_DEADLINE.label)
    said = formats.day_short(deadline, language())
    return f"{said} ({days_words(deadline, day)})" if running else said


def days_words(deadline: date, day: date) -> str:
    """How many days are left, or by how many it is late."""
    left = (deadline - day).days
    if left == 0:
        return _("due today")
    if left > 0:
        return ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}
    return ngettext("%(count)d day late", "%(count)d days late", -left) % {"count": -left}


def task_link(task: Task, text: str = "") -> Link:
    """A link to a task by its work, marked when it is a key one."""
    note = str(_("key task")) if task.directive.is_key else ""
    return Link(text or task.title, reverse("directives:task", args=[task.pk]), note)


def list_url(**wanted: str) -> str:
    """The address of a list of tasks, narrowed."""
    asked = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("directives:tasks") + (f"?{asked}" if asked else "")


def day_of(request: HttpRequest) -> date:
    """The day that the page is seen as of."""
    return as_of_day(request)
