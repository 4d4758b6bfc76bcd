"""What meetings put on the home page, into the search and on a unit's page."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats, narration, params
from kientoan.core.display import Event, Link
from kientoan.core.models import Action, ActionTarget
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Found, Line
from kientoan.core.vietnamese import fold
from kientoan.meetings.models import Advice, ConclusionDirective, ConclusionItem, Meeting, Proposal, Statement
from kientoan.meetings.models.labels import Kind
from kientoan.meetings.rules.words import AdviceState, ItemKind, ProposalState, State
from kientoan.orgs.access import units_with
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.orgs.rules.roles import Right

Units = QuerySet[Unit, Any]
FEW = 5
MOST = 20


def url_of(meeting: Meeting) -> str:
    """The address of a meeting's page."""
    return reverse("meetings:meeting", args=[meeting.pk])


def mine(user: User, day: date) -> list[Line]:
    """Meetings to prepare and to conclude, answers owed to statements, tasks of conclusions nobody was given yet."""
    if user.is_service:
        return []
    own = units_with(user, Right.KEEP_MEETINGS)
    return [*_meetings(own, day), *_answers(own), *_without_directive(user)]


def _meetings(own: Units, day: date) -> list[Line]:
    ahead = day + timedelta(days=int(params.current().at("meetings.papers.due_soon_days", day)))
    rows = Meeting.objects.filter(organiser__in=own, held_on__lte=ahead)
    rows = rows.filter(state__in=[State.PLANNED, State.RUNNING, State.HELD]).order_by("held_on")[:MOST]
    words = {
        State.PLANNED: _("Prepare the meeting: %(title)s"),
        State.RUNNING: _("The meeting is running: %(title)s"),
        State.HELD: _("Write down the conclusion of: %(title)s"),
    }
    return [Line(words[State(one.state)] % {"title": one.title}, url_of(one), due=one.held_on) for one in rows]


def _answers(own: Units) -> list[Line]:
    rows = Statement.objects.filter(asked_of__in=own, answered_on__isnull=True, meeting__state=State.CONCLUDED)
    return [
        Line(
            _("Answer a statement made at: %(title)s") % {"title": one.meeting.title},
            f"{url_of(one.meeting)}#statement-{one.pk}",
            note=one.issue[:160],
        )
        for one in rows.select_related("meeting").order_by("meeting__held_on", "position")[:MOST]
    ]


def _without_directive(user: User) -> list[Line]:
    linked = ConclusionDirective.objects.filter(item=OuterRef("pk"))
    rows = ConclusionItem.objects.filter(
        ~Exists(linked),
        kind=ItemKind.TASK,
        no_directive="",
        meeting__state=State.CONCLUDED,
        meeting__organiser__in=units_with(user, Right.GIVE_TASKS).values("pk"),
    ).select_related("meeting")
    counted: dict[Meeting, int] = {}
    for one in rows.order_by("meeting__held_on"):
        counted[one.meeting] = counted.get(one.meeting, 0) + 1
    return [
        Line(
            _("%(count)s tasks concluded at “%(title)s” have no directive yet")
            % {"count": count, "title": meeting.title},
            f"{url_of(meeting)}#conclusion",
            due=meeting.concluded_on,
        )
        for meeting, count in list(counted.items())[:MOST]
    ]


def to_decide(user: User, day: date) -> list[Line]:  # noqa: ARG001  the shape of the registry
    """Proposals from below that nobody took up, and submissions that wait for the board."""
    if user.is_service:
        return []
    own = units_with(user, Right.KEEP_MEETINGS)
    waiting = Proposal.objects.filter(sent_to__in=own, state=ProposalState.SENT).order_by("sent_on")[:MOST]
    lines = [
        Line(
            _("Proposal from below: %(text)s") % {"text": one.text[:120]},
            reverse("meetings:proposal", args=[one.pk]),
            due=one.sent_on,
        )
        for one in waiting
    ]
    states = [AdviceState.SUBMITTED, AdviceState.TABLED]
    submitted = Advice.objects.filter(addressee__unit__in=own, state__in=states).order_by("pk")[:MOST]
    return lines + [
        Line(_("Submission to the board: %(title)s") % {"title": one.title}, reverse("meetings:advice", args=[one.pk]))
        for one in submitted
    ]


def news(user: User, since: datetime) -> list[Event]:
    """Meetings concluded since then, and what became of proposals."""
    told = {"meetings.conclude": "meetings.meeting"}
    told |= dict.fromkeys(
        ("meetings.answer_proposal", "meetings.decline_proposal", "meetings.pass_up"), "meetings.proposal"
    )
    targets = ActionTarget.objects.filter(
        action__verb__in=list(told), model__in=set(told.values()), action__at__gt=since
    ).exclude(action__by=user)
    keys = {act: (model, key) for act, model, key in targets.values_list("action_id", "model", "key")}
    seen = {
        "meetings.meeting": {one.pk: url_of(one) for one in Meeting.objects.visible_to(user).filter(pk__in=_of(keys, "meetings.meeting"))},
        "meetings.proposal": {
            one.pk: reverse("meetings:proposal", args=[one.pk])
            for one in Proposal.objects.visible_to(user).filter(pk__in=_of(keys, "meetings.proposal"))
        },
    }  # fmt: skip
    events: list[Event] = []
    for act in Action.objects.filter(pk__in=keys).select_related("by").order_by("-at"):
        model, key = keys[act.pk]
        if (url := seen[model].get(key)) and len(events) < MOST:
            events.append(Event(act.at, narration.sentence_of(act), narration.who_did(act), url=url))
    return events


def _of(keys: dict[UUID, tuple[str, int]], model: str) -> list[int]:
    return [key for of, key in keys.values() if of == model]


def found(user: User, text: str, day: date) -> list[Found]:  # noqa: ARG001  the shape of the registry
    """Meetings whose subject has the words, newest first; accents may lack."""
    words = fold(text).split()
    if not words:
        return []
    rows = Meeting.objects.visible_to(user).order_by("-held_on", "-pk")[:2000]
    fitting = [one for one in rows if all(word in fold(one.title) for word in words)]
    tongue = language()
    return [
        Found(Link(one.title, url_of(one)), str(Kind(one.kind).label), formats.day_short(one.held_on, tongue))
        for one in fitting[:MOST]
    ]


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """The unit's latest meetings, and what became of its proposals."""
    held = Meeting.objects.visible_to(user).filter(held_on__lte=day)
    meetings = list((held.filter(organiser=unit) | held.filter(attendance__unit=unit)).distinct()[:FEW])
    proposals = list(Proposal.objects.visible_to(user).filter(unit=unit, sent_on__lte=day)[:FEW])
    if not meetings and not proposals:
        return None
    values = {
        "meetings": [(Link(one.title, url_of(one)), one.held_on) for one in meetings],
        "proposals": [
            (Link(one.text[:120], reverse("meetings:proposal", args=[one.pk])), one.get_state_display())
            for one in proposals
        ],
    }
    return UnitPanel(_("Meetings and proposals"), "meetings/panel.html", values, _("the newest, as of the day"))
