"""Pages of reminding: one's own reminders, the letters by e-mail, urging letters, points for the briefing."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.core import clock, formats
from kientoan.core.access import NotAllowed, Refused, can
from kientoan.core.display import Badge, Link, Tone
from kientoan.core.pages import paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.core.traces import traces_of
from kientoan.directives import access, actions
from kientoan.directives.forms.reminding import ExplainForm, LetterForm, SettleForm
from kientoan.directives.models import Escalation, Message, Reminder, Task
from kientoan.directives.models.outbox import Sending
from kientoan.directives.queries import letters as drawing
from kientoan.directives.queries import reminding, standards
from kientoan.directives.views.frame import crumbs, days_words, tabs, task_link, who
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SENDING_TONES: dict[str, Tone] = {
    "waiting": "info",
    "sending": "info",
    "sent": "done",
    "doubtful": "soon",
    "failed": "late",
    "dropped": "none",
}


def pages(here: str) -> list[Link]:
    """The pages of reminding beside one another."""
    named = (
        ("reminders", _("My reminders")),
        ("letters", _("Urging letters")),
        ("points", _("For the briefing")),
        ("slip", _("Slip for Monday")),
        ("message", _("Message to paste")),
        ("burden", _("Burden meter")),
        ("calendar", _("Calendar")),
        ("outbox", _("E-mail")),
    )
    return [Link(word, "" if name == here else reverse(f"directives:{name}")) for name, word in named]


def around(here: str) -> dict[str, Any]:
    """The tabs of directives and the pages of reminding."""
    return {"tabs": tabs("reminders"), "pages": pages(here)}


def way(*more: Link) -> list[Link]:
    """The way here, over the page of reminders."""
    return crumbs(Link(_("Reminding"), reverse("directives:reminders")), *more)


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """One's own reminders, the newest first; seen when one says so."""
    user, day = who(request), clock.today()
    if request.method == "POST":
        actions.see_reminders(by=user)
        return redirect("directives:reminders")
    rows = reminding.reminders_of(user)
    page = paginate(request, rows)
    names = names_on({one.task.lead_id for one in page}, day)
    table: Table[Reminder] = Table(
        key="reminders",
        caption=_("My reminders"),
        columns=[
            Column(_("Work"), lambda one: task_link(one.task, reminding.title_of(one.task)), head=True),
            Column(_("Leads"), lambda one: names.get(one.task.lead_id, "")),
            Column(_("Deadline"), lambda one: one.deadline),
            Column(_("Reminded"), lambda one: rung_words(one.rung)),
            Column(_("On"), lambda one: one.made_on),
            Column(_("New"), lambda one: None if one.seen_at else Badge(_("new"), "info")),
        ],
        rows=list(page),
        page=page,
        empty=Empty(
            _("No reminder yet"), _("Seven and three days before a deadline, and on its day, it will stand here.")
        ),
    )
    values = {
        **around("reminders"),
        "table": table,
        "unseen": reminding.reminders_of(user, unseen=True).count(),
        "owed": list(reminding.to_explain(user, day)),
        "mail_on": settings.MAIL_ON,
        "address": user.email,
    }
    return render_page(request, "directives/reminders.html", values)


def rung_words(rung: int) -> str:
    """Which reminder it is."""
    return _("on the day") if rung == 0 else _("%(count)d days before") % {"count": rung}


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The urging letters that are due from one's own units."""
    user, day = who(request), clock.today()
    table: Table[reminding.LetterDue] = Table(
        key="letters",
        caption=_("Urging letters that are due"),
        columns=[
            Column(_("To"), lambda one: Link(one.unit_name, letter_url(one)), head=True),
            Column(_("From"), lambda one: one.keeper_name),
            Column(_("Which time"), lambda one: one.time, number=True),
            Column(_("Tasks"), lambda one: len(one.tasks), number=True),
            Column(_("The latest"), lambda one: days_words(min(task.deadline for task in one.tasks), day)),
        ],
        rows=reminding.letters_due(user, day),
        empty=Empty(_("No urging letter is due"), _("Three days after a deadline the first one will stand here.")),
    )
    ladder = standards.ladder(day)
    values = {**around("letters"), "table": table, "ladder": ladder, "days": ", ".join(map(str, ladder.letters))}
    return render_page(request, "directives/letters.html", values)


def letter_url(due: reminding.LetterDue) -> str:
    """Where a letter is made."""
    return reverse("directives:letter", args=[due.keeper.code, due.unit.code, due.time])


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, keeper: str, unit: str, time: int) -> HttpResponse:
    """One urging letter: looked at as a draft, or sent out under its number."""
    user, day = who(request), clock.today()
    giver = get_object_or_404(Unit.objects.visible_to(user), code=keeper)
    access.check_give(user, giver)
    lead = get_object_or_404(Unit, code=unit)
    name = names_on([giver.pk], day).get(giver.pk, giver.code)
    form = LetterForm(request.POST or None, initial={"day": day, "issuer": name})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _send_or_draft(request, giver, lead, time, form)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
    due = next((one for one in reminding.letters_due(user, day, giver, lead) if one.time == time), None)
    if due is None and refusal is None:
        raise Http404
    values = {
        **around(""),
        "due": due,
        "form": form,
        "refusal": refusal,
        "rows": [(task, reminding.title_of(task), days_words(task.deadline, day)) for task in due.tasks] if due else [],
        "crumbs": way(Link(_("Urging letters"), reverse("directives:letters")), Link(lead.code)),
    }
    return render_page(request, "directives/letter.html", values, status=422 if refusal or form.errors else 200)


