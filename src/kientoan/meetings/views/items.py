"""One statement and one item of a conclusion: corrected, answered, made into directives."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.accounts.models import User
from kientoan.core.access import Refused, can
from kientoan.core.display import Badge, Link, Term, Tone
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.directives import actions as directives
from kientoan.directives.models.labels import TimeState, WorkState
from kientoan.meetings import actions
from kientoan.meetings.access import check_answer, check_change, check_give, sees_inside
from kientoan.meetings.forms import AnswerForm, ConclusionForm, LinkForm, ReasonForm, StatementForm, UnitsForm
from kientoan.meetings.models import ConclusionItem, Meeting, Statement
from kientoan.meetings.queries.meeting import Carried, carried_out
from kientoan.meetings.queries.proof import Proven, proven
from kientoan.meetings.rules.words import ItemKind
from kientoan.meetings.views.frame import crumbs, link_to, meeting_within, tell, tell_faults, who
from kientoan.meetings.views.meeting import carried_badge, carried_table
from kientoan.orgs.queries.life import names_on


@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """A statement: what it raises, who must answer, the answer."""
    user, found = who(request), meeting_within(request, key)
    one = get_object_or_404(found.statements.select_related("unit", "asked_of", "answered_by"), pk=row)
    answering = can(check_answer, user, one)
    if not sees_inside(user, found) and not answering:
        get_object_or_404(Statement.objects.none(), pk=row)
    correcting = can(check_change, user, found)
    answer = AnswerForm(
        user=user,
        initial={"answer": one.answer, "document": one.answered_by.written if one.answered_by else ""},
        prefix="w",
    )
    change = StatementForm(user=user, initial=_of(one), prefix="s")
    if request.method == "POST":
        if "answer" in request.POST:
            check_answer(user, one)
            answer = AnswerForm(request.POST, user=user, prefix="w")
            done = _answered(request, one, answer, user)
        else:
            check_change(user, found)
            change = StatementForm(request.POST, user=user, prefix="s")
            done = change.is_valid() and _tried(
                request, lambda: actions.change_statement(statement=one, by=user, **change.cleaned_data)
            )
        if done:
            return redirect(f"{reverse('meetings:meeting', args=[key])}#statements")
    values = {
        "statement": one,
        "meeting": found,
        "answer_form": answer if answering else None,
        "change_form": change if correcting else None,
        "crumbs": crumbs(link_to(found), Link(_("Statement %(number)s") % {"number": one.position})),
    }
    return render_page(request, "meetings/statement.html", values, status=400 if request.method == "POST" else 200)


def _of(one: Statement) -> dict[str, Any]:
    return {
        "speaker": one.speaker,
        "post": one.post,
        "issue": one.issue,
        "unit": one.unit.code if one.unit else "",
        "asked_of": one.asked_of.code if one.asked_of else "",
    }


def _answered(request: HttpRequest, one: Statement, form: AnswerForm, user: User) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    return _tried(
        request,
        lambda: actions.answer_statement(statement=one, answer=given["answer"], document=given["document"], by=user),
    )


def _tried(request: HttpRequest, act: Any) -> bool:
    try:
        act()
    except Refused as refused:
        tell(request, refused)
        return False
    return True


_WORK: dict[str, Tone] = {"done": "done", "under_way": "info", "awaiting": "soon", "redo": "soon"}
_TIME: dict[str, Tone] = {"overdue": "late", "due_soon": "soon", "late": "soon", "on_time": "done", "in_time": "info"}


def _proof(row: Carried, user: User, day: date) -> Table[Proven]:
    """Unit by unit: how its task stands and what it sent in."""
    rows = proven(row.directives, user, day)
    names = names_on({one.task.lead_id for one in rows}, day)

    def unit(one: Proven) -> Link:
        url = reverse("directives:task", args=[one.task.pk])
        note = one.task.directive.title if len(row.directives) > 1 else ""
        return Link(names.get(one.task.lead_id, one.task.lead.code), url, note)

    def stands(one: Proven) -> list[object]:
        work = Badge(str(WorkState(one.task.now_state).label), _WORK.get(one.task.now_state, "none"))
        time = one.task.now_time
        return [work, *([Badge(str(TimeState(time).label), _TIME.get(time, "none"))] if time else [])]

    return Table(
        key="proof",
        caption=_("Unit by unit, with the proof"),
        columns=[
            Column(_("Leads"), unit, head=True),
            Column(_("State"), stands),
            Column(_("Deadline"), lambda one: one.task.now_deadline),
            Column(_("Sent in on"), lambda one: one.sent.sent_on if one.sent else None),
            Column(_("Proof"), _papers),
        ],
        rows=rows,
        empty=Empty(_("The directive is not issued yet, or its tasks are not among those you may see.")),
    )


def _papers(one: Proven) -> list[object]:
    if one.sent is None:
        return []
    named: list[object] = [
        Link(
            ", ".join(file.name for file in paper.files.all()) or str(paper),
            reverse("documents:document", args=[paper.pk]) if seen else "",
        )
        for paper, seen in one.documents
    ]
    return named + ([one.sent.product_text] if one.sent.product_text else [])


@require_http_methods(["GET", "POST"])
def conclusion_item(request: HttpRequest, key: int, item: int) -> HttpResponse:
    """An item of the conclusion: its words, and for a task the directives that carry it out."""
    user, found = who(request), meeting_within(request, key)
    if not sees_inside(user, found):
        get_object_or_404(ConclusionItem.objects.none(), pk=item)
    prefetch_related_objects([found], "items")
    one = next((each for each in found.items.all() if each.pk == item), None)
    if one is None:
        raise Http404
    if request.method == "POST" and _done(request, one, user):
        return redirect("meetings:item", key=key, item=item)
    changing, giving = can(check_change, user, found), can(check_give, user, one)
    fields = {name: getattr(one, name) for name in ("kind", "text", "lead", "by_when", "is_key")}
    rows = carried_out(found, user, as_of_day(request)) if one.kind != ItemKind.RESULT else []
    row = next((row for row in rows if row.item.pk == one.pk), None)
    values = {
        "meeting": found,
        "item": one,
        "row": row,
        "proof": _proof(row, user, as_of_day(request)) if row and row.directives else None,
        "badge": carried_badge(row) if row else None,
        "terms": _terms(one, found),
        "answers": carried_table(found, rows, own=True) if one.kind == ItemKind.LIMIT and rows else None,
        "is_task": one.kind == ItemKind.TASK,
        "links": [
            (Link(each.title, reverse("directives:directive", args=[each.pk])), each.pk)
            for each in (row.directives if row else ())
        ],
        "change_form": ConclusionForm(initial=fields, prefix="c") if changing else None,
        "units_form": UnitsForm(user=user, prefix="u") if giving else None,
        "link_form": LinkForm(user=user, keeper=found.organiser, prefix="l") if giving else None,
        "none_form": ReasonForm(initial={"reason": one.no_directive}, prefix="n") if giving else None,
        "refused": giving.reason,
        "crumbs": crumbs(link_to(found), Link(_name(one))),
        "title": _name(one),
    }
    return render_page(request, "meetings/item.html", values, status=400 if request.method == "POST" else 200)


def _name(one: ConclusionItem) -> str:
    return capfirst(f"{one.get_kind_display()} {one.position}")


def _terms(one: ConclusionItem, found: Meeting) -> list[Term]:
    """What the item is: which of the results, limits or tasks of which meeting, and since when it stands."""
    of = sum(each.kind == one.kind for each in found.items.all())
    place = _("%(kind)s %(number)s of %(count)s") % {
        "kind": one.get_kind_display(),
        "number": one.position,
        "count": of,
    }
    terms = [
        Term(_("The meeting"), [link_to(found), found.held_on]),
        Term(_("Place in the conclusion"), [capfirst(place)]),
        Term(_("Concluded on"), [found.concluded_on or _("not concluded yet")]),
    ]
    if one.kind == ItemKind.TASK:
        terms.append(Term(_("Who leads, as said"), [one.lead] if one.lead else []))
        terms.append(Term(_("By when, as said"), [one.by_when] if one.by_when else []))
    return terms


def _done(request: HttpRequest, one: ConclusionItem, user: User) -> bool:
    post = request.POST
    if "unlink" in post:
        check_give(user, one)
        link = get_object_or_404(one.carried_out_by.all(), directive_id=_number(post["unlink"]))
        return _tried(request, lambda: actions.unlink_directive(link=link, by=user))
    if "change" in post:
        check_change(user, one.meeting)
    else:
        check_give(user, one)
    form = _form_of(request, one, user)
    if not form.is_valid():
        tell_faults(request, form)
        return False
    return _tried(request, lambda: _apply(request, one, form, user))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _form_of(request: HttpRequest, one: ConclusionItem, user: User) -> Form:
    post = request.POST
    if "change" in post:
        return ConclusionForm(post, prefix="c")
    if "link" in post:
        return LinkForm(post, user=user, keeper=one.meeting.organiser, prefix="l")
    if "none" in post:
        form = ReasonForm(post, prefix="n")
        form.fields["reason"].required = False
        return form
    return UnitsForm(post, user=user, prefix="u")


def _apply(request: HttpRequest, one: ConclusionItem, form: Form, user: User) -> None:
    given = form.cleaned_data
    if isinstance(form, ConclusionForm):
        said = {name: given[name] for name in ("text", "lead", "by_when", "is_key")}
        actions.change_conclusion(item=one, by=user, **said)
    elif isinstance(form, LinkForm):
        actions.link_directive(item=one, directive=form.known[given["directive"]], by=user)
    elif isinstance(form, ReasonForm):
        actions.say_no_directive(item=one, because=given["reason"], by=user)
    else:
        day = given["deadline"]
        due = directives.Due(day, "by", one.by_when, "stated") if day else None
        leads = [directives.Lead(unit) for unit in given["units"]]
        made = actions.draft_from_item(item=one, leads=leads, due=due, product=given["product"], by=user)
        messages.success(
            request, _("The directive is drafted: check it and issue it. “%(title)s”") % {"title": made.title}
        )
