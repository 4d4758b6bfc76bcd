"""The page of a meeting: who, when, where; the last conclusion's state; agenda, people, statements; its own conclusion."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kientoan.accounts.models import User
from kientoan.core import narration
from kientoan.core.access import can
from kientoan.core.display import Action, Badge, Event, Link, Term, Tone
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.recording import actions_about
from kientoan.core.tables import Column, Empty, Table
from kientoan.documents.models import Document
from kientoan.meetings.access import check_change, check_issue, check_note, sees_inside
from kientoan.meetings.forms import (
    ConclusionForm,
    ItemForm,
    KeepForm,
    PaperForm,
    PersonForm,
    ReasonForm,
    StatementForm,
    SummingUpForm,
)
from kientoan.meetings.models import AgendaItem, Attendance, ConclusionItem, Meeting, Statement
from kientoan.meetings.models.labels import Kind, Part, Presence
from kientoan.meetings.queries.agenda import points_on, waiting_for
from kientoan.meetings.queries.meeting import (
    ALL_DONE,
    LATE,
    NEEDS_NONE,
    NONE,
    NOT_ALL_DONE,
    NOT_ISSUED,
    UNDER_WAY,
    Carried,
    carried_out,
    timed,
)
from kientoan.meetings.rules.words import MAY_FOLLOW, ItemKind, State, named
from kientoan.meetings.views.frame import crumbs, link_to, meeting_within, state_badge, who
from kientoan.orgs.queries.life import names_on

HISTORY = 20
_SMALL = [
    f"meetings.{verb}"
    for verb in (
        "take_note", "begin_item", "end_item", "add_item", "move_item", "mark_presence", "add_statement",
        "change_statement", "add_conclusion", "change_conclusion",
    )
]  # fmt: skip
"""Steps that the page itself shows by what they left; the record has each of them."""
_CARRIED: dict[str, Tone] = {
    ALL_DONE: "done",
    NOT_ALL_DONE: "soon",
    LATE: "late",
    UNDER_WAY: "info",
    NONE: "soon",
    NOT_ISSUED: "none",
    NEEDS_NONE: "none",
}


def carried_badge(row: Carried) -> Badge:
    """What became of a task of a conclusion."""
    return _badge(row.state)


def _badge(state: str) -> Badge:
    words = {
        ALL_DONE: _("carried out"),
        NOT_ALL_DONE: _("ended, not carried out everywhere"),
        LATE: _("late"),
        UNDER_WAY: pgettext("a conclusion", "under way"),
        NONE: _("nobody was given it"),
        NOT_ISSUED: _("drafted, not issued"),
        NEEDS_NONE: _("needs no directive"),
    }
    return Badge(words[state], _CARRIED[state])


@require_safe
def meeting(request: HttpRequest, key: int) -> HttpResponse:
    """A meeting with everything that belongs to it."""
    user, found, day = who(request), meeting_within(request, key), as_of_day(request)
    inside = sees_inside(user, found)
    changing, noting = can(check_change, user, found), can(check_note, user, found)
    attendance = Prefetch("attendance", Attendance.objects.select_related("post"))
    prefetch_related_objects([found], attendance, "statements", "items")
    names = _names(found)
    people, ended = _people(found, names), found.state == State.CONCLUDED
    tasks = carried_out(found, user, day) if inside else []
    values: dict[str, Any] = {
        "meeting": found,
        "state": state_badge(found),
        "kind": str(Kind(found.kind).label),
        "crumbs": crumbs(Link(found.title)),
        "terms": _terms(found, names, user),
        "last": carried_table(found.follows, carried_out(found.follows, user, day)) if found.follows else None,
        "agenda": _agenda(found, user, day),
        "waiting": waiting_for(found, user, day) if changing else (),
        "people": people,
        "folded": ended and bool(people),
        "came": _came(found),
        "papers": _papers(found, user),
        "inside": inside,
        "statements": _statements(found, names) if inside else None,
        "results": [one for one in found.items.all() if inside and one.kind == ItemKind.RESULT],
        "limits": [one for one in found.items.all() if inside and one.kind == ItemKind.LIMIT],
        "tasks": carried_table(found, tasks, own=True) if inside else None,
        "sums": _sums(tasks),
        "history": _history(found) if inside else (),
        "may_change": bool(changing),
        "planned": found.state == State.PLANNED,
        "ended": ended,
        "may_issue": bool(can(check_issue, user, found)),
        "steps": _steps(found) if changing else (),
        "live": None
        if ended
        else Action(_("Take the minutes"), reverse("meetings:live", args=[key]), refused=noting.reason, icon="pencil"),
    }
    return render_page(request, "meetings/meeting.html", values | (_forms(found, user) if changing else {}))


def _forms(found: Meeting, user: User) -> dict[str, Any]:
    summing = {name: getattr(found, name) for name in ("overall", "responder", "response")}
    return {
        "item_form": ItemForm(prefix="i"),
        "paper_form": PaperForm(user=user, prefix="p"),
        "person_form": PersonForm(user=user, prefix="a"),
        "statement_form": StatementForm(user=user, prefix="s"),
        "conclusion_form": ConclusionForm(prefix="c"),
        "summing_form": SummingUpForm(initial=summing, prefix="u"),
        "reason_form": ReasonForm(prefix="r"),
        "presences": Presence.choices,
    }


def keep_form() -> KeepForm:
    """The form for the number under which a paper is kept."""
    return KeepForm(prefix="k")


def _steps(found: Meeting) -> list[tuple[str, str]]:
    words = {
        State.RUNNING: ("open", _("Open the meeting")),
        State.HELD: ("close", _("Close the meeting")),
        State.CONCLUDED: ("conclude", _("Conclude the meeting")),
    }
    after = MAY_FOLLOW[State(found.state)]
    return [words[state] for state in words if state in after]


def _names(found: Meeting) -> dict[int, str]:
    people = [one.unit_id for one in found.attendance.all()]
    said = [key for one in found.statements.all() for key in (one.unit_id, one.asked_of_id)]
    every = {found.organiser_id, found.host_id, *people, *said}
    return names_on({key for key in every if key}, found.held_on)


def _terms(found: Meeting, names: dict[int, str], user: User) -> list[Term]:
    chair = ", ".join(filter(None, (found.chair, found.chair_post)))
    held = [found.held_on]
    terms = [
        Term(_("Held by"), [Link(names[found.organiser_id], reverse("orgs:unit", args=[found.organiser.code]))]),
        Term(pgettext("a meeting", "Held on"), [*held, *([f"{found.begins:%H:%M}"] if found.begins else [])]),
        Term(pgettext("a meeting", "Place"), [found.place] if found.place else []),
        Term(_("In the chair"), [chair] if chair else []),
    ]
    if found.host_id:
        terms.insert(1, Term(_("Hosted by"), [names[found.host_id]]))
    if found.body:
        terms.insert(1, Term(_("Body in whose name it is held"), [found.body.name]))
    if found.block:
        terms.append(Term(_("Block of units"), [found.block.name]))
    if found.follows:
        terms.append(Term(_("Follows the meeting"), [link_to(found.follows)]))
    if found.report:
        terms.append(Term(_("Report read"), [_document(found.report, user), *filter(None, [found.report_reader])]))
    return terms


def _document(document: Document, user: User) -> Link:
    return _link(document, within=Document.objects.visible_to(user).filter(pk=document.pk).exists())


def _link(document: Document, *, within: bool) -> Link:
    if within:
        return Link(str(document), reverse("documents:document", args=[document.pk]))
    return Link(_("a document that you may not see"))


def _papers(found: Meeting, user: User) -> list[dict[str, Any]]:
    seen = Document.objects.visible_to(user).filter(pk=OuterRef("document_id"))
    rows = found.papers.select_related("document").annotate(within=Exists(seen)).order_by("pk")
    return [{"pk": one.pk, "link": _link(one.document, within=one.within)} for one in rows]


def _agenda(found: Meeting, user: User, day: date) -> list[dict[str, Any]]:
    rows = list(found.agenda.all())
    points = points_on(rows, user, day)
    return [{"item": one, "time": timed(one), "point": points.get(one.point)} for one in rows]


def _people(found: Meeting, names: dict[int, str]) -> list[dict[str, Any]]:
    tones: dict[str, Tone] = {"expected": "none", "present": "done", "absent": "soon"}

    def row(one: Attendance) -> dict[str, Any]:
        post = one.post_text or (one.post.title if one.post else "")
        said = named(one.name, post, names.get(one.unit_id or 0, ""))
        badge = Badge(str(Presence(one.presence).label), tones[one.presence])
        part = "" if one.part == Part.MEMBER else str(Part(one.part).label)
        return {"row": one, "who": said, "badge": badge, "part": part}

    return [row(one) for one in found.attendance.all()]


def _came(found: Meeting) -> str:
    """How many of those who were asked came, and how many are known to have been absent."""
    presences = [one.presence for one in found.attendance.all()]
    return _("%(came)s of %(asked)s who were asked came; %(absent)s absent") % {
        "came": presences.count(Presence.PRESENT),
        "asked": len(presences),
        "absent": presences.count(Presence.ABSENT),
    }


def _sums(rows: list[Carried]) -> list[Badge]:
    """How many tasks of the conclusion are carried out, late, under way and not given; the first also where it is none."""
    standing = Counter(row.state for row in rows)
    return [
        Badge(f"{standing[state]} {badge.word}", badge.tone)
        for state in _CARRIED
        if (badge := _badge(state)) and (standing[state] or (rows and state == ALL_DONE))
    ]


def _statements(found: Meeting, names: dict[int, str]) -> Table[Statement]:
    def speaker(one: Statement) -> Link:
        url = reverse("meetings:statement", args=[found.pk, one.pk])
        said = named("", one.post, names.get(one.unit_id or 0, ""))
        return Link(one.speaker, url, said)

    def answer(one: Statement) -> list[object]:
        if one.answered_on:
            return [Badge(_("answered"), "done"), one.answered_on, one.answer[:200] or None]
        return [Badge(_("not answered yet"), "soon")] if one.asked_of_id else []

    return Table(
        key="statements",
        caption=_("Statements"),
        columns=[
            Column(_("No."), lambda one: one.position, number=True),
            Column(_("Speaker"), speaker, head=True),
            Column(_("What it raises"), lambda one: one.issue or one.notes or None),
            Column(_("Who must answer it"), lambda one: names.get(one.asked_of_id or 0) or None),
            Column(_("Answer"), answer),
        ],
        rows=list(found.statements.all()),
        empty=Empty(_("Nobody has spoken yet")),
    )


def carried_table(found: Meeting, rows: list[Carried], *, own: bool = False) -> Table[Carried]:
    """The tasks that a meeting concluded with their state; a meeting's own open their pages, unit by unit."""

    def page(row: Carried, part: str = "") -> str:
        return reverse("meetings:item", args=[found.pk, row.item.pk]) + part if own else ""

    def words(row: Carried) -> Link:
        return Link(row.item.text, page(row), _("key task") if row.item.is_key else "")

    def done(row: Carried) -> Link | None:
        return Link(f"{row.done}/{row.tasks}", page(row, "#proof")) if row.tasks else None

    def late(row: Carried) -> Link | None:
        return Link(str(row.late), page(row, "#proof")) if row.late else None

    def directives(row: Carried) -> list[object]:
        links = [Link(one.title[:80], reverse("directives:directive", args=[one.pk])) for one in row.directives]
        return [*links, *([row.item.no_directive] if row.item.no_directive else [])]

    return Table(
        key="tasks" if own else "last",
        caption=_("Tasks concluded") if own else _("What became of the last conclusion"),
        columns=[
            Column(_("No."), lambda row: row.item.position, number=True),
            Column(_("In words"), words, head=True),
            Column(_("Who leads, as said"), lambda row: row.item.lead or None),
            Column(_("By when, as said"), lambda row: row.item.by_when or None),
            Column(_("State"), carried_badge),
            Column(_("Done"), done),
            Column(_("Late"), late, number=True),
            Column(_("Directives"), directives),
        ],
        rows=rows,
        empty=Empty(_("No task is concluded")),
    )


def _history(found: Meeting) -> list[Event]:
    acts = actions_about(found).exclude(verb__in=_SMALL)
    return [Event(act.at, narration.sentence_of(act), narration.who_did(act), act.reason) for act in acts[:HISTORY]]


def rows_of(found: Meeting) -> dict[str, Any]:
    """The rows that a verb with a number may concern, by the name of the list."""
    return {
        "item": AgendaItem.objects.filter(meeting=found),
        "paper": found.papers.all(),
        "person": found.attendance.all(),
        "statement": found.statements.all(),
        "conclusion": ConclusionItem.objects.filter(meeting=found),
    }