def _send_or_draft(request: HttpRequest, giver: Unit, lead: Unit, time: int, form: LetterForm) -> HttpResponse:
    user, signed = who(request), form.signed()
    if "draft" in request.POST:
        due = actions.due_letter(user, giver, lead, time, signed)
        content = drawing.word_file(due, form.address(), signed)
        answer = HttpResponse(content, content_type=WORD_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="cong-van-don-doc-{lead.pk}-{time}.docx"'
        return answer
    document = actions.urge_by_letter(
        keeper=giver, unit=lead, time=time, address=form.address(), signed=signed, by=user
    )
    return redirect("documents:document", key=document.pk)


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The late tasks that come before the leaders at their next briefing."""
    user, day = who(request), clock.today()
    rows = list(reminding.points(user, day))
    names = names_on({key for one in rows for key in (one.task.lead_id, one.keeper_id)}, day)
    reasons = dict(standards.reasons(day, language()))
    table: Table[Escalation] = Table(
        key="points",
        caption=_("For the next briefing"),
        columns=[
            Column(
                _("Work"),
                lambda one: Link(reminding.title_of(one.task), reverse("directives:point", args=[one.pk])),
                head=True,
            ),
            Column(_("Leads"), lambda one: names.get(one.task.lead_id, "")),
            Column(_("Late"), lambda one: days_words(one.task.deadline, day) if one.task.deadline else None),
            Column(_("Urged"), lambda one: one.urgings, number=True),
            Column(_("Explained"), lambda one: reasons.get(one.reason) or Badge(_("not yet"), "soon")),
            Column(_("Before the leaders of"), lambda one: names.get(one.keeper_id, "")),
        ],
        rows=rows,
        empty=Empty(
            _("Nothing waits for a briefing"),
            _("A task that is still late after more than the set number of urgings comes here by itself."),
        ),
    )
    values = {**around("points"), "table": table, "most": standards.ladder(day).most_urgings}
    return render_page(request, "directives/points.html", values)


@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, key: int) -> HttpResponse:
    """One point: its explanation by the leading unit, and where it was taken up."""
    user, day = who(request), clock.today()
    rows = Escalation.objects.select_related("task__directive__document", "task__lead", "task__keeper", "explained_by")
    one = get_object_or_404(rows.filter(task__in=Task.objects.visible_to(user)), pk=key)
    given = request.POST or None
    settling = bool(given and "where" in given)
    forms = {
        "explain": ExplainForm(given if given and not settling else None, day=day, initial=_explained(one)),
        "settle": SettleForm(given if settling else None),
    }
    refusal = None
    form = forms["settle" if settling else "explain"]
    if request.method == "POST" and form.is_valid():
        try:
            if settling:
                actions.settle_escalation(escalation=one, by=user, **form.cleaned_data)
            else:
                actions.explain_lateness(escalation=one, by=user, **form.cleaned_data)
            return redirect("directives:point", key=key)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
    open_ = one.settled_on is None
    name = names_on([one.task.lead_id], day).get(one.task.lead_id, one.task.lead.code)
    values = {
        **around(""),
        "point": one,
        "title": reminding.title_of(one.task),
        "link": task_link(one.task, reminding.title_of(one.task)),
        "unit": name,
        "traces": traces_of(user, reminding.POINT, one.pk),
        "late": days_words(one.task.deadline, day) if one.task.deadline else "",
        "reason": dict(standards.reasons(day, language())).get(one.reason, ""),
        "explain": forms["explain"] if open_ and can(access.check_answer, user, one.task) else None,
        "settle": forms["settle"] if open_ and can(access.check_judge, user, one.task) else None,
        "refusal": refusal,
        "crumbs": way(Link(_("For the briefing"), reverse("directives:points"))),
    }
    return render_page(request, "directives/point.html", values, status=422 if refusal or form.errors else 200)


def _explained(one: Escalation) -> dict[str, Any]:
    return {"reason": one.reason, "words": one.words, "remedy": one.remedy, "until": one.until}


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The letters by e-mail: doubtful and failed ones to decide about, then all of them."""
    user = who(request)
    access.check_give(user)
    found = reminding.outbox(user)
    page = paginate(request, found)
    counts = reminding.outbox_counts(user)
    table: Table[Message] = Table(
        key="outbox",
        caption=_("Letters by e-mail"),
        columns=[
            Column(_("To"), lambda one: str(one.recipient), head=True),
            Column(_("Subject"), lambda one: one.subject),
            Column(_("State"), lambda one: Badge(str(one.get_state_display()), SENDING_TONES[one.state])),
            Column(_("Made"), lambda one: one.made_at),
            Column(_("Ended"), lambda one: one.ended_at),
            Column(_("Tries"), lambda one: one.tries, number=True),
            Column(_("What the mail server said"), lambda one: one.error or None),
        ],
        rows=list(page),
        page=page,
        empty=Empty(_("No letter has been made"), _("Reminders go by e-mail to accounts that have an address.")),
    )
    unsure = [Sending.DOUBTFUL, Sending.FAILED]
    values = {
        **around("outbox"),
        "table": table,
        "mail_on": settings.MAIL_ON,
        "counts": [
            (str(state.label), formats.number(counts[state], language=language()))
            for state in Sending
            if counts.get(state)
        ],
        "unsure": list(found.filter(state__in=unsure)[:50]),
    }
    return render_page(request, "directives/outbox.html", values)


@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a doubtful letter arrived, or let it be sent once more."""
    user = who(request)
    message = get_object_or_404(reminding.outbox(user), pk=key)
    actions.decide_message(message=message, sent="again" not in request.POST, by=user)
    return redirect("directives:outbox")
