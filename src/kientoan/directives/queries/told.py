"""What directives tell other pages: sentences of the record, a unit's panel, today's duties, search."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.display import Badge, Link
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Found, Line
from kientoan.core.vietnamese import fold
from kientoan.directives.models import Directive, Extension, HandBack, Task, labels
from kientoan.directives.queries import burden, lists, reminding
from kientoan.directives.queries.lists import Wanted
from kientoan.directives.queries.page import rolled_up
from kientoan.directives.queries.standing import LIVE_VALUES, standing_on
from kientoan.directives.rules.states import WorkState
from kientoan.directives.rules.words import Answer
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.panels import UnitPanel

SENTENCES: Mapping[str, Promise] = {
    "directives.draft": gettext_lazy("Drafted the directive “%(title)s” for %(units)s units"),
    "directives.change_draft": gettext_lazy("Changed the draft “%(title)s”"),
    "directives.drop_draft": gettext_lazy("Threw the draft “%(title)s” away"),
    "directives.issue": gettext_lazy("Issued the directive “%(title)s” to %(units)s units"),
    "directives.name_watcher": gettext_lazy("Named who follows “%(title)s”"),
    "directives.recur": gettext_lazy("Made the tasks of %(period)s of “%(title)s” for %(units)s units"),
    "directives.end_recurrence": gettext_lazy("“%(title)s” no longer comes back after %(day)s"),
    "directives.withdraw": gettext_lazy("Withdrew the directive “%(title)s”; %(units)s open tasks ended"),
    "directives.acknowledge": gettext_lazy("%(unit)s acknowledged receipt of “%(title)s”"),
    "directives.submit": gettext_lazy("%(unit)s sent in “%(title)s” (no. %(number)s)"),
    "directives.accept": gettext_lazy("Accepted “%(title)s” of %(unit)s as done"),
    "directives.return": gettext_lazy("Returned “%(title)s” to %(unit)s"),
    "directives.ask_extension": gettext_lazy("%(unit)s asked for a later deadline of “%(title)s”: %(day)s"),
    "directives.decide_extension": gettext_lazy("Decided on the later deadline (%(day)s) that %(unit)s asked for"),
    "directives.ask_hand_back": gettext_lazy("%(unit)s asked to hand “%(title)s” back"),
    "directives.decide_hand_back": gettext_lazy("Decided on the handing back of “%(title)s” by %(unit)s"),
    "directives.suspend": gettext_lazy("Suspended “%(title)s” of %(unit)s"),
    "directives.resume": gettext_lazy("Let “%(title)s” of %(unit)s go on"),
    "directives.urge": gettext_lazy("Urged %(unit)s for the %(number)s. time: “%(title)s”"),
    "directives.remind": gettext_lazy(
        "Reminded: %(reminders)s reminders, %(letters)s letters by e-mail; %(escalated)s late tasks put before the leaders"
    ),
    "directives.urge_by_letter": gettext_lazy(
        "Sent the urging letter %(number)s to %(unit)s (no. %(time)s) about %(tasks)s tasks"
    ),
    "directives.explain": gettext_lazy("%(unit)s explained why “%(title)s” is late: %(kind)s"),
    "directives.settle_escalation": gettext_lazy("Noted that “%(title)s” of %(unit)s was taken up: %(where)s"),
    "directives.decide_message": gettext_lazy("Decided about the letter “%(letter)s” that may not have been sent"),
    "directives.make_calendar": gettext_lazy("Made a new secret address of the calendar"),
    "directives.revoke_calendar": gettext_lazy("Revoked the secret address of the calendar"),
    "directives.export_burden": gettext_lazy("Exported what units are asked for (%(format)s)"),
    "directives.name_people": gettext_lazy("Named who answers for “%(title)s” of %(unit)s"),
    "directives.pass_on": gettext_lazy("Passed %(tasks)s open tasks of %(unit)s on to %(successor)s"),
    "directives.make_programme": gettext_lazy("Made the programme of work “%(name)s”"),
    "directives.add_item": gettext_lazy("Added “%(title)s” to a programme of work"),
    "directives.add_reason": gettext_lazy("Gave “%(title)s” one more origin: %(origin)s"),
    "directives.change_item": gettext_lazy("Changed “%(title)s” of a programme of work"),
    "directives.drop_item": gettext_lazy("Took “%(title)s” out of a programme of work"),
    "directives.link_item": gettext_lazy("Said which directive carries out “%(title)s”"),
    "directives.keep_edition": gettext_lazy("Kept the progress report as it stood (%(tasks)s tasks)"),
    "directives.sign_edition": gettext_lazy("Confirmed the progress report %(number)s"),
    "directives.save_filter": gettext_lazy("Kept a list of tasks under the name “%(name)s”"),
    "directives.drop_filter": gettext_lazy("Dropped the list of tasks “%(name)s”"),
    "directives.read_text": gettext_lazy(
        "Read a text: %(found)s directives and %(weak)s places named as weak were found"
    ),
    "directives.change_found": gettext_lazy("Changed draft %(number)s of a text"),
    "directives.accept_found": gettext_lazy("Accepted draft %(number)s of a text"),
    "directives.propose_weak": gettext_lazy("Offered the place of draft %(number)s of a text as a finding to confirm"),
    "directives.drop_found": gettext_lazy("Dropped draft %(number)s of a text"),
    "directives.take_back_found": gettext_lazy("Took the decision on draft %(number)s of a text back"),
    "directives.start_reading": gettext_lazy("Had a file read for directives"),
    "directives.drop_reading": gettext_lazy("Threw a text away that had been read"),
    "directives.export": gettext_lazy("Exported a list of tasks (%(format)s)"),
    "directives.export_progress": gettext_lazy("Exported the progress report (%(format)s)"),
}
SHOWN = 20


def _line(task: Task, names: Mapping[int, str], note: str = "", state: Badge | None = None) -> Line:
    unit = names.get(task.lead_id, "")
    url = reverse("directives:task", args=[task.pk])
    return Line(task.title, url, " · ".join(filter(None, [unit, note])), task.deadline, state)


def mine(user: User, day: date) -> list[Line]:
    """The tasks that are the person's to do, the latest first."""
    if user.is_service:
        return []
    found = list(lists.tasks_for(user, Wanted(kind=lists.MINE), day)[:SHOWN])
    names = names_on({one.lead_id for one in found}, day)
    return [
        _line(one, names, str(labels.WorkState(one.state).label) if one.state == WorkState.REDO else "")
        for one in found
    ]


