"""Directives: the list, the page of one with its sentence, document, tasks and proof; drafting, issuing, withdrawing."""

from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import NotAllowed, Refused, can
from kientoan.core.display import Action, Badge, Link, Share, Term
from kientoan.core.pages import filters_of, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.core.vietnamese import fold
from kientoan.directives import access, actions
from kientoan.directives.forms import DraftForm, OrderFilter, ReasonForm, draft_initial, keepers_of
from kientoan.directives.models import Directive, Task, labels
from kientoan.directives.models.orders import DirectiveQuerySet
from kientoan.directives.queries import gate, page, standards
from kientoan.directives.rules import rhythm
from kientoan.directives.views.frame import (
    STANDING_TONES,
    authority_badge,
    crumbs,
    day_of,
    directive_within,
    tabs,
    task_link,
    who,
)
from kientoan.directives.views.recurring import first_words, may_end, periods_table, rhythm_words, shown_period
from kientoan.directives.views.task import parts_table, source_of
from kientoan.orgs.access import holds
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right


def standing_badge(directive: Directive) -> Badge:
    """Where a directive stands."""
    return Badge(str(labels.Standing(directive.state).label), STANDING_TONES[directive.state])


def directive_url(directive: Directive) -> str:
    """The address of a directive's page."""
    return reverse("directives:directive", args=[directive.pk])


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The directives one sees, drafts first, then the latest issued, with how many of their tasks are done."""
    user, day = who(request), day_of(request)
    form = OrderFilter(request.GET or None)
    rows = _narrowed(Directive.objects.visible_to(user), filters_of(form)).select_related("keeper", "document")
    table_page = paginate(request, rows.order_by(F("issued_on").desc(nulls_first=True), "-pk"))
    shown = list(table_page)
    counted = _counts(shown, user, day)
    names = names_on({one.keeper_id for one in shown}, day)
    table: Table[Directive] = Table(
        key="orders",
        caption=_("Directives"),
        columns=[
            Column(_("Work"), lambda one: Link(one.title, directive_url(one)), head=True),
            Column(_("State"), standing_badge),
            Column(_("Issued on"), lambda one: one.issued_on),
            Column(_("Given by"), lambda one: names.get(one.keeper_id, one.keeper.code)),
            Column(_("Document"), lambda one: one.document.written if one.document else None),
            Column(_("Tasks done"), lambda one: counted[one.pk], number=True),
        ],
        rows=shown,
        page=table_page,
        filters=form,
        empty=Empty(_("No directive yet"), _("Draft one, or take the drafts from a document.")),
    )
    give = can(access.check_give, user)
    values = {
        "table": table,
        "tabs": tabs("orders"),
        "action": Action(_("Draft a directive"), reverse("directives:new"), refused=give.reason, icon="plus"),
    }
    return render_page(request, "directives/orders.html", values)


def _narrowed(rows: DirectiveQuerySet, given: dict[str, Any]) -> DirectiveQuerySet:
    """Directives with every word, in a state, or those only that come back."""
    for word in fold(given.get("q", "")).split():
        rows = rows.filter(search_key__contains=word)
    if given.get("state"):
        rows = rows.filter(state=given["state"])
    return rows.exclude(every="") if given.get("every") else rows


def _counts(directives: list[Directive], user: User, day: date) -> dict[int, Share | None]:
    counted: dict[int, list[int]] = {one.pk: [0, 0] for one in directives}
    rows = Task.objects.visible_to(user).filter(directive__in=directives).exclude(state="withdrawn")
    for directive, state in rows.values_list("directive_id", "state"):
        counted[directive][1] += 1
        counted[directive][0] += state == "done"
    issued = {one.pk for one in directives if one.issued_on and one.issued_on <= max(day, clock.today())}
    return {key: Share(done, all_) if key in issued and all_ else None for key, (done, all_) in counted.items()}


@require_safe
def directive(request: HttpRequest, key: int) -> HttpResponse:
    """A directive: whose words, what it must yield, how clear it is, unit by unit, and its record."""
    return directive_page(request, directive_within(request, key))


def directive_page(request: HttpRequest, one: Directive, *, refusal: Refused | None = None) -> HttpResponse:
    """The page, with the refusal of an action that was refused."""
    user, day = who(request), day_of(request)
    is_draft = one.state == "draft"
    values: dict[str, Any] = {
        "directive": one,
        "state": standing_badge(one),
        "crumbs": crumbs(Link(_("Directives"), reverse("directives:orders")), Link(str(one.pk))),
        "source": source_of(Task(directive=one), user),
        "terms": _terms(one, names_on({one.keeper_id}, day)),
        "clarity": _clarity(one, clock.today()),
        "refusal": refusal,
        "history": page.history_of_directive(one) if holds(user, Right.READ_RECORD, one.keeper) else None,
        "action": _main(one, user),
        **(_of_draft(one, user) if is_draft else _of_issued(request, one, user, day)),
    }
    return render_page(request, "directives/directive.html", values, status=422 if refusal else 200)


def _terms(one: Directive, names: dict[int, str]) -> list[Term]:
    kind = str(labels.ProductKind(one.product_kind).label) if one.product_kind else None
    deadline: list[object] = [
        one.deadline_day,
        str(labels.DeadlineOp(one.deadline_op).label) if one.deadline_op else None,
    ]
    deadline += [f"“{one.deadline_text}”" if one.deadline_text else None]
    deadline += [_("in each period its own") if one.every else str(labels.DeadlineOrigin(one.deadline_origin).label)]
    terms = [
        Term(_("Given by"), [names.get(one.keeper_id, one.keeper.code)]),
        Term(_("Product"), [one.product or None, kind]),
        Term(_("What tells that it is done"), [one.measure_words or None]),
        Term(_("Deadline"), deadline),
        Term(_("Recurs"), [rhythm_words(one) or None, f"“{one.recurrence}”" if one.recurrence else None]),
        Term(_("Who follows it"), [str(one.watcher) if one.watcher else None]),
        Term(_("Urgency"), [str(labels.Urgency(one.urgency).label), one.urgency_text or None]),
        Term(_("Key task"), [_("yes") if one.is_key else None]),
        Term(_("Issued on"), [one.issued_on]),
    ]
    if one.secrecy:
        terms.append(Term(_("Secrecy mark"), [str(labels.Secrecy(one.secrecy).label)]))
    if one.parent_id and one.parent:
        terms.append(Term(_("Carries out the task"), [task_link(one.parent)]))
    return [Term(term.name, [value for value in term.values if value not in (None, "")] or [None]) for term in terms]


def _clarity(one: Directive, today: date) -> dict[str, Any]:
    day = one.issued_on or today
    found, listed = gate.clarity_of(one, day), standards.checklist(day)
    return {
        "name": listed.label(language()),
        "citation": listed.citation,
        "clear": found.clear,
        "whole": found.whole,
        "items": [Badge(item.item.label(language()), "done" if item.clear else "soon") for item in found.items],
        "flags": [str(gate.MISSING[test]) for test in found.flags],
    }


def _of_draft(one: Directive, user: User) -> dict[str, Any]:
    today = clock.today()
    tasks = list(one.tasks.select_related("lead", "accountable").prefetch_related("helpers__unit").order_by("pk"))
    units = {task.lead_id for task in tasks} | {helper.unit_id for task in tasks for helper in task.helpers.all()}
    names = names_on(units, today)
    before = gate.before_issue(one, user, today)
    table: Table[Task] = Table(
        key="leads",
        caption=_("Units that will get a task"),
        columns=[
            Column(_("Leads"), lambda task: names.get(task.lead_id, task.lead.code), head=True),
            Column(_("Who is accountable"), lambda task: str(task.accountable) if task.accountable else None),
            Column(_("Helps"), lambda task: [names.get(one.unit_id, "") for one in task.helpers.all()] or None),
            Column(_("Authority"), lambda task: authority_badge(task.authority)),
        ],
        rows=tasks,
        empty=Empty(_("No unit has been named yet."), _("Change the draft and name the units that lead.")),
    )
    reckoned = standards.default_deadline(today) if one.deadline_origin == "default" else None
    return {
        "table": table,
        "twins": before.twins,
        "crowds": before.crowds,
        "reckoned": reckoned,
        "first": first_words(one, today),
        "unknown_years": ", ".join(map(str, reckoned.unknown_years)) if reckoned else "",
        "may_change": bool(can(access.check_draft, user, one)),
    }


def _of_issued(request: HttpRequest, one: Directive, user: User, day: date) -> dict[str, Any]:
    seen_on = max(day, one.issued_on or day)
    tasks = page.tasks_of(one, user, seen_on)
    periods = page.periods_of(one, user, seen_on) if one.every else []
    shown = shown_period(request, one, periods) if one.every else ""
    found = list(tasks.filter(occurrence=shown)[:700])
    names = names_on({task.lead_id for task in found}, day)
    rolled = page.rolled_up(tasks)
    return {
        "table": parts_table(found, names, rhythm.label(shown, language()) if shown else ""),
        "periods": periods_table(one, periods, shown) if periods else None,
        "may_end": may_end(one, user),
        "may_name": bool(can(access.check_give, user, one.keeper)),
        "takes_up": bool(can(access.check_give, user)),
        "sum": rolled,
        "done": Share(rolled.parts.done, rolled.counted),
        "may_withdraw": bool(can(access.check_withdraw, user, one)),
    }


def _main(one: Directive, user: User) -> Action | None:
    if one.state != "draft":
        return None
    allowed = can(access.check_draft, user, one)
    refused = allowed.reason
    if allowed:
        refused = can(gate.check_mandatory, one, clock.today()).reason
    return Action(
        _("Issue the directive"),
        reverse("directives:issue", args=[one.pk]),
        "post",
        refused=refused,
        icon="circle-check",
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a directive; with `?parent=` one that carries out a task."""
    user, day = who(request), clock.today()
    access.check_give(user)
    parent = _parent(request, user)
    keepers = [parent.lead] if parent else keepers_of(user, day)
    initial = {"title": parent.directive.title, "deadline_day": parent.deadline} if parent else {}
    form = DraftForm(request.POST or None, user=user, day=day, keepers=keepers, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_directive(
                keeper=form.keepers[form.cleaned_data["keeper"]],
                by=user,
                sentence=actions.Sentence(form.cleaned_data["quote"]),
                parent=parent,
                **form.said(),
            )
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect(directive_url(made))
    return _draft_page(request, form, _("Draft a directive"), refusal, parent=parent)


def _parent(request: HttpRequest, user: User) -> Task | None:
    asked = request.GET.get("parent", "")
    if not asked.isdecimal():
        return None
    rows = Task.objects.visible_to(user).select_related("directive", "lead")
    return get_object_or_404(rows, pk=int(asked))


def _draft_page(
    request: HttpRequest, form: DraftForm, title: str, refusal: Refused | None, parent: Task | None = None
) -> HttpResponse:
    values = {
        "form": form,
        "title": title,
        "refusal": refusal,
        "parent": task_link(parent) if parent else None,
        "crumbs": crumbs(Link(_("Directives"), reverse("directives:orders")), Link(title)),
        "checklist": standards.checklist(clock.today()).label(language()),
        "default_day": formats.day_short(standards.default_deadline(clock.today()).day, language()),
    }
    status = 422 if refusal or (form.is_bound and form.errors) else 200
    return render_page(request, "directives/draft.html", values, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change a draft; its place in the text stays while its sentence does."""
    one, user, day = directive_within(request, key), who(request), clock.today()
    access.check_draft(user, one)
    form = DraftForm(request.POST or None, user=user, day=day, keepers=[one.keeper], initial=draft_initial(one))
    refusal = None
    if request.method == "POST" and form.is_valid():
        quote = form.cleaned_data["quote"]
        sentence = None if quote.split() == one.quote.split() else actions.Sentence(quote)
        try:
            actions.change_draft(directive=one, by=user, sentence=sentence, **form.said())
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect(directive_url(one))
    return _draft_page(request, form, _("Change the draft"), refusal)


@require_POST
def issue(request: HttpRequest, key: int) -> HttpResponse:
    """Issue a draft."""
    one = directive_within(request, key)
    try:
        actions.issue_directive(directive=one, by=who(request))
    except NotAllowed:
        raise
    except Refused as refused:
        return directive_page(request, directive_within(request, key), refusal=refused)
    return redirect(directive_url(one))


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Throw a draft away, after asking once."""
    one, user = directive_within(request, key), who(request)
    access.check_draft(user, one)
    if request.method == "POST":
        actions.drop_draft(directive=one, by=user)
        return redirect("directives:orders")
    return _ask(request, one, _("Throw the draft away"))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw an issued directive, with a reason."""
    one, user = directive_within(request, key), who(request)
    access.check_withdraw(user, one)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_directive(directive=one, reason=form.cleaned_data["reason"], by=user)
        return redirect(directive_url(one))
    return _ask(request, one, _("Withdraw the directive"), form)


def _ask(request: HttpRequest, one: Directive, title: str, form: ReasonForm | None = None) -> HttpResponse:
    way = crumbs(Link(_("Directives"), reverse("directives:orders")), Link(one.title, directive_url(one)), Link(title))
    values = {"form": form, "title": title, "crumbs": way, "words": one.title, "verb": title}
    return render_page(request, "directives/form.html", values, status=422 if form and form.errors else 200)
