"""The page of a task: what is asked, whose words, who answers, how it stands, and what can be done now."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import Answer, Refused, can
from kientoan.core.display import Action, Badge, Link, Term
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.core.traces import traces_of
from kientoan.directives import access
from kientoan.directives.forms import (
    AcceptForm,
    DecideForm,
    ExtensionForm,
    HandBackForm,
    PeopleForm,
    ReasonForm,
    SubmitForm,
    UrgeForm,
)
from kientoan.directives.models import Directive, Extension, HandBack, Submission, Task, labels
from kientoan.directives.models.answers import Judged
from kientoan.directives.queries import gate, page, standards
from kientoan.directives.queries.standing import LIVE_VALUES
from kientoan.directives.rules import words
from kientoan.directives.rules.states import Move, WorkState, moves_from
from kientoan.directives.rules.timing import TimeState, time_state
from kientoan.directives.views.frame import (
    authority_badge,
    crumbs,
    day_of,
    days_words,
    state_badge,
    task_link,
    task_within,
    time_badge,
    who,
)
from kientoan.directives.views.recurring import other_periods, rhythm_words
from kientoan.orgs.access import holds
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right
from kientoan.people.models import Post

JUDGED_TONES = {Judged.SENT: "soon", Judged.ACCEPTED: "done", Judged.RETURNED: "info"}
ANSWER_TONES = {"asked": "soon", "agreed": "done", "refused": "none"}


@require_safe
def task(request: HttpRequest, key: int) -> HttpResponse:
    """A task and everything about it."""
    return task_page(request, task_within(request, key))


def task_page(
    request: HttpRequest, one: Task, *, refusal: Refused | None = None, typed: dict[str, Form] | None = None
) -> HttpResponse:
    """The page, with the refusal and the form of an action that was refused."""
    user, day = who(request), day_of(request)
    names = names_on({one.lead_id, one.keeper_id, *one.helpers.values_list("unit_id", flat=True)}, day)
    judges, answers = can(access.check_judge, user, one), can(access.check_answer, user, one)
    time = _time(one, day)
    values: dict[str, Any] = {
        "task": one,
        "directive": one.directive,
        "title": one.title,
        "state": state_badge(one.state),
        "time": time_badge(time),
        "late": time == TimeState.OVERDUE,
        "crumbs": crumbs(
            Link(_("Directive %(number)s") % {"number": one.directive_id}, _directive_url(one)),
            Link(names.get(one.lead_id, one.lead.code)),
        ),
        "lead": Link(names.get(one.lead_id, one.lead.code), reverse("orgs:unit", args=[one.lead.code])),
        "due": _due(one, day),
        "source": source_of(one, user),
        "terms": _terms(one, names, day),
        "clarity": _clarity(one),
        "submissions": _submissions(one, user),
        "asked": _asked(one),
        "urgings": _urgings(one),
        "below": _below(one, user, day),
        "periods": other_periods(one, user, day),
        "refusal": refusal,
        "history": page.history_of(one) if holds(user, Right.READ_RECORD, one.keeper) or judges or answers else None,
        **_what_can_be_done(one, user, judges, answers, typed or {}),
    }
    return render_page(request, "directives/task.html", values, status=422 if refusal or typed else 200)


def _directive_url(one: Task) -> str:
    return reverse("directives:directive", args=[one.directive_id])


def _time(one: Task, day: date) -> str:
    found = time_state(
        WorkState(one.state),
        deadline=one.deadline,
        today=day,
        soon=standards.soon_days(day),
        submitted_on=one.submitted_on,
        frozen=TimeState(one.outcome) if one.outcome else None,
    )
    return found.value if found and one.issued_on else ""


def _due(one: Task, day: date) -> str:
    if one.state not in LIVE_VALUES or one.issued_on is None:
        return ""
    if one.state == WorkState.AWAITING and one.submitted_on:
        return _("sent in on %(day)s") % {"day": formats.day_long(one.submitted_on, language())}
    if one.deadline is None:
        return one.directive.recurrence or str(labels.TimeState.NO_DEADLINE.label)
    said = _("due %(day)s") % {"day": formats.day_long(one.deadline, language())}
    return f"{said} · {days_words(one.deadline, day)}"


def source_of(one: Task, user: User) -> dict[str, Any]:
    """The sentence and the document it comes from, or who said it and when."""
    directive = one.directive
    document = directive.document
    seen = page.seen_documents(user, [document])
    link = None
    if document is not None:
        said = _("%(number)s of %(day)s") % {
            "number": document.written or document.kind,
            "day": formats.day_short(document.dated, language()),
        }
        link = Link(said, reverse("documents:document", args=[document.pk]) if document.pk in seen else "")
    return {
        "quote": directive.quote,
        "document": link,
        "issuer": directive.whose_words,
        "spoken_by": directive.spoken_by,
        "spoken_on": directive.spoken_on,
        "place": f"{directive.start}–{directive.end}" if directive.start is not None else "",
        "text": _text_of(directive, user),
        "abstract": document.abstract if document is not None and document.pk in seen else "",
        "traces": traces_of(user, "directives.directive", directive.pk),
    }


def _text_of(directive: Directive, user: User) -> Link | None:
    """The text that was read, at the place of the sentence, for who may see it."""
    found = page.place_in_text(directive, user) if directive.start is not None else None
    if found is None:
        return None
    return Link(found.reading.title, f"{reverse('directives:reading', args=[found.reading_id])}#place-{found.number}")


def _terms(one: Task, names: dict[int, str], day: date) -> list[Term]:
    directive, tongue = one.directive, language()
    holders = page.holders_of([one.accountable, one.adviser], day)
    helping = [names.get(helper.unit_id, "") for helper in one.helpers.all()]
    product = str(labels.ProductKind(directive.product_kind).label) if directive.product_kind else ""
    terms = [
        Term(_("Leads"), [names.get(one.lead_id, one.lead.code), str(one.lead_body or "") or None]),
        Term(_("Helps"), helping or [None]),
        Term(_("Who is accountable"), [_post(one.accountable, holders)]),
        Term(_("Who advises"), [_post(one.adviser, holders)]),
        Term(_("Given by"), [names.get(one.keeper_id, one.keeper.code), authority_badge(one.authority)]),
        Term(_("Who follows it"), [str(directive.watcher) if directive.watcher else None]),
        Term(_("Product"), [directive.product or None, product or None]),
        Term(_("What tells that it is done"), [directive.measure_words or None]),
        Term(_("Given on"), [one.issued_on]),
        Term(_("Receipt acknowledged"), [one.acknowledged_on]),
    ]
    if one.first_deadline != one.deadline:
        terms.append(Term(_("First deadline"), [one.first_deadline, _("stays on record")]))
    terms.append(Term(_("Deadline"), [one.deadline, _origin(one)]))
    if one.occurrence:
        terms.append(Term(_("Recurs"), [one.period, rhythm_words(directive)]))
    if one.closed_on:
        terms.append(Term(_("Accepted"), [one.closed_on, one.late_because or None]))
    if one.instead_of:
        terms.append(Term(_("Instead of"), [Link(one.instead_of.lead.code, _url(one.instead_of))]))
    if directive.parent_id:
        terms.append(
            Term(
                _("Carries out the task"),
                [Link(_("the task above"), reverse("directives:task", args=[directive.parent_id]))],
            )
        )
    return [
        Term(term.name, [value for value in term.values if value not in (None, "")] or [None])
        for term in terms
        if tongue
    ]


def _origin(one: Task) -> str:
    directive = one.directive
    if directive.deadline_origin == words.DeadlineOrigin.DEFAULT:
        return str(labels.DeadlineOrigin.DEFAULT.label)
    return f"“{directive.deadline_text}”" if directive.deadline_text else ""


def _post(post: Post | None, holders: dict[int, str]) -> str | None:
    if post is None:
        return None
    return f"{post.title}: {holders[post.pk]}" if post.pk in holders else f"{post.title} ({_('vacant')})"


def _clarity(one: Task) -> dict[str, Any]:
    day = one.issued_on or clock.today()
    found, listed = gate.clarity_of(one.directive, day), standards.checklist(day)
    return {
        "name": listed.label(language()),
        "citation": listed.citation,
        "clear": found.clear,
        "whole": found.whole,
        "items": [
            Badge(one_item.item.label(language()), "done" if one_item.clear else "soon") for one_item in found.items
        ],
        "flags": [str(gate.MISSING[test]) for test in found.flags],
    }


def _url(one: Task) -> str:
    return reverse("directives:task", args=[one.pk])


def _submissions(one: Task, user: User) -> list[dict[str, Any]]:
    rows = list(page.submissions_of(one))
    seen = page.seen_documents(user, [proof.document for row in rows for proof in row.proofs.all()])
    return [
        {
            "row": row,
            "badge": Badge(str(Judged(row.judged).label), JUDGED_TONES[Judged(row.judged)]),  # type: ignore[arg-type]
            "documents": [
                Link(
                    ", ".join(file.name for file in proof.document.files.all()) or str(proof.document),
                    reverse("documents:document", args=[proof.document_id]) if proof.document_id in seen else "",
                )
                for proof in row.proofs.all()
            ],
        }
        for row in rows
    ]


def _asked(one: Task) -> list[dict[str, Any]]:
    """What was asked for, extensions and hand-backs together, the latest first."""
    rows: list[Extension | HandBack] = [
        *one.extensions.select_related("asked_by", "decided_by"),
        *one.hand_backs.select_related("asked_by", "decided_by"),
    ]
    return [
        {
            "row": row,
            "what": _("later deadline: %(day)s") % {"day": formats.day_short(row.new_day, language())}
            if isinstance(row, Extension)
            else str(labels.HandBackKind(row.kind).label),
            "badge": Badge(str(labels.Answer(row.answer).label), ANSWER_TONES[row.answer]),  # type: ignore[arg-type]
        }
        for row in sorted(rows, key=lambda row: (row.asked_on, row.pk), reverse=True)
    ]


def _urgings(one: Task) -> Table[Any] | None:
    rows = list(one.urgings.order_by("number"))
    if not rows:
        return None
    return Table(
        key="urgings",
        caption=_("Urged %(count)s times") % {"count": len(rows)},
        columns=[
            Column(_("No."), lambda row: row.number, number=True),
            Column(_("Day"), lambda row: row.urged_on, head=True),
            Column(_("How"), lambda row: row.get_channel_display()),
            Column(_("Letter"), lambda row: row.letter or None),
            Column(_("Words"), lambda row: row.words or None),
        ],
        rows=rows,
        empty=Empty(""),
    )


def _below(one: Task, user: User, day: date) -> dict[str, Any] | None:
    tasks = page.tasks_below(one, user, day)
    found = list(tasks[:200])
    if not found:
        return None
    names = names_on({each.lead_id for each in found}, day)
    return {"sum": page.rolled_up(tasks), "table": parts_table(found, names)}


def parts_table(tasks: Sequence[Any], names: dict[int, str], note: str = "") -> Table[Any]:
    """Tasks of one directive, or below one task, unit by unit."""
    return Table(
        key="parts",
        caption=_("Unit by unit"),
        note=note,
        columns=[
            Column(_("Leads"), lambda each: task_link(each, names.get(each.lead_id, each.lead.code)), head=True),
            Column(_("State"), lambda each: state_badge(each.now_state)),
            Column(_("Time"), lambda each: time_badge(each.now_time)),
            Column(_("Deadline"), lambda each: each.now_deadline),
            Column(_("Sent in on"), lambda each: each.now_submitted),
        ],
        rows=tasks,
        empty=Empty(_("No unit has been named yet.")),
    )


def _what_can_be_done(one: Task, user: User, judges: Answer, answers: Answer, typed: dict[str, Form]) -> dict[str, Any]:
    """The one main button, and the forms of everything else that is possible now."""
    state = WorkState(one.state)
    moves = moves_from(state) if one.issued_on else ()
    open_submission = one.submissions.filter(judged=Judged.SENT).select_related("sent_by").first()
    forms: dict[str, Form] = {}
    if (answers and Move.SUBMIT in moves) or (answers and state is WorkState.NOT_STARTED and one.issued_on):
        forms["submit"] = typed.get("submit") or SubmitForm()
    if answers and Move.HAND_BACK in moves:
        if one.deadline and not one.extensions.filter(answer="asked").exists():
            forms["extend"] = typed.get("extend") or ExtensionForm()
        if not one.hand_backs.filter(answer="asked").exists():
            forms["hand_back"] = typed.get("hand_back") or HandBackForm()
    forms |= _judging(one, user, judges, moves, open_submission, typed)
    return {
        "forms": forms,
        "open_submission": open_submission,
        "open_extension": one.extensions.filter(answer="asked").first(),
        "open_hand_back": one.hand_backs.filter(answer="asked").first(),
        "action": _main(one, state, answers, judges),
        "resume": Action(_("Let it go on"), _verb(one, "resume"), "post")
        if judges and state is WorkState.SUSPENDED
        else None,
        "cascade": Action(_("Give parts of it further down"), f"{reverse('directives:new')}?parent={one.pk}")
        if one.issued_on and state.value in LIVE_VALUES and can(access.check_cascade, user, one)
        else None,
    }


def _judging(
    one: Task,
    user: User,
    judges: Answer,
    moves: tuple[Move, ...],
    open_submission: Submission | None,
    typed: dict[str, Form],
) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    if not judges:
        return forms
    if open_submission is not None and can(access.check_judge_of_another, user, one, open_submission.sent_by):
        forms["accept"] = typed.get("accept") or AcceptForm()
        forms["return"] = typed.get("return") or ReasonForm()
    if one.extensions.filter(answer="asked").exclude(asked_by=user).exists():
        forms["decide_extension"] = typed.get("decide_extension") or DecideForm()
    if one.hand_backs.filter(answer="asked").exclude(asked_by=user).exists():
        forms["decide_hand_back"] = typed.get("decide_hand_back") or DecideForm()
    if one.issued_on and one.state in LIVE_VALUES:
        forms["urge"] = typed.get("urge") or UrgeForm()
    if Move.SUSPEND in moves:
        forms["suspend"] = typed.get("suspend") or ReasonForm()
    if can(access.check_name_people, user, one):
        forms["people"] = typed.get("people") or people_form(one, user)
    return forms


def people_form(one: Task, user: User, data: Any = None) -> PeopleForm:
    """The posts of the lead unit, and for the adviser those of the giving unit too."""
    posts = Post.objects.visible_to(user).as_of(clock.today()).select_related("body").order_by("body__kind", "code")
    own, others = posts.filter(body__unit=one.lead), posts.filter(body__unit=one.keeper)
    initial = {"accountable": str(one.accountable_id or ""), "adviser": str(one.adviser_id or "")}
    return PeopleForm(data, own=list(own[:100]), others=list(others[:100]), initial=initial)


def _verb(one: Task, verb: str) -> str:
    return reverse("directives:do", args=[one.pk, verb])


def _main(one: Task, state: WorkState, answers: Answer, judges: Answer) -> Action | None:
    if one.issued_on is None:
        return None
    if state is WorkState.NOT_STARTED and answers:
        return Action(_("Acknowledge receipt"), _verb(one, "acknowledge"), "post", icon="circle-check")
    if state in (WorkState.UNDER_WAY, WorkState.REDO) and answers:
        return Action(_("Send it in"), "#submit", icon="upload")
    if state is WorkState.AWAITING and judges:
        return Action(_("Look at what was sent in"), "#decide", icon="checklist")
    return None
