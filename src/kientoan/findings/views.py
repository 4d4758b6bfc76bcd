"""Pages of findings: the list by state, one with the words it comes from, the decision."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import clock, narration
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Event, Link, Term
from kientoan.core.pages import as_of_day, paginate, render_page, scope_of
from kientoan.core.recording import actions_about
from kientoan.core.tables import Column, Empty, Table
from kientoan.documents.models import Document
from kientoan.documents.queries.labels import title_of
from kientoan.findings import actions
from kientoan.findings.access import check_decide, check_propose
from kientoan.findings.forms import DecideForm, FindingForm
from kientoan.findings.models import Finding
from kientoan.findings.queries import SOURCES, STATES, about, badge_of, names_for, words_of
from kientoan.findings.rules import State
from kientoan.orgs.models import Unit

if TYPE_CHECKING:
    from django.forms import Form

    from kientoan.accounts.models import User

_AROUND = 400


def _who(request: HttpRequest) -> "User":
    return cast("User", request.user)


def _state(request: HttpRequest) -> str:
    state = request.GET.get("state", State.PROPOSED.value)
    if state not in set(State):
        raise BadRequest(_("There is no state “%(state)s”.") % {"state": state})
    return state


def _tabs(here: str) -> list[Link]:
    address = reverse("findings:list")
    return [Link(str(STATES[one]), "" if one == here else f"{address}?state={one}") for one in State]


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Findings by state: what waits to be confirmed first."""
    state, day, user = _state(request), as_of_day(request), _who(request)
    rows = Finding.objects.visible_to(user).filter(state=state).select_related("unit", "document")
    if scope := scope_of(request):
        rows = rows.filter(unit__in=Unit.objects.under(Unit.objects.get(code=scope.code), day))
    page = paginate(request, rows.order_by("-found_on", "-pk"))
    names = names_for(list(page), day)
    table: Table[Finding] = Table(
        key="findings",
        caption=str(STATES[state]).capitalize(),
        columns=[
            Column(
                _("About"), lambda one: Link(about(one, names), reverse("findings:finding", args=[one.pk])), head=True
            ),
            Column(_("What was found"), lambda one: words_of(one)[:300]),
            Column(_("Source"), lambda one: str(SOURCES[one.source])),
            Column(_("Found on"), lambda one: one.found_on),
            Column(_("State"), badge_of),
        ],
        rows=list(page),
        page=page,
        empty=Empty(
            _("Nothing here"),
            _(
                "Findings come from the words of a document, from a review, an inspection or a person. Each is a proposal until someone of the level above confirms it."
            ),
        ),
    )
    entering = Action(
        _("Bring in a finding"), reverse("findings:new"), refused=can(check_propose, user).reason, icon="plus"
    )
    return render_page(request, "findings/list.html", {"table": table, "tabs": _tabs(state), "entering": entering})


def _within(request: HttpRequest, key: int) -> Finding:
    found = Finding.objects.visible_to(_who(request)).select_related("unit", "keeper", "document", "decided_by")
    finding = found.filter(pk=key).first()
    if finding is None:
        raise Http404(_("There is no such finding among those you may see."))
    return finding


def _in_text(finding: Finding, document: Document | None) -> tuple[str, str, str] | None:
    """The quotation with the words around it, where a file of the document has them at that place."""
    if document is None or finding.start is None or finding.end is None:
        return None
    for text in document.files.values_list("text", flat=True):
        start = finding.start if text[finding.start : finding.end] == finding.quote else text.find(finding.quote)
        if start >= 0:
            end = start + len(finding.quote)
            before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
            return (
                ("… " if start > _AROUND else "") + before,
                finding.quote,
                after + (" …" if text[end + _AROUND :] else ""),
            )
    return None


def _page(request: HttpRequest, finding: Finding, form: "Form", *, status: int = 200) -> HttpResponse:
    user, day = _who(request), as_of_day(request)
    document = None
    if finding.document_id:
        document = Document.objects.visible_to(user).filter(pk=finding.document_id).first()
    name = about(finding, names_for([finding], day))
    terms = [
        Term(_("About"), [Link(name, reverse("orgs:unit", args=[finding.unit.code]) if finding.unit else "")]),
        Term(_("Source"), [str(SOURCES[finding.source])]),
        Term(_("Found on"), [finding.found_on]),
    ]
    if finding.place:
        terms.append(Term(_("Place, as written"), [finding.place]))
    if document is not None:
        terms.append(
            Term(
                _("Document"),
                [Link(title_of(document), reverse("documents:document", args=[document.pk]), document.abstract)],
            )
        )
    if finding.decided_on:
        terms.append(Term(_("Decided"), [finding.decided_on, str(finding.decided_by or "")]))
        terms.append(Term(_("Reason"), [finding.reason] if finding.reason else []))
    values: dict[str, Any] = {
        "finding": finding,
        "title": _("Finding: %(about)s") % {"about": name},
        "state": badge_of(finding),
        "words": words_of(finding),
        "terms": terms,
        "in_text": _in_text(finding, document),
        "deciding": can(check_decide, user, finding),
        "form": form,
        "events": [
            Event(act.at, narration.sentence_of(act), narration.who_did(act), act.reason)
            for act in actions_about(finding)
        ],
        "crumbs": [Link(_("Findings"), reverse("findings:list")), Link(name)],
    }
    return render_page(request, "findings/finding.html", values, status=status)


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """One finding; a post decides on it."""
    found, user = _within(request, key), _who(request)
    form = DecideForm(request.POST if request.method == "POST" else None, user=user, linked=found.unit is not None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, status=400 if form.errors else 200)
    try:
        if request.POST.get("step") == "dismiss":
            actions.dismiss(finding=found, by=user, reason=form.cleaned_data["reason"])
        else:
            unit = form.cleaned_data.get("unit")
            actions.confirm(finding=found, by=user, unit=unit, reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return _page(request, _within(request, key), form, status=400)
    messages.success(request, _("The decision is recorded."))
    return redirect("findings:list")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring in what an inspection or a person found."""
    user = _who(request)
    check_propose(user)
    sent = (request.POST,) if request.method == "POST" else ()
    form = FindingForm(*sent, user=user, initial={"found_on": clock.today()})
    if sent and form.is_valid():
        given = form.cleaned_data
        document, _text = given.pop("document")
        try:
            made = actions.propose(document=document, by=user, **given)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect("findings:finding", key=made.pk)
    crumbs = [Link(_("Findings"), reverse("findings:list")), Link(_("Bring in a finding"))]
    return render_page(
        request, "findings/new.html", {"form": form, "crumbs": crumbs}, status=400 if form.errors else 200
    )