def to_decide(user: User, day: date) -> list[Line]:
    """What units sent in or ask of the person's unit."""
    if user.is_service:
        return []
    found = list(lists.tasks_for(user, Wanted(kind=lists.ACCEPT), day)[:SHOWN])
    ids = [one.pk for one in found]
    later = set(Extension.objects.filter(task__in=ids, answer=Answer.ASKED).values_list("task_id", flat=True))
    back = set(HandBack.objects.filter(task__in=ids, answer=Answer.ASKED).values_list("task_id", flat=True))
    names = names_on({one.lead_id for one in found}, day)
    return [
        _line(
            one,
            names,
            _("sent in")
            if one.state == WorkState.AWAITING
            else _("asks for a later deadline")
            if one.pk in later
            else _("asks to hand it back")
            if one.pk in back
            else "",
        )
        for one in found
    ]


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """The open work of a unit and how it stands, for its page."""
    seen = standing_on(Task.objects.visible_to(user), day)
    led = scope.cut(seen, "lead_id", scope.of_branch(unit.pk, day))
    rolled = rolled_up(led)
    if not rolled.counted:
        return None
    own = led.filter(lead=unit, now_state__in=LIVE_VALUES).select_related("directive").order_by("now_deadline")
    rows = [
        (
            Link(one.title, reverse("directives:task", args=[one.pk])),
            Badge(str(labels.TimeState(one.now_time).label), "late") if one.now_time == "overdue" else None,
            formats.day_short(one.now_deadline, language()) if one.now_deadline else "",
        )
        for one in own[:8]
    ]
    url = f"{reverse('directives:tasks')}?{urlencode({'list': 'all', 'scope': unit.code})}"
    values = {"sum": rolled, "rows": rows, "url": url}
    return UnitPanel(_("Tasks"), "directives/panel.html", values, _("of the unit and of what is below it"))


def letters_to_write(user: User, day: date) -> list[Line]:
    """The urging letters that a person's units should send today, and the explanations that are owed."""
    if user.is_service:
        return []
    due = reminding.letters_due(user, day)
    lines = [
        Line(
            _("Explain why it is late: %(title)s") % {"title": reminding.title_of(one.task)},
            reverse("directives:point", args=[one.pk]),
            due=one.raised_on,
        )
        for one in reminding.to_explain(user, day)[:SHOWN]
    ]
    if due:
        words = ngettext("%(count)d urging letter is due", "%(count)d urging letters are due", len(due))
        lines.append(Line(words % {"count": len(due)}, reverse("directives:letters")))
    return lines


def load_panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """What a base unit is asked for against its like, for its page."""
    load = next(iter(burden.loads(user, day, only=unit)), None)
    if load is None or not load.base:
        return None
    values = {
        "counts": [(str(burden.DEMAND_WORDS[demand]), count) for demand, count in load.counts.items()],
        "load": load,
        "askers": load.askers[:6],
        "url": reverse("directives:burden"),
    }
    return UnitPanel(_("What it is asked for"), "directives/load.html", values, _("in a year"))


def found(user: User, text: str, day: date) -> list[Found]:  # noqa: ARG001  the shape of the registry
    """Directives whose work or product has every word of the text."""
    words = fold(text).split()
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(search_key__contains=word)
    rows = Directive.objects.visible_to(user).filter(wanted).order_by("-issued_on", "-pk")[:SHOWN]
    return [
        Found(
            Link(one.title, reverse("directives:directive", args=[one.pk])),
            _("directive"),
            str(labels.Standing(one.state).label),
        )
        for one in rows
    ]
